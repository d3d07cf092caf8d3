"""The code for a pump sent home does not fit who owns the pump, or stands beside the pump's own charges.

What it checks
    For Medicare: the start of a prolonged infusion with the practice's own pump, and the pump-sent-home code beside
    pump or supplies.

Why it matters
    One code covers start, pump, supplies and disconnect where the practice owns the pump; a supplier bills its own pump
    to the equipment contractor.

How to fix it
    Bill the one code for the practice's own pump and nothing beside it; the start alone for a supplier's.
"""

from collections.abc import Iterator

from oncodesk.domain.visit import Visit
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, compared
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line, set_code

START, HOME = "chemotherapy.infusion.pump", "chemotherapy.pump.home"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each of the two."""
    payer = subject.claim.payer
    for day, lines in subject.days.items():
        policy = subject.tables.at(day).policy
        equipment = policy.codes("infusion.pump_equipment_codes")
        home = [one for one in lines if subject.role(one) == HOME]
        beside = [one for one in lines if one.code in equipment]
        if home and beside:
            fix = Fix(
                title="Take pump and supplies off",
                only_if="the pump was the practice's own",
                edits=tuple(remove_line(one) for one in beside),
            )
            yield rule.finding(
                f"{', '.join(one.code for one in beside)} beside {home[0].code}",
                why=f"{home[0].code} includes pump and supplies.",
                lines=beside,
                fixes=(fix,),
            )
    c = compared(subject)
    if c and payer and payer.kind in c.tables.policy.codes("infusion.pump_home_payers"):
        yield from _own_pump(rule, c)


def _own_pump(rule: Rule, c: Compared) -> Iterator[Outcome]:
    for told, due, owner in ((START, HOME, "practice"), (HOME, START, "supplier")):
        owned = [a for a in c.visit.administrations if a.pump and a.pump.owned_by == owner]
        lines = c.billed_lines(told)
        if owned and lines and c.due(due) and not c.due(told):
            fix = Fix(
                title=f"Bill {c.code(due)}",
                only_if=f"the pump is the {owner}'s",
                edits=tuple(set_code(held, c.code(due)) for held in lines),
            )
            yield rule.finding(
                f"{c.code(told)}: the pump is the {owner}'s, this payer takes {c.code(due)}",
                why=c.steps(due),
                lines=lines,
                facts=[a.id for a in owned],
                fixes=(fix,),
            )


def _visit() -> Visit:
    drug = given("a1", "fluorouracil", "pump_prolonged", at="11:00", minutes=2760, pump={"owned_by": "practice"})
    return visit(drug, dx="C18.2")


RULE = Rule(
    __name__,
    title="Pump sent home",
    severity="warning",
    covers=("INF-28",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("96416"), visit=_visit()),
    good=lambda: claim(line("G0498"), visit=_visit()),
    reads=("procedures", "infusion.pump_home_payers", "infusion.pump_equipment_codes"),
    confirm=True,
)
