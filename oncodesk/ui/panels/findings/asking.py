"""Drafts a question to the nurse or the physician: the facts on record, and no answer that is wished for."""

from oncodesk.domain.visit import Administration
from oncodesk.ui.editing.outcome import Outcome
from oncodesk.ui.panels.findings.state import Card
from oncodesk.words import say

_CANNOT = say("cannot be told from the record")


def query_text(card: Card, outcome: Outcome) -> str:
    """The text to send: which visit, what is recorded, and what is asked; nothing of payment or of what would suit."""
    parts = (
        _head(outcome),
        _about(card, outcome),
        _asked(card),
        say("Answered by:                     Date and time:"),
    )
    return "\n\n".join(part for part in parts if part)


def _head(outcome: Outcome) -> str:
    visit = outcome.visit
    if visit is None:
        return say("Question about the record")
    day = f"{visit.date_of_service:%m/%d/%Y}"
    if visit.patient is None:
        return say("Question about the record of {day}", day=day)
    return say("Question about the record of {day}, account {account}", day=day, account=visit.patient.account)


def _about(card: Card, outcome: Outcome) -> str:
    visit, claim = outcome.visit, outcome.claim
    lines = (claim.line(number) for number in card.lines) if claim else ()
    facts = {*card.facts, *(fact for line in lines if line for fact in line.facts)}
    given = [one for one in visit.administrations if one.id in facts] if visit else []
    return "\n".join((say("Recorded:"), *(f"  {_recorded(one)}" for one in given))) if given else ""


def _recorded(given: Administration) -> str:
    dose = f"{given.dose.amount:f} {given.dose.unit}" if given.dose else say("dose not recorded")
    opened = " + ".join(f"{held.count} × {held.amount:f} {held.unit}" for held in given.containers)
    left = (
        say("discarded {amount:f} {unit}", amount=given.discarded.amount, unit=given.discarded.unit)
        if given.discarded
        else ""
    )
    parts = (
        given.name,
        given.route.replace("_", " "),
        dose,
        _times(given),
        opened and say("opened {opened}", opened=opened),
        left,
    )
    return ", ".join(part for part in parts if part)


def _times(given: Administration) -> str:
    begin = given.start or say("start not recorded")
    if given.stop is None and given.minutes is not None:
        return say("{begin}, {minutes} minutes", begin=begin, minutes=given.minutes)
    return say("{start} to {stop}", start=begin, stop=given.stop or say("stop not recorded"))


def _asked(card: Card) -> str:
    """Every statement that would change the claim is asked for alike, with no and unknown beside yes."""
    told = list(dict.fromkeys(view.fix.only_if for view in card.fixes if view.fix.only_if))
    if card.severity == "question":
        return say(
            "Please say what the record shows, or that it {cannot}:\n  {message}", cannot=_CANNOT, message=card.message
        )
    if not told:
        return say(
            "Please compare this with the record ({where}) and say what it shows:", where=card.where or say("the visit")
        )
    boxes = [
        say("  [ ] yes  [ ] no  [ ] {cannot}:  {sentence}", cannot=_CANNOT, sentence=sentence) for sentence in told
    ]
    return "\n".join(
        (say("Please mark for each what the record shows:"), *boxes, say("  Anything else the record shows:"))
    )
