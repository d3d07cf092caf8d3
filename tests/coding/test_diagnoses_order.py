"""Which diagnosis is first, what goes with it, and what a status makes of a code."""

from datetime import date
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.coding.diagnoses.ordering import Ordered, order_diagnoses
from oncodesk.coding.given import Given
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

TABLES = Tables(date(2026, 3, 12))
CLASSES = {"chemotherapy": "antineoplastic", "immunotherapy": "antineoplastic", "both": "antineoplastic"}


def order(
    *diagnoses: str | dict[str, Any],
    reason: str = "evaluation",
    drugs: tuple[str, ...] = (),
    on: str = "2026-03-12",
    drug_class: str | None = None,
    **header: Any,
) -> Ordered:
    """The order of these diagnoses where each of the drugs is for that kind of encounter."""
    given_as = [
        {"id": f"a{n}", "class": drug_class or CLASSES.get(kind, "therapeutic"), "route": "iv_infusion"}
        for n, kind in enumerate(drugs)
    ]
    data = {
        "format": "oncodesk.visit/1",
        "date_of_service": on,
        "reason": reason,
        "diagnoses": [{"code": d} if isinstance(d, str) else d for d in diagnoses],
        "administrations": given_as,
        **header,
    }
    visit = parse(Visit, data)
    given = tuple(
        Given(a, None, a.drug_class, kind)  # type: ignore[arg-type]
        for a, kind in zip(visit.administrations, drugs, strict=True)
    )
    return order_diagnoses(visit, given, TABLES.at(visit.date_of_service))


def treated(code: str, **facts: Any) -> dict[str, Any]:
    return {"code": code, "treated": True, **facts}


