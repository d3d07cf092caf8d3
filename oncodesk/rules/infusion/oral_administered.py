"""A drug taken by mouth is billed with an administration.

What it checks
    Administration codes on a date whose only drugs, by the facts or by the lines, were taken by mouth.

Why it matters
    Swallowing a drug is no administration; only listed drugs by mouth are covered at all.

How to fix it
    Take the administration off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.infusion.compared import compared
from oncodesk.rules.kit import ClaimLine, Drug, Fix, Outcome, Rule, Subject, cite, remove_line


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """An error where the facts say so, a warning where only the billed drugs do."""
    c = compared(subject)
    for day, lines in subject.days.items():
        families = subject.tables.at(day).policy.table("infusion.family")
        held = [one for one in lines if one.code in families]
        drugs = [drug for one in lines if (drug := subject.drug(one) or _ended(subject, one))]
        by_lines = bool(drugs) and all(set(drug.routes) == {"oral"} for drug in drugs)
        here = c if c and c.visit.date_of_service == day else None
        by_facts = bool(here and here.visit.administrations) and all(
            a.route == "oral" for a in (here.visit.administrations if here else ())
        )
        if not held or not (by_facts or (by_lines and here is None)):
            continue
        names = sorted({drug.generic for drug in drugs}) or ["the drug"]
        fix = Fix(
            title="Take the administration off",
            only_if="nothing else was given",
            edits=tuple(remove_line(one) for one in held),
        )
        yield rule.finding(
            f"{', '.join(one.code for one in held)}: {', '.join(names)} was taken by mouth",
            why="By mouth there is no administration to bill.",
            lines=held,
            severity="error" if by_facts else "warning",
            fixes=(fix,),
        )


def _ended(subject: Subject, one: ClaimLine) -> Drug | None:
    """The drug of a code that has ended."""
    return next(iter(subject.at(one).drugs_ever_named(one.code)), None)


RULE = Rule(
    __name__,
    title="Administration of a drug by mouth",
    severity="error",
    covers=("INF-41",),
    citation=cite("benefit-manual-15-50-5"),
    check=check,
    bad=lambda: claim(line("96372"), line("Q0162", 8), dx="R11.2 C18.2"),
    good=lambda: claim(line("99213"), line("Q0162", 8), dx="R11.2 C18.2"),
    reads=("infusion.family", "drugs"),
)
