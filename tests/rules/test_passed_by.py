"""Rules that are passed by, and days on which published values were not in force, change no report and break none."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from test_correct_visits import altered, visits

from oncodesk.codes.library import CodeSets
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.reading import read_visit_or_claim
from oncodesk.rules.catalogue import RULES
from oncodesk.rules.check import check
from oncodesk.rules.kit import Subject

Judged = tuple[Claim, Derivation | None]
CASES = Path(__file__).parents[3] / "shared" / "scenarios" / "cases"


def examples(code_sets: CodeSets) -> Iterator[Judged]:
    for rule in RULES:
        for claim in (rule.bad(), rule.good()):
            yield claim, derive(claim.visit, code_sets.at(claim.date_of_service)) if claim.visit else None


def scenarios(code_sets: CodeSets) -> Iterator[Judged]:
    for path in sorted(CASES.glob("*.json")):
        (given,) = json.loads(path.read_text(encoding="utf-8"))["input"].values()
        document = read_visit_or_claim(json.dumps(given))
        if isinstance(document, Claim):
            yield document, derive(document.visit, code_sets.at(document.date_of_service)) if document.visit else None
        else:
            derived = derive(document, code_sets.at(document.date_of_service))
            yield derived.claim.model_copy(update={"visit": document}), derived
            yield derived.claim, None


def generated(_: CodeSets) -> Iterator[Judged]:
    for _visit, _tables, derived in visits():
        yield derived.claim, derived
        yield derived.claim.model_copy(update={"visit": None}), None
        for n, (_what, claim) in enumerate(altered(derived.claim)):
            if n % 7 == 0:
                yield claim, derived


@pytest.mark.parametrize("source", [examples, scenarios, generated])
def test_a_rule_passed_by_had_nothing_to_say(source, code_sets: CodeSets, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = 0
    for claim, derived in source(code_sets):
        tables = code_sets.at(claim.date_of_service)
        subject = Subject(claim, tables, derived, claim.date_of_service)
        if subject.has_radiation:
            continue
        passed += 1
        short = check(claim, tables, derived)
        with monkeypatch.context() as patch:
            patch.setattr(Subject, "has_radiation", True)
            assert check(claim, tables, derived) == short
    if source is scenarios and not CASES.is_dir():
        pytest.skip("the scenarios are not beside the repository")
    assert passed > 100


@pytest.mark.parametrize("year", [1990, 2005, 2012, 2014, 2016, 2019, 2024, 2030, 2100])
def test_no_date_breaks_a_rule(year: int, code_sets: CodeSets) -> None:
    day = date(year, 3, 12)
    for rule in RULES:
        for claim in (rule.bad(), rule.good()):
            lines = tuple(line.model_copy(update={"date_of_service": None, "date_to": None}) for line in claim.lines)
            dated = claim.model_copy(update={"date_of_service": day, "lines": lines, "visit": None})
            assert check(dated, code_sets.at(day)).as_of == day


def test_what_was_not_in_force_is_not_checked(code_sets: CodeSets) -> None:
    claim = next(rule for rule in RULES if rule.id == "diagnosis.pointers-unusable").bad()
    said = check(claim.model_copy(update={"date_of_service": date(2005, 3, 12)}), code_sets.at(date(2005, 3, 12)))
    reasons = {n.rule: n.reason for n in said.not_checked}
    assert reasons["diagnosis.pointers-unusable"] == "claim.max_diagnoses was not in force on 2005-03-12"
