"""Complications, causes, status and contradictions: what stands first, what follows, what is asked."""

from datetime import date
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

TABLES = Tables(date(2026, 3, 12))


def seen(*diagnoses: str | dict[str, Any], reason: str = "evaluation", **header: Any) -> Derivation:
    data = {
        "date_of_service": "2026-03-12",
        "reason": reason,
        "payer": {"kind": "medicare", "name": "Medicare"},
        "diagnoses": [{"code": d} if isinstance(d, str) else d for d in diagnoses],
        **header,
    }
    visit = parse(Visit, data)
    return derive(visit, TABLES.at(visit.date_of_service))


def codes(*diagnoses: str | dict[str, Any], **header: Any) -> tuple[str, ...]:
    return seen(*diagnoses, **header).claim.diagnoses


def asked(*diagnoses: str | dict[str, Any], **header: Any) -> str:
    return " | ".join(q.ask for q in seen(*diagnoses, **header).questions)


def given(drug: str, route: str = "iv_infusion", **facts: Any) -> dict[str, Any]:
    clock = {"start": "09:00", "stop": "10:00"} if route == "iv_infusion" else {"start": "09:00"}
    return {"id": "a1", "drug": drug, "route": route, **clock, **facts}


FULVESTRANT = given("fulvestrant", "intramuscular", dose={"amount": 500, "unit": "mg"})


@pytest.mark.parametrize("harm", ["R11.2", "D70.9", "I26.99", "T80.810A", "M84.551A", "D89.832", "T86.19"])
def test_a_visit_for_a_complication_lists_it_first(harm: str) -> None:
    assert codes("C50.411", harm, reason="complication")[:2] == (harm, "C50.411")


def test_several_complications_and_none_marked_are_asked() -> None:
    assert "which of D70.1, D64.81" in asked("C50.411", "D70.1", "D64.81", reason="complication")
    assert "which of" not in asked("C50.411", {"code": "D70.1", "treated": True}, "D64.81", reason="complication")


def test_a_fracture_is_followed_by_the_neoplasm_in_the_bone_and_waits_where_the_cancer_is_seen() -> None:
    fracture = {"code": "M84.551A", "treated": True}
    assert codes("C50.411", "C79.51", fracture, reason="complication") == ("M84.551A", "C79.51", "C50.411")
    cancer = {"code": "C79.51", "treated": True}
    assert codes("M84.551D", cancer, "C50.411") == ("C79.51", "C50.411", "M84.551D")


@pytest.mark.parametrize(
    ("heading", "cause", "code"),
    [
        ("D61.81", "antineoplastic_drug", "D61.810"),
        ("K12.3", "radiation", "K12.33"),
        ("K12.3", "antineoplastic_drug", "K12.31"),
        ("D63", "neoplasm", "D63.0"),
    ],
)
def test_a_documented_cause_picks_the_code_below_its_heading(heading: str, cause: str, code: str) -> None:
    found = codes("C10.9", {"code": heading, "due_to": cause}, reason="complication")
    assert code in found
    assert heading not in found


def test_a_code_with_its_placeholder_lacks_only_the_last_character() -> None:
    assert codes("C79.51", "C61", {"code": "M84.58X", "treated": True}, reason="complication")[0] == "M84.58XA"
    assert "seventh" in asked("C79.51", "C61", "M84.58X")


def test_a_poisoning_goes_before_what_it_did_and_an_adverse_effect_after() -> None:
    assert codes("C50.411", "R11.2", "T45.1X1A", reason="complication")[0] in {"R11.2", "T45.1X1A"}
    assert codes("C50.411", {"code": "T45.1X1A", "treated": True}, "R11.2", reason="complication")[0] == "T45.1X1A"
    assert codes("C50.411", "R11.2", "T45.1X5A", reason="complication")[0] == "R11.2"


@pytest.mark.parametrize("status", ["Z95.828", "Z94.84", "Z87.891", "Z53.09", "Z80.3", "Z92.3", "Z90.11"])
def test_status_and_circumstances_come_after_the_neoplasm_and_may_stand_alone(status: str) -> None:
    assert codes(status, "C50.411") == ("C50.411", status)
    assert codes(status)[0] == status


def test_receptor_status_before_other_status_and_single_codes_in_the_combined_one() -> None:
    assert codes("Z79.811", "Z17.0", "C50.411") == ("C50.411", "Z17.0", "Z79.811")
    assert codes("Z17.0", "Z17.31", "C50.411", "Z17.410") == ("C50.411", "Z17.410")
    assert "active cancer" in asked({"code": "C50.411", "status": "history"}, "Z17.0", "Z79.810")


