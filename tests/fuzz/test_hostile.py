"""Crafted files against every reader: none is taken, none hangs, none leaves anything behind."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import HOSTILE
from readers import TODAY, readers

from oncodesk.codes import importing
from oncodesk.codes.shelf import Shelf
from oncodesk.domain.errors import UnusableInput
from oncodesk.services.import_people import import_people, preview_people
from oncodesk.vault import door, keys
from oncodesk.vault.store import Store

LONGEST = 5.0
DOCUMENTS = ("people csv", "people hl7", "837p", "visit", "claim", "own", "card json", "card toml")


@pytest.fixture(scope="module")
def every() -> dict[str, object]:
    return {name: read for name, (read, _) in readers().items()}


def test_there_are_three_hundred_and_more() -> None:
    assert len(HOSTILE) * (len(DOCUMENTS) + 2) >= 300


@pytest.mark.parametrize("reader", DOCUMENTS)
@pytest.mark.parametrize("name", HOSTILE)
def test_no_reader_takes_it(every: dict[str, object], reader: str, name: str) -> None:
    start = time.process_time()
    try:
        every[reader](HOSTILE[name])  # type: ignore[operator]
    except UnusableInput as said:
        assert "\n" not in str(said)
        assert len(str(said)) < 400
    else:
        assert reader in ("people csv", "837p", "people hl7"), f"{reader} takes {name}"
    assert time.process_time() - start < LONGEST


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = door.create(tmp_path_factory.mktemp("hostile") / "practice", "correct horse battery", keys.FLOOR)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_it_is_imported(store: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "hostile.bin"
    path.write_bytes(HOSTILE[name])
    try:
        found = preview_people(store, path, TODAY)
        done = import_people(store, found)
    except UnusableInput as said:
        assert "\n" not in str(said)
    else:
        assert (done.patients, done.visits) == ((), ())
    assert (list(store.crossing.patients()), store.list_visits()) == ([], ())


@pytest.mark.parametrize("name", HOSTILE)
def test_no_code_set_is_made_of_it(tmp_path: Path, name: str) -> None:
    path, shelf = tmp_path / "hostile.csv", Shelf(tmp_path / "codesets")
    path.write_bytes(HOSTILE[name])
    with pytest.raises(UnusableInput) as said, importing.built([path], shelf, "2026-01-01T08:00"):
        pass
    assert "\n" not in str(said.value)
    assert not shelf.editions
    assert sorted(p.name for p in tmp_path.iterdir()) in (["codesets", "hostile.csv"], ["hostile.csv"])
