"""An audit: claims with one fault each are found with their severity, right claims and right days are quiet.

The rows of `audited/` are in the short form of `audits.py`. `row` is the row of the rule catalogue that a finding must
cover, at `severity`; `beside` are further rules that rightly speak. `source` says who decided where it was in doubt,
`why` what was decided. A fix of the finding leaves neither it nor a new fault behind, unless `leaves` names the rule.
"""

import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import audits
import pytest

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Report
from oncodesk.domain.visit import Visit
from oncodesk.rules.check import check
from oncodesk.services.check_claim import check_claim
from oncodesk.services.payer_cards import shipped_cards

PAYERS = ("medicare", "medicare_advantage", "railroad", "medicaid", "tricare", "commercial", "self_pay", "other")
ASKED_BY_PAYER = {"drugs.ndc-missing"}
"""Medicaid asks for a drug's NDC, which the right days do not hold."""
OnDay = Callable[[str], Tables]


def rows(pattern: str) -> list[Any]:
    files = sorted(audits.FOLDER.glob(pattern))
    read = [row for path in files for row in tomllib.loads(path.read_text(encoding="utf-8"))["row"]]
    return [pytest.param(row, id=row["title"]) for row in read]


def loud(report: Report) -> set[str]:
    return {f.rule for f in report.findings if f.severity in {"error", "warning"}}


@pytest.mark.parametrize("row", rows("flawed*.toml"))
def test_a_flaw_is_found_once_and_its_fix_cures_it(row: dict[str, Any], tables_on: OnDay) -> None:
    made, tables = parse(Claim, audits.claim(row)), tables_on(row["day"])
    as_of = date.fromisoformat(row["as_of"]) if "as_of" in row else None
    report = check_claim(made, tables, as_of)
    wanted = row["severity"] if isinstance(row["severity"], list) else [row["severity"]]
    found = [f for f in report.findings if row["row"] in f.covers and f.severity in wanted]
    assert found, [(f.rule, f.severity, f.covers) for f in report.findings]
    assert loud(report) - {f.rule for f in found} == set(row.get("beside", []))
    for finding in found:
        for fix in finding.fixes:
            after = check_claim(apply_edits(made, fix.edits), tables, as_of)
            same = [
                f
                for f in after.findings
                if (f.rule, f.lines, f.message) == (finding.rule, finding.lines, finding.message)
            ]
            assert not same, fix.title
            assert loud(after) - loud(report) <= set(row.get("leaves", [])), fix.title


@pytest.mark.parametrize("row", rows("clean_visits*.toml") + rows("clean_radiation*.toml"))
def test_a_right_day_is_billed_so_and_is_quiet(row: dict[str, Any], tables_on: OnDay) -> None:
    visit, tables = parse(Visit, audits.visit(row)), tables_on(row["day"])
    made = derive(visit, tables)
    billed: dict[str, int] = {}
    for line in made.claim.lines:
        name = "-".join((line.code, *line.modifiers))
        billed[name] = billed.get(name, 0) + line.units
    pairs = (text.partition("*") for text in row["lines"].split())
    assert billed == {code: int(units or 1) for code, _, units in pairs}
    first = row.get("first", "").split()
    assert list(made.claim.diagnoses[: len(first)]) == first
    claim = made.claim.model_copy(update={"visit": visit})
    assert loud(check(claim, tables, made, None, shipped_cards())) == set()


@pytest.mark.parametrize("payer", PAYERS)
def test_a_right_day_is_quiet_whoever_pays(payer: str, tables_on: OnDay) -> None:
    for param in rows("clean_visits*.toml") + rows("clean_radiation*.toml"):
        row = param.values[0] | {"payer": payer}
        visit, tables = parse(Visit, audits.visit(row)), tables_on(row["day"])
        made = derive(visit, tables)
        claim = made.claim.model_copy(update={"visit": visit})
        assert loud(check(claim, tables, made, None, shipped_cards())) <= ASKED_BY_PAYER, row["title"]
        assert loud(check_claim(made.claim, tables)) <= ASKED_BY_PAYER, row["title"]


@pytest.mark.parametrize("row", rows("clean_claims*.toml"))
def test_a_right_claim_is_quiet(row: dict[str, Any], tables_on: OnDay) -> None:
    assert loud(check_claim(parse(Claim, audits.claim(row)), tables_on(row["day"]))) == set()


def test_the_audit_is_broad() -> None:
    flawed = rows("flawed*.toml")
    titles = [param.id for param in (*flawed, *rows("clean*.toml"))]
    assert len(titles) == len(set(titles))
    assert len(flawed) >= 250
    assert len({param.values[0]["row"] for param in flawed}) >= 165
