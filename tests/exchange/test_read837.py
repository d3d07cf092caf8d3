"""An 837P's claims as claims: every loop that matters kept, the rest said."""

from datetime import date
from decimal import Decimal

import pytest
from made837 import BILLING, CLAIM, SELF, claim_with, file_of, interchange, transaction

from oncodesk.exchange.read837 import what_stands_beside
from oncodesk.policy.book import read_values

CHILD = (
    "HL*2*1*22*1", "SBR*P**GRP7******CI", "NM1*IL*1*HOLDER*ALEX****MI*M123", "DMG*D8*19500102*F",
    "NM1*PR*2*EXAMPLE HEALTH*****PI*PAYER1",
    "HL*3*2*23*0", "PAT*19", "NM1*QC*1*EXAMPLE*SAM", "N3*1 SAMPLE STREET", "N4*SPRINGFIELD*IL*62701",
    "DMG*D8*20150102*M",
)  # fmt: skip
SECOND = ("SBR*S*01*GRP9******MC", "CAS*PR*1*21.89", "AMT*D*39.15", "OI***Y***Y",
          "NM1*IL*1*HOLDER*JO****MI*S9", "NM1*PR*2*STATE PLAN*****PI*ST1")  # fmt: skip


def one(found_in, *segments: str, subscriber=SELF):
    found = found_in(file_of(segments or CLAIM, subscriber=subscriber))
    assert found.said == []
    (held,) = found.held
    return held


def test_the_whole_of_a_claim(found_in) -> None:
    held = one(found_in)
    assert (held.account, held.frequency, held.total, held.problem) == ("A-1", "1", Decimal(316), "")
    assert held.not_understood == held.remarks == ()
    claim = held.claim
    assert (claim.date_of_service, claim.place_of_service) == (date(2026, 3, 12), "11")
    assert claim.diagnoses == ("Z5111", "C182")
    assert (claim.patient.name, claim.patient.sex, claim.patient.account) == ("EXAMPLE, PAT", "F", "A-1")
    assert claim.patient.address.zip == "62701"
    assert (claim.payer.kind, claim.payer.name, claim.payer.id) == ("medicare", "MEDICARE PART B", "06102")
    assert (claim.payer.member_id, claim.payer.policy_holder) == ("1EG4TE5MK73", None)
    assert (claim.practice.npi, claim.practice.tax_id) == ("1234567893", "123456789")
    assert (claim.practice.taxonomy, claim.practice.phone) == ("207RX0202X", "5555550100")
    assert (claim.providers.rendering.name, claim.providers.rendering.npi) == ("R ITO", "1093717936")
    assert claim.providers.billing.name == "RIVERSIDE ONCOLOGY PC"
    first, other = claim.lines
    assert (first.id, first.code, first.units, first.pointers) == ("1", "96413", 1, "AB")
    assert (first.charge, other.charge) == (Decimal("250.5"), Decimal("65.5"))
    assert first.date_of_service is None and first.date_to is None


def test_lines_keep_modifiers_drug_dates_place_and_words(found_in) -> None:
    more = ("LX*3", "SV1*HC:J9171:JW:59:XU:76:DOCETAXEL NOS*500*UN*20.0*22**2", "DTP*472*RD8*20260313-20260315",
            "REF*6R*L3", "NTE*ADD*WASTE RECORDED", "LIN**N4*00955102104", "CTP****1.5*ML", "REF*XZ*RX1")  # fmt: skip
    held = one(found_in, *claim_with(*more, line=2))
    line = held.claim.lines[2]
    assert (line.code, line.modifiers, line.units) == ("J9171", ("JW", "59", "XU", "76"), 20)
    assert (line.date_of_service, line.date_to) == (date(2026, 3, 13), date(2026, 3, 15))
    assert (line.place_of_service, line.pointers) == ("22", "B")
    assert (line.ndc.code, line.ndc.unit, line.ndc.quantity) == ("00955102104", "ML", Decimal("1.5"))
    assert line.narrative == "DOCETAXEL NOS; WASTE RECORDED"
    assert held.not_understood == ()


