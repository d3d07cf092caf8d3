"""What a published value was on a day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from oncodesk.policy.book import NotInForce, Policy, Value, cite, read_citations, read_values


def value(held: object, since: date, until: date | None = None) -> Value:
    return Value(held, since, "a source", date(2026, 1, 1), until)


OLD = value(10, date(2010, 1, 1))
NEW = value(12, date(2020, 1, 1), date(2024, 12, 31))
BOOK = {"room.limit": (OLD, NEW), "room.codes": (value(["A", "B"], date(2020, 1, 1)),)}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2009, 12, 31), None),
        (date(2010, 1, 1), 10),
        (date(2019, 12, 31), 10),
        (date(2020, 1, 1), 12),
        (date(2024, 12, 31), 12),
    ],
)
def test_the_newest_value_in_force_answers(day: date, expected: int | None) -> None:
    found = Policy(day, BOOK).get("room.limit")
    assert (found.value if found else None) == expected


def test_a_number_not_in_force_is_named() -> None:
    with pytest.raises(LookupError, match=r"room\.limit was not in force on 2009-12-31"):
        Policy(date(2009, 12, 31), BOOK).number("room.limit")


def test_a_list_not_in_force_is_empty() -> None:
    assert Policy(date(2019, 1, 1), BOOK).codes("room.codes") == frozenset()
    assert Policy(date(2020, 1, 1), BOOK).codes("room.codes") == {"A", "B"}


def test_an_unknown_name_is_an_error_on_any_date() -> None:
    with pytest.raises(KeyError):
        Policy(date(2026, 1, 1), BOOK).get("room.unknown")


def test_decimals_keep_their_digits() -> None:
    assert Policy(date(2020, 1, 1), {"a.b": (value(0.68, date(2020, 1, 1)),)}).decimal("a.b") == Decimal("0.68")


def test_a_citation_may_take_a_section_of_its_own() -> None:
    assert cite("ocg").section is None
    assert cite("ocg", "I.C.2.a").section == "I.C.2.a"
    with pytest.raises(KeyError):
        cite("no-such-authority")


def test_every_citation_says_what_and_is_not_of_the_future() -> None:
    found = read_citations()
    assert len(found) >= 50
    for name, citation in found.items():
        assert name == name.lower()
        assert citation.title.strip()
        assert citation.effective is None or citation.effective <= date(2026, 11, 24), name


def test_a_row_of_a_table_that_is_not_in_force_says_so() -> None:
    before = Policy(date(2001, 1, 1))
    table = before.table("diagnosis.treatment_encounter")
    assert table == {}
    assert table.get("chemotherapy") is None
    with pytest.raises(NotInForce, match=r"diagnosis\.treatment_encounter was not in force on 2001-01-01"):
        table["chemotherapy"]


def test_days_between_two_changes_share_what_is_read_and_no_others() -> None:
    every = sorted({v.since for values in read_values().values() for v in values})
    for turn in every:
        for day in (turn - timedelta(days=1), turn, turn + timedelta(days=1)):
            fresh = Policy(day, read_values())
            shared = Policy(day)
            assert [shared.get(name) for name in read_values()] == [fresh.get(name) for name in read_values()]
