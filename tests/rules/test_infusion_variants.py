"""Wrong turns of each kind are found with their severity, right claims of many kinds are quiet."""

from collections.abc import Callable
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.services.check_claim import check_claim

OnDay = Callable[[str], Tables]
Given = dict[str, Any]
WRONG = [
    ("INF-01", "error", "96413 96374", ""),
    ("INF-01", "error", "96365*2", "J18.9"),
    ("INF-03", "error", "96360 96374", "E86.0 R11.2"),
    ("INF-03", "error", "96360 96361*2 96375*2", "E86.0 R11.2"),
    ("INF-06", "error", "96365 96415", "D83.9"),
    ("INF-08", "error", "96413 96409", ""),
    ("INF-09", "error", "96374 96376", "R11.2"),
    ("INF-10", "error", "96413 96368*2", ""),
    ("INF-19", "error", "96365 36000", "J18.9"),
    ("INF-19", "error", "96413 A4221", ""),
    ("INF-20", "warning", "96401 J0897-JZ*60", "M81.0"),
    ("INF-21", "error", "96413 J1756-JZ*200", "D50.9"),
    ("INF-21", "error", "96401 J0885-EA-JB-JZ*40", "D64.81 C18.2 T45.1X5A"),
    ("INF-22", "error", "96401 J9217-JZ*3", "C61"),
    ("INF-22", "error", "11980 J9202-JZ", "C61"),
    ("INF-23", "error", "96372 J9144-JZ*180", "Z51.12 C90.00"),
    ("INF-24", "warning", "96402*2 J9395-JZ*20", "C50.911"),
    ("INF-24", "warning", "96401 96401-59 J9025-JZ*150", "Z51.11 D46.9"),
    ("INF-25", "info", "96372*2 J3420-JZ J2353-JZ*20", "C7A.00 D51.9"),
    ("INF-29", "info", "96409 96416", ""),
    ("INF-30", "error", "G0498 96521", ""),
    ("INF-31", "error", "99213 96523", "C18.2"),
    ("INF-32", "error", "99214 36592 80053", "C18.2"),
    ("INF-33", "info", "36593 J1642*10", "T82.898A C18.2"),
    ("INF-33", "info", "36593*2 J2997-JZ*4", "T82.898A C18.2"),
    ("INF-38", "error", "96372 96366", "J18.9"),
    ("INF-38", "error", "96420 96423", "Z51.11 C22.0"),
    ("INF-39", "warning", "96413 96417*4", ""),
    ("INF-40", "error", "96440 32555", "Z51.11 C34.11"),
    ("INF-40", "error", "96409 J9030-JZ*50", "Z51.12 C67.9"),
    ("INF-42", "warning", "J9271-JZ*200", "Z51.12 C43.59"),
    ("NCI-07", "warning", "96413 96415-52", ""),
]
CHEMO = given("a1", "docetaxel", at="09:00-10:00")
DX: dict[str, Any] = {"dx": "D50.9", "reason": "drug_treatment"}
BY_FACTS = [
    ("INF-06", "error", "96413 96361", [given("a1", "docetaxel", at="09:00-11:00")], {}),
    ("INF-07", "error", "96413 96366", [CHEMO, given("a2", "cefepime", at="10:00-10:30")], {}),
    ("INF-09", "error", "96365 96375", [
        given("a1", "INFeD", "iv_push", at="09:00-09:05"), given("a2", "iron dextran", at="10:00-11:00")], DX),
    ("INF-10", "error", "96413 96368", [CHEMO], {}),
    ("INF-11", "warning", "96413 96417", [CHEMO, given("a2", "carboplatin", at="09:20-10:20")], {}),
    ("INF-12", "error", "96413 96367 96368", [
        CHEMO, given("a2", "ondansetron", at="08:30-08:50", bag="x"),
        given("a3", "dexamethasone", at="08:30-08:50", bag="x")], {}),
    ("INF-12", "error", "96372*2", [
        given("a1", "morphine", "intramuscular", bag="s"), given("a2", "promethazine", "intramuscular", bag="s")],
        {"dx": "G89.3", "reason": "supportive_care"}),
    ("INF-14", "warning", "96369", [given("a1", "Hizentra", "subcutaneous", at="09:00")], DX),
    ("INF-20", "warning", "96401", [given("a1", "Xgeva", "subcutaneous", at="09:00")],
        {"dx": "C79.51", "reason": "supportive_care"}),
    ("INF-20", "warning", "96372", [given("a1", "omalizumab", "subcutaneous", at="09:00")], DX),
    ("INF-26", "error", "96374", [given("a1", "iron sucrose", minutes=30)], DX),
    ("INF-27", "error", "96413 96415*8", [
        given("a1", "fluorouracil", "pump_prolonged", at="11:00", minutes=2760, pump={"owned_by": "supplier"})], {}),
    ("INF-35", "error", "96413 96361*2", [CHEMO, given("a2", "normal saline", at="09:00-11:00")], {}),
    ("INF-40", "error", "96413", [given("a1", "bortezomib", "subcutaneous", at="09:00")], {}),
    ("INF-40", "error", "96372", [given("a1", "ondansetron", "iv_push", at="09:00")],
        {"dx": "R11.2", "reason": "supportive_care"}),
    ("INF-40", "error", "96372", [given("a1", "Hizentra", "subcutaneous", at="09:00-11:00")], DX),
    ("INF-40", "error", "96450", [given("a1", "methotrexate", "intrathecal", puncture_by="other")], {"dx": "C91.00"}),
    ("INF-41", "error", "96413 96375", [CHEMO, given("a2", "ondansetron", "oral")], {}),
    ("INF-45", "warning", "96413 96367-59", [CHEMO, given("a2", "cefepime", at="10:00-10:30")], {}),
]  # fmt: skip
RIGHT = [
    ("96413 96415*2 96417 96367 96375*2 J9171-JZ*140 J9045-JZ*9 J1453-JZ*150 J1100-JZ*10 J2469-JZ*10", ""),
    ("96409 96411 96367 J9000-JZ*10 J9370-JZ*2 J1453-JZ*150", "Z51.11 C83.31"),
    ("96413 96415 96368 96411 G0498 J9263-JZ*300 J0640-JZ*14 J9190-JZ*10", ""),
    ("96365 96366*3 96375 J1459-JZ*80 J1200-JZ", "D83.9"),
    ("96374 J1756-JZ*200", "D50.9"),
    ("96374 96361*2 J2405-JZ*8 J7030", "E86.0 R11.2"),
    ("96413 96361*2 J9060-JZ*14 J7030", "Z51.11 C34.11"),
    ("96372 J0897-JZ*60", "M81.0"),
    ("96402 J9395-JZ*20", "C50.911 Z17.0"),
    ("96401 96372-59 J9144-JZ*180 J0897-JZ*120", "Z51.12 C90.00"),
    ("96413 96377-59 J9171-JZ*140 J2506-JZ*12", "Z51.11 C50.911 Z17.1"),
    ("51720 J9030-JZ*50", "Z51.12 C67.9"),
    ("96450 J9260-JZ", "Z51.11 C91.00"),
    ("96446 J9060-JZ*14", "Z51.11 C56.1"),
    ("96523", "Z45.2 C50.411"),
    ("36591 85025 80053", "C50.411"),
    ("96413 36593 J9171-JZ*140 J2997-JZ*2", "Z51.11 C50.911 T82.898A"),
    ("96413 36415 85025 J9171-JZ*140", "Z51.11 C50.911"),
    ("96413 96365-59 96366-59 J9201-JZ*8 J0692-JZ*4", "Z51.11 C34.11 J18.9"),
    ("96413 96374-XE 96361 J9171-JZ*140 J2405-JZ*8", "Z51.11 C34.11 R11.2"),
    ("96365 96367 J0696-JZ*8 J1956-JZ*2", "J18.9"),
    ("96413 96415 J1745-JZ*40", "M06.9"),
    ("96369 96370 J1559-JZ*100", "D83.9"),
    ("96521 J9190-JZ*10", ""),
    ("96425 J9200-JZ", "Z51.11 C22.0"),
    ("96372 96372-59 J2270-JZ J2550-JZ", "G89.3 C18.2"),
    ("96372*2 J3420-JZ J2353-JZ*20", "C7A.00 D51.9"),
    ("96413-53 J9312-JZ*10", "Z51.12 C83.31"),
    ("96405 J9360-JZ*5", "Z51.11 C46.0"),
    ("96374 96375 J3489-JZ*4 J1100-JZ*10", "C79.51 C50.911"),
    ("96372 J1950-JZ", "D25.9"),
]