def test_palliative_care_first_only_where_the_visit_is_for_it() -> None:
    assert codes("Z51.5", "C34.11") == ("C34.11", "Z51.5")
    assert codes("C34.11", {"code": "Z51.5", "treated": True}, reason="supportive_care")[0] == "Z51.5"


def test_a_clotted_catheter_is_what_the_visit_is_for() -> None:
    clearing = given("alteplase", "catheter_declot", dose={"amount": 2, "unit": "mg"})
    visit = {"reason": "access_care", "administrations": [clearing]}
    assert codes("C50.411", "T82.868A", **visit)[0] == "T82.868A"
    assert "wrong with the catheter" in asked("C50.411", **visit)


@pytest.mark.parametrize(
    ("service", "diagnosis", "first"),
    [("36430", "D64.81", "D64.81"), ("36430", "D63.0", "C90.00"), ("99195", "D45", "D45")],
)
def test_a_procedure_is_done_for_the_diagnosis_that_supports_it(service: str, diagnosis: str, first: str) -> None:
    derived = seen("I10", "C90.00", diagnosis, reason="procedure", services=[{"code": service}])
    assert derived.claim.diagnoses[0] == first
    line = next(line for line in derived.claim.lines if line.code == service)
    assert derived.claim.pointed(line)[0] == diagnosis


def test_a_drug_for_another_disease_is_no_chemotherapy_encounter() -> None:
    methotrexate = [given("methotrexate", "intramuscular", dose={"amount": 25, "unit": "mg"})]
    visit = {"reason": "drug_treatment", "administrations": methotrexate}
    assert codes("M05.79", "C50.411", **visit) == ("M05.79", "C50.411")
    assert "no other disease is documented" in asked("C50.411", **visit)
    assert "no other disease is documented" not in asked("M05.79", "C50.411", **visit)


def test_an_encounter_heading_that_was_typed_gives_way_to_the_treatment_given() -> None:
    treated = {"reason": "antineoplastic_treatment", "administrations": [given("cisplatin")]}
    assert codes("Z51.1", "C34.11", **treated) == ("Z51.11", "C34.11")
    assert "Z51.1 is stated but no such treatment" in asked("Z51.1", "C34.11")


@pytest.mark.parametrize(
    ("diagnoses", "header", "words"),
    [
        (("C83.31", "D61.1"), {}, "which drug caused D61.1"),
        (("Z08", "C61"), {}, "follow-up after completed treatment"),
        (({"code": "C50.411", "status": "history", "intent": "treatment"}, "Z79.811"), {}, "which is it"),
        (({"code": "C81.1A", "status": "in_relapse"},), {}, "says remission"),
        (("C18.2",), {"reason": "hydration"}, "why was fluid given"),
        (("D70.1",), {"reason": "complication"}, "for which neoplasm"),
        (("C80.1", "C34.11"), {}, "which is right"),
        (("Z85.3",), {"administrations": [FULVESTRANT]}, "is the drug for prevention"),
        (("C50.411", {"code": "c50411", "status": "history"}), {}, "as active and as history"),
    ],
)
def test_what_the_documentation_must_say_is_asked(diagnoses: Any, header: dict[str, Any], words: str) -> None:
    assert words in asked(*diagnoses, **header)


def test_a_cause_that_is_documented_is_not_asked() -> None:
    assert "which drug" not in asked("C83.31", {"code": "D61.1", "due_to": "antineoplastic_drug"})
    assert "which drug" not in asked("C83.31", "D61.1", "T45.1X5A")
    assert "which drug" not in asked("C83.31", "I10")


def test_radiation_of_one_of_several_neoplasms_asks_which() -> None:
    course = {"id": "C1", "modality": "external_beam", "technique": "3d", "equipment": "practice"}
    plan = {"date": "2026-03-12", "type": "clinical_plan", "level": "complex"}
    header = {"reason": "radiation_planning", "radiation": {"course": course, "events": [plan]}}
    assert "does the course treat" in asked("C34.11", "C79.31", **header)
    assert "does the course treat" not in asked("C34.11", {"code": "C79.31", "treated": True}, **header)
    assert codes("C34.11", {"code": "C79.31", "treated": True}, **header) == ("C79.31", "C34.11")


def test_a_tumors_syndrome_follows_the_tumor_whose_note_names_it() -> None:
    assert codes("E34.00", "C7A.012") == ("C7A.012", "E34.00")
    assert codes("I10", "E34.00", "C7A.012") == ("I10", "C7A.012", "E34.00")
