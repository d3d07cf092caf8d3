"""How a visit begins: the patient found, what is known from before, the last visit again."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.domain.people import Patient
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.services import sample_practice
from oncodesk.services.begin_visit import find_known, last_facts, next_facts, repeated

if TYPE_CHECKING:
    from oncodesk.vault.store import Store


@pytest.fixture
def store(code_sets: CodeSets, tmp_path: Path) -> "Iterator[Store]":
    """The sample practice with three more patients."""
    opened = sample_practice.open_sample(tmp_path / "sample", code_sets)
    for account, family, given in (("P-1", "Smith", "Joan"), ("P-2", "Jones", "Smitty"), ("P-3", "Van der Berg", "Jo")):
        patient = {"account": account, "family_name": family, "given_name": given, "birth_date": "1960-01-02"}
        opened.save_patient(parse(Patient, patient | {"sex": "F"}))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("smi j", ["Smith, Joan"]),
        ("smi", ["Smith, Joan"]),
        ("van b j", ["Van der Berg, Jo"]),
        ("SMITH, JO", ["Smith, Joan"]),
        ("sam m", ["Sample, Marta"]),
        ("A-1007", ["Sample, Marta"]),
        ("P-2", ["Jones, Smitty"]),
        ("zz", []),
        ("", []),
    ],
)
def test_patients_are_found_by_the_beginnings_of_their_names(store: "Store", typed: str, names: list[str]) -> None:
    assert [one.name for one in find_known(store, typed)] == names


def test_the_last_visit_is_named(store: "Store") -> None:
    found = find_known(store, "sam")[0]
    assert (found.account, str(found.last_on), found.payer) == ("A-1007", "2026-09-14", "Harbor Mutual (sample)")
    assert last_facts(store, "A-1007")["date_of_service"] == "2026-09-14"
    assert last_facts(store, "A-10") == {} == last_facts(store, "P-1")


def test_a_next_visit_takes_over_who_and_who_pays(store: "Store") -> None:
    last = last_facts(store, "A-1007")
    facts = next_facts(last, None, {"date_of_service": "2026-09-28", "administrations": []})
    assert facts["payer"] == last["payer"] and facts["diagnoses"] == last["diagnoses"]
    assert facts["date_of_service"] == "2026-09-28" and not facts["administrations"]
    assert not {"facts", "history", "payments"} & set(facts)


def test_the_last_visit_again_keeps_doses_and_clears_the_day(store: "Store") -> None:
    last = last_facts(store, "A-1007") | {"payments": [], "facts": {"signed_order": True}}
    begun = next_facts(last, None, {"format": "oncodesk.visit/1", "date_of_service": "2026-09-28", "services": []})
    facts: dict[str, Any] = repeated(last, begun)
    kept = [(row["drug"], row["dose"], row["route"], row["containers"]) for row in facts["administrations"]]
    assert kept == [(row["drug"], row["dose"], row["route"], row["containers"]) for row in last["administrations"]]
    for row in facts["administrations"]:
        assert not {"start", "stop", "minutes", "discarded", "segments", "stop_next_day"} & set(row)
    assert facts["services"] == [] and not {"facts", "payments", "history"} & set(facts)
    parse(Visit, facts)


def test_of_a_course_the_course_alone_is_repeated() -> None:
    last = sample_practice.read("visit-imrt-week")
    facts = repeated(last, next_facts(last, None, {"date_of_service": "2026-09-21"}))
    assert facts["radiation"] == {"course": last["radiation"]["course"], "events": []}
