"""Drug administration: what the facts give against what is billed, and what lines alone show."""

from collections.abc import Callable
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.report import Finding, Report
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.services.check_claim import check_claim

OnDay = Callable[[str], Tables]
CISPLATIN_GEMCITABINE = visit(
    given("a1", "cisplatin", at="11:00-12:33"), given("a2", "gemcitabine", at="12:40-15:20"), dx="C67.2"
)


def report(held: Claim, tables_on: OnDay) -> Report:
    return check_claim(held, tables_on(held.date_of_service.isoformat()))


def of(rule: str, held: Claim, tables_on: OnDay) -> list[Finding]:
    return [finding for finding in report(held, tables_on).findings if finding.rule == f"infusion.{rule}"]


def rows(rule: str, held: Claim, tables_on: OnDay) -> set[str]:
    return {row for finding in of(rule, held, tables_on) for row in finding.covers}


@pytest.mark.parametrize(("minutes", "units"), [(60, 0), (90, 0), (91, 1), (150, 1), (151, 2), (210, 2), (211, 3)])
def test_hours_follow_the_clock_minute_by_minute(minutes: int, units: int, tables_on: OnDay) -> None:
    facts = visit(given("a1", "docetaxel", minutes=minutes), dx="C56.1")
    hours = [line("96415", units)] if units else []
    assert of("extra-hours", claim(line("96413"), *hours, visit=facts), tables_on) == []
    more = claim(line("96413"), line("96415", units + 1), visit=facts)
    assert [f.severity for f in of("extra-hours", more, tables_on)] == ["error"]


def test_hours_left_out_altogether_are_a_warning(tables_on: OnDay) -> None:
    held = claim(line("96413"), visit=visit(given("a1", "docetaxel", at="09:00-11:00")))
    assert [f.severity for f in of("extra-hours", held, tables_on)] == ["warning"]


def test_a_pause_is_not_running_time(tables_on: OnDay) -> None:
    parts = [{"start": "11:20", "stop": "13:00"}, {"start": "14:15", "stop": "15:30"}]
    held = claim(line("96413"), line("96415", 3), visit=visit(given("a1", "rituximab", segments=parts), dx="C83.31"))
    assert "INF-15" in rows("extra-hours", held, tables_on)


def test_hours_without_facts_are_not_checked(tables_on: OnDay) -> None:
    said = report(claim(line("96413"), line("96415")), tables_on)
    assert any(n.rule == "infusion.extra-hours" for n in said.not_checked)


def test_hours_are_not_checked_while_a_time_is_unknown(tables_on: OnDay) -> None:
    held = claim(line("96413"), line("96415"), visit=visit(given("a1", "docetaxel", at="09:00")))
    said = report(held, tables_on)
    assert not [f for f in said.findings if f.rule == "infusion.extra-hours"]
    assert any(n.rule == "infusion.extra-hours" for n in said.not_checked)
    assert "INF-14" in rows("time-not-recorded", held, tables_on)


def test_time_of_a_second_drug_is_not_counted_as_drugs(tables_on: OnDay) -> None:
    held = claim(line("96413"), line("96415"), line("96417", 3), dx="Z51.11 C67.2", visit=CISPLATIN_GEMCITABINE)
    assert rows("another-drug-count", held, tables_on) == {"INF-05", "INF-07"}
    right = claim(line("96413"), line("96415", 3), line("96417"), dx="Z51.11 C67.2", visit=CISPLATIN_GEMCITABINE)
    assert of("another-drug-count", right, tables_on) == []


def test_two_drugs_of_one_bag_are_one_administration(tables_on: OnDay) -> None:
    facts = visit(
        given("a1", "docetaxel", at="09:20-10:20"),
        given("a2", "dexamethasone", at="09:00-09:15", bag="x"),
        given("a3", "ondansetron", at="09:00-09:15", bag="x"),
    )
    held = claim(line("96413"), line("96375", 2), visit=facts)
    assert "INF-12" in rows("another-drug-count", held, tables_on)


