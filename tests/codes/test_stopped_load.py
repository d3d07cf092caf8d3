"""A load tells how far it is, and stopped on the way it leaves everything as it was."""

from pathlib import Path

import official_layouts as layouts
import pytest

from oncodesk.codes import telling
from oncodesk.codes.library import CodeSets
from oncodesk.codes.sources import addon
from oncodesk.services.import_codes import import_codes


class Stopped(Exception):
    """The coder has had enough."""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "STEPS", 20)
    monkeypatch.setattr(addon, "FEWEST_ROWS", 10)


def test_progress_grows_with_the_rows(own_sets: CodeSets, tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    import_codes(own_sets, [layouts.addon(tmp_path)], "2026-07-02T08:00", progress=lambda *said: told.append(said))
    assert told[0] == (0.0, "reading NCCI add-on code edits")
    assert len(told) > 3
    assert [fraction for fraction, _ in told] == sorted(fraction for fraction, _ in told)
    assert told[-1][0] > 0.5


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_load_that_is_stopped_leaves_everything_as_it_was(own_sets: CodeSets, tmp_path: Path, after: int) -> None:
    calls = 0

    def stop(fraction: float, what: str) -> None:
        nonlocal calls
        calls += 1
        if calls > after:
            raise Stopped

    with pytest.raises(Stopped):
        import_codes(own_sets, [layouts.addon(tmp_path)], "2026-07-02T08:00", progress=stop)
    assert own_sets.shelf.editions == ()
    assert not list(own_sets.shelf.folder.glob(".loading-*"))
    import_codes(own_sets, [layouts.addon(tmp_path)], "2026-07-02T08:00")
    assert [edition.set for edition in own_sets.shelf.editions] == ["addon"]