@pytest.mark.parametrize(
    ("drugs", "expected"),
    [
        (("chemotherapy",), ("Z51.11", "C34.11")),
        (("immunotherapy",), ("Z51.12", "C34.11")),
        (("both",), ("Z51.11", "Z51.12", "C34.11")),
        (("immunotherapy", "chemotherapy"), ("Z51.11", "Z51.12", "C34.11")),
        (("none",), ("C34.11",)),
        ((), ("C34.11",)),
    ],
)
def test_encounter_code_by_what_was_given(drugs: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert order("c3411", reason="antineoplastic_treatment", drugs=drugs).codes == expected


def test_hormonal_drugs_have_no_encounter_code() -> None:
    found = order("Z17.0", "C50.411", reason="antineoplastic_treatment", drugs=("none",),
                  drug_class="hormonal_antineoplastic")  # fmt: skip
    assert found.codes == ("C50.411", "Z17.0")


def test_no_encounter_code_without_a_neoplasm() -> None:
    biologic = order("K50.90", reason="drug_treatment", drugs=("immunotherapy",), drug_class="complex_biologic")
    assert biologic.codes == ("K50.90",)
    assert not biologic.questions
    unknown = order("R53.83", reason="antineoplastic_treatment", drugs=("chemotherapy",))
    assert unknown.codes == ("R53.83",)
    assert "which neoplasm" in unknown.questions[0].ask


def test_a_biologic_for_another_disease_of_a_cancer_patient() -> None:
    found = order("M05.79", "C50.411", reason="drug_treatment", drugs=("immunotherapy",), drug_class="complex_biologic")
    assert found.codes == ("M05.79", "C50.411")


def test_an_encounter_code_typed_without_treatment_is_left_out_and_asked() -> None:
    found = order("Z51.11", "C34.11")
    assert found.codes == ("C34.11",)
    assert "Z51.11" in found.questions[0].ask


def fraction(modality: str) -> dict[str, Any]:
    kind = "source_application" if modality.startswith("brachy") else "fraction"
    event = {"date": "2026-03-12", "type": kind, "number": 1}
    return {"radiation": {"course": {"id": "C1", "modality": modality}, "events": [event]}}


@pytest.mark.parametrize(
    ("modality", "first"),
    [
        ("external_beam", "Z51.0"),
        ("sbrt", "Z51.0"),
        ("proton", "Z51.0"),
        ("superficial", "Z51.0"),
        ("brachytherapy_hdr", "C61"),
        ("brachytherapy_ldr", "C61"),
        ("intraoperative", "C61"),
    ],
)
def test_beams_are_encounters_and_implants_are_not(modality: str, first: str) -> None:
    assert order("C61", reason="radiation_treatment", **fraction(modality)).codes[0] == first


def test_radiation_and_chemotherapy_of_one_day() -> None:
    both = {"drugs": ("chemotherapy",), **fraction("external_beam")}
    assert order("C53.9", reason="radiation_treatment", **both).codes == ("Z51.0", "Z51.11", "C53.9")
    assert order("C53.9", reason="antineoplastic_treatment", **both).codes == ("Z51.11", "Z51.0", "C53.9")


def test_the_treated_metastasis_before_the_primary() -> None:
    assert order("C50.911", treated("C79.51"), reason="radiation_planning").codes == ("C79.51", "C50.911")
    chemo = order("C50.911", treated("C78.7"), reason="antineoplastic_treatment", drugs=("chemotherapy",))
    assert chemo.codes == ("Z51.11", "C78.7", "C50.911")
    assert order("C80.1", treated("C79.51")).codes == ("C79.51", "C80.1")
    assert "primary" in order("C79.51").questions[0].ask


def test_anemia_of_chemotherapy_first_with_neoplasm_and_cause() -> None:
    found = order("C34.11", treated("D64.81", due_to="antineoplastic_drug"))
    assert found.codes == ("D64.81", "C34.11", "T45.1X5A")


def test_anemia_of_the_neoplasm_after_it() -> None:
    assert order(treated("D63.0", due_to="neoplasm"), "C34.11", reason="supportive_care").codes == ("C34.11", "D63.0")


def test_neutropenic_fever() -> None:
    found = order("R50.81", "C50.411", treated("D70.1"), reason="complication")
    assert found.codes == ("D70.1", "R50.81", "C50.411", "T45.1X5A")


@pytest.mark.parametrize(("day", "cause"), [("2024-09-30", "T45.1X5A"), ("2024-10-01", "T45.AX5A")])
def test_harm_of_immunotherapy_by_date(day: str, cause: str) -> None:
    found = order("C43.59", treated("K52.1", due_to="immunotherapy"), reason="complication", on=day)
    assert found.codes == ("K52.1", cause, "C43.59")


def test_harm_of_radiation() -> None:
    found = order("C50.411", treated("L58.0", due_to="radiation"), reason="complication")
    assert found.codes == ("L58.0", "C50.411", "Y84.2")


def test_a_cause_typed_without_its_last_character_is_completed_and_never_first() -> None:
    found = order("T45.1X5", treated("D70.1"), "C50.411", reason="complication")
    assert found.codes == ("D70.1", "C50.411", "T45.1X5A")


def test_harm_waits_where_treatment_is_given() -> None:
    found = order("D64.81", "C34.11", reason="antineoplastic_treatment", drugs=("chemotherapy",))
    assert found.codes == ("Z51.11", "C34.11", "D64.81", "T45.1X5A")


def test_dehydration_first_on_a_hydration_visit() -> None:
    assert order("C18.2", "R11.2", "E86.0", reason="hydration").codes == ("E86.0", "C18.2", "R11.2")


@pytest.mark.parametrize(
    ("reason", "expected"), [("supportive_care", ("G89.3", "C76.0")), ("evaluation", ("C76.0", "G89.3"))]
)
def test_pain_first_only_where_the_visit_is_for_it(reason: str, expected: tuple[str, ...]) -> None:
    assert order("C76.0", "G89.3", reason=reason).codes == expected


@pytest.mark.parametrize(
    ("code", "history"),
    [
        *(("C50.411", "Z85.3"), ("C34.11", "Z85.118"), ("C61", "Z85.46"), ("C92.01", "Z85.6")),
        *(("C83.31", "Z85.72"), ("C57.01", "Z85.4A"), ("D05.11", "Z86.000")),
    ],
)
def test_history(code: str, history: str) -> None:
    assert order({"code": code, "status": "history"}).codes == (history,)


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("C91.10", "in_remission", "C91.11"),
        ("C91.1", "in_remission", "C91.11"),
        ("C90.00", "in_relapse", "C90.02"),
        ("C83.31", "in_remission", "C83.3A"),
        ("C81.19", "in_remission", "C81.1A"),
        ("C86.00", "in_remission", "C86.01"),
        ("C83.31", "in_relapse", "C83.31"),
    ],
)
def test_remission_and_relapse(code: str, status: str, expected: str) -> None:
    found = order({"code": code, "status": status})
    assert found.codes == (expected,)
    assert not found.questions


def test_remission_of_a_lymphoma_before_it_had_codes() -> None:
    found = order({"code": "C83.31", "status": "in_remission"}, on="2024-09-30")
    assert found.codes == ("C83.31",)
    assert found.questions


def test_remission_of_a_solid_tumor_is_asked() -> None:
    assert order({"code": "C61", "status": "in_remission"}).questions[0].field == "status"


