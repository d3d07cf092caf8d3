"""Lines by hand and findings kept as they are, as values. No Qt."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncodesk.domain.claim import Claim, ClaimLine, LineOverride
from oncodesk.domain.decisions import Answer, Overlay
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Citation, Edit, Finding, Report
from oncodesk.ui.editing import lines
from oncodesk.ui.editing.answering import answer_to, settled
from oncodesk.ui.editing.lines import Line, Typed, understood
from oncodesk.ui.editing.overlay import laid_over, lines_of, numbered
from oncodesk.ui.panels.claim.editing import echo

OWN = LineOverride(reason="as documented", by="Ada", at="2026-03-12T09:00")
CITE = Citation(title="Manual")
DAY = date(2026, 3, 12)


def claim(*rows: tuple[str, str, str], diagnoses: tuple[str, ...] = ("C18.2", "C78.7")) -> Claim:
    """Lines as number, code and fact, each pointing to both diagnoses."""
    held: list[dict[str, Any]] = [{"id": n, "code": c, "from": [f], "pointers": "AB"} for n, c, f in rows]
    return parse(Claim, {"date_of_service": "2026-03-12", "diagnoses": diagnoses, "lines": held})


BEFORE = claim(("1", "96413", "a1"), ("2", "96375", "a2"))


def line(made: Claim, number: str) -> ClaimLine:
    """The line of that number."""
    held = made.line(number)
    assert held is not None
    return held


@pytest.mark.parametrize("text", ["59 jz", "59,JZ", "59jz", " 59-jz "])
def test_modifiers_are_understood_however_they_are_parted(text: str) -> None:
    assert lines.modifiers(text) == ("59", "JZ")


@pytest.mark.parametrize("text", ["5", "59 j", "59 59", "59 JZ XU XS XE", "é9", "59/"])
def test_what_is_no_modifier_is_refused(text: str) -> None:
    with pytest.raises(UnusableInput, match="modifiers"):
        lines.modifiers(text)


def test_pointers_are_letters_of_the_diagnoses_there_are() -> None:
    assert lines.pointers("ba", 2) == "BA"
    assert lines.pointers(" b, a ", 2) == "BA"
    assert lines.pointers("", 0) == ""
    for text, count in (("c", 2), ("aa", 2), ("abcde", 12), ("a", 0), ("1", 3)):
        with pytest.raises(UnusableInput, match="pointers"):
            lines.pointers(text, count)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"code": "964"}, "code"), ({"code": "96 13"}, "code"), ({"units": "0"}, "units"), ({"units": "1.5"}, "units"),
     ({"units": "-1"}, "units"), ({"units": "²"}, "units"), ({"charge": "x"}, "charge"), ({"charge": "-1"}, "charge"),
     ({"charge": "1.005"}, "charge"), ({"charge": "Infinity"}, "charge"), ({"charge": "NaN"}, "charge")],
)  # fmt: skip
def test_a_field_that_cannot_be_used_is_named(changed: dict[str, str], field: str) -> None:
    typed = Typed(**({"code": "96413", "modifiers": "", "pointers": "A", "units": "1", "charge": ""} | changed))
    assert echo(typed, 2)[1].lower().startswith(field)


def test_what_was_understood_is_echoed() -> None:
    assert echo(Typed("96413", "59 jz", "ab", "2", "$1,410"), 2) == ("96413-59-JZ × 2 to AB · $1,410.00", "")


@given(
    st.from_regex(r"[A-Z0-9]{5}", fullmatch=True),
    st.lists(st.from_regex(r"[A-Z0-9]{2}", fullmatch=True), max_size=4, unique=True),
    st.permutations("ABCD").map(lambda held: "".join(held[:3])),
    st.integers(1, 99_999),
    st.none() | st.decimals(0, 99_999, places=2, allow_nan=False),
)
def test_a_line_read_and_typed_again_is_the_same(
    code: str, modifiers: list[str], pointers: str, units: int, charge: Decimal | None
) -> None:
    held = ClaimLine(id="1", code=code, modifiers=tuple(modifiers), pointers=pointers, units=units, charge=charge)
    assert understood(lines.typed_of(held), 4) == Line(code, tuple(modifiers), pointers, units, charge)
    assert lines.changed(held, understood(lines.typed_of(held), 4), OWN) is None


def test_a_change_says_what_was_and_what_is_and_marks_its_line() -> None:
    wanted = Line("96415", ("59",), "B", 2, Decimal("10.00"))
    overlay = lines.changed(line(BEFORE, "1"), wanted, OWN)
    assert overlay is not None
    assert overlay.title == "96413 changed to 96415-59, units 1 to 2, pointers AB to B, charge to 10.00"
    now = line(laid_over(BEFORE, (overlay,)).claim, "1")
    assert (now.code, now.modifiers, now.pointers, now.units, now.charge) == ("96415", ("59",), "B", 2, 10)
    assert now.override == OWN
    assert line(laid_over(BEFORE, (overlay,)).claim, "2").override is None


def test_pointers_mean_diagnoses_not_letters() -> None:
    overlay = lines.changed(line(BEFORE, "1"), Line("96413", (), "A", 1, None), OWN)
    assert overlay is not None
    (known,) = laid_over(BEFORE, (overlay,)).overlays
    turned = claim(("1", "96413", "a1"), ("2", "96375", "a2"), diagnoses=("Z51.11", "C78.7", "C18.2"))
    assert line(laid_over(turned, (known,)).claim, "1").pointers == "C"
    gone = laid_over(claim(("1", "96413", "a1"), diagnoses=("C78.7",)), (known,))
    assert (gone.lost, line(gone.claim, "1").pointers) == ((known,), "AB")


def test_a_line_by_hand_has_a_number_that_no_derived_line_gets() -> None:
    first = lines.added(BEFORE, (), Line("96372", (), "A", 1, None), OWN)
    laid = laid_over(BEFORE, (first,))
    second = lines.added(BEFORE, laid.overlays, Line("96372", (), "A", 1, None), OWN)
    longer = claim(("1", "96413", "a1"), ("2", "96375", "a2"), ("3", "96375", "a3"))
    both = laid_over(longer, (*laid.overlays, second))
    assert [one.id for one in both.claim.lines] == ["1", "2", "3", "+1", "+2"]
    assert lines.own_of(both.overlays, longer, "+2") == both.overlays[1]


def test_every_line_that_a_fix_adds_has_a_number_of_its_own() -> None:
    two = (Edit(op="add_line", value={"code": "96375"}), Edit(op="add_line", value={"code": "96376"}))
    first = Overlay(edits=numbered(two, BEFORE, ()))
    third = numbered(two[:1], BEFORE, (first,))
    laid = laid_over(BEFORE, (first, Overlay(edits=third)))
    assert [one.id for one in laid.claim.lines] == ["1", "2", "+1", "+2", "+3"]


def test_a_fix_of_a_line_that_is_not_there_never_meets_another_of_its_number() -> None:
    stray = Overlay(edits=(Edit(op="set_units", line="3", value=9),))
    laid = laid_over(BEFORE, (stray,))
    assert laid.lost == laid.overlays
    longer = claim(("1", "96413", "a1"), ("2", "96375", "a2"), ("3", "96375", "a3"))
    assert laid_over(longer, laid.overlays).claim == longer


def test_what_lies_over_a_line_is_known_by_its_number_of_now() -> None:
    (off,) = laid_over(BEFORE, (lines.removed(line(BEFORE, "2"), OWN),)).overlays
    after = claim(("1", "96413", "a1"), ("2", "96415", "a1"), ("3", "96375", "a2"))
    assert lines_of(off, after) == {"3"}
    assert [one.id for one in laid_over(after, (off,)).claim.lines] == ["1", "2"]
    assert lines.own_of((off,), after, "2") is None


def finding(rule: str = "x.one", on: tuple[str, ...] = ("1",), **more: Any) -> Finding:
    """A finding of an invented rule."""
    made = Finding(rule=rule, covers=(), severity="error", lines=on, message=f"{rule} {on}", citation=CITE)
    return made.model_copy(update=more)


def checker(*every: Finding, hidden: dict[str, str] | None = None) -> Callable[[Claim], Report]:
    """Checks as the program does: an override answers its rule on its lines; a hidden rule shows once its own is."""

    def check(made: Claim) -> Report:
        def is_answered(one: Finding) -> bool:
            return any(
                held.rule == one.rule and (not held.lines or set(one.lines) <= set(held.lines))
                for held in made.overrides
            )

        answered = {one.rule for one in every if is_answered(one)}
        shown = (one for one in every if (hidden or {}).get(one.rule) in (None, *answered))
        return Report(findings=tuple(one for one in shown if not is_answered(one)), as_of=DAY)

    return check


def answer(one: Finding, made: Claim = BEFORE) -> Answer:
    """An answer to it."""
    return answer_to(one, made, "as agreed", "Ada", "2026-03-12T09:00")


def test_an_answer_counts_only_for_its_own_rule_lines_diagnoses_and_facts() -> None:
    one = finding()
    check = checker(one)
    assert settled(check, BEFORE, check(BEFORE), (answer(one),)).report.findings == ()
    for other in (
        finding("x.two"), finding(on=("2",)), finding(on=("1", "2")), finding(diagnoses=("C18.2",)),
        finding(facts=("a9",)),
    ):  # fmt: skip
        result = settled(check, BEFORE, check(BEFORE), (answer(other),))
        assert (result.used, result.unused) == ((), (answer(other),))
        assert result.claim.overrides == ()
        assert result.report.findings == (one,)


def test_an_answer_that_would_silence_another_finding_is_not_used() -> None:
    wide, narrow = finding(on=()), finding(on=("2",))
    check = checker(wide, narrow)
    result = settled(check, BEFORE, check(BEFORE), (answer(wide),))
    assert (result.used, result.report.findings) == ((), (wide, narrow))
    both = settled(check, BEFORE, check(BEFORE), (answer(wide), answer(narrow)))
    assert both.report.findings == () and both.unused == ()


def test_one_that_is_too_wide_does_not_hold_up_the_others() -> None:
    wide, narrow, third = finding(on=()), finding(on=("2",)), finding("x.other")
    check = checker(wide, narrow, third)
    result = settled(check, BEFORE, check(BEFORE), (answer(wide), answer(third)))
    assert result.used == (answer(third),)
    assert result.unused == (answer(wide),)


def test_what_comes_to_light_when_another_is_answered_may_be_answered_too() -> None:
    first, second = finding("x.first"), finding("x.second")
    check = checker(first, second, hidden={"x.second": "x.first"})
    assert check(BEFORE).findings == (first,)
    result = settled(check, BEFORE, check(BEFORE), (answer(second), answer(first)))
    assert result.report.findings == ()
    assert set(result.used) == {answer(first), answer(second)}


def test_an_overlay_that_fits_no_more_touches_nothing() -> None:
    stray = Overlay(edits=(Edit(op="set_units", line="+1", value=2),), title="x", own=OWN)
    laid = laid_over(BEFORE, (stray,))
    assert (laid.claim, laid.lost) == (BEFORE, laid.overlays)
