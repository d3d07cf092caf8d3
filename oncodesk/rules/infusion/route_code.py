"""A drug is billed by an administration code of another route.

What it checks
    Administration codes against the recorded route; without facts, a drug that goes one special way (bladder, spinal
    canal, chest or belly cavity, artery, lesion) beside a code of another way. The puncture that a cavity's code
    includes may not be billed with it.

Why it matters
    Each route has its own code; the code of another route describes something that was not done.

How to fix it
    Bill the code of the route; leave the puncture out, or mark the code as reduced where somebody else did it.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, compared
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite, set_code, without

SPECIAL = (
    "intrathecal", "intra_arterial_infusion", "intra_arterial_push", "intravesical", "intraperitoneal", "pleural",
    "intralesional",
)  # fmt: skip
COMMON = ("iv_infusion", "iv_push", "subcutaneous", "intramuscular", "implant")
REDUCED = "52"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each route without its code beside a code too many, and for each included puncture."""
    c = compared(subject)
    yield from _by_facts(rule, c) if c else _by_drugs_billed(rule, subject)
    for day, lines in subject.days.items():
        included = subject.tables.at(day).policy.table("infusion.puncture_procedures")
        for main in lines:
            for held in lines:
                if held.code in included.get(main.code, ()) and not subject.distinct(held):
                    condition = f"it was the access for {main.code}"
                    yield rule.finding(
                        f"{held.code} is included in {main.code}",
                        why="The code for the cavity includes its puncture.",
                        lines=[held],
                        fixes=(without(held, condition),),
                    )


def _by_facts(rule: Rule, c: Compared) -> Iterator[Outcome]:
    families = c.tables.policy.table("infusion.family")
    codes = c.tables.policy.table("infusion.route_codes")
    due = {held.code for held in c.wanted}
    surplus = [held for held in c.lines if held.code in families and held.code not in due]
    fitting = {code for a in c.visit.administrations for code in codes.get(a.route, ())}
    strange = [held for held in surplus if held.code not in fitting]
    for a in c.visit.administrations:
        right = set(codes.get(a.route, ())) & due
        missing = right and not right & {held.code for held in c.lines}
        concerned = surplus if a.route in SPECIAL or _slow(c, right) else strange if a.route in COMMON else []
        if missing and concerned:
            yield rule.finding(
                f"{', '.join(held.code for held in concerned)}: {a.name} went by another route, {', '.join(right)}",
                why=f"Recorded route: {a.route.replace('_', ' ')}.",
                lines=concerned,
                facts=[a.id],
                fixes=as_given(c),
            )
            return
    yield from _reduced(rule, c)


def _slow(c: Compared, right: set[str]) -> bool:
    """Whether an infusion under the skin is due."""
    return c.code("therapeutic.subcutaneous_infusion.initial") in right


def _reduced(rule: Rule, c: Compared) -> Iterator[Outcome]:
    """The facts say that somebody else made the puncture, or nobody, and the code is billed whole."""
    for due in c.wanted:
        for held in c.lines:
            if held.code == due.code and REDUCED in due.modifiers and REDUCED not in held.modifiers:
                only_if = "the puncture was made by somebody else, or not at all"
                fix = Fix(title=f"Add {REDUCED}", only_if=only_if, edits=(add_modifier(held, REDUCED),))
                yield rule.finding(
                    f"{held.code} without {REDUCED}: it includes a puncture that was not made with it",
                    why=due.narrative or "The visit says so.",
                    lines=[held],
                    facts=due.facts,
                    fixes=(fix,),
                )


def _by_drugs_billed(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    for day, lines in subject.days.items():
        policy = subject.tables.at(day).policy
        codes, families = policy.table("infusion.route_codes"), policy.table("infusion.family")
        fits = [set().union(*(codes.get(r, ()) for r in d.routes)) for one in lines if (d := subject.drug(one))]
        here = [one for one in lines if one.code in families]
        orphans = [one for one in here if not any(one.code in own for own in fits)]
        for held in lines:
            drug = subject.drug(held)
            if not drug or not orphans or not set(drug.routes) <= set(SPECIAL):
                continue
            own = set().union(*(codes.get(route, ()) for route in drug.routes))
            if not own & {one.code for one in lines}:
                yield _orphan(rule, held, orphans, sorted(own))


def _orphan(rule: Rule, held: ClaimLine, orphans: list[ClaimLine], own: list[str]) -> Outcome:
    fix = Fix(
        title=f"Bill {own[0]}",
        only_if=f"{held.code} was given by its usual route",
        edits=(set_code(orphans[0], own[0]),),
    )
    return rule.finding(
        f"{orphans[0].code} does not fit {held.code}, which is given by {', '.join(own)}",
        why="No drug of the date is given by that code.",
        lines=orphans,
        fixes=(fix,) if len(own) == 1 and len(orphans) == 1 else (),
    )


RULE = Rule(
    __name__,
    title="Administration code of another route",
    severity="error",
    covers=("INF-40",),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(
        line("96409"),
        line("J9030", 50, "JZ"),
        dx="Z51.12 C67.9",
        visit=visit(given("a1", "BCG live", "intravesical", at="10:00"), dx="C67.9"),
    ),
    good=lambda: claim(line("51720"), line("J9030", 50, "JZ"), dx="Z51.12 C67.9"),
    reads=("procedures", "drugs", "infusion.route_codes", "infusion.family", "infusion.puncture_procedures"),
)
