"""More further infusions or pushes are billed than further drugs were given.

What it checks
    Units of the codes for another infused drug and another pushed drug against the visit: one for each different drug,
    or mixed bag, after the initial one; and of pumps started and cavities filled.

Why it matters
    These codes count drugs, not hours and not repeats. Time goes to the code for further hours, a repeated push of the
    same drug has no code in an office, and drugs mixed in one bag or syringe are one administration.

How to fix it
    Bill one unit for each different drug, and the time by the code for hours of its family.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, compared
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.infusion.side_by_side import side_by_side
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

ROWS = {
    "chemotherapy.infusion.sequential": "INF-07",
    "therapeutic.infusion.sequential": "INF-07",
    "chemotherapy.push.additional": "INF-08",
    "therapeutic.push.additional": "INF-08",
}
SEQUENTIAL = "chemotherapy.infusion.sequential"
ONCE = {
    "chemotherapy.infusion.pump": "INF-27",
    "chemotherapy.pump.home": "INF-27",
    "chemotherapy.intravesical": "INF-40",
    "chemotherapy.pleural": "INF-40",
    "chemotherapy.intraperitoneal": "INF-40",
    "chemotherapy.intrathecal": "INF-40",
}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such code with too many units."""
    c = compared(subject)
    for role in (*ROWS, *ONCE) if c else ():
        assert c
        billed, due = c.billed(role), c.due(role)
        if (role in ONCE and not due) or (role == SEQUENTIAL and billed <= due + len(side_by_side(c))):
            continue
        if billed > due and c.unsettled:
            yield rule.not_checked(f"{c.code(role)}: how {c.named(c.unsettled)} was given is not settled")
        elif billed > due:
            yield _found(rule, c, role, billed, due)


def _found(rule: Rule, c: Compared, role: str, billed: int, due: int) -> Outcome:
    if role in ONCE:
        return _once(rule, c, role)
    rows = [ROWS[role]]
    family = role.split(".")[0]
    mine = [a for a in c.visit.administrations if c.chemotherapy(a) == (family == "chemotherapy")]
    bags = [a.bag for a in mine if a.bag and c.drug_class(a) != "hydration"]
    rows += ["INF-12"] if len(set(bags)) < len(bags) else []
    rows += ["INF-09"] if c.pushed_again() and ".push." in role else []
    rows += ["INF-41"] if any(a.route == "oral" for a in mine) else []
    first = c.due(f"{family}.infusion.initial") + c.due(f"{family}.push.initial")
    beside = "The visit shows no further drug of that kind beside the initial one."
    none = "The visit shows no drug of that kind."
    return rule.finding(
        f"{c.code(role)}: {billed} billed, {due} further drug{'s' if due != 1 else ''} by the facts",
        why=c.steps(role) or (beside if first else none),
        lines=c.billed_lines(role),
        covers=tuple(rows),
        fixes=as_given(c),
    )


def _once(rule: Rule, c: Compared, role: str) -> Outcome:
    return rule.finding(
        f"{c.code(role)}: {c.billed(role)} billed, {c.due(role)} by the facts",
        why=c.steps(role),
        lines=c.billed_lines(role),
        covers=(ONCE[role],),
        fixes=as_given(c),
    )


RULE = Rule(
    __name__,
    title="Further drugs counted too often",
    severity="error",
    covers=("INF-07", "INF-08", "INF-09", "INF-12", "INF-27", "INF-40", "INF-41"),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(
        line("96413"),
        line("96417", 2),
        visit=visit(given("a1", "cisplatin", at="11:00-12:00"), given("a2", "gemcitabine", at="12:05-14:05")),
    ),
    good=lambda: claim(
        line("96413"),
        line("96417"),
        line("96415"),
        visit=visit(given("a1", "cisplatin", at="11:00-12:00"), given("a2", "gemcitabine", at="12:05-14:05")),
    ),
    reads=("procedures",),
)
