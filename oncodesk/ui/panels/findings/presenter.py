"""Decides which card is the current one, and what a key does to it."""

from oncodesk.domain.report import Finding, Fix
from oncodesk.ui.panels.findings.state import FindingsState
from oncodesk.words import many, say

EMPTY = say(
    "There is nothing to check yet: no line follows from what is typed. Type a drug into the grid, a service above it, "
    "or for radiation what was done on a date."
)


def current(state: FindingsState, key: str) -> int:
    """Place of the card of that key, else of the first card; -1 where there is none."""
    places = {card.key: place for place, card in enumerate(state.cards)}
    return places.get(key, 0 if state.cards else -1)


def newly_refused(before: FindingsState, state: FindingsState) -> str:
    """Key of the first card of text that could not be used and that was not told before; empty where there is none."""
    known = {card.key for card in before.cards}
    return next((card.key for card in state.cards if card.severity == "unusable" and card.key not in known), "")


def stepped(state: FindingsState, key: str, by: int) -> str:
    """Key of the card that many further, round the end; empty where there is none."""
    if not state.cards:
        return ""
    return state.cards[(current(state, key) + by) % len(state.cards)].key


def fix(state: FindingsState, key: str, number: int) -> Fix | None:
    """The current card's fix of that number from 1, or None."""
    place = current(state, key)
    fixes = state.cards[place].fixes if place >= 0 else ()
    return fixes[number - 1].fix if 0 < number <= len(fixes) else None


def keepable(state: FindingsState, key: str) -> Finding | None:
    """The current card's finding, which may be kept as it is; None where it is none of the rules'."""
    place = current(state, key)
    return state.cards[place].finding if place >= 0 else None


def summary(state: FindingsState) -> str:
    """`2 errors · 1 question`, or that nothing was found."""
    told = " · ".join(
        _counted(severity, number) for severity in _SEVERITIES if (number := state.counts.get(severity, 0))
    )
    if told or not state.is_checked:
        return told or say("Not checked yet")
    return say("Nothing to check yet") if state.is_empty else say("Nothing found")


def calm(state: FindingsState) -> str:
    """What stands where no finding does."""
    if state.is_empty:
        return EMPTY
    return say("Nothing found in what was checked.") if state.is_checked else say("Findings appear here.")


_SEVERITIES = ("unusable", "error", "question", "warning", "info")


def _counted(severity: str, number: int) -> str:
    match severity:
        case "unusable":
            return many("{count} unusable fact", "{count} unusable facts", number)
        case "error":
            return many("{count} error", "{count} errors", number)
        case "question":
            return many("{count} question", "{count} questions", number)
        case "warning":
            return many("{count} warning", "{count} warnings", number)
    return many("{count} note", "{count} notes", number)


def foot(state: FindingsState) -> str:
    """`3 rules not checked · 1 answered`, or that every rule was checked."""
    number = sum(len(rules) for _, rules in state.not_checked)
    whole = say("Every rule was checked") if state.is_checked and not state.is_empty else ""
    parts = (
        many("{count} rule not checked", "{count} rules not checked", number) if number else whole,
        _answers(len(state.answered) + sum(one.is_used for one in state.decided)),
    )
    return " · ".join(part for part in parts if part)


def _answers(number: int) -> str:
    return say("{number} answered", number=number) if number else ""


def foot_lines(state: FindingsState) -> tuple[str, ...]:
    """What stands behind the foot: each reason with its rules, then what is answered and by what."""
    return (*(f"{reason}: {', '.join(rules)}" for reason, rules in state.not_checked), *state.answered)
