"""A superbill says everything it must, on one page, in embedded type, and nothing where nothing may stand."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdf
import pytest

from oncodesk.codes.tables import Tables
from oncodesk.documents.content import Stamp, superbill_content, verification_code
from oncodesk.documents.superbill import superbill_pdf
from oncodesk.domain.claim import Claim, ClaimLine, Ndc
from oncodesk.domain.encounter import Payment
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Address, Patient, Payer, Practice, Provider, Providers

ADDRESS = Address(line1="12 Larch Lane", city="Springfield", state="IL", zip="62704")
PRACTICE = Practice(
    name="Elm Street Oncology", address=ADDRESS, phone="217-555-0100", tax_id="00-0000000", npi="1538296744"
)
STAMP = Stamp("1042", "2026-03-12 16:02", "2026-03-12 16:05")
DAY = date(2026, 3, 12)
LINES = (
    ClaimLine(id="1", code="96413", pointers="AB", charge=Decimal("410.00")),
    ClaimLine(
        id="2", code="J9263", units=300, pointers="AB", charge=Decimal("96.00"),
        ndc=Ndc(code="00703398601", unit="ML", quantity=Decimal(30)),
    ),
    ClaimLine(id="3", code="J9263", modifiers=("JW",), units=100, pointers="AB", charge=Decimal("32.00")),
)  # fmt: skip
CLAIM = Claim(
    date_of_service=DAY,
    payer=Payer(kind="medicare", name="Medicare Part B", member_id="1EG4TE5MK73"),
    patient=Patient(
        account="A-1007", family_name="Example", given_name="Pat", birth_date=date(1961, 4, 2), sex="F", address=ADDRESS
    ),
    providers=Providers(rendering=Provider(name="R. Ito", npi="1234567893", credential="MD")),
    diagnoses=("Z51.11", "C18.2"),
    lines=LINES,
    payments=(Payment(date=DAY, method="check", amount=Decimal("38.00")),),
)


@pytest.fixture
def tables(tables_on: Callable[[str], Tables]) -> Tables:
    return tables_on("2026-03-12")


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def changed(**changes: object) -> Claim:
    return CLAIM.model_copy(update=changes)


def test_everything_that_must_be_there_can_be_read_back(tables: Tables) -> None:
    (text,) = pages(superbill_pdf(superbill_content(CLAIM, PRACTICE, tables, STAMP)))
    for wanted in (
        "Elm Street Oncology", "217-555-0100", "Tax ID 00-0000000", "Group NPI 1538296744", "R. Ito, MD", "1234567893",
        "Example, Pat", "04/02/1961", "A-1007", "12 Larch Lane", "Springfield, IL 62704", "Medicare Part B",
        "1EG4TE5MK73", "03/12/2026", "Z51.11", "Encounter for antineoplastic chemotherapy", "C18.2", "96413", "J9263",
        "NDC 00703398601 ML 30", "Discarded drug", "JW", "300", "410.00", "$538.00", "$38.00", "$500.00",
        "Provider signature", "No. 1042", "Page 1 of 1", "created 2026-03-12 16:02", "printed 2026-03-12 16:05",
        "This is not a claim form", verification_code(CLAIM, "1042"),
    ):  # fmt: skip
        assert wanted in text, wanted


@pytest.mark.parametrize(
    ("claim", "practice", "missing"),
    [
        (CLAIM, None, "practice.name"),
        (CLAIM, PRACTICE.model_copy(update={"tax_id": None}), "practice.tax_id"),
        (changed(providers=Providers()), PRACTICE, "providers.rendering"),
        (changed(patient=None), PRACTICE, "patient"),
        (changed(patient=CLAIM.patient.model_copy(update={"address": None})), PRACTICE, "patient.address"),
        (changed(payer=None), PRACTICE, "payer"),
        (changed(payer=Payer(kind="medicare", name="Medicare Part B")), PRACTICE, "payer.member_id"),
        (changed(lines=()), PRACTICE, "lines"),
        (changed(diagnoses=()), PRACTICE, "diagnoses"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_drawn(
    claim: Claim, practice: Practice | None, missing: str, tables: Tables
) -> None:
    with pytest.raises(UnusableInput) as problem:
        superbill_content(claim, practice, tables, STAMP)
    assert missing in str(problem.value)


def test_a_self_pay_patient_needs_no_member_id(tables: Tables) -> None:
    claim = changed(payer=Payer(kind="self_pay", name="Self-pay"))
    assert pages(superbill_pdf(superbill_content(claim, PRACTICE, tables, STAMP)))


def test_fourteen_lines_stand_on_one_page_and_more_go_on_with_the_heading_repeated(tables: Tables) -> None:
    def of(count: int) -> Claim:
        return changed(lines=tuple(LINES[n % 3].model_copy(update={"id": str(n)}) for n in range(count)))

    assert len(pages(superbill_pdf(superbill_content(of(14), PRACTICE, tables, STAMP)))) == 1
    first, second = pages(superbill_pdf(superbill_content(of(40), PRACTICE, tables, STAMP)))
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in second
    assert "Charge ($)" in second
    assert "Example, Pat" in second


def test_type_is_embedded_and_metadata_is_silent_about_the_patient(tables: Tables) -> None:
    pdf = superbill_pdf(superbill_content(CLAIM, PRACTICE, tables, STAMP))
    reader = pypdf.PdfReader(BytesIO(pdf))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].get_object().values()]
    assert all("FontFile2" in str(font["/FontDescriptor"].get_object()) for font in fonts)
    said = " ".join(str(value) for value in (reader.metadata or {}).values())
    assert "Example" not in said
    assert "A-1007" not in said


def test_the_same_claim_gives_the_same_bytes(tables: Tables) -> None:
    once, twice = (superbill_pdf(superbill_content(CLAIM, PRACTICE, tables, STAMP)) for _ in range(2))
    assert once == twice


def test_a_corrected_and_a_void_one_say_so(tables: Tables) -> None:
    corrected = Stamp("1043", STAMP.created, STAMP.printed, replaces="1042")
    void = Stamp("1042", STAMP.created, STAMP.printed, void=True)
    assert "CORRECTED – replaces 1042" in pages(superbill_pdf(superbill_content(CLAIM, PRACTICE, tables, corrected)))[0]
    assert "VOID" in pages(superbill_pdf(superbill_content(CLAIM, PRACTICE, tables, void)))[0]


def test_a_missing_charge_is_said_not_counted_as_nothing(tables: Tables) -> None:
    claim = changed(lines=(LINES[0].model_copy(update={"charge": None}), LINES[1]))
    (text,) = pages(superbill_pdf(superbill_content(claim, PRACTICE, tables, STAMP)))
    assert "No charge recorded for 96413" in text
    unpriced = changed(lines=tuple(line.model_copy(update={"charge": None}) for line in LINES))
    (text,) = pages(superbill_pdf(superbill_content(unpriced, PRACTICE, tables, STAMP)))
    assert "Total charges not charged" in text
    assert "Balance not charged" in text


def test_names_that_look_like_markup_are_printed_as_they_are(tables: Tables) -> None:
    patient = CLAIM.patient.model_copy(update={"family_name": "<b>O'Hara & Söhne</b>"})
    (text,) = pages(superbill_pdf(superbill_content(changed(patient=patient), PRACTICE, tables, STAMP)))
    assert "<b>O'Hara & Söhne</b>, Pat" in text


def test_the_verification_code_follows_the_claim() -> None:
    other = changed(diagnoses=("C18.2",))
    assert len({verification_code(CLAIM, "1"), verification_code(other, "1"), verification_code(CLAIM, "2")}) == 3
