"""Every row on visits, diagnoses and the claim as a whole: wrong claims of several kinds that must be found, and right
ones that must stay quiet."""

from collections.abc import Callable
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.report import Report
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.radiation.samples import fractions
from oncodesk.services.check_claim import check_claim

OnDay = Callable[[str], Tables]
COMMERCIAL = {"kind": "commercial", "name": "Example Health"}
ADVANTAGE = {"kind": "medicare_advantage", "name": "Example Advantage"}


def billed(text: str, dx: str = "C18.2", facts: Any = None, **header: Any) -> Claim:
    """`billed("96413 J9271*200-JZ 99214-25", "Z51.12 C34.11")`."""
    lines = []
    for word in text.split():
        code, *marks = word.split("-")
        code, _, units = code.partition("*")
        lines.append(line(code, int(units or 1), *marks))
    return claim(*lines, dx=dx, visit=facts, **header)


def past(*words: str) -> list[dict[str, str]]:
    """`past("2026-02-01:96413")`."""
    return [{"date_of_service": day, "code": code} for day, _, code in (word.partition(":") for word in words)]


def seen(*services: dict[str, Any], dx: str = "C18.2", **more: Any) -> Any:
    return visit(dx=dx, reason="evaluation", services=list(services), **more)


def told(*diagnoses: dict[str, Any], reason: str = "complication", **more: Any) -> Any:
    return visit(reason=reason, diagnoses=list(diagnoses), **more)


def chemo(dx: str = "C50.911", drug: str = "paclitaxel", **more: Any) -> Any:
    return visit(given("a1", drug, at="09:00-10:00"), dx=dx, **more)


def beams(dx: list[dict[str, Any]]) -> Any:
    course = {"id": "C1", "modality": "external_beam", "technique": "3d"}
    return visit(reason="radiation_treatment", diagnoses=dx, radiation={"course": course, "events": fractions(1)})


TREATED = [f"{day}:{code}" for day in ("2026-01-15", "2026-02-05", "2026-02-26") for code in ("96413", "99214")]
MINUTES = {"code": "99215", "performed_by": "physician", "level_by": "time"}
SUSPECTED = [{"code": "C34.11", "status": "suspected"}, {"code": "R91.1"}]
ANEMIA = {"code": "D64.81", "treated": True, "due_to": "antineoplastic_drug"}

