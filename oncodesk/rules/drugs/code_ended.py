"""A drug code is not in force on the date of service.

What it checks
    Drug codes known to the tables whose first day is later, or whose last day is earlier, than the line's date.

Why it matters
    An ended code, or one that had not begun, is rejected. Codes change on quarter days.

How to fix it
    Bill the code in force on that date, with its own units; before a drug has a code, the unlisted one.
"""

from collections.abc import Iterator

from oncodesk.domain.quantity import billing_units
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Drug, Fix, Outcome, Rule, Subject, cite, set_code, set_units


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such code, naming its period and what took its place."""
    for held in subject.lines:
        tables = subject.at(held)
        if subject.drug(held) or subject.procedure(held):
            continue
        ever = [d for d in tables.drugs_ever_named(held.code) if d.code == held.code]
        entry = tables.policy.table("drugs.replaced_codes").get(held.code)
        ended = entry["ended"] if entry else max((d.until for d in ever if d.until), default=None)
        begins = min((d.since for d in ever), default=None)
        if ended and ended < tables.on:
            told = f"{held.code} ended on {ended}"
        elif begins and begins > tables.on:
            told = f"{held.code} begins on {begins}"
        else:
            continue
        old = max(ever, key=lambda d: d.since, default=None)
        yield _found(rule, subject, held, told, str(entry["by"]) if entry else "", old)


def _found(rule: Rule, subject: Subject, held: ClaimLine, told: str, right: str, old: Drug | None) -> Outcome:
    new = subject.at(held).drug(right) if right else None
    edits = [set_code(held, right)]
    if new and old and (amount := old.unit.to(new.unit.unit)) is not None:
        units = billing_units(amount * held.units, new.unit.amount)
        edits += [set_units(held, units)] if units != held.units else []
    only_if = f"the drug given is {new.generic}, and the units are counted by {new.unit}" if new else ""
    fixes = (Fix(title=f"Bill {right}", only_if=only_if, edits=tuple(edits)),) if new else ()
    place = f" In its place: {right}, {new.unit} a unit." if new else ""
    return rule.finding(
        told,
        why=f"The line is for {subject.day(held)}.{place}",
        lines=[held],
        fixes=fixes,
    )


RULE = Rule(
    __name__,
    title="Drug code not in force",
    severity="error",
    covers=("DRG-05",),
    citation=cite("hcpcs"),
    check=check,
    bad=lambda: claim(line("96372"), line("J2505", 1, "JZ"), dx="D70.1 C50.411"),
    good=lambda: claim(line("96372"), line("J2506", 12, "JZ"), dx="D70.1 C50.411"),
    reads=("drugs", "drugs.replaced_codes"),
)
