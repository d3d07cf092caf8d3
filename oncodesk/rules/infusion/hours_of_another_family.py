"""Further hours are billed without an infusion of their own family.

What it checks
    Each code for further hours has, on its date, one of the infusions whose time it carries on.

Why it matters
    Hours belong to the drug that ran: chemotherapy, other drugs and hydration each have their own code.

How to fix it
    Bill the hours, or the further drug, by the code of its family.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.infusion.compared import Compared, compared
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, set_code, without

SEQUENTIAL = ("chemotherapy.infusion.sequential", "therapeutic.infusion.sequential")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each code of hours that nothing of its family goes before, while another family's infusion does."""
    for day, lines in subject.days.items():
        tables = subject.tables.at(day)
        after = tables.policy.table("infusion.extra_hours_of")
        here = {held.code for held in lines}
        for held in lines:
            own = set(after.get(held.code, ()))
            if not own or own & here:
                continue
            others = {code: set(of) & here for code, of in after.items() if code != held.code}
            right = [code for code, found in others.items() if found and code not in here and _same(subject, code)]
            if any(others.values()):
                c = compared(subject)
                fixes = [without(held, "no such hour ran", "Take it off")]
                if len(right) == 1:
                    condition = "the hours were those of the infusion billed"
                    fixes.insert(0, Fix(title=f"Bill {right[0]}", only_if=condition, edits=(set_code(held, right[0]),)))
                yield rule.finding(
                    f"{held.code} follows no infusion of its own family",
                    why=f"It carries on {', '.join(sorted(own))}; none of them is billed for {day}.",
                    lines=[held],
                    covers=(*rule.covers[:2], "INF-07") if c and _another_drug(c) else rule.covers[:2],
                    fixes=as_given(c) if c else tuple(fixes),
                )


def _another_drug(c: Compared) -> bool:
    """Whether what is missing is a further drug, not an hour."""
    return any(c.billed(role) < c.due(role) for role in SEQUENTIAL)


def _same(subject: Subject, code: str) -> bool:
    procedure = subject.tables.procedure(code)
    return procedure is not None and not (procedure.role or "").startswith("hydration")


RULE = Rule(
    __name__,
    title="Hours of another family",
    severity="error",
    covers=("INF-06", "INF-38", "INF-07"),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(line("96413"), line("96366")),
    good=lambda: claim(line("96413"), line("96415")),
    reads=("procedures", "infusion.extra_hours_of"),
)
