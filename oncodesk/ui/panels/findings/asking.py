"""Drafts a question to the nurse or the physician: the facts on record, and no answer that is wished for."""

from oncodesk.domain.visit import Administration
from oncodesk.ui.editing.outcome import Outcome
from oncodesk.ui.panels.findings.state import Card

_CANNOT = "cannot be told from the record"


def query_text(card: Card, outcome: Outcome) -> str:
    """The text to send: which visit, what is recorded, and what is asked; nothing of payment or of what would suit."""
    parts = (_head(outcome), _about(card, outcome), _asked(card), "Answered by:                     Date and time:")
    return "\n\n".join(part for part in parts if part)


def _head(outcome: Outcome) -> str:
    visit = outcome.visit
    if visit is None:
        return "Question about the record"
    account = f", account {visit.patient.account}" if visit.patient else ""
    return f"Question about the record of {visit.date_of_service:%m/%d/%Y}{account}"


def _about(card: Card, outcome: Outcome) -> str:
    visit, claim = outcome.visit, outcome.claim
    lines = (claim.line(number) for number in card.lines) if claim else ()
    facts = {*card.facts, *(fact for line in lines if line for fact in line.facts)}
    given = [one for one in visit.administrations if one.id in facts] if visit else []
    return "\n".join(("Recorded:", *(f"  {_recorded(one)}" for one in given))) if given else ""


def _recorded(given: Administration) -> str:
    dose = f"{given.dose.amount:f} {given.dose.unit}" if given.dose else "dose not recorded"
    opened = " + ".join(f"{held.count} × {held.amount:f} {held.unit}" for held in given.containers)
    left = f"discarded {given.discarded.amount:f} {given.discarded.unit}" if given.discarded else ""
    parts = (given.name, given.route.replace("_", " "), dose, _times(given), opened and f"opened {opened}", left)
    return ", ".join(part for part in parts if part)


def _times(given: Administration) -> str:
    begin = given.start or "start not recorded"
    if given.stop is None and given.minutes is not None:
        return f"{begin}, {given.minutes} minutes"
    return f"{begin} to {given.stop or 'stop not recorded'}"


def _asked(card: Card) -> str:
    """Every statement that would change the claim is asked for alike, with no and unknown beside yes."""
    told = list(dict.fromkeys(view.fix.only_if for view in card.fixes if view.fix.only_if))
    if card.severity == "question":
        return f"Please say what the record shows, or that it {_CANNOT}:\n  {card.message}"
    if not told:
        return f"Please compare this with the record ({card.where or 'the visit'}) and say what it shows:"
    boxes = [f"  [ ] yes  [ ] no  [ ] {_CANNOT}:  {sentence}" for sentence in told]
    return "\n".join(("Please mark for each what the record shows:", *boxes, "  Anything else the record shows:"))
