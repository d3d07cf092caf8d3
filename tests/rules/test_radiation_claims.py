"""Whole claims of radiation: wrong ones are found under their row, right ones raise no error and no warning."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.report import Finding
from oncodesk.domain.visit import Visit
from oncodesk.rules.check import check
from oncodesk.rules.examples import claim, line
from oncodesk.rules.radiation.samples import event, fractions, treated

OnDay = Callable[[str], Tables]
EXAM = event("management_exam", performed_by="physician")
LATER = date(2026, 3, 16)
TREATED = "Z51.0 C61"
LUNG, SKIN, BRAIN, BREAST = "Z51.0 C34.11", "Z51.0 C44.311", "Z51.0 C79.31 C34.11", "Z51.0 C50.411"
BEFORE = {"date_of_service": "2025-03-12"}
COMMERCIAL = {"payer": {"kind": "commercial", "name": "Payer"}}
HOSPITAL = {"place_of_service": "22"}
MEN = ("C61",)


def past(*lines: str) -> list[dict[str, Any]]:
    """History lines as `77427 2026-03-02 C1`; the course where it is stated."""
    parts = (text.split() for text in lines)
    return [{"code": p[0], "date_of_service": p[1], "course": p[2] if len(p) > 2 else None} for p in parts]


def lines(text: str) -> list[dict[str, Any]]:
    """Claim lines as `77387-26 77300*2 77407@2026-03-12`."""
    made = []
    for word in text.split():
        word, _, day = word.partition("@")
        word, _, count = word.partition("*")
        code, *modifiers = word.split("-")
        made.append(line(code, int(count or 1), *modifiers, **({"date_of_service": day} if day else {})))
    return made


def made(text: str, dx: str, facts: Visit | None = None, **header: Any) -> Claim:
    own = claim(*lines(text), dx=dx, visit=facts, **header)
    man = any(code in dx.split() for code in MEN)
    return own.model_copy(
        update={"patient": own.patient and own.patient.model_copy(update={"sex": "M" if man else "F"})}
    )


def loud(own: Claim, tables_on: OnDay) -> list[Finding]:
    tables = tables_on(own.date_of_service.isoformat())
    found = check(own, tables, derive(own.visit, tables) if own.visit else None).findings
    return [f for f in found if f.severity in {"error", "warning"}]


SBRT: dict[str, Any] = {"dx": "C34.11", "modality": "sbrt", "technique": "vmat", "planned_fractions": 5}
SRS: dict[str, Any] = {
    "dx": "C79.31 C34.11", "modality": "srs", "technique": None, "planned_fractions": 1, "complete": True,
}  # fmt: skip
GUIDED = {"image_guidance": True, "guidance_reviewed_by": "physician"}
FIVE_TREATED = " ".join(f"77407@2026-03-{day}" for day in range(12, 17))
WRONG: list[tuple[str, str, str, str, Visit | None, dict[str, Any]]] = [
    ("RAD-01", "error", "G6015", TREATED, None, {}),
    ("RAD-01", "error", "77437", SKIN, None, BEFORE),
    ("RAD-02", "error", "77407", BREAST, treated(*fractions(1), dx="C50.411", technique="electrons"), {}),
    ("RAD-02", "error", "77407", TREATED, treated(*fractions(1, isocenters=2)), {}),
    ("RAD-03", "error", "77412", TREATED, treated(*fractions(1, **GUIDED)), {}),
    ("RAD-04", "warning", "77407 77387-26", TREATED, treated(*fractions(1)), {}),
    ("RAD-04", "warning", "77407 77387-26", TREATED, treated(*fractions(1, image_guidance=True)), {}),
    ("RAD-04", "error", "77407 77387-26 77387-26", TREATED, None, {}),
    ("RAD-05", "error", "77373 77014", LUNG, None, BEFORE),
    ("RAD-06", "error", "77407 77407-59", TREATED, treated(*fractions(1)), {}),
    ("RAD-06", "error", "77407 77407-76", TREATED, treated(*fractions(1)), {}),
    ("RAD-06", "error", "77771*2", "C53.9", None, {}),
    ("RAD-06", "warning", "77437*2", SKIN, None, {}),
    ("RAD-07", "warning", "77412", TREATED, None, {"history": past("77263 2026-03-02", "77290 2026-03-02")}),
    ("RAD-08", "error", "77385-26", TREATED, None, BEFORE | COMMERCIAL),
    ("RAD-08", "error", "77336", TREATED, treated(*fractions(5), event("physics_check"), EXAM), HOSPITAL),
    ("RAD-09", "warning", "77401 77334", SKIN, None, BEFORE),
    ("RAD-09", "warning", "77436*2", "C44.311", None, {}),
    ("RAD-10", "error", "77407@2026-03-12 77407@2026-03-13 77417@2026-03-12 77417@2026-03-13", TREATED, None, {}),
    ("RAD-20", "warning", "77427", TREATED, None, {"history": past("77427 2026-03-11", "77407 2026-03-11")}),
    ("RAD-21", "error", "77431", TREATED, treated(*fractions(1), planned_fractions=10), {}),
    ("RAD-21", "error", "77431*2", TREATED, None, {}),
    ("RAD-21", "error", "77427", TREATED, treated(*fractions(2), EXAM, planned_fractions=2, complete=True), {}),
    ("RAD-23", "warning", "77427", TREATED, treated(*fractions(5)), {}),
    ("RAD-26", "error", "77372 77435", BRAIN, treated(*fractions(1, machine="linac"), **SRS), {}),
    ("RAD-26", "warning", "77427", LUNG, None, {"history": past("77373 2026-03-10", "77373 2026-03-11")}),
    ("RAD-27", "error", "77373", LUNG, treated(*fractions(1), **SBRT | {"planned_fractions": 8}), {}),
    ("RAD-28", "error", "77373", BRAIN, treated(*fractions(1, machine="linac"), **SRS), {}),
    ("RAD-28", "warning", "77372", BRAIN, None, {"history": past("77372 2026-03-10")}),
    ("RAD-29", "warning", "77424 77425", "C50.411", None, {}),
    ("RAD-29", "warning", "77469 77427", "C50.411", None, {}),
    ("RAD-30", "warning", "77525", TREATED, treated(*fractions(1, level="intermediate"), modality="proton"), {}),
    ("RAD-31", "warning", "77770 77431", "C54.1", None, {}),
    ("RAD-31", "warning", "77427", "C53.9", None, {"history": past("77771 2026-03-10")}),
    ("RAD-40", "error", "77263", "C61", treated(event("clinical_plan", level="simple")), {}),
    ("RAD-41", "warning", "77301", "C61", None, {"history": past("77290 2026-03-02")}),
    ("RAD-41", "warning", "77301 77280@2026-03-16", "C61",
     treated(event("plan", technique="imrt"), event("simulation", LATER, level="simple"), technique="imrt"), {}),
    ("RAD-42", "error", "77290 77290-76", "C61", None, {}),
    ("RAD-43", "warning", "77295 77293", "C34.11", treated(event("plan"), dx="C34.11"), {}),
    ("RAD-44", "warning", "77295", "C61", None, {"history": past("77295 2026-03-02")}),
    ("RAD-45", "warning", "77301", "C61", treated(event("plan"), event("device", level="complex")), {}),
    ("RAD-45", "warning", "77301", "C61", treated(event("plan", technique="imrt"), technique="imrt"),
     {"history": past("77301 2026-03-02 C1")}),
    ("RAD-46", "warning", "77301 77338 77334*5", "C61", None, {}),
    ("RAD-46", "error", "77295 77338", "C61", None, {}),
    ("RAD-49", "error", "77306 77307", "C61", None, {}),
    ("RAD-50", "error", "77336", "C61", treated(
        event("source_application", sources=80, application="interstitial"), modality="brachytherapy_ldr",
        technique=None, planned_fractions=1, complete=True), {}),
    ("RAD-51", "warning", "77370", "C61", treated(event("plan")), {}),
    ("RAD-53", "warning", "77331*4", "C61", treated(event("in_vivo_dosimetry", count=2)), {}),
    ("RAD-55", "error", "77790-26", "C54.1", None, {}),
    ("RAD-57", "warning", "77301 99205", "C61", None, {}),
    ("RAD-58", "warning", "77295", "C61", None, {"history": past("77412 2026-03-10")}),
    ("RAD-20", "warning", FIVE_TREATED, TREATED, treated(*fractions(5), EXAM, complete=True, planned_fractions=5), {}),
    ("RAD-51", "warning", f"{FIVE_TREATED} 77427@2026-03-16 77370@2026-03-16", TREATED,
     treated(*fractions(5), EXAM, event("physics_check", LATER), complete=True, planned_fractions=5), {}),
    ("RAD-54", "warning", "77778*2", "C61", treated(
        event("source_application", sources=80, application="interstitial"), modality="brachytherapy_ldr",
        technique=None, planned_fractions=1, complete=True), {}),
    ("RAD-62", "warning", "77407", TREATED, treated(*fractions(1), equipment="hospital"), {}),
]  # fmt: skip


@pytest.mark.parametrize(("row", "severity", "text", "dx", "facts", "header"), WRONG)
def test_a_wrong_claim_is_found_under_its_row(
    row: str, severity: str, text: str, dx: str, facts: Visit | None, header: dict[str, Any], tables_on: OnDay
) -> None:
    found = [f for f in loud(made(text, dx, facts, **header), tables_on) if row in f.covers]
    assert severity in {f.severity for f in found}


PLANNED = {"history": past("77263 2026-02-20", "77301 2026-02-24", "77338 2026-02-24")}
FIVE = " ".join(f"77407@2026-03-{day:02}" for day in (2, 3, 4, 5, 6))
SBRT_FIVE = " ".join(f"77373@2026-03-{day:02}" for day in (2, 3, 4, 5, 6))
RIGHT: list[tuple[str, str, dict[str, Any]]] = [
    ("77407 77387-26", TREATED, {}),
    ("77412", BREAST, {}),
    ("77402 77431", "Z51.0 C79.51 C61", {}),
    ("77407 77407-76 77387-26 77387-26-76", TREATED, {}),
    (f"{FIVE} 77427@2026-03-06 77336@2026-03-06", TREATED, PLANNED),
    ("77407 77427", TREATED, {}),
    ("77407 77427 77336", TREATED, {"history": past("77427 2026-03-05", "77336 2026-03-05")}),
    (f"{SBRT_FIVE} 77435@2026-03-06", LUNG, PLANNED),
    ("77372 77432", BRAIN, {}),
    ("77371 77432", "Z51.0 C71.1", {}),
    ("77263 77470", "C20", {}),
    ("77290 77334", "C61", {}),
    ("77295 77300*4 77334*4", "C20", {}),
    ("77301 77300*2 77338 77334", "C61", {}),
    ("77301 77293", "C34.11", {}),
    ("77295 77293", "C34.11", {}),
    ("77307 77334*2", "C79.51 C61", {}),
    ("77321", "C50.411", {}),
    ("77370", "C20", {}),
    ("77331*2 77407", TREATED, {}),
    ("77280 77407", BREAST, {}),
    ("77280 77407", BREAST, {"history": past("77263 2026-02-20", "77290 2026-02-20", "77295 2026-02-24")}),
    ("77436", "C44.311", {}),
    ("77437 77439", SKIN, {}),
    ("77438 77336", SKIN, {}),
    ("77417 77407", TREATED, {}),
    ("77523 77427", TREATED, {}),
    ("77525 77387-26", TREATED, {}),
    ("77771 77317", "C53.9", {}),
    ("77770 77770-76 77280 77280-76", "C50.411", {}),
    ("77772 77318", "C61", {}),
    ("77778 77318 76965", "C61", {}),
    ("77763 77790", "C54.1", {}),
    ("77768", "C44.311", {}),
    ("77424 77469", "C50.411", {}),
    ("77427", TREATED, HOSPITAL),
    ("77387-26", TREATED, HOSPITAL),
    ("77263 77290-26", "C61", HOSPITAL),
    ("99204-25 77263 77290", "C61", {}),
    ("99213-24", "M17.11", {"history": past("77427 2026-02-10")}),
    ("G6012", TREATED, BEFORE),
    ("G6015 77014", TREATED, BEFORE),
    ("G6012 G6012-76", TREATED, BEFORE),
    ("77385 77387-26", TREATED, BEFORE | COMMERCIAL),
    ("77386 77427", "Z51.0 C32.0", BEFORE | COMMERCIAL),
    ("77014-26", TREATED, BEFORE | HOSPITAL),
    ("77401 77280", SKIN, BEFORE),
    ("77373", LUNG, BEFORE),
]


@pytest.mark.parametrize(("text", "dx", "header"), RIGHT, ids=[f"{text} {dx}"[:60] for text, dx, _ in RIGHT])
def test_a_right_claim_is_quiet(text: str, dx: str, header: dict[str, Any], tables_on: OnDay) -> None:
    assert loud(made(text, dx, **header), tables_on) == []
