"""How a visit begins: whose it is, what is known from before, and the visit to repeat."""

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from oncodesk.domain.base import Frozen
from oncodesk.vault.values import VisitFilter, VisitSummary
from oncodesk.vault.words import words

if TYPE_CHECKING:
    from oncodesk.vault.store import Store

KEPT = ("patient", "payer", "secondary_payer", "providers", "authorization", "place_of_service", "practice")
"""What a next visit takes over from the newest one."""
OF_A_DAY = (
    "start", "stop", "stop_next_day", "segments", "minutes", "rate", "discarded", "ended_early", "concurrent_with",
    "sequence",
)  # fmt: skip
"""What was recorded of one day's administration, and is recorded anew."""
DONE = ("administrations", "radiation", "services")
_MOST, _LOOKED_AT = 500, 20
Facts = dict[str, Any]


class Known(Frozen):
    """A patient to choose; `last` is the id and `last_on` the day of the newest visit that has one."""

    account: str
    name: str
    birth_date: date | None = None
    patient: Mapping[str, Any] = {}
    payer: str = ""
    last: int | None = None
    last_on: date | None = None


def find_known(store: "Store", typed: str, limit: int = 12) -> tuple[Known, ...]:
    """Patients whose names begin with every word typed, `smi j` for Smith, John; or whose account it is.

    Those whose family name begins with the first word come first, then by name.
    """
    beginnings = tuple(typed.replace(",", " ").split())
    if not beginnings:
        return ()
    found: dict[str, Known] = {}
    for one in (*store.find_patients(typed.strip(), _MOST), *store.find_patients(beginnings[0], _MOST)):
        if _begins(beginnings, one.name) or one.account == typed.strip():
            kept = one.model_dump(mode="json", exclude_none=True)
            held = Known(account=one.account, name=one.name, birth_date=one.birth_date, patient=kept)
            found.setdefault(one.account, held)
    for row in store.find_visits(VisitFilter(text=typed), _MOST):
        if row.account and (row.account in found or _begins(beginnings, row.patient_name, row.account)):
            known = found.get(row.account) or Known(account=row.account, name=row.patient_name)
            found[row.account] = _with_last(known, row)
    return tuple(sorted(found.values(), key=lambda one: _order(one, beginnings[0])))[:limit]


def _begins(beginnings: tuple[str, ...], *texts: str) -> bool:
    held = words(texts)
    return all(any(word.startswith(begun) for word in held) for begun in words(beginnings))


def _order(one: Known, first: str) -> tuple[bool, str, str]:
    return not one.name.casefold().startswith(first.casefold()), one.name.casefold(), one.account


def _with_last(known: Known, row: VisitSummary) -> Known:
    if known.last is not None:
        return known
    return known.model_copy(update={"last": row.id, "last_on": row.date_of_service, "payer": row.payer})


def last_facts(store: "Store", account: str) -> Facts:
    """The facts of the patient's newest visit at which something was given or done, its view noted.

    Where there was none yet, those of the newest at all, such as an appointment; empty where there is none.
    """
    rows = [row for row in store.find_visits(VisitFilter(text=account), _MOST) if row.account == account]
    facts = (dict(store.load_visit(row.id).draft) for row in rows[:_LOOKED_AT])
    newest = next(facts, Facts())
    return next((held for held in chain((newest,), facts) if not is_empty(held)), newest)


def is_empty(facts: Mapping[str, Any]) -> bool:
    """Whether nothing was given, treated or done yet, as in a visit made of an appointment."""
    return not any(facts.get(name) for name in DONE)


def filled(facts: Mapping[str, Any], last: Mapping[str, Any]) -> Facts:
    """An empty visit with what the repeated one has; what is said in it already stays."""
    return {**last, **{name: value for name, value in facts.items() if value or name not in last}}


def next_facts(last: Mapping[str, Any], known: Known | None, blank: Mapping[str, Any]) -> Facts:
    """A next visit of the patient: who, who pays, who treats, why; what is done is still to be typed."""
    taken = {name: last[name] for name in (*KEPT, "reason", "diagnoses") if last.get(name)}
    patient = dict(last.get("patient") or {}) | (dict(known.patient) if known else {})
    return {**blank, **taken, **({"patient": patient} if patient else {})}


def repeated(last: Mapping[str, Any], begun: Mapping[str, Any]) -> Facts:
    """The begun visit with the drugs of the last one: doses, containers, routes and access kept.

    Times, waste, services, findings and what was decided of them belong to their day and are not repeated; of a
    radiation course the course alone is.
    """
    facts = {**begun, "administrations": [_without_times(row) for row in last.get("administrations", ())]}
    course = (last.get("radiation") or {}).get("course")
    return facts | ({"radiation": {"course": course, "events": []}} if course else {})


def _without_times(row: Mapping[str, Any]) -> Facts:
    return {name: value for name, value in row.items() if name not in OF_A_DAY}