def test_what_a_claim_document_cannot_hold_is_kept_beside_it(found_in) -> None:
    segments = claim_with(
        "DTP*431*D8*20260101", "REF*F8*ICN7", "REF*X4*05D1234567", "REF*9F*REF1", "NTE*ADD*A WORD", "K3*A FIXED WORD",
        "AMT*F5*12.5", "CRC*ZZ*Y*AV", "HI*BG:17", "NM1*77*2*CLINIC*****XX*1234567893", "N3*2 STREET",
        "N4*TOWN*IL*62701", "REF*LU*X9", instead={"CLM": "CLM*A-1*316***11:B:7*Y*A*Y*Y"},
    )  # fmt: skip
    found = found_in(file_of(segments))
    (held,), (raw,) = found.held, found.raw
    assert (held.frequency, held.not_understood) == ("7", ())
    kept = what_stands_beside(raw)
    assert [kept.claim.number(q) for q in ("F8", "X4", "9F", "G1")] == ["ICN7", "05D1234567", "REF1", None]
    assert kept.claim.dates == (("431", "20260101"),)
    assert kept.claim.amounts == (("F5", "12.5"),)
    assert kept.claim.notes == (("ADD", "A WORD"), ("K3", "A FIXED WORD"))
    assert kept.claim.conditions == ("ZZ*Y*AV", "BG*17")
    place = next(party for party in kept.claim.parties if party.loop == "2310C")
    assert (place.name, place.numbers, place.address) == (
        "CLINIC",
        (("LU", "X9"),),
        ("2 STREET", "TOWN", "IL", "62701"),
    )
    assert [line.number("6R") for line in kept.lines] == ["L1", None]


def test_facts_are_those_the_claim_documents(found_in) -> None:
    tests = ("MEA*TR*R1*9.8", "MEA*TR*R2*29.4", "DTP*738*D8*20260310")
    segments = claim_with(*tests, line=2)
    segments[2:2] = ["REF*G1*AUTH1", "REF*P4*01234567"]
    claim = one(found_in, *segments).claim
    facts = claim.facts
    assert (facts.hemoglobin_g_dl, facts.hematocrit_pct, facts.measured_on) == (9.8, 29.4, date(2026, 3, 10))
    assert facts.clinical_trial.nct == "01234567"
    assert facts.prior_authorization == claim.authorization.number == "AUTH1"


def test_two_values_of_one_test_are_a_doubt(found_in) -> None:
    segments = claim_with("MEA*TR*R1*9.8", line=2)
    segments[segments.index("LX*2") : segments.index("LX*2")] = ["MEA*TR*R1*11.2"]
    held = one(found_in, *segments)
    assert held.claim.facts.hemoglobin_g_dl is None
    assert held.remarks == ("lines give different values of MEA TR R1; none is taken",)


def test_a_patient_on_anothers_policy(found_in) -> None:
    claim = one(found_in, subscriber=CHILD).claim
    assert (claim.patient.name, claim.patient.sex) == ("EXAMPLE, SAM", "M")
    assert (claim.payer.kind, claim.payer.group, claim.payer.member_id) == ("commercial", "GRP7", "M123")
    holder = claim.payer.policy_holder
    assert (holder.name, holder.relationship, holder.birth_date) == ("ALEX HOLDER", "child", date(1950, 1, 2))


def test_a_second_payer(found_in) -> None:
    found = found_in(file_of(claim_with(*SECOND, instead={"NM1*82": ""})))
    (held,), (raw,) = found.held, found.raw
    assert (held.claim.secondary_payer.kind, held.claim.secondary_payer.name) == ("medicaid", "STATE PLAN")
    assert held.not_understood == ("2320 OI",)
    (other,) = what_stands_beside(raw).other_payers
    assert (other.turn, other.name, other.member_id, other.amounts) == ("S", "STATE PLAN", "S9", (("D", "39.15"),))


def test_a_claim_to_the_second_payer_says_so(found_in) -> None:
    subscriber = [s.replace("SBR*P*18", "SBR*S*18") for s in SELF]
    held = one(found_in, *claim_with(*(s.replace("SBR*S", "SBR*P") for s in SECOND)), subscriber=subscriber)
    assert held.claim.secondary_payer is None
    assert held.remarks == ("the claim goes to a payer that is not the primary one (SBR01)",)


