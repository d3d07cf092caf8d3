"""An infusion was stopped while its running time still counts as a push.

What it checks
    Infusions of the visit that ended early within 15 minutes of a longer order.

Why it matters
    Published advice bills the infusion that was ordered, with the modifier for a discontinued service; a strict reading
    of the running time gives a push. Payers follow one or the other.

How to fix it
    Ask the payer, bill one of the two, and keep the note that says when and why it was stopped.
"""

from collections.abc import Iterator
from typing import Any

from oncodesk.domain.visit import Administration
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, administrations, compared, minutes_of
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_line, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each infusion cut short, with both ways of billing it where no line bills it yet."""
    c = compared(subject)
    for a in administrations(c, "iv_infusion") if c else ():
        assert c
        minutes = minutes_of(c.visit, a)
        limit = c.tables.policy.number("infusion.push_limit_minutes")
        ordered = (a.ended_early.ordered_minutes if a.ended_early else None) or a.ordered_minutes
        if a.ended_early and minutes is not None and minutes <= limit and (ordered is None or ordered > limit):
            yield _found(rule, c, a, minutes, ordered)


def _found(rule: Rule, c: Compared, a: Administration, minutes: int, ordered: int | None) -> Outcome:
    family = "chemotherapy" if c.chemotherapy(a) else "therapeutic"
    infused = c.billed_lines(f"{family}.infusion.initial", f"{family}.infusion.sequential")
    pushed = c.billed_lines(f"{family}.push.initial", f"{family}.push.additional")
    if marked := [held for held in infused if "53" in held.modifiers]:
        return rule.resolved(marked, "53")
    if noted := [held for held in pushed if held.narrative]:
        return rule.resolved(noted, "narrative")
    told = f" of {ordered} ordered" if ordered else ""
    return rule.finding(
        f"{a.name} was stopped after {minutes} min{told}: payers differ on the code",
        why="Published advice: the ordered infusion with 53; by the clock: a push. The note must say why it stopped.",
        lines=[held for held in (*infused, *pushed) if a.id in held.facts] or _waiting(c),
        facts=[a.id],
        fixes=_fixes(c, a, family) if c.subject.claim.diagnoses and not (infused or pushed) else (),
    )


def _waiting(c: Compared) -> list[ClaimLine]:
    """Lines of what was given besides: added to the stopped infusion, they stand alone until it is billed."""
    billed = {held.code for held in c.lines}
    families = c.tables.policy.table("infusion.family")
    found = ((held, c.tables.procedure(held.code)) for held in c.lines if held.code in families)
    return [held for held, p in found if p and p.addon_to and not billed & set(p.addon_to)]


def _fixes(c: Compared, a: Administration, family: str) -> tuple[Fix, ...]:
    initial = c.tables.policy.codes("infusion.initial_codes")
    first = not any(held.code in initial for held in c.lines)
    infusion = c.tables.role(f"{family}.infusion.{'initial' if first else 'sequential'}")
    push = c.tables.role(f"{family}.push.{'initial' if first else 'additional'}")
    if infusion is None or push is None:
        return ()
    said = f"stopped early: {a.ended_early.reason.replace('_', ' ') if a.ended_early else 'see note'}"
    fields: dict[str, Any] = {"pointers": "A", "from": [a.id]}
    as_ordered = add_line(infusion.code, after=None, modifiers=["53"], **fields)
    by_clock = add_line(push.code, after=None, narrative=said, **fields)
    wants = "the payer wants what was ordered, marked as discontinued"
    return (
        Fix(title=f"Bill {infusion.code} with 53", only_if=wants, edits=(as_ordered,)),
        Fix(title=f"Bill {push.code} with a note", only_if="the payer goes by the running time", edits=(by_clock,)),
    )


_STOPPED = {"reason": "adverse_reaction", "ordered_minutes": 180}
RULE = Rule(
    __name__,
    title="Infusion stopped within the time of a push",
    severity="warning",
    covers=("INF-17",),
    citation=cite("payer-policy"),
    check=check,
    bad=lambda: claim(
        line("96372"), visit=visit(given("a1", "paclitaxel", at="09:00-09:05", ended_early=_STOPPED), dx="C18.2")
    ),
    good=lambda: claim(
        line("96413"), visit=visit(given("a1", "paclitaxel", at="09:00-09:40", ended_early=_STOPPED), dx="C18.2")
    ),
    reads=("procedures", "infusion.push_limit_minutes"),
)
