"""What the invented practice did in the months before, as `resources/samples/history.toml` tells it."""

import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from oncodesk import paths
from oncodesk.codes.library import CodeSets
from oncodesk.domain.fees import Fees
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.services.check_claim import check_claim
from oncodesk.services.derive_claim import derive_claim
from oncodesk.services.prove_claim import editions_on

if TYPE_CHECKING:
    from oncodesk.vault.store import Store

Read = Callable[[str], Any]
_EVENING = time(17, 40)
_SENT_BEFORE = date(2026, 8, 28)
_REASON = "Billed to the wrong payer"


class Clock:
    """Says the evening of the day that is being laid in, and the workstation's time once all is there."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now` is the workstation's clock."""
        self.day: date | None = None
        self._now = now

    def __call__(self) -> datetime:
        """The moment."""
        return datetime.combine(self.day, _EVENING, UTC) if self.day else self._now()


def lay_in(store: "Store", code_sets: CodeSets, fees: Fees, read: Read, clock: Clock) -> None:
    """Every earlier visit: finalised and sent, corrected, voided, or still a draft in some status."""
    series = tomllib.loads((paths.resources() / "samples" / "history.toml").read_text(encoding="utf-8"))["series"]
    laid = sorted(((day, row) for row in series for day in row["dates"]), key=lambda pair: pair[0])
    for day, row in laid:
        clock.day = day
        _lay(store, code_sets, fees, facts(row, day, read), row, day, clock)
    clock.day = None


def facts(row: dict[str, Any], day: date, read: Read) -> dict[str, Any]:
    """The facts of one visit of a series."""
    draft: dict[str, Any] = deepcopy(read(row["base"]))
    draft["date_of_service"] = day.isoformat()
    if patient := row.get("patient"):
        draft["patient"] = draft["patient"] | patient
        draft["payer"] = row["payer"]
    if "authorization" in row:
        draft["authorization"] = row["authorization"]
    if day != row["dates"][0] and row["base"] != "visit-hydration":
        draft["services"] = []
    for service in draft.get("services", ()):
        service.pop("modifiers", None)  # what is still to be put right stands in the visits on the desk only
    if day < row.get("until", date.min):
        for dose in row["doses"]:
            _give(draft, dose)
    if "fractions" in row:
        _treat(draft, row["fractions"])
    return draft


def _give(draft: dict[str, Any], dose: dict[str, Any]) -> None:
    for given in draft["administrations"]:
        if given["drug"] == dose["drug"]:
            given["dose"]["amount"] = dose["dose"]
            given["discarded"]["amount"] = dose["opened"] - dose["dose"]


def _treat(draft: dict[str, Any], days: list[date]) -> None:
    events = draft["radiation"]["events"]
    pattern = next(event for event in events if event["type"] == "fraction")
    treated = [pattern | {"date": day.isoformat(), "number": n} for n, day in enumerate(days, 1)]
    exam = {"date": days[-1].isoformat(), "type": "management_exam", "performed_by": "physician"}
    physics = {"date": days[-2].isoformat(), "type": "physics_check"}
    draft["radiation"]["events"] = [*treated, exam, physics]
    draft["history"] = [line for line in draft["history"] if line["date_of_service"] < days[0].isoformat()]


def _lay(
    store: "Store", code_sets: CodeSets, fees: Fees, draft: dict[str, Any], row: dict[str, Any], day: date, clock: Clock
) -> None:
    visit = parse(Visit, draft)
    derived = derive_claim(visit, code_sets.at(day), fees)
    claim, report = derived.claim, derived.report
    assert report is not None
    status = row.get("draft", {}).get(day.isoformat())
    identifier = store.save_draft(None, draft, status=status or "uncoded", charge_total=claim.total)
    if status:
        return
    editions = editions_on(code_sets, day)
    first = store.finalise(identifier, claim, report, editions)
    for _ in _afterwards(row, day, clock):
        if day in row.get("voided", ()):
            store.void(first, _REASON)
            return
        corrected = claim.model_copy(update={"lines": claim.lines[:-1]})
        store.finalise(identifier, corrected, check_claim(corrected, code_sets.at(day)), editions)
    if day < _SENT_BEFORE:
        store.mark_visit(identifier, "sent")


def _afterwards(row: dict[str, Any], day: date, clock: Clock) -> Iterator[date]:
    """The day after, where the claim was corrected or voided then."""
    if day in (*row.get("corrected", ()), *row.get("voided", ())):
        clock.day = day + timedelta(days=1)
        yield clock.day
