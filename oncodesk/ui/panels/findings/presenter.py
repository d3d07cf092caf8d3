"""Decides which card is the current one, and what a key does to it."""

from oncodesk.domain.report import Finding, Fix
from oncodesk.ui.panels.findings.state import FindingsState


def current(state: FindingsState, key: str) -> int:
    """Place of the card of that key, else of the first card; -1 where there is none."""
    places = {card.key: place for place, card in enumerate(state.cards)}
    return places.get(key, 0 if state.cards else -1)


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
    return told or ("Nothing found" if state.is_checked else "Not checked yet")


def _counted(number: int, word: str) -> str:
    return "" if number == 0 else f"{number} {word}{'s' if number != 1 else ''}"


def foot(state: FindingsState) -> str:
    """`3 rules not checked · 1 answered`, or that every rule was checked."""
    number = sum(len(rules) for _, rules in state.not_checked)
    whole = "Every rule was checked" if state.is_checked else ""
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
