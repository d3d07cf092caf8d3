"""A drug is billed without its administration, or an administration without its drug.

What it checks
    Each date has both; a vaccine, a radiopharmaceutical and a cell therapy an administration of their own kind. Not so
    where somebody else supplied the drug or nothing but a plain fluid, a flush or a refill was given. An administration
    alone is only a reminder where the claim holds no facts: the patient may have brought the drug. While the drug, its
    dose or its times are still asked it is not checked; what the facts give is for `infusion.not-billed`.

Why it matters
    One without the other is a sign of a missed charge, and payers ask.

How to fix it
    Bill what is missing. Where the patient or a pharmacy supplied the drug, name it on the administration's line.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.rules.drugs.containers import WASTED
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite

OTHER_WAYS = ("access.declot", "pump.refill.portable", "pump.refill.implantable", "access.flush")
OF_A_KIND = ("radiopharmaceutical.", "cell_therapy.", "vaccine.", "therapeutic.implant_")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each date with one side only; a reminder for an administration alone without facts."""
    for day, lines in subject.days.items():
        families = subject.tables.at(day).policy.table("infusion.family")
        given = [one for one in lines if one.code in families]
        drugs = [one for one in lines if subject.drug(one) and not _of_a_kind(subject, one) and not _wasted(one)]
        yield from _lone_drugs(rule, subject, day, lines, drugs if not given else [])
        needing = [one for one in given if families[one.code] != "hydration" and not one.narrative]
        if needing and not drugs and not _ended(subject, lines) and not _supplied_elsewhere(subject):
            yield from _without_drug(rule, subject, day, needing)


def _lone_drugs(
    rule: Rule, subject: Subject, day: date, lines: tuple[ClaimLine, ...], drugs: list[ClaimLine]
) -> Iterator[Outcome]:
    other = any(_in_another_way(subject, one) for one in lines)
    injected = [one for one in drugs if _administered(subject, one)]
    lone = injected if injected and not other and not _due(subject, day, drug=False) else []
    if lone and (asked := _asked(subject, drug=False)):
        yield rule.not_checked(f"{lone[0].code} without an administration: {asked}")
        lone = []
    if not any((subject.role(one) or "").startswith(OF_A_KIND) for one in lines):
        lone += [one for one in lines if _of_a_kind(subject, one)]
    if lone:
        yield rule.finding(
            f"{', '.join(dict.fromkeys(one.code for one in lone))} without an administration",
            why=f"No administration is billed for {day}.",
            lines=lone,
        )


def _without_drug(rule: Rule, subject: Subject, day: date, needing: list[ClaimLine]) -> Iterator[Outcome]:
    codes = ", ".join(dict.fromkeys(one.code for one in needing))
    if _due(subject, day, drug=True):
        return
    if asked := _asked(subject, drug=True):
        yield rule.not_checked(f"{codes} without a drug: {asked}")
        return
    yield rule.finding(
        f"{codes} without a drug",
        why=f"No drug is billed for {day}, and no line says who supplied it.",
        lines=needing,
        severity="warning" if subject.visit else "info",
    )


def _wasted(one: ClaimLine) -> bool:
    return WASTED in one.modifiers


def _of_a_kind(subject: Subject, one: ClaimLine) -> bool:
    """Whether it is a radiopharmaceutical, a vaccine or a cell therapy, which no drug administration gives."""
    drug = subject.drug(one)
    return drug is not None and drug.kind is not None


def _ended(subject: Subject, lines: tuple[ClaimLine, ...]) -> bool:
    """Whether a line bills a drug by a code that is in force no more, or not yet."""
    return any(not subject.drug(one) and subject.at(one).drugs_ever_named(one.code) for one in lines)


def _in_another_way(subject: Subject, one: ClaimLine) -> bool:
    role = subject.role(one) or ""
    return role in OTHER_WAYS or role.startswith(OF_A_KIND) or subject.kind(one) == "administration"


def _administered(subject: Subject, one: ClaimLine) -> bool:
    drug = subject.drug(one)
    return drug is not None and drug.routes != ("oral",) and not {"access_flush"} >= set(drug.routes)


def _due(subject: Subject, day: date, *, drug: bool) -> bool:
    """Whether the facts give a listed drug, or an administration, whose absence another rule finds."""
    return any(_is_drug(subject, one) if drug else _gives(subject, one) for one in subject.due_on(day))


def _gives(subject: Subject, one: ClaimLine) -> bool:
    return one.code in subject.tables.policy.table("infusion.family")


def _is_drug(subject: Subject, one: ClaimLine) -> bool:
    drug = subject.tables.drug(one.code)
    return drug is not None and not drug.unlisted


def _asked(subject: Subject, *, drug: bool) -> str:
    """What is still asked of a drug given that the facts make no such line of; empty where nothing is."""
    visit, derived = subject.visit, subject.derived
    if visit is None or derived is None:
        return ""
    made = [one for one in derived.claim.lines if (_is_drug if drug else _gives)(subject, one)]
    lined = {fact for one in made for fact in one.facts}
    open_ones = {a.id: a.name for a in visit.administrations if a.id not in lined}
    asked = [q for q in derived.questions if q.fact in open_ones]
    return f"{asked[0].ask} is still asked" if asked else ""


def _supplied_elsewhere(subject: Subject) -> bool:
    given = subject.visit.administrations if subject.visit else ()
    others = subject.tables.policy.codes("drugs.nothing_billed_suppliers")
    return bool(given) and all(a.supplied_by in others for a in given)


RULE = Rule(
    __name__,
    title="Drug and administration together",
    severity="warning",
    covers=("INF-42",),
    citation=cite("claims-manual-17-10"),
    check=check,
    bad=lambda: claim(line("J2405", 8, "JZ"), dx="R11.2 C18.2"),
    good=lambda: claim(line("96374"), line("J2405", 8, "JZ"), dx="R11.2 C18.2"),
    reads=("infusion.family", "drugs"),
)