WRONG: dict[str, tuple[str, list[Claim]]] = {
    "EM-01": ("error", [
        billed("96413 99214", "Z51.11 C18.2"), billed("96372 99213"), billed("36430 99215", "D64.81 C18.2"),
        billed("96413 99214", "Z51.11 C18.2", payer=COMMERCIAL),
        billed("96413 99213", "Z51.11 C50.911", chemo(services=[{"code": "99213", "significant_separate": True}])),
    ]),
    "EM-02": ("error", [
        billed("96413 99211", "Z51.11 C18.2"), billed("96372 99211-25"), billed("36430 99211", "D64.81 C18.2"),
        billed("96360 99211-25", "E86.0 C18.2", payer=ADVANTAGE),
    ]),
    "EM-03": ("error", [
        billed(f"{code}{mark}", "C18.2", seen({"code": code, "performed_by": "nurse"}))
        for code, mark in (("99213", ""), ("99214", "-25"), ("99212", ""), ("99215", ""))
    ]),
    "EM-04": ("warning", [
        billed(f"{drug} {code}-25", "Z51.11 C18.2", history=past(*TREATED), payer=payer)
        for drug, code, payer in (("96413", "99214", ADVANTAGE), ("96413", "99215", COMMERCIAL),
                                  ("96409", "99213", ADVANTAGE), ("96401", "99214", COMMERCIAL))
    ]),
    "EM-05": ("error", [
        billed("96413 99214-25 G2211", "Z51.11 C18.2"), billed("96372 99213-25 G2211"),
        billed("38222 99215-25 G2211", "C90.00"), billed("96365 99212-25 G2211", "D50.9", payer=ADVANTAGE),
    ]),
    "EM-06": ("error", [
        billed("G2211"), billed("96413 G2211", "Z51.11 C18.2"), billed("85025 G2211"), billed("36415 G2211"),
    ]),
    "EM-07": ("error", [
        billed("99215 99417"), billed("99215 G2212", payer=COMMERCIAL), billed("99214 G2212"),
        billed("99215 G2212", "C18.2", seen(MINUTES | {"minutes": 60})),
        billed("99215 G2212", "C18.2", seen(MINUTES | {"minutes": 80, "level_by": "mdm"})),
    ]),
    "EM-09": ("error", [
        billed(code, history=past(f"{day}:{before}"))
        for code, day, before in (("99203", "2025-02-01", "99213"), ("99204", "2023-04-01", "99215"),
                                  ("99205", "2026-03-11", "99204"), ("99202", "2024-01-09", "99212"))
    ]),
    "EM-10": ("error", [billed("99242"), billed("99243"), billed("99244-25 96372"), billed("99245")]),
    "EM-11": ("error", [
        billed("99213 99214"), billed("99213-25 99215-25 96413", "Z51.11 C18.2"), billed("99214*2"),
        billed("99213", history=past("2026-03-12:99214")),
    ]),
    "EM-12": ("error", [
        billed("99214-FS"), billed("99215-FS-25 96413", "Z51.11 C18.2"), billed("99213-FS", payer=ADVANTAGE),
        billed("99204", "C18.2", seen({"code": "99204", "performed_by": "npp"})),
        billed("99203", "C18.2", seen({"code": "99203", "performed_by": "npp"}), payer=ADVANTAGE),
    ]),
    "EM-13": ("warning", [
        billed("96413", "Z51.11 C18.2", place_of_service="10"), billed("96372-95"), billed("96413-93", "Z51.11 C18.2"),
        billed("96365", "D50.9", place_of_service="02"),
    ]),
    "EM-14": ("info", [
        billed("96413 99497", "Z51.11 C18.2"), billed("96365 99497", "D50.9"), billed("96413 99490", "Z51.11 C18.2"),
        billed("96372 99497"),
    ]),
    "DX-01": ("error", [billed("99214", dx) for dx in ("C50.0X9", "C34.19", "Z51.19", "D64.89X")]),
    "DX-02": ("error", [billed("99214", dx) for dx in ("C50.9", "Z51.1 C18.2", "C88.0", "C18.2 D63", "C18.2 D61.81")]),
    "DX-03": ("error", [
        billed("99214", dx)
        for dx in ("D64.81 C18.2 T45.1X5", "M84.58 C50.911", "K52.1 C34.11 T45.AX5", "T80.1XX C18.2")
    ]),
    "DX-04": ("error", [
        billed("96413", "C50.911 Z51.11", chemo()), billed("96413", "C50.911", chemo()),
        billed("77407", "C61 Z51.0"), billed("96413 J9201*8-JZ", "C25.0 Z51.11"),
    ]),
    "DX-05": ("error", [
        billed("96413", "Z51.11 K50.90"), billed("96413", "Z51.12 M05.79"), billed("77407", "Z51.0 R22.1"),
        billed("96365", "Z51.11 G35.A"),
    ]),
    "DX-06": ("error", [
        billed("99213", "Z51.11 C18.2"), billed("85025 36415", "Z51.11 C18.2"), billed("99214", "Z51.0 C61"),
        billed("96360", "Z51.12 C34.11 E86.0"),
    ]),
    "DX-07": ("warning", [
        billed("96413 J9271*200-JZ", "Z51.11 C34.11"), billed("96413 J9201*8-JZ", "Z51.12 C25.0"),
        billed("96413 J9271*200-JZ J9201*8-JZ", "Z51.12 C34.11"), billed("96372 J0897*120-JZ", "Z51.12 C79.51 C50.411"),
    ]),
    "DX-08": ("error", [
        billed("99213", "Z08 Z51.11 Z85.3"), billed("96413", "Z51.11 Z09 C18.2"), billed("77407", "Z51.0 Z08 C61"),
        billed("96413", "Z51.12 Z08 C34.11"),
    ]),
    "DX-09": ("error", [billed("99214", f"D63.0 {dx}") for dx in ("C18.2", "C34.11", "C50.911", "C90.00")]),
    "DX-10": ("warning", [
        billed("99214", "D64.81"), billed("99214", "D64.81 C18.2"), billed("96372", "D64.81 C34.11"),
        billed("99214", "C34.11 D64.81 T45.1X5A", told({"code": "C34.11"}, ANEMIA)),
    ]),
    "DX-11": ("warning", [
        billed("99214", "D70.1"), billed("99214", "D70.1 C50.411"), billed("96372", "D70.1 C18.2"),
        billed("99215", "D70.1 R50.81 C71.6"),
    ]),
    "DX-12": ("info", [
        billed(code, f"D61.818 {dx}", told({"code": "D61.818", "due_to": "antineoplastic_drug"}, {"code": dx}))
        for code, dx in (("99214", "C18.2"), ("99213", "C34.11"), ("99215", "C50.911"), ("36430", "C25.0"))
    ]),
    "DX-13": ("error", [
        billed("99214", f"{harm} C34.11 T45.1X5{seventh}",
               told({"code": harm, "treated": True, "due_to": "immunotherapy"}, {"code": "C34.11"}))
        for harm, seventh in (("K52.1", "A"), ("J70.2", "A"), ("E03.2", "D"), ("L27.0", "A"))
    ]),
    "DX-14": ("error", [
        billed("99214", f"T45.1X5A {dx}") for dx in ("D64.81 C34.11", "D70.1 C18.2", "K12.31 C10.9", "R11.2 C18.2")
    ]),
    "DX-15": ("warning", [
        billed("96360", f"{dx} E86.0", visit(given("a1", "normal saline", at="09:00-10:30"), reason="hydration",
                                             dx=f"E86.0 {dx}"))
        for dx in ("C18.2", "C34.11", "C50.911", "C25.0")
    ]),
    "DX-16": ("error", [
        billed("99214", dx) for dx in ("G89.3 G89.29 C34.11", "G89.3 G89.21 C61", "C76.0 G89.3 G89.28",
                                       "G89.3 C50.911 G89.22")
    ]),
    "DX-17": ("warning", [
        billed("99214", f"{dx} M84.58XA", told({"code": dx}, {"code": "M84.58XA", "treated": True}))
        for dx in ("C79.51", "C90.00", "C50.911", "C61")
    ]),
    "DX-18": ("warning", [
        billed("99214", "C50.411 C79.51", told({"code": "C50.411"}, {"code": "C79.51", "treated": True})),
        billed("99214", "C18.2 C78.7", told({"code": "C18.2"}, {"code": "C78.7", "treated": True})),
        billed("99214", "C34.11 C79.31", told({"code": "C34.11"}, {"code": "C79.31", "treated": True})),
        billed("77407", "Z51.0 C20 C79.51", beams([{"code": "C20"}, {"code": "C79.51", "treated": True}])),
    ]),
    "DX-19": ("error", [
        billed("99214", "C79.9 C80.1"), billed("99214", "C78.7 C18.2 C80.1"), billed("99214", "C79.51 C50.911 C80.1"),
        billed("96413", "Z51.11 C34.11 C80.1"),
    ]),
    "DX-20": ("warning", [
        billed("99213", "C61", told({"code": "C61", "status": "history"}, reason="evaluation")),
        billed("99213", "C50.411", told({"code": "C50.411", "status": "history", "intent": "prophylaxis"},
                                        reason="evaluation")),
        billed("96413", "Z85.038"), billed("77407", "Z51.0 Z85.46"),
    ]),
    "DX-21": ("warning", [
        billed("99213", dx) for dx in ("C50.411 Z85.3", "C61 Z85.46", "C18.2 Z85.038", "C34.11 Z85.118")
    ]),
    "DX-22": ("warning", [
        billed("99214", "Z85.6", told({"code": "C91.10", "status": "in_remission"}, reason="evaluation")),
        billed("99214", "C91.10", told({"code": "C91.10", "status": "in_remission"}, reason="evaluation")),
        billed("99214", "C90.00", told({"code": "C90.00", "status": "in_relapse"}, reason="evaluation")),
        billed("99214", "C92.01", told({"code": "C92.00", "status": "in_relapse"}, reason="evaluation")),
    ]),
    "DX-23": ("error", [billed("99214", f"{first} C50.411") for first in ("Z17.0", "Z17.1", "Z17.31", "Z17.421")]),
    "DX-24": ("warning", [
        billed("99214", dx, seen({"code": "99214", "site": site}, dx=dx))
        for dx, site in (("C50.919", "left breast"), ("C34.90", "right lung"), ("C56.9", "left"), ("C64.9", "right"))
    ]),
    "DX-25": ("info", [
        billed("99214", dx) for dx in ("C50.811 C50.411", "C34.81 C34.11", "C18.8 C18.2", "C16.8 C16.2")
    ]),
    "DX-27": ("error", [
        billed("99214", f"{first} C50.411 Z17.0") for first in ("Z79.810", "Z79.811", "Z79.899", "Z79.630")
    ]),
    "DX-28": ("error", [
        billed("99214", dx) for dx in ("C18.2 D63.0 D61.1", "C91.10 D72.819", "C18.2 R63.4 R64", "G89.3 G89.29 C76.0",
                                       "K52.1 C34.11 T45.1X5A T45.AX5A")
    ]),
    "DX-29": ("error", [
        billed("99214", dx) for dx in ("D63.0 C18.2", "D63.1 N18.30", "Z17.0 C50.411", "R50.81 D70.1 C18.2 T45.1X5A")
    ]),
    "DX-30": ("error", [
        billed("99214", dx)
        for dx in ("Z79.811 C50.411", "Z17.0 C50.411", "T45.1X5A D64.81 C18.2", "Y84.2 J70.0 C34.11")
    ]),
    "DX-31": ("warning", [
        billed("99213", "C61"), billed("99213", "C62.91"), billed("99214", "C60.9"),
        billed("99214", "C56.1", patient={"account": "A", "family_name": "Example", "given_name": "Pat",
                                           "birth_date": "1950-01-01", "sex": "M"}),
    ]),
    "DX-32": ("warning", [
        billed("99214", dx, patient={"account": "A", "family_name": "Example", "given_name": "Pat", "birth_date": born,
                                     "sex": "F"})
        for dx, born in (("Z38.00", "1961-04-02"), ("O99.011", "1950-04-02"), ("C93.30", "1990-01-01"),
                         ("O9A.111", "2020-04-02"))
    ]),
    "DX-33": ("error", [
        billed("99214", dx, told(*SUSPECTED, reason="evaluation"))
        for dx in ("C34.11", "C34.11 R91.1", "R91.1 C34.11", "R91.1 C34.11 R05.9")
    ]),
    "DX-34": ("error", [
        claim(line("99214", pointers=pointers), dx="C18.2 E86.0 R11.2 D50.9 R53.1")
        for pointers in ("", "Z", "ABCDE", "BB", "ABZ")
    ]),
    "DX-35": ("info", [
        billed("96413-Q1", f"Z00.6 {dx}", facts=None) for dx in ("Z51.11 C18.2", "C18.2", "C34.11", "Z51.12 C34.11")
    ]),
    "DX-36": ("error", [
        billed("99214", dx) for dx in ("C18.2 C18.2", "C18.2 E86.0 C18.2", "C182 C18.2", "Z51.11 C18.2 Z51.11")
    ]),
    "DX-37": ("info", [billed("96523", dx) for dx in ("C18.2", "C50.911", "Z95.828 C18.2", "C18.2 Z45.2")]),
    "DX-38": ("info", [billed("99214", f"C80.2{dx}") for dx in ("", " Z94.0", " Z94.4", " C22.0")]),
    "CLM-01": ("error", [
        billed("99213", providers={"rendering": {"name": "R. Ito", "npi": npi}})
        for npi in ("1234567890", "3234567893", "123456789", "12345678AB")
    ]),
    "CLM-02": ("error", [
        claim(line(code, date_of_service=day), dx="C18.2")
        for code, day in (("99213", "2025-03-11"), ("96413", "2024-12-31"), ("77427", "2023-01-05"))
    ] + [claim(line("99213"), line("99214", date_of_service="2025-01-02"), dx="C18.2")]),
    "CLM-03": ("error", [
        billed("99214 J9190*2", place_of_service="22"), billed("96376"), billed("G0463"),
        billed("J9271*200-JZ", "C34.11", place_of_service="21"),
    ]),
    "CLM-04": ("warning", [
        billed(code, facts=None, **{"payer": payer} if payer else {}) for code, payer in
        (("99213", None), ("96413", {"kind": "railroad", "name": "R"}), ("77427", None), ("85025", None))
    ]),
    "CLM-05": ("warning", [
        billed("96413", "Z51.11 C18.2", authorization=held) for held in (
            {"number": "P", "from": "2026-01-01", "to": "2026-02-28"}, {"number": "P", "from": "2026-04-01"},
            {"number": "P", "to": "2026-03-11"})
    ] + [billed("96413 J9271*400-JZ", "Z51.12 C34.11", authorization={"number": "P", "units": 200})]),
    "CLM-06": ("error", [
        billed("96413-Q1", "Z51.11 C18.2 Z00.6"), billed("96413-Q0", "Z51.11 C18.2"), billed("99214-Q1"),
        billed("96413", "Z51.11 C18.2", facts=None),
    ]),
    "CLM-07": ("warning", [billed("96413", "Z51.11 C18.2") for _ in range(4)]),
    "CLM-08": ("error", [
        billed("99214", history=past("2026-03-12:99214")), billed("96413 96413", "Z51.11 C18.2"),
        billed("77336", "C61", history=past("2026-03-12:77336")), billed("36415", history=past("2026-03-12:36415")),
    ]),
    "CLM-09": ("error", [
        billed("99213 85025*0"), billed("J9271*10000-JZ 96413", "Z51.12 C34.11"),
        claim(line("99213", charge="0.00"), dx="C18.2"), claim(line("99213", date_to="2026-03-14"), dx="C18.2"),
        claim(line("96413", date_to="2026-03-10"), dx="C18.2"),
    ]),
    "CLM-11": ("warning", [
        billed(code, "C61", history=past(f"2026-02-10:{before}"))
        for code, before in (("77263", "77263"), ("77301", "77301"), ("77301 77338", "77338"), ("77370", "77370"),
                             ("77470", "77470"), ("77435", "77435"), ("77437 77439", "77439"))
    ]),
    "CLM-12": ("info", [billed(f"99214-{mark}") for mark in ("Q5", "Q6", "GC", "GE")]),
    "CLM-13": ("warning", [
        billed("36415*2"), billed("36415*2 80053"), billed("99213 36415*3"), billed("36415*4 85025"),
    ]),
}  # fmt: skip
FACTS: dict[str, list[dict[str, Any]]] = {
    "CLM-04": [{"other_coverage_asked": False}] * 4,
    "CLM-07": [{"stay": "snf"}, {"stay": "hospice"}, {"stay": "inpatient"}, {"stay": "snf"}],
    "CLM-06": [{}, {}, {}, {"clinical_trial": {"phase_item": "routine"}}],
}
"""Documented facts of the claims of a row, one after the other."""


