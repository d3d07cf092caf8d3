"""An add-on code stands without a primary that CMS's add-on table lists.

What it checks
    Every code that the add-on table of the date lists as one: a listed primary is billed for the same date by the same
    practitioner. For type 1 it must be one of them; for type 3 the contractor may accept others too; for type 2 the
    contractor alone decides.

Why it matters
    An add-on without its primary is denied.

How to fix it
    Bill the primary that was done, or take the add-on off; for types 2 and 3 look at the contractor's own list.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from oncodesk.codes.edit_values import AddOnEdit, NotLoaded
from oncodesk.domain.report import Severity
from oncodesk.rules.edits.table_reading import add_ons, codes_of, of_older_quarter, unbound
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite, without

NAMED = 12
"""Primaries that a message names before it says how many more there are."""


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each add-on without a listed primary; not checked, or a warning, where the table is absent."""
    if reason := unbound(subject):
        yield rule.not_checked(reason)
        return
    for day in subject.days:
        codes = codes_of(subject, day)
        found = add_ons(subject, day)
        if not isinstance(found, NotLoaded):
            yield from _judged(rule, subject, day, found, codes)
            continue
        yield rule.not_checked(found.words)
        held = of_older_quarter(subject, day, "addon", found)
        older = held[0].addon_edits(*codes) if held else ()
        if held and not isinstance(older, NotLoaded):
            yield from _judged(rule, subject, day, older, codes, held[1])


def _judged(
    rule: Rule, subject: Subject, day: date, found: tuple[AddOnEdit, ...], codes: list[str], older: str = ""
) -> Iterator[Outcome]:
    rows: dict[str, list[AddOnEdit]] = {}
    for edit in found:
        rows.setdefault(edit.add_on, []).append(edit)
    for code, edits in rows.items():
        lines = [held for held in subject.days[day] if held.code == code]
        if lines and not any(edit.primary in codes for edit in edits):
            yield from _found(rule, subject, lines, edits, older)


def _found(
    rule: Rule, subject: Subject, lines: list[ClaimLine], edits: list[AddOnEdit], older: str
) -> Iterator[Outcome]:
    code, listed = edits[0].add_on, [edit.primary for edit in edits if edit.primary]
    kind = max(edit.kind for edit in edits) if listed else 2
    own = subject.procedure(lines[0])
    beside = sorted(set(own.addon_to) & {held.code for held in subject.days[subject.day(lines[0])]}) if own else []
    both = f" Our own table of procedures takes {', '.join(beside)} as its primary." if beside else ""
    says = {
        1: f"It may stand only on {_names(listed)}.",
        2: "It lists no primary: the contractor decides which.",
        3: f"It lists {_names(listed)}; the contractor may accept others.",
    }[kind]
    severity: Severity = {1: subject.by_payer(), 2: "info", 3: "warning"}[kind]
    text = f"Add-on edits of {edits[0].edition}, type {kind}: {says}{both}{' ' + older if older else ''}"
    message = f"{code}: the contractor decides its primary" if kind == 2 else f"{code} without a primary of its list"
    fix = without(lines[0], "none of its primary services was done, and the contractor accepts no other")
    alone = len(lines) == 1 and len(subject.lines) > 1 and kind != 2
    yield rule.finding(
        message,
        why=text,
        lines=lines,
        severity="warning" if older and severity == "error" else severity,
        fixes=(fix,) if alone else (),
    )


def _names(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
    return ", ".join(codes[:NAMED]) + more


RULE = Rule(
    __name__,
    title="Add-on without a listed primary",
    severity="error",
    covers=("NCI-09", "INF-38"),
    citation=cite("ncci-addon"),
    check=check,
    bad=lambda: claim(line("99214"), line("64494"), dx="G89.3 C18.2"),
    good=lambda: claim(line("96413"), line("96415", 2)),
    reads=("addon", "procedures", "history"),
)
