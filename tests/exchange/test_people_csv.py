"""Tables of patients and appointments as other systems write them."""

from datetime import date

import pytest

from oncodesk.domain.errors import UnusableInput
from oncodesk.exchange import said
from oncodesk.exchange.cells import as_text, neutral
from oncodesk.exchange.people import Reading
from oncodesk.exchange.people_csv import read_people_csv

TODAY = date(2026, 11, 25)
TABLE = (
    'MRN,Last Name,First Name,DOB,Gender,Street Address,City,State,ZIP,Phone,Appt Date,Provider,Payer,Member ID\r\n'
    'A-1,Éxample,Pat,04/02/1961,Female,"12 Larch Lane, rear",Springfield,IL,62704,217-555-0100,3/12/26 9:30 AM,'
    'R. Ito,Medicare,1EG4TE5MK73\r\n'
)  # fmt: skip


def read(text: str | bytes, **more: dict[str, str]) -> Reading:
    return read_people_csv(text if isinstance(text, bytes) else text.encode(), TODAY, **more)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    text = TABLE.replace(",", delimiter).replace(f"Lane{delimiter} rear", "Lane, rear")
    (told,) = read(text.encode(encoding)).told
    assert told.patient["family_name"] == "Éxample"
    assert told.patient["birth_date"] == date(1961, 4, 2)
    assert (told.served, told.doing) == (date(2026, 3, 12), "book")
    where = {"line1": "12 Larch Lane, rear", "city": "Springfield", "state": "IL", "zip": "62704"}
    assert told.patient["address"] == where
    assert told.rendering == {"name": "R. Ito"}
    assert told.payer == {"name": "Medicare", "member_id": "1EG4TE5MK73"}


@pytest.mark.parametrize(
    "text",
    ["2026-03-12", "03/12/2026", "3/12/2026", "3-12-2026", "20260312", "12-Mar-2026", "12 March 2026",
     "March 12, 2026", "Mar 12 2026", "2026-03-12T09:30", "2026-03-12 09:30:00", "3/12/2026 9:30 AM", "3/12/26",
     "20260312093000", "2026/3/12"],
)  # fmt: skip
def test_dates_as_us_systems_write_them(text: str) -> None:
    assert said.day(text, TODAY) == date(2026, 3, 12)


@pytest.mark.parametrize(
    "text", ["13/12/2026", "46093", "2026-02-30", "12.03.2026", "tomorrow", "", "03/12", "12-Foo-2026", "٣/12/2026x"]
)
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        said.day(text, TODAY)


def test_two_digits_of_a_birth_year_are_never_guessed() -> None:
    with pytest.raises(ValueError, match="four digits"):
        said.day("4/2/61", TODAY, born=True)
    with pytest.raises(ValueError, match="not to come"):
        said.day("4/2/2061", TODAY, born=True)


def test_rows_are_refused_by_line_and_field_and_the_others_are_read() -> None:
    text = (
        "account,last name,first name,dob,sex,zip\n"
        "A-1,Example,Pat,4/2/1961,F,62704\n"
        ",Example,Sam,4/2/1961,F,62704\n"
        "A-3,Example,Sam,46093,F,62704\n"
        "A-4,Example,Sam,4/2/1961,female?,62704\n"
        "A-5,Example,Sam,4/2/1961,F,627\n"
        "A-6,Example,Sam,4/2/1961,F,62704,more\n"
        "A-7,Example,Sam,4/2/1961,F,7030\n"
    )
    found = read(text)
    assert [told.account for told in found.told] == ["A-1", "A-7"]
    assert found.told[1].patient["address"] == {"zip": "07030"}
    refused = [("line 3", "account"), ("line 4", "birth_date"), ("line 5", "sex"), ("line 6", "zip"), ("line 7", "row")]
    assert [(one.place, one.field) for one in found.refused] == refused


@pytest.mark.parametrize("cell", ["=1+1", "=HYPERLINK(A1)", "@SUM(A1)", "\t=cmd", '"=2+5"'])
def test_a_formula_is_never_a_name(cell: str) -> None:
    found = read(f"account,last name\nA-1,{cell}\n")
    assert not found.told
    assert "formula" in found.refused[0].expected


def test_leading_zeros_kept_by_a_formula_or_an_apostrophe_are_text() -> None:
    found = read('account,last name\n"=""00123""",Example\n\'=00123,Example\n\'-00123,Example\n')
    assert [told.account for told in found.told] == ["00123", "=00123", "-00123"]


@pytest.mark.parametrize(
    "text", ["=1", "-1", "+1", "-1.50", "@x", "\tx", "\rx", "'=x", "''@x", "'plain", "plain", "+x", "-", "＝1", ""]
)
def test_cells_are_neutral_and_come_back(text: str) -> None:
    written = neutral(text)
    assert as_text(written) == text
    assert written[:1] not in ("=", "@", "\t", "\r", "＝")
    assert written == text if text in ("-1", "+1", "-1.50") else written[:1] not in ("+", "-")


def test_columns_that_were_chosen_or_remembered() -> None:
    text = 'Chart,Who,Last\nA-1,"Example, Pat",3/12/2026\n'
    (told,) = read(text, chosen={"name": "Who", "served": "Last"}).told
    assert (told.patient, told.served) == ({"family_name": "Example", "given_name": "Pat"}, date(2026, 3, 12))
    (told,) = read(text, remembered={"who": "name", "last": "served"}).told
    assert told.served == date(2026, 3, 12)
    for wrong in ({"nothing": "Who"}, {"name": "Absent"}):
        with pytest.raises(UnusableInput):
            read(text, chosen=wrong)


@pytest.mark.parametrize(
    ("text", "said_of_it"),
    [
        (b"", "expected rows"),
        (b"\n\n,,,\n", "expected rows"),
        (b"last name,first name\nA,B\n", "account"),
        (b"account,mrn\nA,B\n", "two columns"),
        (b"PK\x03\x04junk", "Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"account\n\x81\xff", "UTF-8"),
        (b"account\nA\0B\n", "UTF-8"),
        (b'account\n"unclosed\n', "CSV"),
        (b'account\n"a"b\n', "CSV"),
        (b"account," + b"x," * 200 + b"\n", "columns"),
        (b"account\n" + b"x" * 5_000 + b"\n", "signs"),
        (b"account\n" + b"x\n" * 50_001, "rows"),
        (b"account,dob\n" + b"x,1/2/61\n" * 1_001, "line 2: birth_date: expected four digits .* more than 1,000"),
    ],
)
def test_hostile_files_are_refused_in_one_line(text: bytes, said_of_it: str) -> None:
    with pytest.raises(UnusableInput, match=said_of_it) as refused:
        read(text)
    assert "\n" not in str(refused.value)
