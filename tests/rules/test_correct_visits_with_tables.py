"""The correct visits again, with every edit table at hand loaded as if it were that of 2026: still no error."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import loaded_tables
import pytest
from test_correct_visits import made, visits

from oncodesk.codes.facts import read_drugs, read_procedures
from oncodesk.codes.library import CodeSets
from oncodesk.codes.tables import Tables
from oncodesk.domain.report import Finding, Report
from oncodesk.rules.check import check
from oncodesk.rules.examples import given, visit
from oncodesk.services.derive_claim import derive_claim

OnDay = Callable[[date], Tables]
UNITS = "edits.unlikely-units"
EDITS = {UNITS, "edits.ncci-pair", "edits.addon-table"}
PERIOD = ("2024-10-01", "2026-12-31")
"""Courses of radiation reach back into 2024."""
ALONE = "a patient who pays alone meets no payer's edits"


@pytest.fixture(scope="module")
def whole(code_sets: CodeSets, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> OnDay:
    """The code tables of a day with every row of unlikely units and add-on codes, and every pair of our codes."""
    folder = tmp_path_factory.mktemp("whole")
    ours = {row.code for row in (*read_drugs(), *read_procedures())}
    paths = loaded_tables.whole(shared_data, folder, ours)
    if paths is None:
        pytest.skip("the complete NCCI tables are not beside the repository")
    loaded = loaded_tables.load(code_sets, folder, paths, PERIOD)
    held = loaded.at(date(2026, 3, 12)).editions
    assert (held.ptp, held.mue, held.addon) == (PERIOD[0],) * 3
    return loaded.at


@pytest.fixture(scope="module")
def reports(whole: OnDay) -> list[Report]:
    """What is said of each correct visit."""
    found = [derive_claim(facts, whole(facts.date_of_service)).report for facts, _, _ in visits()]
    return [report for report in found if report]


def loud(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.severity != "info"]


@pytest.mark.slow
def test_no_error_and_every_warning_explained(reports: list[Report]) -> None:
    assert len(reports) >= 500
    for report, (*_, may_warn) in zip(reports, made(), strict=True):
        for finding in loud(report):
            assert finding.severity != "error", finding
            assert finding.rule in may_warn, finding
        assert {n.reason for n in report.not_checked if n.rule in EDITS} <= {ALONE}


@pytest.mark.slow
def test_a_dose_that_no_clinic_gives_is_unlikely_and_one_that_it_gives_is_not(whole: OnDay) -> None:
    """600 mg of pembrolizumab, recorded: above what CMS finds likely, and no policy forbids it."""
    boxes = [{"amount": 100, "unit": "mg", "count": 6, "kind": "single_dose"}]
    heavy = given("a1", "pembrolizumab", at="09:00-09:30", dose={"amount": 600, "unit": "mg"}, containers=boxes)
    report = derive_claim(visit(heavy, dx="C34.11"), whole(date(2026, 3, 12))).report
    assert report
    (found,) = (f for f in report.findings if f.rule == UNITS)
    assert found.severity == "warning"
    assert "Indicator 3" in found.why
    assert "The facts give" in found.why


@pytest.mark.slow
def test_the_pairs_that_correct_visits_meet_are_answered_and_shown(reports: list[Report]) -> None:
    answers = Counter(r.by for report in reports for r in report.resolved if r.rule == "edits.ncci-pair")
    assert answers["25"] > 20
    assert set(answers) <= {"25", "59", "25 59"}


@pytest.mark.slow
def test_without_their_facts_no_error_is_held_against_them(whole: OnDay) -> None:
    for facts, _, derived in visits():
        bare = tuple(line.model_copy(update={"facts": ()}) for line in derived.claim.lines)
        held = derived.claim.model_copy(update={"visit": None, "lines": bare})
        report = check(held, whole(facts.date_of_service))
        assert {f.rule for f in report.findings if f.severity == "error"} == set()