def test_the_same_drug_pushed_again_is_not_another(tables_on: OnDay) -> None:
    facts = visit(
        given("a1", "ondansetron", "iv_push", at="09:00-09:02"),
        given("a2", "ondansetron", "iv_push", at="10:00-10:02"),
        dx="R11.2",
        reason="supportive_care",
    )
    held = claim(line("96374"), line("96375"), dx="R11.2", visit=facts)
    assert "INF-09" in rows("another-drug-count", held, tables_on)


@pytest.mark.parametrize(("minutes", "right"), [(15, "96374"), (16, "96365")])
def test_sixteen_minutes_are_the_first_infusion(minutes: int, right: str, tables_on: OnDay) -> None:
    facts = visit(given("a1", "zoledronic acid", minutes=minutes), dx="C79.51", reason="drug_treatment")
    wrong = {"96374": "96365", "96365": "96374"}[right]
    assert of("push-or-infusion", claim(line(right), dx="C79.51", visit=facts), tables_on) == []
    found = of("push-or-infusion", claim(line(wrong), dx="C79.51", visit=facts), tables_on)
    assert [f.severity for f in found] == ["error"]


def test_a_documented_push_stays_one_however_long(tables_on: OnDay) -> None:
    facts = visit(given("a1", "doxorubicin", "iv_push", at="09:00-09:20"), dx="C50.411")
    assert of("push-or-infusion", claim(line("96413"), dx="Z51.11 C50.411", visit=facts), tables_on)
    assert not of("push-or-infusion", claim(line("96409"), dx="Z51.11 C50.411", visit=facts), tables_on)


def test_one_initial_service_unless_apart(tables_on: OnDay) -> None:
    assert of("one-initial", claim(line("96413"), line("96413")), tables_on)
    assert of("one-initial", claim(line("96413", 2)), tables_on)
    apart = report(claim(line("96413"), line("96365", 1, "XS")), tables_on)
    assert any(r.rule == "infusion.one-initial" and r.by == "XS" for r in apart.resolved)


def test_a_distinct_modifier_needs_something_apart(tables_on: OnDay) -> None:
    facts = visit(given("a1", "gemcitabine", at="09:00-09:30"), given("a2", "cefepime", at="09:40-10:10"))
    held = claim(line("96413"), line("96365", 1, "59"), visit=facts)
    assert [f.severity for f in of("distinct-unsupported", held, tables_on)] == ["warning"]
    later = visit(given("a1", "gemcitabine", at="09:00-09:30"), given("a2", "cefepime", at="15:00-15:30", encounter=2))
    assert of("distinct-unsupported", held.model_copy(update={"visit": later}), tables_on) == []


def test_initial_goes_by_reason_and_an_override_keeps_the_choice(tables_on: OnDay) -> None:
    facts = visit(given("a1", "cefepime", at="08:15-08:45"), given("a2", "paclitaxel", at="08:50-09:50"))
    held = claim(line("96365"), line("96417"), visit=facts)
    assert rows("initial-by-reason", held, tables_on) == {"INF-02", "INF-07", "INF-38", "NCI-09"}
    assert [f.rule for f in report(held, tables_on).findings if f.severity == "error"] == ["infusion.initial-by-reason"]
    kept = claim(line("96365", override={"reason": "seen for the infection"}), line("96417"), visit=facts)
    assert of("initial-by-reason", kept, tables_on) == []
    assert any("seen for the infection" in r.by for r in report(kept, tables_on).resolved)