def test_a_suspected_neoplasm_is_not_coded() -> None:
    found = order({"code": "C34.11", "status": "suspected"}, "R91.1")
    assert found.codes == ("R91.1",)
    assert "suspected" in found.questions[0].ask


@pytest.mark.parametrize(("intent", "expected"), [("treatment", "C50.411"), ("prophylaxis", "Z85.3")])
def test_endocrine_therapy_by_its_intent(intent: str, expected: str) -> None:
    found = order({"code": "C50.411", "intent": intent}, "Z79.810")
    assert found.codes == (expected, "Z79.810")
    assert not found.questions
    assert order({"code": "C50.411", "intent": intent}).questions


def test_trial_participation_after_the_main_diagnosis() -> None:
    facts = {"clinical_trial": {"nct": "NCT01234567"}}
    found = order("C34.11", "E11.9", reason="antineoplastic_treatment", drugs=("chemotherapy",), facts=facts)
    assert found.codes == ("Z51.11", "C34.11", "Z00.6", "E11.9")
    assert order("C34.11", facts=facts).codes == ("C34.11", "Z00.6")


def test_a_flush_alone_proposes_its_code() -> None:
    flush = {"id": "a1", "drug": "heparin", "route": "access_flush"}
    visit = parse(Visit, {"format": "oncodesk.visit/1", "date_of_service": "2026-03-12", "reason": "access_care",
                          "diagnoses": [{"code": "C50.411"}], "administrations": [flush]})  # fmt: skip
    given = (Given(visit.administrations[0], None, "therapeutic", "none"),)
    assert order_diagnoses(visit, given, TABLES).codes == ("Z45.2", "C50.411")


def test_headings_and_unknown_codes_are_asked_with_what_would_do() -> None:
    heading = order("C50.91")
    assert heading.codes == ("C50.91",)
    assert "C50.911" in heading.questions[0].ask
    assert "not in ICD-10-CM" in order("C99.9").questions[0].ask


def test_a_fracture_lacks_its_seventh_character() -> None:
    assert order(treated("M84.50"), "C79.51").codes[0] == "M84.50XA"
    assert "seventh" in order("C79.51", "C61", "M84.50").questions[0].ask


def test_duplicates_are_removed_and_twelve_are_enough() -> None:
    assert order("C3411", "C34.11", "c34.11").codes == ("C34.11",)
    many = [f"I{n}.9" for n in (42, 48, 49, 50)] + ["I10", "E11.9", "E78.5", "J44.9", "N18.30", "K21.9", "M81.0"]
    found = order("Z79.899", "C34.11", *many)
    assert len(found.codes) == 12
    full = order("Z79.899", "C34.11", *many, "G47.33")
    assert len(full.codes) == 12
    assert "Z79.899" not in full.codes
    assert any("Z79.899" in q.ask for q in full.questions)


def test_no_diagnosis_at_all_is_asked() -> None:
    assert order().questions[0].ask == "which diagnosis was the visit for?"


def test_a_disease_treated_by_a_drug_before_the_cancer_beside_it() -> None:
    assert order("C18.2", "D50.0", reason="drug_treatment").codes == ("D50.0", "C18.2")
    assert order("Z79.899", "D63.1", "N18.30", reason="drug_treatment").codes == ("N18.30", "D63.1", "Z79.899")


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        (("C22.0", "C80.2", "T86.49"), ("T86.49", "C80.2", "C22.0")),
        (("C80.2", "C22.0", "T86.49"), ("T86.49", "C80.2", "C22.0")),
        (("T86.49", "C80.2", "C22.0"), ("T86.49", "C80.2", "C22.0")),
        (("C50.911", "O9A.112"), ("O9A.112", "C50.911")),
        (("O9A.112", "C50.911", "C79.51"), ("O9A.112", "C50.911", "C79.51")),
    ],
)
def test_what_a_neoplasm_complicates_goes_before_it(diagnoses: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert order(*diagnoses).codes == expected
    chemo = order(*diagnoses, reason="antineoplastic_treatment", drugs=("chemotherapy",))
    assert chemo.codes == ("Z51.11", *expected)


def test_a_neoplasm_beside_a_transplant_is_asked_about() -> None:
    assert any("transplanted organ" in q.ask for q in order("C22.0", "T86.49").questions)
    assert not any("transplanted organ" in q.ask for q in order("C92.00", "T86.09").questions)
    assert not any("transplanted organ" in q.ask for q in order("T86.49", "C80.2", "C22.0").questions)
