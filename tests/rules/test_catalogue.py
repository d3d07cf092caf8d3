"""Every rule proves itself on its own examples, and the book is complete and current."""

import importlib
import json
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from oncodesk import paths, rules
from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim, LineOverride
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.report import Finding, NotChecked, Report
from oncodesk.rules.catalogue import FOLDED, RULES
from oncodesk.rules.kit import Rule
from oncodesk.rules.person import NEEDS_A_PERSON
from oncodesk.rules.rulebook import HEADINGS, explained, rulebook
from oncodesk.services.check_claim import check_claim

OnDay = Callable[[str], Tables]
CATALOGUE = Path(__file__).parents[3] / "shared" / "design" / "rules.md"
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


LOADED = {"ptp", "mue", "addon"}


@pytest.fixture(scope="module")
def tables_of(tables_on: OnDay, edit_tables_on: OnDay) -> Callable[[Rule], OnDay]:
    """The tables on a day for a rule: with edit tables loaded for one that says nothing without them."""
    return lambda rule: edit_tables_on if rule.reads[:1] and rule.reads[0] in LOADED else tables_on


def report(claim: Claim, tables_on: OnDay) -> Report:
    return check_claim(claim, tables_on(claim.date_of_service.isoformat()))


def found(rule: Rule, claim: Claim, tables_on: OnDay) -> list[Finding]:
    return [finding for finding in report(claim, tables_on).findings if finding.rule == rule.id]


def folded_in(finding: Finding) -> set[str]:
    """Rows of the rules that the finding says it explains."""
    return {row for rule in RULES if f"({rule.id})" in finding.why for row in rule.covers}


@each_rule
def test_the_bad_claim_is_found(rule: Rule, tables_of: Callable[[Rule], OnDay]) -> None:
    tables_on = tables_of(rule)
    findings = found(rule, rule.bad(), tables_on)
    assert findings
    for finding in findings:
        assert finding.message
        assert finding.why
        assert set(finding.covers) <= set(rule.covers) | folded_in(finding)
        assert set(finding.lines) <= {line.id for line in rule.bad().lines}


@each_rule
def test_the_good_claim_is_quiet_and_really_looked_at(rule: Rule, tables_of: Callable[[Rule], OnDay]) -> None:
    tables_on = tables_of(rule)
    said = report(rule.good(), tables_on)
    assert [f.message for f in said.findings if f.rule == rule.id] == []
    assert [f.message for f in said.findings if f.severity == "error"] == []


@each_rule
def test_each_fix_cures_its_finding_and_brings_no_error(rule: Rule, tables_of: Callable[[Rule], OnDay]) -> None:
    tables_on = tables_of(rule)
    bad = rule.bad()
    before = {(f.rule, f.message) for f in report(bad, tables_on).findings if f.severity == "error"}
    for finding in found(rule, bad, tables_on):
        for fix in finding.fixes:
            assert fix.only_if.strip()
            cured = apply_edits(bad, fix.edits)
            assert finding.message not in [f.message for f in found(rule, cured, tables_on)], fix.title
            after = {(f.rule, f.message) for f in report(cured, tables_on).findings if f.severity == "error"}
            assert after <= before, fix.title


@each_rule
def test_a_rule_is_named_for_its_place_and_explains_itself(rule: Rule) -> None:
    summary, sections = explained(rule)
    assert summary.endswith(".")
    assert tuple(sections) == HEADINGS
    assert all(len(text) > 20 for text in sections.values())
    assert re.fullmatch(r"[a-z]+\.[a-z0-9-]+", rule.id)
    assert rule.title
    assert rule.covers


def test_no_rule_file_is_left_out_of_the_catalogue() -> None:
    listed = {rule.module for rule in RULES}
    assert len(listed) == len(RULES)
    files = {name for _, name, package in pkgutil.walk_packages(rules.__path__, "oncodesk.rules.") if not package}
    with_rule = {name for name in files if hasattr(importlib.import_module(name), "RULE")}
    assert with_rule == listed


def test_folding_names_rules_that_exist() -> None:
    ids = {rule.id for rule in RULES}
    assert set(FOLDED) | {cause for causes in FOLDED.values() for cause in causes} <= ids


def test_rules_and_what_needs_a_person_are_the_whole_rule_catalogue() -> None:
    if not CATALOGUE.exists():
        pytest.skip("needs the design notes beside the project: rules.md")
    rows = set(re.findall(r"^- \*\*([A-Z]+-\d+)", CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE))
    covered = {row for rule in RULES for row in rule.covers}
    person = {row for row, _ in NEEDS_A_PERSON}
    assert covered | person == rows
    assert not covered & person
    assert all(len(reason) > 40 for _, reason in NEEDS_A_PERSON)


def test_the_rulebook_is_current() -> None:
    assert (paths.resources() / "rulebook.md").read_text(encoding="utf-8") == rulebook()


@each_rule
def test_the_report_is_the_same_every_time(rule: Rule, tables_of: Callable[[Rule], OnDay]) -> None:
    tables_on = tables_of(rule)
    assert report(rule.bad(), tables_on).model_dump_json() == report(rule.bad(), tables_on).model_dump_json()


def test_an_override_answers_a_finding_and_stays_in_the_report(tables_on: OnDay) -> None:
    rule = RULES[0]
    bad = rule.bad()
    answered = {"rule": rule.id, "reason": "Payer said so in writing, 2026-01-05"}
    claim = Claim.model_validate(json.loads(bad.model_dump_json()) | {"overrides": [answered]})
    said = report(claim, tables_on)
    assert rule.id not in {f.rule for f in said.findings}
    assert any(r.rule == rule.id and "Payer said so" in r.by for r in said.resolved)


def test_a_code_set_past_its_period_is_said(tables_on: OnDay) -> None:
    claim = RULES[0].good().model_copy(update={"date_of_service": RULES[0].good().date_of_service.replace(month=11)})
    assert any(isinstance(n, NotChecked) and "2026-09-30" in n.reason for n in report(claim, tables_on).not_checked)


def test_a_line_of_the_coders_own_answers_the_facts_and_nothing_else(tables_on: OnDay) -> None:
    bad = next(rule for rule in RULES if rule.id == "drugs.units-from-dose").bad()
    own = LineOverride(reason="Dose corrected in the chart at 14:10")
    lines = tuple(held.model_copy(update={"override": own}) for held in bad.lines)
    said = report(bad.model_copy(update={"lines": lines}), tables_on)
    assert "drugs.units-from-dose" in {f.rule for f in report(bad, tables_on).findings}
    assert "drugs.units-from-dose" not in {f.rule for f in said.findings}
    assert any(r.rule == "drugs.units-from-dose" and "14:10" in r.by for r in said.resolved)
    doubled = bad.model_copy(update={"lines": (*lines[:1], lines[0].model_copy(update={"id": "9"}), *lines[1:])})
    assert "infusion.one-initial" in {f.rule for f in report(doubled, tables_on).findings}


def test_most_rules_of_errors_offer_a_fix(tables_of: Callable[[Rule], OnDay]) -> None:
    errors = [rule for rule in RULES if rule.severity == "error" and not rule.confirm]
    fixed = [rule for rule in errors if any(finding.fixes for finding in found(rule, rule.bad(), tables_of(rule)))]
    assert len(fixed) >= 0.6 * len(errors)