@pytest.mark.parametrize(("code", "kind"), read_values()["exchange.payer_kinds"][0].value.items())
def test_the_kind_of_payer_follows_from_its_filing_indicator(found_in, code: str, kind: str) -> None:
    subscriber = [s.replace("*MB", f"*{code}") for s in SELF]
    assert one(found_in, subscriber=subscriber).claim.payer.kind == kind


@pytest.mark.parametrize("year", ["1999", "2011", "2026", "2099"])
def test_the_code_list_does_not_hang_on_the_date(found_in, year: str) -> None:
    assert one(found_in, *(s.replace("*2026", f"*{year}") for s in CLAIM)).claim.payer.kind == "medicare"


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        ("*MB", "*Q9", "the kind of payer is not one that is known (SBR09); read as other"),
        ("*******MB", "", "the kind of payer is missing (SBR09); read as other"),
        ("DMG*D8*19500102*F", "DMG*D8*19500102*U", "the patient's sex is unknown (DMG03 U)"),
        ("DMG*D8*19500102*F", "N2*X", "the patient's birth date or sex is missing (DMG); the patient is left out"),
    ],
)
def test_what_is_doubtful_is_said(found_in, old: str, new: str, remark: str) -> None:
    held = one(found_in, subscriber=[s.replace(old, new) for s in SELF])
    assert held.remarks == (remark,)
    assert held.claim is not None


def test_sex_unknown_is_neither(found_in) -> None:
    held = one(found_in, subscriber=[s.replace("*F", "*U") for s in SELF])
    assert held.claim.patient.sex == "X"


def test_no_payer_at_all_is_said(found_in) -> None:
    held = one(found_in, subscriber=[s for s in SELF if not s.startswith(("SBR", "NM1*PR"))])
    assert held.claim.payer is None
    assert "no payer is named (SBR, NM1 PR)" in held.remarks


def test_the_billing_provider_renders_where_no_other_is_named(found_in) -> None:
    claim = one(found_in, *claim_with(instead={"NM1*82": ""})).claim
    assert claim.providers.rendering == claim.providers.billing


def test_providers_of_the_lines(found_in) -> None:
    rendering, ordering = "NM1*82*1*LINE*DOC****XX*1245319599", "NM1*DK*1*ORDERS*DOC****XX*1245319599"
    segments = claim_with(rendering, ordering, line=2, instead={"NM1*82": ""})
    held = one(found_in, *segments)
    assert held.claim.providers.ordering.name == "DOC ORDERS"
    assert held.claim.providers.rendering == held.claim.providers.billing
    assert any("rendering provider of its own" in said for said in held.remarks)
    both = claim_with(rendering, line=2, instead={"NM1*82": ""})
    both[both.index("LX*2") : both.index("LX*2")] = [rendering]
    assert one(found_in, *both).claim.providers.rendering.name == "DOC LINE"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("CLM", "CLM*A-1*316***1X:B:1", "place_of_service"),
        ("CLM", "CLM*A-1*31,6***11:B:1", "CLM02: expected a number, found '31,6'"),
        ("SV1*HC:96413", "SV1*ER:96413*250.5*UN*1***1", "line 1: SV101: expected a CPT or HCPCS code (HC), found ER"),
        ("SV1*HC:96413", "SV1*HC:96413*250.5*UN*1.5***1", "line 1: SV104: expected a whole number, found '1.5'"),
        ("SV1*HC:96413", "SV1*HC:96413*250.5*UN****1", "line 1: SV104: expected a number of units"),
        ("SV1*HC:96413", "SV1*HC:96413*250.555*UN*1***1", "lines.1.charge"),
        ("SV1*HC:96413", "SV1*HC:96413*1e9*UN*1***1", "line 1: SV102: expected a number"),
        ("DTP*472", "DTP*472*D8*20261332", "line 1: DTP 472: expected a date such as 20260312, found '20261332'"),
        ("DTP*472", "DTP*472*RD8*20260312-20260311", "expected a range that ends after it begins"),
        ("DTP*472", "DTP*150*D8*20260312", "line 1: expected a date of service (DTP 472)"),
        ("DTP*472", "DTP*472*D8*18990312", "date_of_service: expected a date between 1990 and 2100"),
        ("SV1", "SV2*0300", "line 1: expected a professional service (SV1)"),
    ],
)
def test_a_claim_that_cannot_be_read_says_why(found_in, old: str, new: str, problem: str) -> None:
    bad = claim_with(instead={old: new})
    found = found_in(file_of(bad, CLAIM))
    assert problem in found.held[0].problem
    assert found.held[0].claim is None
    assert found.held[1].claim is not None


