"""A line is found again by what it is, whatever its number."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from oncodesk.domain.claim import Claim
from oncodesk.domain.decisions import Anchor, anchor, found
from oncodesk.domain.reading import parse


def claim(*lines: tuple[str, str, list[str], str]) -> Claim:
    """Lines as number, code, modifiers, fact."""
    rows: list[dict[str, Any]] = [
        {"id": number, "code": code, "modifiers": modifiers, "from": [fact]} for number, code, modifiers, fact in lines
    ]
    return parse(Claim, {"date_of_service": "2026-03-12", "lines": rows})


def pointed(made: Claim, number: str) -> Anchor:
    """The anchor of the line of that number."""
    line = made.line(number)
    assert line is not None
    return anchor(line, made)


def test_the_given_and_the_wasted_units_of_one_drug_are_told_apart() -> None:
    before = claim(("1", "J9263", [], "a1"), ("2", "J9263", ["JW"], "a1"))
    after = claim(("1", "96413", [], "a1"), ("2", "J9263", [], "a1"), ("3", "J9263", ["JW"], "a1"))
    assert [found(pointed(before, number), after).id for number in ("1", "2")] == ["2", "3"]  # type: ignore[union-attr]


def test_of_several_alike_the_same_one_is_meant_and_none_where_their_number_is_another() -> None:
    before = claim(("1", "96372", [], "a1"), ("2", "96372", [], "a1"))
    wanted = pointed(before, "2")
    assert (wanted.nth, wanted.of) == (1, 2)
    again = claim(("5", "96372", [], "a1"), ("6", "96372", [], "a1"))
    assert found(wanted, again).id == "6"  # type: ignore[union-attr]
    assert found(wanted, claim(("1", "96372", [], "a1"))) is None


def test_a_line_whose_modifiers_are_others_now_is_meant_where_it_is_the_only_one() -> None:
    wanted = pointed(claim(("1", "J9263", ["JZ"], "a1")), "1")
    assert found(wanted, claim(("4", "J9263", ["JW"], "a1"))).id == "4"  # type: ignore[union-attr]
    assert found(wanted, claim(("1", "J9263", [], "a1"), ("2", "J9263", ["JW"], "a1"))) is None
    assert found(wanted, claim(("1", "J9263", ["JZ"], "a2"))) is None


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["", "JW"]), st.sampled_from(["a1", "a2"])), max_size=8)
)
def test_every_line_of_a_claim_finds_itself_under_other_numbers(rows: list[tuple[str, str, str]]) -> None:
    def numbered(first: int) -> Claim:
        return claim(*((str(n), f"9999{c}", [m] if m else [], f) for n, (c, m, f) in enumerate(rows, first)))

    before, after = numbered(1), numbered(50)
    for one, other in zip(before.lines, after.lines, strict=True):
        assert found(anchor(one, before), after) == other
