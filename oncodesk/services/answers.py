"""What would answer an open question, offered as a fix: a fact to affirm, never one that is assumed."""

from decimal import Decimal

from oncodesk.domain.derivation import Question
from oncodesk.domain.quantity import plain
from oncodesk.domain.report import Edit, Fix
from oncodesk.domain.visit import Administration, Visit


def answers(question: Question, visit: Visit) -> tuple[Fix, ...]:
    """The rest of what was opened recorded as discarded; nothing where the facts do not say how much that is."""
    given = visit.administration(question.fact)
    if question.field != "discarded" or given is None or given.discarded is not None or _again(given, visit):
        return ()
    left = _left(given)
    if left is None or left <= 0 or given.dose is None:
        return ()
    said = f"{plain(left)} {given.dose.unit.replace('_', ' ')}"
    value = {"amount": int(left) if left == left.to_integral_value() else float(left), "unit": given.dose.unit}
    edit = Edit(op="set_fact", fact=f"administrations.{given.id}.discarded", value=value)
    return (Fix(title=f"Record {said} as discarded", only_if=f"{said} of {given.name} was discarded", edits=(edit,)),)


def _again(given: Administration, visit: Visit) -> bool:
    """Whether another administration may have taken of the same containers."""
    names = [one.name.lower() for one in visit.administrations]
    return names.count(given.name.lower()) > 1


def _left(given: Administration) -> Decimal | None:
    if given.dose is None or not given.containers:
        return None
    held = [box.amount * box.count if box.unit == given.dose.unit else None for box in given.containers]
    known = [amount for amount in held if amount is not None]
    return sum(known, Decimal(0)) - given.dose.amount if len(known) == len(held) else None