@pytest.mark.parametrize(
    ("fluid", "row"),
    [
        ({"at": "09:00-09:30"}, "INF-34"),
        ({"at": "10:00-11:00"}, "INF-35"),
        ({"at": "09:00-11:00", "purpose": "keep_open"}, "INF-36"),
    ],
)
def test_why_hydration_is_not_reportable(fluid: dict[str, Any], row: str, tables_on: OnDay) -> None:
    facts = visit(given("a1", "gemcitabine", at="10:00-11:00"), given("a2", "normal saline", **fluid), dx="C25.0")
    held = claim(line("96413"), line("96361"), dx="Z51.11 C25.0", visit=facts)
    assert rows("hydration-not-reportable", held, tables_on) == {row}
    cured = apply_edits(held, of("hydration-not-reportable", held, tables_on)[0].fixes[0].edits)
    assert [one.code for one in cured.lines] == ["96413"]


def test_hydration_over_a_push_is_turned_round(tables_on: OnDay) -> None:
    held = claim(line("96360"), line("96361", 2), line("96375", 2), dx="E86.0 R11.2")
    found = of("hydration-over-push", held, tables_on)
    cured = apply_edits(held, found[0].fixes[0].edits)
    assert sorted((one.code, one.units) for one in cured.lines) == [("96361", 3), ("96374", 1), ("96375", 1)]
    assert "edits.addon-without-primary" not in {f.rule for f in report(held, tables_on).findings}


@pytest.mark.parametrize(
    ("drug", "code", "severity", "row"),
    [
        ("levoleucovorin", "96413", "error", "INF-21"),
        ("denosumab", "96413", "warning", "INF-20"),
        ("paclitaxel", "96365", "error", "INF-02"),
    ],
)
def test_families_of_codes(drug: str, code: str, severity: str, row: str, tables_on: OnDay) -> None:
    facts = visit(given("a1", drug, at="09:00-10:00"), dx="C18.2")
    found = of("wrong-family", claim(line(code), visit=facts), tables_on)
    assert [(f.severity, f.covers) for f in found] == [(severity, (row,))]


@pytest.mark.parametrize(
    ("drug", "route", "code", "row"),
    [
        ("goserelin", "implant", "11980", "INF-22"),
        ("fulvestrant", "intramuscular", "96401", "INF-22"),
        ("bortezomib", "subcutaneous", "96372", "INF-23"),
        ("pegfilgrastim", "subcutaneous", "96401", "INF-21"),
    ],
)
def test_injections_by_kind_of_drug(drug: str, route: str, code: str, row: str, tables_on: OnDay) -> None:
    held = claim(line(code), dx="C61", visit=visit(given("a1", drug, route, at="10:00"), dx="C61"))
    assert rows("injection-kind", held, tables_on) == {row}


def test_an_injection_is_judged_by_the_only_drug_billed_without_facts(tables_on: OnDay) -> None:
    held = claim(line("96372"), line("J9395", 20, "JZ"), dx="C50.411")
    assert rows("injection-kind", held, tables_on) == {"INF-22"}
    two = claim(line("96372"), line("J9395", 20, "JZ"), line("J2506", 12, "JZ"), dx="C50.411")
    assert of("injection-kind", two, tables_on) == []


@pytest.mark.parametrize(
    ("route", "drug", "right"),
    [
        ("intrathecal", "methotrexate", "96450"),
        ("intravesical", "BCG live", "51720"),
        ("intraperitoneal", "cisplatin", "96446"),
        ("pleural", "bleomycin", "96440"),
    ],
)
def test_each_special_route_has_its_code(route: str, drug: str, right: str, tables_on: OnDay) -> None:
    facts = visit(given("a1", drug, route, at="10:00", puncture_by="self"), dx="C56.1")
    assert rows("route-code", claim(line("96409"), visit=facts), tables_on) == {"INF-40"}
    assert of("route-code", claim(line(right), visit=facts), tables_on) == []


@pytest.mark.parametrize(("main", "puncture"), [("96440", "32555"), ("96450", "62270")])
def test_the_puncture_is_included(main: str, puncture: str, tables_on: OnDay) -> None:
    assert rows("route-code", claim(line(main), line(puncture)), tables_on) == {"INF-40"}


