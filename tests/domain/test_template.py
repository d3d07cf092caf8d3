"""Regimens and favourites as documents."""

import json

import pytest

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import read_own
from oncodesk.domain.template import Favourites, Template, Templates

REGIMEN = {
    "format": "oncodesk.template/1",
    "name": "FOLFOX",
    "reason": "antineoplastic_treatment",
    "diagnoses": [{"code": "C18.2"}],
    "administrations": [
        {"drug": "palonosetron", "route": "iv_push", "dose": {"amount": 0.25, "unit": "mg"}, "sequence": 1},
        {"drug": "oxaliplatin", "route": "iv_infusion", "dose_by": "85 mg/m2", "ordered_minutes": 120, "sequence": 2},
    ],
    "services": [{"code": "99214"}],
    "cycle_days": 14,
}


def test_a_template_comes_back_as_written() -> None:
    found = read_own(json.dumps(REGIMEN))
    assert isinstance(found, Template)
    assert found.administrations[1].dose_by == "85 mg/m2"
    assert read_own(found.model_dump_json()) == found


@pytest.mark.parametrize("said", ["AUC 5", "AUC 1.5", "8 mg/kg", "5000 units/m2"])
def test_doses_that_follow_the_patient(said: str) -> None:
    drug = {"drug": "x", "route": "iv_infusion", "dose_by": said}
    assert Template.model_validate(REGIMEN | {"administrations": [drug]}).administrations[0].dose_by == said


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"payer": {"kind": "medicare"}}, "payer"),
        ({"reason": "anything"}, "reason"),
        ({"cycle_days": 0}, "cycle_days"),
        ({"administrations": [{"drug": "x", "route": "iv_push", "dose_by": "85 mg per m2"}]}, "administrations.0"),
        (
            {
                "administrations": [
                    {"drug": "x", "route": "iv_push", "dose_by": "AUC 5", "dose": {"amount": 1, "unit": "mg"}}
                ]
            },
            "dose_by",
        ),
        ({"format": "oncodesk.visit/1"}, "format"),
    ],
)
def test_what_is_no_template_is_said_by_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(UnusableInput) as said:
        read_own(json.dumps(REGIMEN | change))
    assert field in said.value.field and "\n" not in str(said.value)


def test_favourites_of_any_set() -> None:
    text = '{"format": "oncodesk.favourites/1", "codes": [{"code": "C50.911"}, {"code": "J9035", "note": "Avastin"}]}'
    found = read_own(text)
    assert isinstance(found, Favourites) and [one.note for one in found.codes] == ["", "Avastin"]


def test_two_templates_never_share_a_name() -> None:
    regimen = Template.model_validate(REGIMEN)
    with pytest.raises(ValueError, match="name of its own"):
        Templates(templates=(regimen, regimen))
