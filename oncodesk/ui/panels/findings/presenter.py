"""Decides which card is the current one, and what a key does to it."""

from oncodesk.domain.report import Finding, Fix
from oncodesk.ui.panels.findings.state import FindingsState

EMPTY = (
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
    plural = {"unusable": "unusable fact", "error": "error", "question": "question", "warning": "warning"}
    parts = [_counted(state.counts.get(severity, 0), word) for severity, word in plural.items()]
    parts.append(_counted(state.counts.get("info", 0), "note"))
    told = " · ".join(part for part in parts if part)
    if told or not state.is_checked:
        return told or "Not checked yet"
    return "Nothing to check yet" if state.is_empty else "Nothing found"


def calm(state: FindingsState) -> str:
    """What stands where no finding does."""
    if state.is_empty:
        return EMPTY
    return "Nothing found in what was checked." if state.is_checked else "Findings appear here."


def _counted(number: int, word: str) -> str:
    return "" if number == 0 else f"{number} {word}{'s' if number != 1 else ''}"


def foot(state: FindingsState) -> str:
    """`3 rules not checked · 1 answered`, or that every rule was checked."""
    number = sum(len(rules) for _, rules in state.not_checked)
    whole = "Every rule was checked" if state.is_checked and not state.is_empty else ""
    parts = (
        f"{_counted(number, 'rule')} not checked" if number else whole,
        _answers(len(state.answered) + sum(one.is_used for one in state.decided)),
    )
    return " · ".join(part for part in parts if part)


def _answers(number: int) -> str:
    return f"{number} answered" if number else ""


def foot_lines(state: FindingsState) -> tuple[str, ...]:
    """What stands behind the foot: each reason with its rules, then what is answered and by what."""
    return (*(f"{reason}: {', '.join(rules)}" for reason, rules in state.not_checked), *state.answered)
