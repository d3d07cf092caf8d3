"""The drug billed is another product of the same name than the one given.

What it checks
    Each drug of the visit against the codes billed: form (vein or under the skin), depot or daily product, dialysis or
    not, maker's own code, biosimilar or original.

Why it matters
    Each product has its own code, unit and price; the wrong one is denied or paid wrongly.

How to fix it
    Bill the code of the product that was given, with its own units.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from oncodesk.domain.visit import Visit
from oncodesk.rules.drugs.containers import derived_lines, given_by
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import (
    ClaimLine,
    Drug,
    Edit,
    Fix,
    Outcome,
    Rule,
    Subject,
    add_line,
    add_modifier,
    cite,
    remove_modifier,
    set_code,
    set_units,
)


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each billed drug that the visit does not show while it shows another of that name."""
    derived = subject.derived
    for day, lines in subject.days.items() if derived else ():
        assert derived
        due = [one for one in subject.due_on(day) if subject.drug(one)]
        spare = [one for one in lines if subject.drug(one) and one.code not in {held.code for held in due}]
        for want in due:
            if want.code in {one.code for one in lines} or "JW" in want.modifiers:
                continue
            same = [one for one in spare if related(subject, day, one, want)]
            if same:
                yield _found(rule, subject, same, want)


def _word(drug: Drug) -> str:
    return drug.generic.lower().replace("-", " ").split()[0]


def related(subject: Subject, day: date, billed: ClaimLine, want: ClaimLine) -> bool:
    """Whether a billed drug line may stand for a line that the facts give: products of one molecule."""
    one, other = subject.drug(billed), subject.drug(want)
    if one is None or other is None:
        return False
    if other.unlisted:
        names = {a.name for a in given_by(subject, (want,))}
        tables = subject.tables.at(day)
        known = {_word(d) for name in names for d in tables.drugs_ever_named(name)}
        return _word(one) in known or any(n.lower().startswith(_first_brands(one)) for n in names)
    folinic = subject.tables.at(day).policy.codes("drugs.leucovorin_codes")
    return _word(one) == _word(other) or {one.code, other.code} <= folinic


def _first_brands(drug: Drug) -> tuple[str, ...]:
    return tuple(f"{brand.lower()} " for brand in drug.brands if len(brand) > 4) or ("\0",)


def _found(rule: Rule, subject: Subject, billed: list[ClaimLine], want: ClaimLine) -> Outcome:
    one, other = subject.drug(billed[0]), subject.drug(want)
    assert one and other
    edits = _as_due(subject, billed[0], want)
    fix = Fix(title=f"Bill {want.code} × {want.units}", only_if="the visit names the right product", edits=edits)
    return rule.finding(
        f"{billed[0].code} ({one.generic}, {one.unit}) is billed, {want.code} was given",
        why=f"{want.code}: {other.generic}, {other.unit} a unit. {want.narrative or ''}".strip(),
        lines=billed,
        facts=want.facts,
        covers=_rows(one, other),
        fixes=(fix,) if len(billed) == 1 and not other.unlisted else (),
    )


def _as_due(subject: Subject, billed: ClaimLine, want: ClaimLine) -> tuple[Edit, ...]:
    """Code, units and waste of the lines that the facts give for the product."""
    due = derived_lines(subject, subject.day(billed), want.code)
    waste = {"JW", "JZ"}
    edits = [set_code(billed, want.code), set_units(billed, want.units)]
    edits += [remove_modifier(billed, m) for m in billed.modifiers if m in waste - set(want.modifiers)]
    edits += [add_modifier(billed, m) for m in want.modifiers if m in waste - set(billed.modifiers)]
    for other in due:
        if other.id != want.id:
            fields: dict[str, Any] = {"units": other.units, "modifiers": list(other.modifiers)}
            edits.append(add_line(other.code, after=billed, pointers=billed.pointers, **fields))
    return tuple(edits)


def _rows(one: Drug, other: Drug) -> tuple[str, ...]:
    if "leucovorin" in one.generic and "leucovorin" in other.generic:
        return ("SUP-16", "DRG-06")
    veins = [bool({"iv_infusion", "iv_push"} & set(drug.routes)) for drug in (one, other)]
    if other.unlisted or veins[0] != veins[1]:
        return ("DRG-07",)
    if one.indication != other.indication:
        return ("DRG-08",)
    if one.product != other.product or one.generic != other.generic:
        biosimilar = {one.code[:2], other.code[:2]} & {"Q5"}
        return ("DRG-16",) if biosimilar else ("DRG-06", "DRG-16")
    return ("DRG-08", "DRG-02") if one.unit != other.unit else ("DRG-06",)


def _visit() -> Visit:
    return visit(
        given(
            "a1",
            "Lupron Depot",
            "intramuscular",
            at="10:00",
            dose={"amount": 7.5, "unit": "mg"},
            containers=[{"amount": 7.5, "unit": "mg", "count": 1, "kind": "single_dose"}],
            discarded={"amount": 0, "unit": "mg"},
        ),
        dx="C61",
    )


RULE = Rule(
    __name__,
    title="Another product of the same drug",
    severity="error",
    covers=("DRG-02", "DRG-06", "DRG-07", "DRG-08", "DRG-16", "SUP-16"),
    citation=cite("hcpcs"),
    check=check,
    bad=lambda: claim(line("96402"), line("J9218", 8), dx="C61", visit=_visit()),
    good=lambda: claim(line("96402"), line("J9217", 1, "JZ"), dx="C61", visit=_visit()),
    reads=("drugs", "drugs.leucovorin_codes"),
)
