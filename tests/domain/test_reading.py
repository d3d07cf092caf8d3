"""Documents that cannot be used are refused in one line that names the field."""

import json
from typing import Any

import pytest

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import read_claim, read_visit, read_visit_or_claim

VISIT: dict[str, Any] = {
    "format": "oncodesk.visit/1",
    "date_of_service": "2026-03-12",
    "reason": "antineoplastic_treatment",
    "administrations": [{"id": "a2", "drug": "oxaliplatin", "route": "iv_infusion"}],
}
PATIENT = {"account": "A-1", "family_name": "Example", "given_name": "Pat", "birth_date": "1961-04-02", "sex": "F"}


def with_administration(**changes: Any) -> str:
    return json.dumps(VISIT | {"administrations": [VISIT["administrations"][0] | changes]})


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ("{", "line 1, column 2", "expected JSON"),
        ("[]", "document", "found a list"),
        ('{"format": "oncodesk.visit/9"}', "format", "oncodesk.visit/9"),
        ('{"format": "oncodesk.visit/1", "reason": "evaluation"}', "date_of_service", "found none"),
        ('{"format": "oncodesk.visit/1", "a": NaN}', "document", "NaN"),
        ("[" * 100_000, "document", "expected JSON"),
        (with_administration(dose={"amount": -1, "unit": "mg"}), "administrations.a2.dose.amount", "-1"),
        (with_administration(start="25:00"), "administrations.a2.start", "24-hour clock"),
        (with_administration(start="10:00", stop="09:00"), "administrations.a2.stop", "after start 10:00"),
        (with_administration(start="10:00", stop="10:00"), "administrations.a2.stop", "after start 10:00"),
        (with_administration(color="red"), "administrations.a2.color", "unknown field"),
        (with_administration(drug=" "), "administrations.a2.drug", "name or code"),
        (with_administration(concurrent_with=["a9"]), "administrations.a2.concurrent_with", "a9"),
        (with_administration(route="nasal"), "administrations.a2.route", "nasal"),
        (with_administration(route="IV"), "administrations.a2.route", "did you mean iv_infusion or iv_push?"),
        (
            with_administration(dose="150 mg"),
            "administrations.a2.dose",
            '{"amount": 150, "unit": "mg"}, found "150 mg"',
        ),
        (json.dumps(VISIT | {"diagnosis": []}), "diagnosis", "did you mean diagnoses?"),
        (
            json.dumps(VISIT | {"payer": {"kind": "Medicare Part B", "name": "x"}}),
            "payer.kind",
            "did you mean medicare?",
        ),
        (json.dumps(VISIT | {"date_of_service": "3/12/2026"}), "date_of_service", "as 2026-03-12 (year, month, day)"),
        (json.dumps(VISIT | {"administrations": 3}), "administrations", "a list in square brackets"),
        (" ", "document", "an empty file"),
        (json.dumps(VISIT) * 2, f"line 1, column {len(json.dumps(VISIT)) + 1}", "more behind it"),
        ("// a visit\n{}", "line 1, column 1", "no comments"),
        ("hello", "line 1, column 1", "found 'hello'"),
        (json.dumps(VISIT | {"patient": PATIENT | {"address": {"line1": "1 Elm"}}}), "patient.address.city", "none"),
        (json.dumps(VISIT | {"patient": PATIENT | {"birth_date": "2030-01-01"}}), "patient.birth_date", "on or before"),
    ],
)
def test_a_fault_is_named_with_its_field(text: str, field: str, said: str) -> None:
    with pytest.raises(UnusableInput) as problem:
        read_visit_or_claim(text)
    assert problem.value.field == field
    assert said in str(problem.value)
    assert "\n" not in str(problem.value)


def test_no_unit_is_suggested_that_only_looks_alike() -> None:
    with pytest.raises(UnusableInput) as problem:
        read_visit(with_administration(dose={"amount": 5, "unit": "milligrams"}))
    assert "did you mean" not in str(problem.value)


def test_past_midnight_needs_to_be_said() -> None:
    assert read_visit(with_administration(start="23:30", stop="00:40", stop_next_day=True))
    assert read_visit(with_administration(start="23:30", stop="2026-03-13T00:40"))


def test_a_byte_that_is_not_utf8_and_the_other_kind_of_document_are_said() -> None:
    with pytest.raises(UnusableInput, match="UTF-8"):
        read_visit(b'{"format": "\xff"}')
    with pytest.raises(UnusableInput, match="found a visit"):
        read_claim(json.dumps(VISIT))


def test_two_faults_are_counted() -> None:
    with pytest.raises(UnusableInput, match="and 1 more"):
        read_visit(with_administration(route="nasal", start="25:00"))