def wrong() -> list[Any]:
    made = []
    for row, (severity, claims) in WRONG.items():
        for number, one in enumerate(claims):
            facts = FACTS.get(row, [{}] * len(claims))[number]
            held = Claim.model_validate(one.model_dump() | {"facts": facts}) if facts else one
            made.append(pytest.param(row, severity, held, id=f"{row}-{number + 1}"))
    return made


def said(made: Claim, on: OnDay) -> Report:
    return check_claim(made, on(made.date_of_service.isoformat()))


@pytest.mark.parametrize(("row", "severity", "made"), wrong())
def test_a_wrong_claim_of_the_row_is_found(row: str, severity: str, made: Claim, tables_on: OnDay) -> None:
    found = {(f.severity) for f in said(made, tables_on).findings if row in f.covers}
    assert severity in found


def test_each_row_has_several_kinds() -> None:
    assert all(len(claims) >= 4 for _, claims in WRONG.values())
    assert sum(len(claims) for _, claims in WRONG.values()) >= 200


MALE = {"account": "A", "family_name": "Example", "given_name": "Pat", "birth_date": "1950-01-01", "sex": "M"}
TRIAL = {"clinical_trial": {"nct": "NCT01234567", "phase_item": "routine"}}
LONG = {"code": "99205", "performed_by": "physician", "level_by": "time", "minutes": 95}
RIGHT = [
    billed("99214"), billed("99213 36415 85025"), billed("99215 G2211"), billed("99214 G2211", payer=COMMERCIAL),
    billed("96413 96415*2", "Z51.11 C18.2"), billed("96413 96417 96375", "Z51.11 C50.911"),
    billed("96413 99214-25", "Z51.11 C18.2"), billed("96365 96366", "D50.9 N18.30"),
    billed("96360 96361", "E86.0 C18.2"), billed("96374 96375", "R11.2 C34.11"), billed("96372"),
    billed("96402", "C61", patient=MALE), billed("36430", "D64.81 C18.2 T45.1X5A"), billed("99195", "D45"),
    billed("38222", "C90.00"), billed("96523", "Z45.2"), billed("99204", history=past("2022-12-01:99213")),
    billed("99205 G2212", "C18.2", seen(LONG, {"code": "G2212"})), billed("99213", "Z08 Z85.3"),
    billed("99214", "C50.411 Z17.0 Z79.810"), billed("99214", "D64.81 C34.11 T45.1X5A"),
    billed("99214", "D70.1 R50.81 C71.6 T45.1X5A"), billed("99214", "G89.3 C76.0"), billed("99214", "C79.51 C80.1"),
    billed("99214", "C91.11"), billed("99214", "K52.1 C34.11 T45.AX5A"), billed("77407", "Z51.0 C20"),
    billed("77427", "Z51.0 C20"), billed("99213", "C18.2 Z92.21"), billed("99497"),
    billed("96413-Q1", "Z51.11 C18.2 Z00.6", facts=None), billed("99214", "J70.2 C34.11 T45.1X5A"),
    billed("99214", "E86.0 C18.2"), billed("99214", "D61.810 C18.2 T45.1X5A"), billed("99214", "N18.30 D63.1"),
    billed("99214", "C90.01"), billed("99214", "C83.3A"), billed("99214", "C50.911 C77.3 Z17.0"),
    billed("85025 80053 36415"), billed("99212"), billed("96401", "Z51.11 D46.9"), billed("99214", payer=COMMERCIAL),
    billed("99214-24", "J18.9 C61", patient=MALE), billed("96413 96372-59", "Z51.11 C18.2"),
    billed("99244", payer=COMMERCIAL), billed("99213", "C18.2", seen({"code": "99213", "performed_by": "npp"})),
    billed("96413", "Z51.11 C18.2", authorization={"number": "P", "from": "2026-01-01", "to": "2026-06-30"}),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(RIGHT)))