def written(text: str) -> list[dict[str, Any]]:
    """Lines written as `code-modifiers*units`."""
    made = []
    for one in text.split():
        code, _, units = one.partition("*")
        made.append(line(code.split("-")[0], int(units or 1), *code.split("-")[1:]))
    return made


def found(held: Claim, row: str, tables_on: OnDay) -> set[str]:
    report = check_claim(held, tables_on(held.date_of_service.isoformat()))
    return {finding.severity for finding in report.findings if row in finding.covers}


@pytest.mark.parametrize(("row", "severity", "lines", "dx"), WRONG, ids=[f"{w[0]} {w[2]}" for w in WRONG])
def test_lines_alone_show_it(row: str, severity: str, lines: str, dx: str, tables_on: OnDay) -> None:
    assert severity in found(claim(*written(lines), dx=dx or "Z51.11 C18.2"), row, tables_on)


@pytest.mark.parametrize(
    ("row", "severity", "lines", "drugs", "more"), BY_FACTS, ids=[f"{w[0]} {w[2]} {n}" for n, w in enumerate(BY_FACTS)]
)
def test_facts_show_it(
    row: str, severity: str, lines: str, drugs: list[Given], more: dict[str, Any], tables_on: OnDay
) -> None:
    held = claim(*written(lines), dx=more.get("dx", "Z51.11 C18.2"), visit=visit(*drugs, **more))
    assert severity in found(held, row, tables_on)


@pytest.mark.parametrize(("lines", "dx"), RIGHT, ids=[r[0] for r in RIGHT])
def test_a_right_claim_is_quiet(lines: str, dx: str, tables_on: OnDay) -> None:
    held = claim(*written(lines), dx=dx or "Z51.11 C18.2")
    report = check_claim(held, tables_on(held.date_of_service.isoformat()))
    assert [(f.rule, f.message) for f in report.findings if f.severity != "info"] == []


def test_antineoplastics_side_by_side_are_one_matter(tables_on: OnDay) -> None:
    facts = visit(CHEMO, given("a2", "carboplatin", at="09:20-10:20"))
    held = claim(line("96413"), line("96417"), visit=facts)
    report = check_claim(held, tables_on(held.date_of_service.isoformat()))
    assert not [f for f in report.findings if f.severity == "error"]
