"""The patient's copy: large, plain, whole, and silent in its metadata."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdf
import pytest

from oncodesk.codes.tables import Tables
from oncodesk.documents.content import Stamp
from oncodesk.documents.joining import joined
from oncodesk.documents.patient_copy import patient_copy_pdf
from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Patient, Payer, Practice

DAY = date(2026, 3, 12)
PRACTICE = Practice(name="Elm Street Oncology", phone="217-555-0100")
STAMP = Stamp("1042", "2026-03-12 16:02", "2026-03-12 16:05")
CLAIM = Claim(
    date_of_service=DAY,
    payer=Payer(kind="medicare", name="Medicare Part B"),
    patient=Patient(account="A-7", family_name="O'Hara & <b>Söhne", given_name="Pat", birth_date=DAY, sex="F"),
    diagnoses=("Z51.11", "C18.2"),
    lines=(
        ClaimLine(id="1", code="96413", charge=Decimal("410.00")),
        ClaimLine(id="2", code="96411", charge=Decimal("142.00")),
        ClaimLine(id="3", code="96411", charge=Decimal("142.00")),
        ClaimLine(id="4", code="J9263", modifiers=("JW",), units=100, charge=Decimal("64.00")),
    ),
)


@pytest.fixture
def tables(tables_on: Callable[[str], Tables]) -> Tables:
    return tables_on("2026-03-12")


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_it_says_what_was_done_in_plain_words_and_what_it_comes_to(tables: Tables) -> None:
    text = text_of(patient_copy_pdf(CLAIM, PRACTICE, tables, STAMP))
    for wanted in (
        "Pat O'Hara & <b>Söhne", "March 12, 2026", "We bill: Medicare Part B", "2 times", "$284.00", "thrown away",
        "$758.00", "This is not a bill", "217-555-0100", "No. 1042",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert "JW" not in text


def test_a_price_that_is_not_known_is_said(tables: Tables) -> None:
    lines = (CLAIM.lines[0].model_copy(update={"charge": None}), *CLAIM.lines[1:])
    assert "not priced" in text_of(patient_copy_pdf(CLAIM.model_copy(update={"lines": lines}), PRACTICE, tables, STAMP))


def test_void_and_corrected_are_said_in_words(tables: Tables) -> None:
    void, corrected = Stamp("1", "a", "b", void=True), Stamp("2", "a", "b", replaces="1")
    assert "cancelled (VOID)" in text_of(patient_copy_pdf(CLAIM, PRACTICE, tables, void))
    assert "takes the place of no. 1" in text_of(patient_copy_pdf(CLAIM, PRACTICE, tables, corrected))


@pytest.mark.parametrize("missing", ["patient", "lines"])
def test_what_is_missing_is_named(missing: str, tables: Tables) -> None:
    empty = () if missing == "lines" else None
    with pytest.raises(UnusableInput, match=missing):
        patient_copy_pdf(CLAIM.model_copy(update={missing: empty}), PRACTICE, tables, STAMP)


def test_nothing_of_the_patient_is_in_the_metadata_of_one_or_of_several(tables: Tables) -> None:
    pdf = patient_copy_pdf(CLAIM, PRACTICE, tables, STAMP)
    both = joined([pdf, pdf])
    assert len(pypdf.PdfReader(BytesIO(both)).pages) == 2 * len(pypdf.PdfReader(BytesIO(pdf)).pages)
    for content in (pdf, both):
        said = " ".join(str(value) for value in (pypdf.PdfReader(BytesIO(content)).metadata or {}).values())
        assert "Söhne" not in said
        assert "A-7" not in said
