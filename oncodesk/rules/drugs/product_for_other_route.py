"""A product for the vein is billed with nothing but injections, or a product for under the skin with infusions.

What it checks
    Drugs sold for one way only, beside the administration codes of the date: one of them fits no drug there and the
    product's own way is not billed.

Why it matters
    The forms for vein and skin are products of their own, with their own codes and units.

How to fix it
    Bill the form that was given; where it has no code yet, the unlisted code with its narrative.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import derived_lines
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Drug, Fix, Outcome, Rule, Subject, cite, set_code

VEIN = frozenset({"iv_infusion", "iv_push", "pump_prolonged"})
SKIN = frozenset({"subcutaneous", "intramuscular", "on_body_injector", "implant"})


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such drug with a code of the other way that no other drug explains."""
    for day, lines in subject.days.items():
        policy = subject.tables.at(day).policy
        codes = policy.table("infusion.route_codes")
        ways = {way: {code for route in way for code in codes.get(route, ())} for way in (VEIN, SKIN)}
        for held in lines:
            drug = subject.drug(held)
            if drug is None or drug.unlisted or not drug.routes or "JW" in held.modifiers or _as_given(subject, held):
                continue
            for own, other in ((VEIN, SKIN), (SKIN, VEIN)):
                if set(drug.routes) <= own and not ways[own] & {one.code for one in lines}:
                    orphans = [one for one in lines if one.code in ways[other] and _orphan(subject, lines, other)]
                    if orphans:
                        yield _found(rule, subject, held, drug, orphans)


def _as_given(subject: Subject, held: ClaimLine) -> bool:
    """Whether the facts themselves give that drug's line."""
    return bool(derived_lines(subject, subject.day(held), held.code))


def _orphan(subject: Subject, lines: tuple[ClaimLine, ...], way: frozenset[str]) -> bool:
    drugs = [drug for one in lines if (drug := subject.drug(one))]
    return not any(drug.unlisted or set(drug.routes) & way for drug in drugs)


def _found(rule: Rule, subject: Subject, held: ClaimLine, drug: Drug, orphans: list[ClaimLine]) -> Outcome:
    pairs = subject.at(held).policy.table("drugs.route_partners")
    partner = subject.at(held).drug(str(pairs.get(held.code) or {v: k for k, v in pairs.items()}.get(held.code, "")))
    fixes: tuple[Fix, ...] = ()
    if partner and partner.unit == drug.unit:
        form = f"the form given was {partner.brands[0] if partner.brands else partner.generic}"
        fixes = (Fix(title=f"Bill {partner.code}", only_if=form, edits=(set_code(held, partner.code),)),)
    ways = ", ".join(route.replace("_", " ") for route in drug.routes)
    return rule.finding(
        f"{held.code} is for {ways}; {', '.join(one.code for one in orphans)} is another way",
        why=f"No other drug of the date is given by {orphans[0].code}.",
        lines=[held, *orphans],
        fixes=fixes,
    )


RULE = Rule(
    __name__,
    title="Product of another route",
    severity="error",
    covers=("DRG-07", "INF-40"),
    citation=cite("hcpcs"),
    check=check,
    bad=lambda: claim(line("96401"), line("J9145", 180, "JZ"), dx="Z51.12 C90.00"),
    good=lambda: claim(line("96401"), line("J9144", 180, "JZ"), dx="Z51.12 C90.00"),
    reads=("drugs", "drugs.route_partners", "infusion.route_codes"),
)
