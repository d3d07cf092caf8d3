"""A payer's card changes a rule only with a written policy, which the report then shows."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from oncodesk import paths
from oncodesk.cli import main
from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.payer_card import PayerCard
from oncodesk.domain.report import Report
from oncodesk.rules.examples import claim, line
from oncodesk.services.check_claim import check_claim
from oncodesk.services.payer_cards import read_card, shipped_cards

OnDay = Callable[[str], Tables]
POLICY = {"kind": "commercial", "title": "Drug waste policy", "dated": "2026-01-15", "file": "waste-2026.pdf",
          "since": "2026-02-01", "until": "2026-12-31"}  # fmt: skip
HEALTH = {"kind": "commercial", "name": "Example Health"}
WASTE = "drugs.waste-modifier-expected"


def card(*exceptions: dict[str, Any], payer: dict[str, Any] | None = None, **policy: Any) -> PayerCard:
    held = [{"policy": POLICY | policy} | one for one in exceptions]
    document = {"format": "oncodesk.payer-card/1", "payer": payer or HEALTH, "exceptions": held}
    return read_card(json.dumps(document).encode())


def drug(**header: Any) -> Claim:
    return claim(line("96413"), line("J9271", 200), dx="Z51.12 C34.11", **({"payer": HEALTH} | header))


def said(made: Claim, on: OnDay, *cards: PayerCard) -> Report:
    return check_claim(made, on(made.date_of_service.isoformat()), None, cards)


def severities(report: Report, rule: str) -> list[str]:
    return [f.severity for f in report.findings if f.rule == rule]


@pytest.mark.parametrize("becomes", ["error", "warning", "info", "off"])
def test_a_rule_becomes_what_the_policy_says_and_the_policy_is_shown(becomes: str, tables_on: OnDay) -> None:
    report = said(drug(), tables_on, card({"rule": WASTE, "becomes": becomes}))
    assert severities(report, WASTE) == ([] if becomes == "off" else [becomes])
    (shown,) = report.exceptions
    assert (shown.rule, shown.becomes, shown.lines, shown.payer) == (WASTE, becomes, ("2",), "Example Health")
    assert (shown.policy.title, str(shown.policy.dated), shown.policy.file) == (
        "Drug waste policy", "2026-01-15", "waste-2026.pdf"
    )  # fmt: skip
    told = [r.by for r in report.resolved if r.rule == WASTE]
    assert bool(told) is (becomes == "off")
    assert all("Drug waste policy of 2026-01-15, waste-2026.pdf" in by for by in told)
    for finding in report.findings:
        assert ("Drug waste policy" in finding.why) is (finding.rule == WASTE)


@pytest.mark.parametrize(
    "header",
    [
        {"payer": {"kind": "commercial", "name": "Other Health"}},
        {"payer": {"kind": "commercial", "name": "Example Healthcare"}},
        {"date_of_service": "2026-01-31"},
        {"date_of_service": "2027-01-01"},
    ],
)
def test_a_card_is_of_its_payer_and_its_dates(header: dict[str, Any], tables_on: OnDay) -> None:
    report = said(drug(**header), tables_on, card({"rule": WASTE, "becomes": "off"}))
    assert severities(report, WASTE) == ["warning"]
    assert report.exceptions == ()


def test_a_payer_is_known_by_id_before_its_name(tables_on: OnDay) -> None:
    own = card({"rule": WASTE, "becomes": "off"}, payer={"kind": "commercial", "name": "Example Health", "id": "60054"})
    assert said(drug(payer=HEALTH | {"id": "99999"}), tables_on, own).exceptions == ()
    assert said(drug(payer={"kind": "commercial", "name": "EH of Ohio", "id": "60054"}), tables_on, own).exceptions
    assert said(drug(payer={"kind": "commercial", "name": "Example Health PPO"}), tables_on, own).exceptions


def test_of_two_policies_the_newer_counts_in_any_order(tables_on: OnDay) -> None:
    old, new = card({"rule": WASTE, "becomes": "off"}), card({"rule": WASTE, "becomes": "error"}, since="2026-03-01")
    one, other = said(drug(), tables_on, old, new), said(drug(), tables_on, new, old)
    assert severities(one, WASTE) == ["error"]
    assert one.model_dump_json() == other.model_dump_json()


REFUSED = [
    ({"exceptions": [{"rule": WASTE, "becomes": "off"}]}, "exceptions.0.policy"),
    ({"exceptions": [{"rule": WASTE, "becomes": "off", "policy": POLICY | {"file": None}}]}, "exceptions.0.policy"),
    ({"exceptions": [{"rule": WASTE, "becomes": "off", "policy": POLICY | {"title": ""}}]},
     "exceptions.0.policy.title"),
    ({"exceptions": [{"rule": WASTE, "becomes": "off", "policy": {k: v for k, v in POLICY.items() if k != "dated"}}]},
     "exceptions.0.policy.dated"),
    ({"exceptions": [{"rule": WASTE, "becomes": "off", "policy": POLICY | {"link": "somewhere"}}]},
     "exceptions.0.policy.link"),
    ({"exceptions": [{"rule": "no.such-rule", "becomes": "off", "policy": POLICY}]}, "exceptions.0.rule"),
    ({"exceptions": [{"rule": WASTE, "becomes": "gone", "policy": POLICY}]}, "becomes"),
    ({"exceptions": [{"value": "units_per_line", "becomes": 0, "policy": POLICY}]}, "becomes"),
    ({"exceptions": [{"value": "distinct_modifier", "becomes": "XS", "policy": POLICY}]}, "becomes"),
    ({"exceptions": [{"value": "colour", "becomes": "blue", "policy": POLICY}]}, "exceptions.0.value"),
    ({"exceptions": []}, "exceptions"),
    ({"exceptions": [{"rule": WASTE, "becomes": "off", "policy": POLICY}], "note": "x"}, "note"),
    ({"format": "oncodesk.claim/1"}, "format"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field"), REFUSED)
def test_a_card_without_its_policy_is_refused_by_field(change: dict[str, Any], field: str) -> None:
    document = {"format": "oncodesk.payer-card/1", "payer": HEALTH} | change
    with pytest.raises(UnusableInput) as problem:
        read_card(json.dumps(document).encode())
    assert problem.value.field == field
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("kind", ["medicare", "railroad", "medicare_advantage"])
def test_only_medicare_changes_medicares_rules(kind: str, tables_on: OnDay) -> None:
    rule = "evaluation.separate-visit-unmarked"
    made = claim(line("96413"), line("99214"), payer={"kind": kind, "name": "Plan"})
    for whose in ("commercial", "medicare_advantage", "other"):
        with pytest.raises(UnusableInput) as problem:
            card({"rule": rule, "becomes": "warning"}, payer={"kind": kind}, kind=whose)
        assert problem.value.field == "exceptions.0.policy.kind"
    own = card({"rule": rule, "becomes": "warning"}, payer={"kind": kind}, kind="medicare")
    assert severities(said(made, tables_on), rule) == ["error"]
    assert severities(said(made, tables_on, own), rule) == ["warning"]
    commercial = card({"rule": rule, "becomes": "off"}, payer={"kind": "commercial"})
    assert severities(said(made, tables_on, commercial), rule) == ["error"]


def test_the_days_to_file_come_from_the_card(tables_on: OnDay) -> None:
    own = card({"value": "timely_filing_days", "becomes": 90})
    tables = tables_on("2026-03-12")
    late, rule = drug(), "claim.filed-too-late"

    def when(day: str, *cards: PayerCard) -> Report:
        return check_claim(late, tables, date.fromisoformat(day), cards)

    assert severities(when("2026-06-11", own), rule) == ["error"]
    assert severities(when("2026-06-10", own), rule) == ["warning"]
    assert severities(when("2026-03-20", own), rule) == []
    assert any(n.rule == rule for n in when("2026-06-11").not_checked)
    (shown,) = when("2026-03-20", own).exceptions
    assert (shown.value, shown.becomes) == ("timely_filing_days", 90)


def test_the_most_units_of_a_line_come_from_the_card(tables_on: OnDay) -> None:
    own = card({"value": "units_per_line", "becomes": 150})
    report = said(drug(), tables_on, own)
    (found,) = (f for f in report.findings if f.rule == "claim.impossible-amount")
    assert found.lines == ("2",)
    assert "from 1 to 150" in found.why


def test_the_form_of_the_distinct_modifier_comes_from_the_card(tables_on: OnDay, edit_tables_on: OnDay) -> None:
    rule = "edits.distinct-form"
    for wanted, right, wrong in (("59", "59", "XS"), ("X", "XS", "59")):
        own = card({"value": "distinct_modifier", "becomes": wanted})
        for mark, expected in ((right, []), (wrong, ["warning"])):
            made = claim(line("96413"), line("96365", 1, mark), payer=HEALTH)
            assert severities(said(made, tables_on, own), rule) == expected
            assert severities(said(made, tables_on), rule) == []
        open_pair = claim(line("38222"), line("36430"), dx="C90.00", payer=HEALTH)
        report = said(open_pair, edit_tables_on, own)
        (found,) = (f for f in report.findings if f.rule == "edits.ncci-pair")
        first = next(fix.title for fix in found.fixes if fix.title.startswith("Add"))
        assert (first == "Add 59 to 36430") is (wanted == "59")


def test_shipped_cards_are_read_dated_and_linked(tables_on: OnDay) -> None:
    files = sorted((paths.codesets() / "payers").glob("*.toml"))
    assert len(shipped_cards()) == len(files) >= 2
    for one in shipped_cards():
        for exception in one.exceptions:
            assert exception.policy.link
            assert exception.policy.reviewed
    report = said(drug(payer={"kind": "commercial", "name": "Blue Cross NC"}), tables_on)
    assert severities(report, WASTE) == ["error"]
    before = drug(payer={"kind": "commercial", "name": "BCBSNC"}, date_of_service="2024-10-31")
    assert severities(said(before, tables_on), WASTE) == ["warning"]


def test_the_commands_take_cards(tmp_path: Path) -> None:
    document = {"format": "oncodesk.payer-card/1", "payer": HEALTH,
                "exceptions": [{"rule": WASTE, "becomes": "error", "policy": POLICY}]}  # fmt: skip
    good, bad, made = (tmp_path / name for name in ("card.json", "bad.json", "claim.json"))
    good.write_text(json.dumps(document))
    bad.write_text(json.dumps(document | {"exceptions": [{"rule": WASTE, "becomes": "off"}]}))
    made.write_text(drug().model_dump_json())
    run = CliRunner()
    plain, strict = run.invoke(main, ["check", str(made)]), run.invoke(main, ["check", "--card", str(good), str(made)])
    assert (plain.exit_code, strict.exit_code) == (0, 1)
    assert "Drug waste policy, dated 2026-01-15, waste-2026.pdf" in strict.output
    refused = run.invoke(main, ["check", "--card", str(bad), str(made)])
    assert refused.exit_code == 2
    assert refused.output.strip().endswith("bad.json: exceptions.0.policy: expected a value, found none")
