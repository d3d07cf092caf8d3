"""A service with two parts is billed for the wrong part.

What it checks
    Radiation services with a professional and a technical part carry 26 in a facility, or where the equipment is a
    hospital's, and no component modifier in an office whose own equipment and staff did the work.

Why it matters
    In a facility the technical part is the facility's; in its own office the practice bills the whole service on one
    line, and half of it is lost with 26.

How to fix it
    Add 26 where the equipment is another's, take it off where it is the practice's own.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import (
    ClaimLine,
    Fix,
    Outcome,
    Rule,
    Subject,
    add_modifier,
    cite,
    remove_modifier,
    without,
)
from oncodesk.rules.radiation.course import facts_give, in_lists, radiation
from oncodesk.rules.radiation.samples import event, treated


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each line whose part does not fit place and equipment; not checked where 26 may be either."""
    held = radiation(subject)
    owner = held.course.equipment if held else None
    for item in subject.lines:
        procedure = subject.procedure(item)
        if not procedure or not procedure.kind.startswith(("radiation", "brachy")):
            continue
        if procedure.component == "technical" and owner == "hospital" and not in_place(subject, item):
            yield _anothers(rule, subject, item)
        if procedure.component != "split":
            continue
        parts = [m for m in item.modifiers if m in subject.tables.policy.table("claim.component_modifiers")]
        facility = in_place(subject, item)
        if (facility or owner == "hospital") and "26" not in parts:
            yield _missing(rule, item, facility)
        elif not facility and parts and not in_lists(subject, item, "technical_part_bundled"):
            if owner == "practice" and any(x.modifiers == item.modifiers for x in given(subject, item)):
                yield rule.resolved([item], by="the facts: the technical part is in the delivery")
            elif owner == "practice":
                yield _needless(rule, item, parts)
            elif owner is None:
                yield rule.not_checked(f"{item.code} with {parts[0]}: whose equipment was used is not recorded")


def given(subject: Subject, item: ClaimLine) -> list[ClaimLine]:
    """Lines that the facts give by that code on that day."""
    return facts_give(subject, {item.code}, subject.day(item))


def in_place(subject: Subject, item: ClaimLine) -> bool:
    """Whether the line's place is one where the technical part is a facility's."""
    return subject.place(item) in subject.tables.policy.codes("radiation.facility_places")


def _missing(rule: Rule, item: ClaimLine, facility: bool) -> Outcome:
    fix = Fix(title="Add 26", only_if="the physician's part was done", edits=(add_modifier(item, "26"),))
    edits = (*(remove_modifier(item, "TC") for _ in [1] if "TC" in item.modifiers), *fix.edits)
    return rule.finding(
        f"{item.code} without 26",
        why="the place is a facility's." if facility else "the equipment is a hospital's, by the facts of the course.",
        lines=[item],
        severity="error" if facility else "warning",
        covers=("RAD-61", "NCI-08") if facility else ("RAD-62",),
        fixes=(fix.model_copy(update={"edits": edits}),),
    )


def _anothers(rule: Rule, subject: Subject, item: ClaimLine) -> Outcome:
    fix = without(item, "the hospital bills its equipment and staff", "Take it off")
    return rule.finding(
        f"{item.code} billed for a hospital's equipment",
        why="it is technical work alone, and by the facts of the course the equipment is a hospital's.",
        lines=[item],
        severity="warning",
        covers=("RAD-62",),
        fixes=(fix,) if len(subject.lines) > 1 else (),
    )


def _needless(rule: Rule, item: ClaimLine, parts: list[str]) -> Outcome:
    edits = tuple(remove_modifier(item, part) for part in parts)
    return rule.finding(
        f"{item.code} with {parts[0]} in the practice's own office",
        why="equipment and staff are the practice's: the whole service is one line without a component modifier.",
        lines=[item],
        covers=("RAD-61", "NCI-08"),
        fixes=(Fix(title=f"Remove {parts[0]}", only_if="the practice did both parts", edits=edits),),
    )


RULE = Rule(
    __name__,
    title="Professional, technical or whole service by place and equipment",
    severity="error",
    covers=("RAD-61", "RAD-62", "NCI-08"),
    citation=cite("place-of-service"),
    check=check,
    bad=lambda: claim(line("77290"), dx="C61", place_of_service="22"),
    good=lambda: claim(line("77290"), dx="C61", visit=treated(event("simulation", level="complex"))),
    reads=("procedures", "radiation.facility_places", "claim.component_modifiers"),
)
