"""A line says that it was distinct in the form that its payer does not want.

What it checks
    Where the payer's card says which form it wants, 59 or the X modifiers: no line carries the other one.

Why it matters
    A payer that wants the more exact form denies or reviews 59, and one that does not know the X forms ignores them.

How to fix it
    Put the form that the payer's policy asks for; of the X forms, the one that the record supports.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite, remove_modifier

BLUE = {"kind": "commercial", "name": "Independence Blue Cross", "member_id": "1"}
"""A payer whose card travels with the program."""
SAYS = {
    "XE": "it was done at another encounter of the date",
    "XP": "another practitioner did it",
    "XS": "it was done on another organ, structure or access site",
    "XU": "it does not overlap the usual parts of the service beside it",
}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each line in the other form; without a card nothing is wanted."""
    wanted = subject.wanted.get("distinct_modifier")
    for held in subject.lines if wanted else ():
        marks = [m for m in held.modifiers if m in subject.distinct_modifiers]
        exact = [m for m in marks if m != "59"]
        if wanted == "X" and marks == ["59"]:
            why = "Its policy takes 59 only where no X modifier says more exactly what was apart."
            yield _found(rule, held, "59", list(SAYS), why)
        elif wanted == "59" and exact and "59" not in marks:
            yield _found(rule, held, exact[0], ["59"], "Its policy asks for 59.")


def _found(rule: Rule, held: ClaimLine, mark: str, instead: list[str], why: str) -> Outcome:
    fixes = tuple(
        Fix(
            title=f"{new} instead of {mark}",
            only_if=SAYS.get(new, "the service was distinct, and the record shows it"),
            edits=(remove_modifier(held, mark), add_modifier(held, new)),
        )
        for new in instead
    )
    form = "the X modifiers" if mark == "59" else "59"
    return rule.finding(f"{held.code}-{mark}: this payer wants {form}", why=why, lines=[held], fixes=fixes)


RULE = Rule(
    __name__,
    title="Distinct modifier in another form",
    severity="warning",
    covers=("NCI-02",),
    citation=cite("payer-policy"),
    check=check,
    bad=lambda: claim(line("96413"), line("96365", 1, "59"), payer=BLUE),
    good=lambda: claim(line("96413"), line("96365", 1, "XS"), payer=BLUE),
    reads=("payer card", "claim.distinct_service_modifiers"),
)