def test_a_flush_stands_alone_and_a_port_draw_beside_tests_only(tables_on: OnDay) -> None:
    assert of("flush-beside-other", claim(line("96523"), line("85025"), dx="C18.2"), tables_on)
    assert not of("flush-beside-other", claim(line("96523"), dx="Z45.2 C18.2"), tables_on)
    assert of("line-draw-beside-other", claim(line("36591"), line("99213"), dx="C18.2"), tables_on)
    assert not of("line-draw-beside-other", claim(line("36592"), line("80053"), dx="C18.2"), tables_on)


def test_a_repeated_push_is_a_facilitys(tables_on: OnDay) -> None:
    held = claim(line("96374"), line("96376"), dx="R11.2")
    assert of("repeat-push-in-office", held, tables_on)
    assert not of("repeat-push-in-office", held.model_copy(update={"place_of_service": "22"}), tables_on)


def test_eight_hours_are_not_prolonged(tables_on: OnDay) -> None:
    own = {"owned_by": "supplier"}
    short = visit(given("a1", "fluorouracil", "pump_prolonged", at="09:00", minutes=480, pump=own))
    long = visit(given("a1", "fluorouracil", "pump_prolonged", at="09:00", minutes=481, pump=own))
    assert rows("pump-includes", claim(line("96416"), visit=short), tables_on) == {"INF-27", "INF-05"}
    assert of("pump-includes", claim(line("96416"), visit=long), tables_on) == []


def test_what_was_given_and_not_billed_is_told_with_its_line(tables_on: OnDay) -> None:
    facts = visit(given("a1", "docetaxel", at="09:00-10:00"), given("a2", "ondansetron", "iv_push", at="08:50-08:52"))
    held = claim(line("96413"), visit=facts)
    found = of("not-billed", held, tables_on)
    assert [one.code for one in apply_edits(held, found[0].fixes[0].edits).lines] == ["96413", "96375"]


def test_a_stopped_infusion_is_answered_by_its_modifier(tables_on: OnDay) -> None:
    early = {"reason": "adverse_reaction", "ordered_minutes": 180}
    facts = visit(given("a1", "paclitaxel", at="09:00-09:05", ended_early=early), dx="C56.1")
    assert rows("stopped-early", claim(line("96372"), visit=facts), tables_on) == {"INF-17"}
    marked = report(claim(line("96413", 1, "53"), visit=facts), tables_on)
    assert not [f for f in marked.findings if f.rule == "infusion.stopped-early"]
    assert any(r.rule == "infusion.stopped-early" and r.by == "53" for r in marked.resolved)


def test_an_order_is_asked_for_not_assumed(tables_on: OnDay) -> None:
    said = report(claim(line("96413")), tables_on)
    assert any(n.rule == "infusion.signed-order-missing" for n in said.not_checked)
    assert of("signed-order-missing", claim(line("96413"), facts={"signed_order": False}), tables_on)


@pytest.mark.parametrize(("code", "severity"), [("96521", "error"), ("99211", "warning"), ("96523", "warning")])
def test_taking_a_pump_off_is_included_in_its_start(code: str, severity: str, tables_on: OnDay) -> None:
    started = [{"date_of_service": "2026-03-10", "code": "96416", "units": 1}]
    found = of("pump-includes", claim(line(code), dx="Z45.2 C18.2", history=started), tables_on)
    assert [f.severity for f in found] == [severity]
    long_ago = [{"date_of_service": "2026-02-10", "code": "96416", "units": 1}]
    assert of("pump-includes", claim(line(code), dx="Z45.2 C18.2", history=long_ago), tables_on) == []