def test_a_claim_without_lines_or_with_a_patient_of_the_future(found_in) -> None:
    assert "at least one service line" in one(found_in, *CLAIM[:3]).problem
    assert "birth_date" in one(found_in, subscriber=[s.replace("19500102", "20300102") for s in SELF]).problem


def test_a_claim_of_too_many_segments_is_not_kept_in_memory(found_in) -> None:
    held = one(found_in, *claim_with(*["NTE*ADD*X"] * 6000))
    assert held.problem == "claim: expected at most 5,000 segments"


def test_nothing_is_dropped_silently(found_in) -> None:
    more = ("PWK*OZ*BM", "CR1*LB*140", "NM1*ZZ*2*SOMEONE", "XYZ*1", "HI*BP:12345", "HCP*03*100", "HCP*03*100")
    held = one(found_in, *claim_with(*more), subscriber=[*SELF, "REF*SY*123"])
    expected = {"2300 PWK*OZ", "2300 CR1*LB", "2300 NM1*ZZ", "2300 XYZ*1", "2300 HI*BP", "2300 HCP*03 (2 times)"}
    assert expected <= set(held.not_understood)
    assert not any("SOMEONE" in said or "123" in said for said in held.not_understood)


def test_a_total_that_is_not_the_sum_is_said(found_in) -> None:
    held = one(found_in, *claim_with(instead={"CLM": "CLM*A-1*400***11:B:1"}))
    assert held.remarks == ("the claim says 400.00 in all (CLM02), its lines are 316.00",)


def test_pointers_past_the_form_are_left_for_a_rule(found_in) -> None:
    held = one(found_in, *claim_with(instead={"SV1*HC:96413": "SV1*HC:96413*250.5*UN*1***1:13:0"}))
    assert held.claim.lines[0].pointers == "A??"


@pytest.mark.parametrize(("day", "said"), [("20050312", "no table here holds them"), ("20260312", "read as ICD-10-CM")])
def test_icd9_is_said(found_in, day: str, said: str) -> None:
    segments = [s.replace("20260312", day) for s in claim_with(instead={"HI": "HI*BK:1539*BF:V5811"})]
    (remark,) = one(found_in, *segments).remarks
    assert said in remark


def test_lines_without_numbers_of_their_own_are_counted(found_in) -> None:
    segments = claim_with(instead={"LX*2": "LX*1"})
    assert [line.id for line in one(found_in, *segments).claim.lines] == ["1", "2"]
    assert [line.id for line in one(found_in, *claim_with(instead={"LX*2": "LX*7"})).claim.lines] == ["1", "7"]


def test_segments_out_of_their_order_find_their_loop(found_in) -> None:
    segments = [*CLAIM[:4], "SV1*HC:J9263*9*UN*10***1", "LIN**N4*00955102104", "CTP****1*ML", "DTP*472*D8*20260312",
                "NTE*ADD*LATE"]  # fmt: skip
    held = one(found_in, *segments)
    assert held.claim.lines[0].narrative == "LATE"
    assert held.claim.lines[0].ndc.code == "00955102104"


def test_levels_hold_for_every_claim_below_them(found_in) -> None:
    two = file_of(CLAIM, CLAIM, subscriber=CHILD)
    assert [claim.patient.given_name for claim in found_in(two).claims] == ["SAM", "SAM"]
    body = [*BILLING, *SELF, *CLAIM, *CHILD, *CLAIM, *SELF, *CLAIM]
    found = found_in(interchange(transaction(body)))
    assert [claim.patient.given_name for claim in found.claims] == ["PAT", "SAM", "PAT"]
    assert [claim.payer.kind for claim in found.claims] == ["medicare", "commercial", "medicare"]
