"""A line points first to a diagnosis that does not support it.

What it checks
    Where the facts give the line another first diagnosis, the line does not point first to a visit for treatment, to a
    status or to the cause of a harm, nor past the diagnosis that the facts give.

Why it matters
    Payers judge a line by its first pointer: hydration by the dehydration, a growth factor by the neutropenia.

How to fix it
    Put the diagnosis that supports the line first.
"""

from collections.abc import Iterator

from oncodesk.domain.claim import LETTERS
from oncodesk.domain.icd import dotted
from oncodesk.rules.diagnosis.reading import begins, codes, may_stand_first
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, set_pointers


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for lines with the same such pointer; without facts only what may never stand first."""
    found: dict[tuple[str, str, str], list[ClaimLine]] = {}
    for held in subject.lines:
        pointed = [dotted(code) for code in subject.claim.pointed(held)]
        if not pointed:
            continue
        wanted = _given(subject, held)
        if wanted and wanted != pointed[0] and wanted in codes(subject) and _weak(subject, pointed, wanted):
            found.setdefault((pointed[0], wanted, "the facts give it"), []).append(held)
        elif pointed[0] != codes(subject)[0] and not may_stand_first(subject, pointed[0]):
            able = next((c for c in pointed if may_stand_first(subject, c)), None)
            if able:
                why = f"{pointed[0]} only explains another condition"
                found.setdefault((pointed[0], able, why), []).append(held)
    for (first, wanted, why), lines in found.items():
        yield _finding(rule, subject, lines, first, wanted, why)


def _given(subject: Subject, held: ClaimLine) -> str | None:
    """The first diagnosis that the facts give for a line of that code and date."""
    if subject.derived is None:
        return None
    derived = subject.derived.claim
    first = {next(iter(derived.pointed(x)), "") for x in subject.due(subject.day(held), held.code)}
    return dotted(first.pop()) if len(first) == 1 else None


def _weak(subject: Subject, pointed: list[str], wanted: str) -> bool:
    return begins(subject, pointed[0], "treatment_encounter_codes") or wanted not in pointed


def _finding(rule: Rule, subject: Subject, lines: list[ClaimLine], first: str, wanted: str, why: str) -> Outcome:
    named = ", ".join(dict.fromkeys(held.code for held in lines))
    fix = Fix(
        title=f"Point to {wanted} first",
        only_if=f"the service was for {wanted}",
        edits=tuple(set_pointers(held, _order(subject, held, wanted)) for held in lines),
    )
    return rule.finding(
        f"{named} {'points' if len(lines) == 1 else 'point'} first to {first}",
        why=f"{wanted} supports {'it' if len(lines) == 1 else 'them'}: {why}.",
        lines=lines,
        diagnoses=[first, wanted],
        fixes=(fix,),
    )


def _order(subject: Subject, held: ClaimLine, wanted: str) -> str:
    letter = LETTERS[codes(subject).index(wanted)]
    most = subject.tables.policy.number("claim.max_pointers")
    return "".join(dict.fromkeys(letter + held.pointers.upper()))[:most]


_FACTS = visit(given("a1", "normal saline", at="09:00-10:30"), reason="hydration", dx="E86.0 C18.2")

RULE = Rule(
    __name__,
    title="First pointer of a line",
    severity="warning",
    covers=("DX-34",),
    citation=cite("payer-policy"),
    check=check,
    bad=lambda: claim(line("96360", pointers="B"), dx="E86.0 C18.2", visit=_FACTS),
    good=lambda: claim(line("96360", pointers="AB"), dx="E86.0 C18.2", visit=_FACTS),
    reads=("claim.max_pointers", "diagnosis.treatment_encounter_codes", "diagnosis.never_first_prefixes"),
)
