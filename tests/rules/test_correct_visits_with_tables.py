"""The correct visits again, with every edit table at hand loaded as if it were that of 2026: still no error."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import loaded_tables
import pytest
from test_correct_visits import EXPLAINED, visits

from oncodesk.codes.facts import read_drugs, read_procedures
from oncodesk.codes.library import CodeSets
from oncodesk.codes.tables import Tables
from oncodesk.domain.report import Finding, Report
from oncodesk.rules.check import check
from oncodesk.services.derive_claim import derive_claim

OnDay = Callable[[date], Tables]
UNITS = "edits.unlikely-units"
WARNED = EXPLAINED | {UNITS: "doses and vials are drawn at random, some beyond what CMS finds likely for one date"}
"""Warnings that a generated visit may rightly raise, and why."""
PERIOD = ("2025-07-01", "2026-12-31")
"""Courses of radiation reach back into 2025."""


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
    found = [derive_claim(visit, whole(visit.date_of_service)).report for visit, _, _ in visits()]
    return [report for report in found if report]


def loud(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.severity != "info"]


@pytest.mark.slow
def test_no_error_and_every_warning_explained(reports: list[Report]) -> None:
    assert len(reports) >= 300
    for report in reports:
        for finding in loud(report):
            assert finding.severity != "error", finding
            assert finding.rule in WARNED, finding
        assert not [n for n in report.not_checked if n.rule.startswith("edits.")]


@pytest.mark.slow
def test_unlikely_units_are_those_that_the_facts_give_and_no_policy_forbids(reports: list[Report]) -> None:
    found = [f for report in reports for f in loud(report) if f.rule == UNITS]
    assert found
    for finding in found:
        assert "Indicator 3" in finding.why
        assert "The facts give" in finding.why
        assert finding.message[0] in "JQ"


@pytest.mark.slow
def test_the_pairs_that_correct_visits_meet_are_answered_and_shown(reports: list[Report]) -> None:
    answers = Counter(r.by for report in reports for r in report.resolved if r.rule == "edits.ncci-pair")
    assert answers["25"] > 20
    assert set(answers) <= {"25", "59", "25 59"}


@pytest.mark.slow
def test_without_their_facts_only_unlikely_units_are_held_against_them(whole: OnDay) -> None:
    for visit, _, derived in visits():
        bare = tuple(line.model_copy(update={"facts": ()}) for line in derived.claim.lines)
        made = derived.claim.model_copy(update={"visit": None, "lines": bare})
        report = check(made, whole(visit.date_of_service))
        assert {f.rule for f in report.findings if f.severity == "error"} <= {UNITS}
