"""Hydration is billed as the initial service although a drug was pushed.

What it checks
    The first hour of hydration beside additional pushes, on a date with no initial infusion or push of a drug.

Why it matters
    An additional push is added to a drug's initial service, never to hydration; a push of a drug comes before
    hydration whatever ran first, and the add-on is denied. The published list of add-on codes names hydration among
    the primaries; the text of CPT does not.

How to fix it
    Make the first push the initial service and bill all hydration by its add-on.
"""

from collections.abc import Iterator

from oncodesk.codes.tables import Tables
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Edit, Fix, Outcome, Rule, Subject, add_line, cite, remove_line, set_code
from oncodesk.rules.kit import set_units as units_edit

DRUG_INITIALS = ("therapeutic.infusion", "therapeutic.push", "chemotherapy.infusion", "chemotherapy.push")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each date on which pushes hang on hydration."""
    for day, lines in subject.days.items():
        tables = subject.tables.at(day)
        roles = {held.id: subject.role(held) for held in lines}
        first = [held for held in lines if roles[held.id] == "hydration.infusion.initial"]
        pushes = [held for held in lines if roles[held.id].endswith("push.additional")]
        if first and pushes and not {f"{name}.initial" for name in DRUG_INITIALS} & set(roles.values()):
            yield rule.finding(
                f"{first[0].code} is billed as initial although a drug was pushed",
                why=f"{pushes[0].code} needs an initial drug service; hydration then has only its add-on.",
                lines=[*first, *pushes],
                fixes=_fix(tables, lines, first[0], pushes[0]),
            )


def _fix(tables: Tables, lines: tuple[ClaimLine, ...], first: ClaimLine, push: ClaimLine) -> tuple[Fix, ...]:
    procedure = tables.procedure(push.code)
    family = (procedure.role or "").split(".")[0] if procedure else ""
    initial, hour = tables.role(f"{family}.push.initial"), tables.role("hydration.infusion.hour")
    if initial is None or hour is None:
        return ()
    edits: list[Edit] = [set_code(push, initial.code)]
    if push.units > 1:
        edits = [units_edit(push, push.units - 1), add_line(initial.code, pointers=push.pointers or "A")]
    hours = next((held for held in lines if held.code == hour.code), None)
    edits += [units_edit(hours, hours.units + 1), remove_line(first)] if hours else [set_code(first, hour.code)]
    only_if = "the first drug was a push, and hydration ran alone for the minutes billed"
    return (Fix(title="Make the push the initial service", only_if=only_if, edits=tuple(edits)),)


RULE = Rule(
    __name__,
    title="Hydration as initial over a push",
    severity="error",
    covers=("INF-03",),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(line("96360"), line("96361", 2), line("96375", 2), dx="E86.0 C18.2"),
    good=lambda: claim(line("96374"), line("96375"), line("96361", 3), dx="E86.0 C18.2"),
    reads=("procedures",),
)
