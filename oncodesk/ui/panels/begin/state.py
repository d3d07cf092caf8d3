"""What the start of a visit shows: three things to say one after the other, and what may be chosen for each."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from oncodesk.services.begin_visit import Known
from oncodesk.services.regimens.fitting import Fit
from oncodesk.ui.editing.wording import mask, month, weekday
from oncodesk.words import say

Step = Literal["patient", "date", "how"]
STEPS: tuple[Step, ...] = ("patient", "date", "how")
HINTS = {
    "patient": say("Beginnings of names, such as smi j, or the account"),
    "date": say("t today, y yesterday, -3, 1121, 11/21/2026"),
    "how": say("Enter takes the first; ↓ another; type to find one"),
}
NEW, REPEAT, BLANK = "new", "repeat", "blank"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to take: `key` is an account, a regimen's name, or one of NEW, REPEAT and BLANK after a sign."""

    key: str
    text: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class BeginState:
    """The step to say something to, what was said before, what may be chosen; `note` echoes what is understood."""

    step: Step = "patient"
    who: str = ""
    day: str = ""
    choices: tuple[Choice, ...] = ()
    note: str = HINTS["patient"]
    problem: str = ""


def own(kind: str) -> str:
    """The key of a choice that is no record's name."""
    return f"\0{kind}"


def people(found: tuple[Known, ...], typed: str, masked: bool) -> BeginState:
    """Patients whose names begin so, and a new one of that name."""
    rows = [Choice(one.account, mask(one.name) if masked else one.name, _about(one, masked)) for one in found]
    if typed.strip():
        rows.append(Choice(own(NEW), say("New patient"), typed.strip()))
    return BeginState("patient", choices=tuple(rows))


def _about(one: Known, masked: bool) -> str:
    born = say("born {day}", day=day_text(one.birth_date)) if one.birth_date and not masked else ""
    last = say("last visit {day}", day=day_text(one.last_on)) if one.last_on else ""
    return " · ".join(part for part in (mask(one.account) if masked else one.account, born, one.payer, last) if part)


def day_text(day: date) -> str:
    """`4 Nov 2026`."""
    return f"{day.day} {month(day)} {day.year}"


def day_said(day: date, today: date) -> str:
    """`Thu 17 Sep 2026, today`."""
    away = (today - day).days
    words = {0: say("today"), 1: say("yesterday"), -1: say("tomorrow")}
    said = words.get(away) or (say("{days} days ago", days=away) if away > 0 else say("in {days} days", days=-away))
    return f"{weekday(day)} {day_text(day)}, {said}"


def offers(fits: tuple[Fit, ...], last_on: date | None, typed: str) -> tuple[Choice, ...]:
    """What fits, then the last visit again, then nothing, then the other regimens; those that hold what is typed."""
    near = [_regimen(fit) for fit in fits if fit.why]
    others = [_regimen(fit) for fit in fits if not fit.why]
    again = [Choice(own(REPEAT), say("Repeat the last visit"), day_text(last_on))] if last_on else []
    every = (*near, *again, Choice(own(BLANK), say("No regimen"), say("type the drugs")), *others)
    words = typed.casefold().split()
    return tuple(one for one in every if all(word in f"{one.text} {one.beside}".casefold() for word in words))


def _regimen(fit: Fit) -> Choice:
    template = fit.template
    drugs = ", ".join(dict.fromkeys(drug.drug for drug in template.administrations))
    every = say("every {days} days", days=template.cycle_days) if template.cycle_days else ""
    return Choice(template.name, template.name, " · ".join(part for part in (fit.why, every, drugs) if part))