def test_a_right_claim_is_quiet(number: int, tables_on: OnDay) -> None:
    made = RIGHT[number]
    if "96413-Q1" in {"-".join((held.code, *held.modifiers)) for held in made.lines}:
        made = Claim.model_validate(made.model_dump() | {"facts": TRIAL})
    loud = [(f.rule, f.message) for f in said(made, tables_on).findings if f.severity != "info"]
    assert loud == []


def test_right_claims_are_many() -> None:
    assert len(RIGHT) >= 40


WAIVER, FULL = {"clia_certificate": "waiver"}, {"clia_certificate": "compliance"}


@pytest.mark.parametrize(
    ("text", "facts", "found"),
    [
        ("85025 36415", WAIVER, {"error"}), ("80053", {"clia_certificate": "microscopy"}, {"error"}),
        ("81003-QW 80053", {}, {"warning"}), ("81002-QW", {}, {"warning"}), ("85027-QW", WAIVER, {"warning"}),
        ("82378", WAIVER, {"warning"}), ("85025-QW", WAIVER, set()), ("81002 82270", WAIVER, set()),
        ("85025 80053 82378", FULL, set()), ("85025", {}, set()), ("80053-90", WAIVER, set()), ("36415", WAIVER, set()),
    ],
)  # fmt: skip
def test_waived_tests_by_the_certificate(text: str, facts: dict[str, str], found: set[str], tables_on: OnDay) -> None:
    made = Claim.model_validate(billed(text).model_dump() | {"facts": facts})
    report = said(made, tables_on)
    assert {f.severity for f in report.findings if f.rule == "claim.waived-test-unmarked"} == found
    unknown = [n for n in report.not_checked if n.rule == "claim.waived-test-unmarked"]
    assert bool(unknown) is (text == "85025" and not facts)