@pytest.mark.parametrize(
    ("drug", "route", "sites", "units", "severity"),
    [
        ("fulvestrant", "intramuscular", 2, 1, "info"),
        ("fulvestrant", "intramuscular", 2, 2, "warning"),
        ("fulvestrant", "intramuscular", 3, 1, "warning"),
        ("degarelix", "subcutaneous", 2, 1, "info"),
        ("leuprolide", "intramuscular", 2, 1, "warning"),
        ("fulvestrant", "intramuscular", 1, 1, None),
    ],
)
def test_sites_that_the_label_asks_for_are_one_dose(
    drug: str, route: str, sites: int, units: int, severity: str | None, tables_on: OnDay
) -> None:
    facts = visit(
        given("a1", drug, route, at="10:00", injections=sites), dx="C50.911", reason="antineoplastic_treatment"
    )
    held = claim(line("96402", units), dx="C50.911", visit=facts)
    said = check_claim(held, tables_on("2026-03-12"))
    found = [f.severity for f in said.findings if f.rule == "infusion.injection-count"]
    assert found == ([severity] if severity else [])


BOX = {"amount": 100, "unit": "mg", "count": 2, "kind": "single_dose"}
KEYTRUDA = {"dose": {"amount": 200, "unit": "mg"}, "containers": [BOX], "discarded": {"amount": 0, "unit": "mg"}}
LONE = "infusion.drug-and-administration"


@pytest.mark.parametrize(
    ("lines", "facts", "reason"),
    [
        (["96413"], {"drug": "pembrolizumab", "at": "09:00-09:40"}, "dose"),
        (["96413"], {"drug": "newdrugmab", "at": "09:00-09:40", "class": "antineoplastic"}, "is still asked"),
        (["J9271"], {"drug": "pembrolizumab", **KEYTRUDA}, "without an administration"),
    ],
)
def test_what_is_still_asked_of_a_drug_is_not_held_against_the_claim(
    lines: list[str], facts: dict[str, Any], reason: str, tables_on: OnDay
) -> None:
    made = [line(code, 200 if code == "J9271" else 1, *(["JZ"] if code == "J9271" else [])) for code in lines]
    held = claim(*made, dx="Z51.12 C34.11", visit=visit(given("a1", **facts), dx="C34.11"))
    said = check_claim(held, tables_on("2026-03-12"))
    assert LONE not in {f.rule for f in said.findings}
    assert any(reason in n.reason for n in said.not_checked if n.rule == LONE)


def test_a_drug_left_out_is_one_finding(tables_on: OnDay) -> None:
    facts = visit(given("a1", "pembrolizumab", at="09:00-09:40", **KEYTRUDA), dx="C34.11")
    said = check_claim(claim(line("96413"), dx="Z51.12 C34.11", visit=facts), tables_on("2026-03-12"))
    assert [f.rule for f in said.findings if "INF-42" in f.covers] == ["infusion.not-billed"]
    bare = check_claim(claim(line("J9271", 200, "JZ"), dx="Z51.12 C34.11", visit=facts), tables_on("2026-03-12"))
    assert [f.rule for f in bare.findings if "INF-42" in f.covers] == ["infusion.not-billed"]


def pushes(count: int, *drugs: str) -> list[dict[str, Any]]:
    return [
        given(f"a{n}", drugs[n % len(drugs)], "iv_push", at=f"{8 + n // 30:02}:{2 * (n % 30):02}") for n in range(count)
    ]


@pytest.mark.parametrize(("count", "drugs", "found"), [(6, 1, False), (7, 1, True), (200, 4, True), (12, 4, False)])
def test_a_record_of_very_many_pushes_is_questioned(count: int, drugs: int, found: bool, tables_on: OnDay) -> None:
    names = ("ondansetron", "dexamethasone", "famotidine", "palonosetron")[:drugs]
    facts = visit(*pushes(count, *names), dx="R11.2 C18.2", reason="supportive_care")
    held = claim(line("96374"), line("J2405", 8, "JZ"), dx="R11.2 C18.2", visit=facts)
    said = check_claim(held, tables_on("2026-03-12"))
    assert ("infusion.unusually-many" in {f.rule for f in said.findings}) is found
