"""Something that was given is not billed.

What it checks
    Administrations and drugs that the visit's facts give, where nothing else is billed in their place.

Why it matters
    It is money left behind, and the claim does not say what happened.

How to fix it
    Bill it, or put the facts right.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import WASTED
from oncodesk.rules.drugs.product_code import related
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, compared
from oncodesk.rules.infusion.extra_hours import HOURS
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for the administrations, and one for the drugs, of the visit's date."""
    c = compared(subject)
    if c is None:
        return
    yield from _administrations(rule, c)
    yield from _drugs(rule, c)


def _administrations(rule: Rule, c: Compared) -> Iterator[Outcome]:
    families = c.tables.policy.table("infusion.family")
    hours = {c.code(role) for role in HOURS}
    counts: dict[str, int] = {}
    for sign, lines in ((1, c.wanted), (-1, c.lines)):
        for held in lines:
            if held.code in families and held.code not in hours:
                counts[held.code] = counts.get(held.code, 0) + sign * held.units
    missing = [code for code, count in counts.items() if count > 0]
    if missing and all(count >= 0 for count in counts.values()):
        facts = sorted({fact for held in c.wanted if held.code in missing for fact in held.facts})
        yield rule.finding(
            f"{', '.join(missing)}: given and not billed",
            why=f"By the visit: {c.named(frozenset(facts))}.",
            facts=facts,
            fixes=as_given(c),
        )


def _drugs(rule: Rule, c: Compared) -> Iterator[Outcome]:
    successors = c.tables.policy.table("drugs.replaced_codes")
    present = [str(successors[held.code]["by"]) if held.code in successors else held.code for held in c.lines]
    billed = {drug.generic.split()[0] for code in present if (drug := c.tables.drug(code))}
    billed |= {d.generic.split()[0] for held in c.lines for d in c.tables.drugs_ever_named(held.code)}
    due = [held for held in c.wanted if WASTED not in held.modifiers and c.tables.drug(held.code)]
    missing = [held for held in due if (d := c.tables.drug(held.code)) and d.generic.split()[0] not in billed]
    day = c.visit.date_of_service
    missing = [held for held in missing if not any(related(c.subject, day, one, held) for one in c.lines)]
    listed = [held for held in missing if (d := c.tables.drug(held.code)) and not d.unlisted]
    if not listed or any((d := c.tables.drug(held.code)) and d.unlisted for held in c.lines):
        return
    codes = ", ".join(dict.fromkeys(held.code for held in listed))
    facts = sorted({fact for held in listed for fact in held.facts})
    derived = c.subject.derived
    open_ended = {q.fact for q in (derived.questions if derived else ())} & set(facts)
    also = tuple(held for held in c.wanted if held.code in {one.code for one in listed})
    yield rule.finding(
        f"{codes}: given and not billed",
        why="The practice supplied it, by the visit.",
        facts=facts,
        fixes=() if open_ended else as_given(c, also=also),
    )


RULE = Rule(
    __name__,
    title="Given and not billed",
    severity="warning",
    covers=("INF-42",),
    citation=cite("service-as-recorded"),
    check=check,
    bad=lambda: claim(
        line("96413"), visit=visit(given("a1", "docetaxel", at="09:00-10:00"), given("a2", "ondansetron", "iv_push"))
    ),
    good=lambda: claim(
        line("96413"),
        line("96375"),
        visit=visit(given("a1", "docetaxel", at="09:00-10:00"), given("a2", "ondansetron", "iv_push")),
    ),
    reads=("procedures", "drugs", "infusion.family"),
)