def test_a_waived_test_is_a_warning_for_other_payers(tables_on: OnDay) -> None:
    made = Claim.model_validate(billed("85025", payer=COMMERCIAL).model_dump() | {"facts": WAIVER})
    (found,) = (f for f in said(made, tables_on).findings if f.rule == "claim.waived-test-unmarked")
    assert found.severity == "warning"


@pytest.mark.parametrize(
    ("charges", "payer", "found"),
    [
        (["99999.99"], "medicare", False), (["60000.00", "39999.99"], "medicare", False),
        (["60000.00", "40000.00"], "railroad", True), (["100000.00"], "medicare", True),
        (["100000.00"], "commercial", False), ([None, "99999.00"], "medicare", False),
    ],
)  # fmt: skip
def test_a_claim_to_medicare_holds_seven_digits(
    charges: list[str | None], payer: str, found: bool, tables_on: OnDay
) -> None:
    lines = [line("96413" if n == 0 else "96415", charge=amount) for n, amount in enumerate(charges)]
    made = claim(*lines, payer={"kind": payer, "name": "Example"})
    assert ("claim.total-too-large" in {f.rule for f in said(made, tables_on).findings}) is found


@pytest.mark.parametrize(("place", "severity"), [("99", "warning"), ("77", "error"), ("11", None), ("49", None)])
def test_a_place_is_one_of_the_list(place: str, severity: str | None, tables_on: OnDay) -> None:
    found = [f for f in said(billed("99214", place_of_service=place), tables_on).findings if "CLM-03" in f.covers]
    assert [f.severity for f in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("code", "payer", "day", "fixes"),
    [
        ("99244", "medicare", "2026-03-12", ["Bill 99204", "Bill 99214"]),
        ("99242", "railroad", "2025-03-12", ["Bill 99202", "Bill 99212"]),
        ("99241", "medicare", "2026-03-12", ["Bill 99202", "Bill 99212"]),
        ("99254", "medicare", "2026-03-12", ["Bill 99222"]),
        ("99251", "medicare", "2026-03-12", ["Bill 99221"]),
        ("99245", "medicare", "2021-03-12", []),
        ("99241", "commercial", "2026-03-12", ["Bill 99242"]),
        ("99251", "commercial", "2026-03-12", ["Bill 99252"]),
        ("99244", "commercial", "2026-03-12", None),
        ("99241", "commercial", "2022-03-12", None),
    ],
)
def test_each_consultation_has_its_visit(
    code: str, payer: str, day: str, fixes: list[str] | None, tables_on: OnDay
) -> None:
    place = "11" if code < "9925" else "21"
    made = claim(
        line(code), dx="C18.2", payer={"kind": payer, "name": "E"}, date_of_service=day, place_of_service=place
    )
    found = [f for f in said(made, tables_on).findings if "EM-10" in f.covers]
    assert [[fix.title for fix in f.fixes] for f in found] == ([] if fixes is None else [fixes])
    for one in found[0].fixes if found else ():
        cured = said(apply_edits(made, one.edits), tables_on)
        assert [f.rule for f in cured.findings if f.severity == "error" and f.rule != "claim.filed-too-late"] == []


