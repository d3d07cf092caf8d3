"""A code of radiation treatment was not in force on the date.

What it checks
    Delivery and guidance codes that ended with 2025 are not billed from 2026 on, and those that came with 2026 are not
    billed before it.

Why it matters
    The families of delivery and guidance codes were replaced on 2026-01-01; a deleted code is returned.

How to fix it
    Use the code that took its place, by what was delivered.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite, set_code


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each code ended before the line's date, or begun after it."""
    for held in subject.lines:
        ended = subject.at(held).policy.table("radiation.ended_codes")
        if held.code.upper() in ended:
            yield _ended(rule, subject, held, [str(code) for code in ended[held.code.upper()]])
            continue
        known = subject.tables.known_procedure(held.code)
        if (
            known
            and known.kind.startswith("radiation")
            and known.since > subject.day(held)
            and not subject.procedure(held)
        ):
            yield rule.finding(
                f"{held.code} was not yet in force on {subject.day(held)}",
                why=f"{held.code} came on {known.since}.",
                lines=[held],
            )


def _ended(rule: Rule, subject: Subject, held: ClaimLine, instead: list[str]) -> Outcome:
    bundled = subject.at(held).policy.codes("radiation.technical_part_bundled")
    return rule.finding(
        f"{held.code} was deleted before {subject.day(held)}",
        why=f"by what was delivered, {' or '.join(instead)} took its place.",
        lines=[held],
        fixes=tuple(
            Fix(
                title=f"Change to {code}",
                only_if=_when(subject, held, code),
                edits=(set_code(held, code), *([add_modifier(held, "26")] if code in bundled else [])),
            )
            for code in instead
        ),
    )


def _when(subject: Subject, held: ClaimLine, code: str) -> str:
    found = subject.at(held).procedure(code)
    return f"what was done is: {found.wording.lower()}" if found else "that is what was done"


RULE = Rule(
    __name__,
    title="Radiation code out of force on the date",
    severity="error",
    covers=("RAD-01",),
    citation=cite("cms-pfs-2026"),
    check=check,
    bad=lambda: claim(line("77386"), dx="Z51.0 C61"),
    good=lambda: claim(line("77407"), dx="Z51.0 C61"),
    reads=("procedures", "radiation.ended_codes", "radiation.technical_part_bundled"),
)
