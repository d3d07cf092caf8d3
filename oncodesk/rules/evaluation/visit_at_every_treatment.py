"""A visit is billed at every treatment of the patient.

What it checks
    A visit with 25 beside an administration, where the history holds three or more earlier treatments and each of the
    last three had such a visit.

Why it matters
    Looking the patient over before a treatment belongs to the administration. A visit every time is a pattern that
    auditors look for, above all where the notes repeat one another.

How to fix it
    Keep the visit where its own note shows a decision beyond the treatment; otherwise take it off.
"""

from collections.abc import Iterator

from oncodesk.rules.evaluation.visits import visits
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line

LAST = 3


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for the visits of each treatment date after such a row."""
    for day, lines in subject.days.items():
        policy = subject.tables.at(day).policy
        families, codes = policy.table("infusion.family"), policy.codes("evaluation.evaluation_codes")
        seen = [held for held in visits(subject, lines) if "25" in held.modifiers]
        if not seen or not any(held.code in families for held in lines):
            continue
        past = [before for before in subject.claim.history if before.date_of_service < day]
        treated = sorted({before.date_of_service for before in past if before.code in families})[-LAST:]
        visited = {before.date_of_service for before in past if before.code in codes}
        if len(treated) == LAST and visited >= set(treated):
            edits = tuple(remove_line(held) for held in seen)
            only_if = "the patient was only looked over before the treatment"
            yield rule.finding(
                f"{seen[0].code}: a visit at each of the last {LAST + 1} treatments",
                why=f"The history holds one on {', '.join(one.isoformat() for one in treated)} too.",
                lines=seen,
                fixes=(Fix(title="Remove the visit", only_if=only_if, edits=edits),),
            )


_PAST = [{"date_of_service": f"2026-0{month}-12", "code": code} for month in (1, 2) for code in ("96413", "99214")]
RULE = Rule(
    __name__,
    title="A visit at every treatment",
    severity="warning",
    covers=("EM-04",),
    citation=cite("claims-manual-12-30-6"),
    check=check,
    bad=lambda: claim(
        line("96413"),
        line("99214", 1, "25"),
        history=[
            *_PAST,
            {"date_of_service": "2026-02-26", "code": "96413"},
            {**_PAST[1], "date_of_service": "2026-02-26"},
        ],
    ),
    good=lambda: claim(
        line("96413"),
        line("99214", 1, "25"),
        history=[*_PAST, {"date_of_service": "2026-02-26", "code": "96413"}],
    ),
    reads=("infusion.family", "evaluation.evaluation_codes"),
)