@pytest.mark.parametrize(
    ("dx", "found"),
    [
        ("T86.49 C80.2 C22.0", []), ("T86.49 C22.0 C80.2", ["error"]), ("C22.0 T86.49", ["info"]),
        ("T86.09 C92.00", []), ("C22.0 Z94.4", []), ("O9A.112 C50.911", []), ("C50.911 O9A.112", ["error"]),
        ("Z51.11 O9A.112 C50.911", []), ("O9A.112 Z51.11 C50.911", []), ("O9A.112", ["info"]),
        ("C79.51 O9A.112 C50.911", ["error"]),
    ],
)  # fmt: skip
def test_what_a_neoplasm_complicates_stands_before_it(dx: str, found: list[str], tables_on: OnDay) -> None:
    young = {"account": "A", "family_name": "Example", "given_name": "Pat", "birth_date": "1994-04-02", "sex": "F"}
    made = billed("96413" if "Z51" in dx else "99214", dx, patient=young)
    held = [f for f in said(made, tables_on).findings if f.rule == "diagnosis.complication-before-neoplasm"]
    assert [f.severity for f in held] == found
    for fix in (fix for f in held for fix in f.fixes):
        after = said(apply_edits(made, fix.edits), tables_on)
        assert "diagnosis.complication-before-neoplasm" not in {f.rule for f in after.findings}
