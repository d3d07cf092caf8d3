"""The page of promises names tests that are there, where they run, and every long one."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parent / "PROMISES.md"
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")
DEFINED = re.compile(r"^((?:@.*\n(?:^    .*\n|^\)\n)*)*)def (test_\w+)\(", re.M)
Row = tuple[str, str, str, str, str]


def rows() -> list[Row]:
    """Promise, test, control, where it runs, and what was measured."""
    cells = [line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    return [(c[0], c[1], c[2], c[3], c[4]) for c in cells[1:]]


def defined() -> dict[tuple[str, str], str]:
    """Every test by its file, whose name no other folder has, and where it runs."""
    found = {}
    for path in HERE.parent.rglob("test_*.py"):
        for marks, name in DEFINED.findall(path.read_text()):
            found[path.name, name] = "soak" if "pytest.mark.soak" in marks else "test"
    return found


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:50])
def test_each_promise_has_its_test_where_it_says_and_its_control(row: Row) -> None:
    promise, test, control, where, measured = row
    there = defined()
    (named,) = NAMED.findall(test)
    assert there.get(named) == where, promise
    for named in NAMED.findall(control):
        assert there.get(named) == "test", f"{promise}: a control runs every time"
    assert control.strip()
    assert re.search(r"\d|every|not measured|both|the same", measured), promise


def test_every_long_test_is_on_the_page() -> None:
    long = {named for named, where in defined().items() if where == "soak"}
    assert len(long) > 8
    assert long <= {NAMED.findall(row[1])[0] for row in rows()}
