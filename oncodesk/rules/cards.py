"""Applies payers' cards to what the rules say; nothing changes without the policy that is then shown."""

from collections.abc import Iterable, Sequence

from oncodesk.domain.claim import Claim
from oncodesk.domain.payer_card import Applied, CardException, PayerCard
from oncodesk.domain.report import Finding, Resolved
from oncodesk.rules.kit import Outcome

Held = tuple[str, CardException]


def in_force(claim: Claim, cards: Iterable[PayerCard]) -> tuple[Held, ...]:
    """The exceptions of the claim's payer on its date, with the payer's name; of two for one thing the newer."""
    found: dict[str, Held] = {}
    for card in cards:
        if card.concerns(claim.payer):
            name = card.payer.name or card.payer.kind
            held = ((name, one) for one in card.exceptions if one.policy.holds(claim.date_of_service))
            for payer, one in held:
                key = one.rule or f"{one.value}"
                found[key] = max(found.get(key, (payer, one)), (payer, one), key=_newer)
    return tuple(found[key] for key in sorted(found))


def _newer(held: Held) -> tuple[str, str, str]:
    name, one = held
    return str(one.policy.since), str(one.policy.dated), f"{name} {one.policy.title} {one.becomes}"


def values(held: Iterable[Held]) -> dict[str, str | int]:
    """The values that the cards set."""
    return {one.value: one.becomes for _, one in held if one.value}


def applied(outcomes: Sequence[Outcome], held: Sequence[Held]) -> tuple[list[Outcome], list[Applied]]:
    """What the rules say after the cards, and every exception that counted."""
    rules = {one.rule: (payer, one) for payer, one in held if one.rule}
    touched: dict[str, list[str]] = {}
    changed: list[Outcome] = []
    for outcome in outcomes:
        if not isinstance(outcome, Finding) or outcome.rule not in rules:
            changed.append(outcome)
            continue
        payer, one = rules[outcome.rule]
        touched.setdefault(outcome.rule, []).extend(outcome.lines)
        changed.append(_changed(outcome, payer, one))
    shown = [
        Applied(rule=one.rule, value=one.value, becomes=one.becomes, payer=payer, policy=one.policy,
                lines=tuple(dict.fromkeys(touched.get(one.rule or "", ()))))
        for payer, one in held
        if one.value or one.rule in touched
    ]  # fmt: skip
    return changed, sorted(shown, key=lambda a: (a.rule or "", a.value or "", a.payer))


def _changed(found: Finding, payer: str, one: CardException) -> Outcome:
    policy = one.policy
    said = f"{payer}, {policy.title} of {policy.dated}, {policy.link or policy.file}"
    if one.becomes == "off":
        return Resolved(rule=found.rule, lines=found.lines, by=f"payer card: {said}")
    why = f"{found.why} By the payer's policy this is {one.becomes}: {said}."
    return found.model_copy(update={"severity": one.becomes, "why": why})
