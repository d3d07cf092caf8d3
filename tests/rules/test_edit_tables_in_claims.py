"""What the loaded edit tables say of a claim, and what is said where none of the date is loaded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import loaded_tables
import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim, Override
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.report import Finding, Report
from oncodesk.domain.visit import Visit
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.services.check_claim import check_claim
from oncodesk.services.derive_claim import derive_claim

OnDay = Callable[[str], Tables]
PAIR, UNITS, ADDON = "edits.ncci-pair", "edits.unlikely-units", "edits.addon-table"


def said(made: Claim, on: OnDay) -> Report:
    return check_claim(made, on(made.date_of_service.isoformat()))


def of(rule: str, made: Claim, on: OnDay) -> list[Finding]:
    return [f for f in said(made, on).findings if f.rule == rule]


def test_a_pair_says_its_row_and_offers_every_honest_way_out(edit_tables_on: OnDay) -> None:
    (found,) = of(PAIR, claim(line("38222"), line("36430"), dx="C90.00"), edit_tables_on)
    assert (found.severity, found.lines, found.covers) == ("error", ("1", "2"), ("NCI-01",))
    for part in ("2026-01-01", "column 1 38222", "column 2 36430", "since 2020-01-01", "indicator 1", "A reason"):
        assert part in found.why
    assert [fix.title for fix in found.fixes] == [
        "Remove 36430", *(f"Add {mark} to 36430" for mark in ("XE", "XP", "XS", "XU", "59"))
    ]  # fmt: skip
    assert len({fix.only_if for fix in found.fixes}) == 6


@pytest.mark.parametrize("mark", ["59", "XE", "XS", "XP", "XU", "RT"])
@pytest.mark.parametrize("where", [0, 1])
def test_a_modifier_on_either_code_answers_indicator_1_and_is_shown(
    mark: str, where: int, edit_tables_on: OnDay
) -> None:
    marks = [(), ()]
    marks[where] = (mark,)
    made = claim(line("38222", 1, *marks[0]), line("36430", 1, *marks[1]), dx="C90.00")
    report = said(made, edit_tables_on)
    assert PAIR not in {f.rule for f in report.findings}
    assert [(r.lines, r.by) for r in report.resolved if r.rule == PAIR] == [(("1", "2"), mark)]


def test_only_the_second_code_took_59_before_july_2019(code_sets: CodeSets, tmp_path: Path) -> None:
    loaded = loaded_tables.load(
        code_sets, tmp_path, loaded_tables.few(tmp_path, "20100101"), ("2019-01-01", "2019-12-31")
    )
    for day, where, stands in (("2019-06-30", 0, True), ("2019-07-01", 0, False), ("2019-06-30", 1, False)):
        marks = [(), ()]
        marks[where] = ("59",)
        made = claim(line("38222", 1, *marks[0]), line("36430", 1, *marks[1]), dx="C90.00", date_of_service=day)
        found = check_claim(made, loaded.at(made.date_of_service)).findings
        assert (PAIR in {f.rule for f in found}) is stands, day


def test_no_modifier_answers_indicator_0(edit_tables_on: OnDay) -> None:
    plain, marked = (
        claim(line("77263"), line("77336", 1, *m), dx="C61", payer={"kind": "medicare", "name": "M"})
        for m in ((), ("59",))
    )
    (bare,) = of(PAIR, plain, edit_tables_on)
    (vain,) = of(PAIR, marked, edit_tables_on)
    assert (bare.covers, vain.covers) == (("NCI-01",), ("NCI-03",))
    assert "cannot answer" in vain.why
    assert [fix.title for fix in vain.fixes] == ["Remove 77336"]


def test_a_withdrawn_pair_and_an_absent_one_say_nothing(edit_tables_on: OnDay) -> None:
    for made in (claim(line("96365"), line("96413", 1, "59")), claim(line("96413"), line("96415", 2))):
        report = said(made, edit_tables_on)
        rows = {(f.rule, f.lines) for f in report.findings if f.rule == PAIR}
        assert not any(lines == ("2", "1") for _, lines in rows)
        assert not any("may be billed together" in f.why for f in report.findings)


def test_25_answers_on_the_visit_alone(edit_tables_on: OnDay) -> None:
    right = said(claim(line("96413"), line("99214", 1, "25")), edit_tables_on)
    assert [r.by for r in right.resolved if r.rule == PAIR] == ["25"]
    wrong = said(claim(line("96413", 1, "25"), line("99214")), edit_tables_on)
    (found,) = (f for f in wrong.findings if f.rule == "evaluation.separate-visit-unmarked")
    assert f"({PAIR})" in found.why
    assert "NCI-01" in found.covers


def test_the_rule_that_names_the_cause_keeps_the_table_row(edit_tables_on: OnDay) -> None:
    report = said(claim(line("96413"), line("36000")), edit_tables_on)
    assert [f.rule for f in report.findings if f.severity == "error"] == ["infusion.included-beside"]
    (found,) = (f for f in report.findings if f.severity == "error")
    assert "36000 is not paid beside 96413 (edits.ncci-pair)" in found.why
    assert found.covers == ("INF-19", "NCI-01")


def test_a_pair_holds_across_claims_of_one_practitioner(edit_tables_on: OnDay) -> None:
    def made(provider: str | None) -> Claim:
        before = {"date_of_service": "2026-03-12", "code": "38222", "provider": provider}
        return claim(line("36430"), dx="C90.00", history=[before])

    (found,) = of(PAIR, made("1234567893"), edit_tables_on)
    assert "38222 was billed before" in found.why
    assert of(PAIR, made(None), edit_tables_on)
    assert not of(PAIR, made("1999999984"), edit_tables_on)


def test_for_another_payer_it_is_a_warning_and_for_nobody_nothing(edit_tables_on: OnDay) -> None:
    def severity(kind: str) -> list[str]:
        made = claim(line("38222"), line("36430"), dx="C90.00", payer={"kind": kind, "name": "P"})
        return [f.severity for f in of(PAIR, made, edit_tables_on)]

    assert severity("medicare_advantage") == ["error"]
    assert severity("commercial") == ["warning"]
    assert severity("self_pay") == []


def test_a_facilitys_own_services_meet_other_tables(edit_tables_on: OnDay) -> None:
    facts = visit(services=[{"code": "38222"}], reason="procedure", dx="C90.00", place_of_service="22")
    made = claim(line("38222"), line("36430"), dx="C90.00", place_of_service="22", visit=facts)
    report = said(made, edit_tables_on)
    assert PAIR not in {f.rule for f in report.findings}
    assert any(n.rule == PAIR and "hospitals" in n.reason for n in report.not_checked)


def test_a_modifier_that_the_facts_do_not_bear_out_is_shown_and_doubted(edit_tables_on: OnDay) -> None:
    facts = visit(
        given("a1", "gemcitabine", at="09:00-09:30", access="port"),
        given("a2", "cefepime", at="09:35-10:05", access="port"),
    )
    report = said(claim(line("96413"), line("96365", 1, "59"), visit=facts), edit_tables_on)
    assert any(r.rule == PAIR and r.by == "59" for r in report.resolved)
    assert any(f.severity == "warning" and "nothing apart" in f.message for f in report.findings)


def test_more_codes_than_a_table_is_asked_for_are_not_checked(edit_tables_on: OnDay) -> None:
    made = claim(*(line(f"{n:05}") for n in range(20001, 20210)), dx="C18.2")
    report = said(made, edit_tables_on)
    assert any(n.rule == PAIR and "more than 200" in n.reason for n in report.not_checked)


def test_an_answer_for_the_cause_leaves_the_payers_edit_standing(edit_tables_on: OnDay) -> None:
    made = claim(line("96413"), line("36000"))
    answered = made.model_copy(
        update={"overrides": (Override(rule="infusion.included-beside", reason="Second arm for blood, payer agreed"),)}
    )
    report = said(answered, edit_tables_on)
    assert any(r.rule == "infusion.included-beside" and "payer agreed" in r.by for r in report.resolved)
    assert PAIR in {f.rule for f in report.findings}


def limit(made: Claim, on: OnDay) -> Finding | None:
    return next(iter(of(UNITS, made, on)), None)


def test_a_line_edit_looks_at_each_line(edit_tables_on: OnDay) -> None:
    one = limit(claim(line("85025", 3), dx="C18.2"), edit_tables_on)
    assert one
    assert one.lines == ("1",)
    assert "each line is judged alone" in one.why
    assert limit(claim(line("85025", 2), line("85025", 2, "91"), dx="C18.2"), edit_tables_on) is None


def test_a_date_edit_sums_lines_waste_and_what_was_billed_before(edit_tables_on: OnDay) -> None:
    lines = line("J9271", 300), line("J9271", 101, "JW")
    found = limit(claim(line("96413"), *lines, dx="Z51.12 C34.11"), edit_tables_on)
    assert found
    assert (found.lines, found.severity) == (("2", "3"), "error")
    assert "an appeal with records" in found.why
    assert limit(claim(line("96413"), line("J9271", 400, "JZ"), dx="Z51.12 C34.11"), edit_tables_on) is None
    before = {"date_of_service": "2026-03-12", "code": "J9271", "units": 200}
    again = limit(claim(line("96413"), line("J9271", 300, "JZ"), history=[before]), edit_tables_on)
    assert again
    assert "200 of them were billed before" in again.why
    assert again.fixes[0].edits[0].value == 200


def test_a_limit_by_policy_has_no_way_round(edit_tables_on: OnDay) -> None:
    made = claim(line("36430"), line("36430", 1, "76"), line("P9016", 2), dx="D64.81 C18.2")
    found = next(f for f in said(made, edit_tables_on).findings if f"({UNITS})" in f.why or f.rule == UNITS)
    assert "2 units" in found.why or "2 units" in found.message


def test_a_limit_of_none_says_so(edit_tables_on: OnDay) -> None:
    made = claim(line("99244"), dx="C18.2", payer={"kind": "commercial", "name": "P"})
    found = limit(made, edit_tables_on)
    assert found
    assert (found.severity, found.message) == (
        "warning",
        "99244 is not taken from a practitioner: the limit is 0 units",
    )


def test_facts_that_give_the_units_make_it_a_warning(edit_tables_on: OnDay) -> None:
    facts = visit(
        given("a1", "pembrolizumab", at="09:00-09:35", dose={"amount": 500, "unit": "mg"}),
        dx="C34.11",
    )
    made = claim(line("96413"), line("J9271", 500, "JZ"), dx="Z51.12 C34.11", visit=facts)
    found = limit(made, edit_tables_on)
    assert found
    assert found.severity == "warning"
    assert "The facts give 500" in found.why


def test_care_after_surgery_is_not_added_up(edit_tables_on: OnDay) -> None:
    assert limit(claim(line("96413"), line("96413", 1, "55")), edit_tables_on) is None


ADDED = [
    ((line("99214"), line("64494")), "error", "type 1"),
    ((line("38222"), line("76937")), "info", "the contractor decides"),
]


@pytest.mark.parametrize(("lines", "severity", "words"), ADDED)
def test_add_ons_by_type(lines: Any, severity: str, words: str, edit_tables_on: OnDay) -> None:
    (found,) = of(ADDON, claim(*lines, dx="C18.2"), edit_tables_on)
    assert found.severity == severity
    assert words in f"{found.message} {found.why}"


def test_an_add_on_of_both_kinds_is_a_warning_beside_our_own(edit_tables_on: OnDay) -> None:
    report = said(claim(line("99214"), line("88311"), dx="C18.2"), edit_tables_on)
    (found,) = (f for f in report.findings if "88311" in f.message)
    assert found.rule == "edits.addon-without-primary"
    assert f"({ADDON})" in found.why


def test_where_table_and_book_disagree_both_are_said(edit_tables_on: OnDay) -> None:
    report = said(claim(line("96360"), line("96375"), dx="E86.0 C18.2"), edit_tables_on)
    (found,) = (f for f in report.findings if f.severity == "error" and "2" in f.lines)
    assert found.rule == "infusion.hydration-over-push"
    assert "96375 stands without its primary service, though CMS's add-on table takes 96360" in found.why


def test_without_a_table_of_the_date_it_is_not_checked(tables_on: OnDay) -> None:
    told = {n.rule: n.reason for n in said(claim(line("38222"), line("36430"), dx="C90.00"), tables_on).not_checked}
    assert "no NCCI procedure-to-procedure edits are loaded" in told[PAIR]
    assert all("load CMS's" in told[rule] and "quarter 1 of 2026" in told[rule] for rule in (PAIR, UNITS, ADDON))


def test_an_older_quarter_is_named_and_is_never_an_error(code_sets: CodeSets, tmp_path: Path) -> None:
    loaded = loaded_tables.load(code_sets, tmp_path, loaded_tables.few(tmp_path), ("2025-10-01", "2025-12-31"))
    made = claim(line("38222"), line("36430"), line("J9271", 500, "JZ"), line("64494"), dx="C90.00")
    report = check_claim(made, loaded.at(made.date_of_service))
    for rule in (PAIR, UNITS, ADDON):
        (found,) = (f for f in report.findings if f.rule == rule)
        assert found.severity == "warning"
        assert "older quarter that ended 2025-12-31" in found.why
        assert any(n.rule == rule and "quarter 1 of 2026" in n.reason for n in report.not_checked)
    assert (report.editions.ptp, report.editions.mue, report.editions.addon) == (None, None, None)
    answered = claim(line("38222"), line("36430", 1, "XS"), dx="C90.00")
    assert PAIR not in {r.rule for r in check_claim(answered, loaded.at(answered.date_of_service)).resolved}


def test_each_table_is_asked_once_for_a_date(edit_tables_on: OnDay, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    tables = edit_tables_on("2026-03-12")
    for name in ("ptp_pairs", "mues", "addon_edits"):
        own = getattr(Tables, name)
        monkeypatch.setattr(Tables, name, lambda *a, own=own, name=name: (asked.append(name), own(*a))[1])
    check_claim(claim(line("96413"), line("96415", 2), line("99214", 1, "25")), tables)
    assert sorted(asked) == ["addon_edits", "mues", "ptp_pairs"]


VIALS = [{"amount": 100, "unit": "mg", "count": 2, "kind": "single_dose"}]
KEYTRUDA = given(
    "a1", "pembrolizumab", at="09:00-09:30", dose={"amount": 200, "unit": "mg"}, containers=VIALS
)  # fmt: skip
HEPARIN = {"dose": {"amount": 5000, "unit": "units"}, "discarded": {"amount": 0, "unit": "units"},
           "containers": [{"amount": 5000, "unit": "units", "count": 1, "kind": "single_dose"}]}  # fmt: skip


def derived(facts: Visit, on: OnDay) -> Derivation:
    return derive_claim(facts, on("2026-03-12"))


def told(found: Derivation) -> list[str]:
    return ["-".join((held.code, *held.modifiers)) for held in found.claim.lines]


def errors(report: Report | None) -> list[str]:
    return [f.rule for f in (report.findings if report else ()) if f.severity == "error"]


def test_a_flush_is_part_of_the_infusion_and_one_finding(edit_tables_on: OnDay) -> None:
    made = claim(line("96413"), line("J9271", 200, "JZ"), line("J1642", 50), dx="Z51.12 C34.11")
    (found,) = (f for f in said(made, edit_tables_on).findings if "3" in f.lines)
    assert (found.rule, set(found.covers)) == ("infusion.included-beside", {"INF-19", "NCI-01"})
    flushed = visit(KEYTRUDA, given("a2", "heparin", "access_flush", **HEPARIN), dx="C34.11")
    assert told(derived(flushed, edit_tables_on)) == ["96413", "J9271-JZ"]
    pushed = visit(KEYTRUDA, given("a2", "J1642", "iv_push", at="09:35-09:36", **HEPARIN), dx="C34.11")
    assert any("flushed the line" in q.ask for q in derived(pushed, edit_tables_on).questions)


def test_heparin_injected_for_treatment_stands_apart(edit_tables_on: OnDay, tables_on: OnDay) -> None:
    facts = visit(KEYTRUDA, given("a2", "heparin", "subcutaneous", at="09:40", **HEPARIN), dx="C34.11 I82.401")
    for on in (edit_tables_on, tables_on):
        found = derived(facts, on)
        assert told(found) == ["96413", "96372-59", "J9271-JZ", "J1644-JZ-59"]
        assert errors(found.report) == []
    alone = visit(given("a1", "heparin", "subcutaneous", at="09:40", **HEPARIN), dx="I82.401", reason="drug_treatment")
    assert told(derived(alone, edit_tables_on)) == ["96372", "J1644-JZ"]


def test_a_push_beside_marrow_sampling_is_asked_about_and_answered(edit_tables_on: OnDay) -> None:
    push = given("a1", "lorazepam", "iv_push", at="09:00-09:02", dose={"amount": 2, "unit": "mg"},
                 containers=[{"amount": 2, "unit": "mg", "count": 1, "kind": "single_dose"}])  # fmt: skip
    facts = visit(push, dx="C90.00", reason="procedure", services=[{"code": "38222", "performed_by": "physician"}])
    assert any("sampling of marrow" in q.ask for q in derived(facts, edit_tables_on).questions)
    made = claim(line("38222"), line("96374"), line("J2060", 1, "JZ"), dx="C90.00")
    (found,) = of(PAIR, made, edit_tables_on)
    for fix in found.fixes:
        assert of(PAIR, apply_edits(made, fix.edits), edit_tables_on) == []


def test_marrow_of_both_sides_is_one_unit_with_50(edit_tables_on: OnDay, tables_on: OnDay) -> None:
    right = claim(line("38222", 1, "50"), dx="C90.00")
    assert errors(said(right, edit_tables_on)) == []
    for made in (claim(line("38222", 2), dx="C90.00"), claim(line("38222", 2, "50"), dx="C90.00"),
                 claim(line("38222", 1, "LT"), line("38222", 1, "RT"), dx="C90.00"),
                 claim(line("38222"), line("38222", 1, "59"), dx="C90.00")):  # fmt: skip
        (found,) = of(UNITS, made, edit_tables_on)
        cured = apply_edits(made, found.fixes[0].edits)
        assert [(x.code, x.units, x.modifiers) for x in cured.lines] == [("38222", 1, ("50",))]
        assert errors(said(cured, edit_tables_on)) == []
    sides = [{"code": "38222", "site": f"{side} iliac crest"} for side in ("left", "right")]
    facts = visit(dx="C90.00", reason="procedure", services=sides)
    found = derived(facts, edit_tables_on)
    assert (told(found), errors(found.report)) == (["38222-50"], [])
    assert told(derived(facts, tables_on)) == ["38222", "38222-59"]
    assert any("one unit with 50" in q.ask for q in derived(facts, tables_on).questions)
    commercial = visit(dx="C90.00", reason="procedure", services=sides, payer={"kind": "commercial", "name": "E"})
    assert told(derived(commercial, edit_tables_on)) == ["38222", "38222-59"]


def test_samples_of_two_sides_are_two(edit_tables_on: OnDay) -> None:
    made = claim(line("38221", 1, "LT"), line("38220", 1, "RT"), dx="C90.00")
    report = said(made, edit_tables_on)
    assert "support.marrow-sampling" not in {f.rule for f in report.findings}
    assert "LT RT" in {r.by for r in report.resolved if r.rule == PAIR}
    same = said(claim(line("38221", 1, "LT"), line("38220", 1, "LT"), dx="C90.00"), edit_tables_on)
    assert "support.marrow-sampling" in {f.rule for f in same.findings}
