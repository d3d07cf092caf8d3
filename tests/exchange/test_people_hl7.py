"""ADT and SIU messages become patients and appointments; what is not understood is said."""

import logging
from datetime import date

import pytest
from made_hl7 import PAT, SAM, appointment, message, patient, two_of_each

from oncodesk.domain.errors import UnusableInput
from oncodesk.exchange.hl7_text import is_hl7
from oncodesk.exchange.people import Reading
from oncodesk.exchange.people_hl7 import read_people_hl7

TODAY = date(2026, 11, 25)
DOING = {"S12": "book", "S13": "book", "S14": "book", "S15": "call_off", "S17": "call_off", "S26": "call_off"}


def read(text: str | bytes) -> Reading:
    return read_people_hl7(text if isinstance(text, bytes) else text.encode(), TODAY)


@pytest.mark.parametrize("event", ["A01", "A04", "A08", "A28", "A31"])
def test_a_patient_of_every_event(event: str) -> None:
    first, second = read("".join(two_of_each()[event])).told
    assert (first.account, first.doing, first.served) == ("A-1007", "keep", None)
    assert first.patient == {
        "family_name": "Example", "given_name": "Pat", "birth_date": date(1961, 4, 2), "sex": "F",
        "phone": "217-555-0100",
        "address": {"line1": "12 Larch Lane", "line2": "Apt 3", "city": "Springfield", "state": "IL", "zip": "62704"},
    }  # fmt: skip
    assert first.payer == {
        "name": "Medicare Part B", "member_id": "1EG4TE5MK73", "group": "GRP7", "kind": "medicare"
    }  # fmt: skip
    assert second.patient["family_name"] == "O&Sample"
    assert second.patient["birth_date"] == date(1958, 12, 31)
    assert second.patient["address"]["zip"] == "62701-1234"


@pytest.mark.parametrize("event", list(DOING))
def test_an_appointment_of_every_event(event: str) -> None:
    first, second = read("".join(two_of_each()[event])).told
    assert (first.doing, first.served, first.appointment) == (DOING[event], date(2026, 3, 12), "78")
    assert first.rendering == {"name": "R Ito", "npi": "1234567893"}
    assert (second.account, second.served) == ("A-1008", date(2026, 3, 13))


def test_a_merge_is_said_and_not_done() -> None:
    for text in two_of_each()["A40"]:
        (refused,) = read(text).refused
        assert "A40" in refused.expected and "by hand" in refused.expected


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (message("ADT", "A03"), "MSH-9"),
        (message("ORU", "R01"), "MSH-9"),
        (patient("A04").replace("|P|2.5.1", "|T|2.5.1"), "MSH-11"),
        (patient("A04", PAT.replace("A-1007^^^CLINIC^MR~", "")), "PID-3"),
        (patient("A04", PAT.replace("19610402", "19611302")), "PID-7"),
        (patient("A04", PAT.replace("|F|", "|Q|")), "PID-8"),
        (patient("A04", PAT.replace("Example^Pat", "=1+1^Pat")), "PID-5"),
        (appointment("S12").replace("202603120900", ""), "SCH-11"),
        (patient("A04") .replace("MSH|^~\\&", "MSH||||||"), "MSH-1"),
        (message("ADT", "A04", more=("EVN|A04", SAM)), "PID"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_by_its_field(text: str, field: str) -> None:
    found = read(text)
    assert not found.told
    assert [(one.place, one.field) for one in found.refused] == [("message 1", field)]


@pytest.mark.parametrize("wrap", ["\x0b{}\x1c\r", "{}", "\ufeff{}", "\n{}\n\n"])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_framing_batches_and_line_ends(wrap: str, end: str) -> None:
    one = "".join(wrap.format(text) for text in two_of_each()["A08"]).replace("\r", end)
    assert len(read(one).told) == 2
    whole = f"FHS|^~\\&|EHR{end}BHS|^~\\&|EHR{end}{one}BTS|2{end}FTS|1{end}"
    assert len(read(whole).told) == 2
    assert is_hl7(whole.encode()) and is_hl7(one.encode())


def test_a_batch_that_is_cut_short_is_refused_whole() -> None:
    text = "BHS|^~\\&|EHR\r" + patient("A04") + "BTS|2\r"
    with pytest.raises(UnusableInput, match="says 2 messages, found 1"):
        read(text)


def test_escapes_are_read_without_a_word_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    odd = PAT.replace("Example", "Zz\\F\\\\X41\\\\.sp999999999\\\\Q\\\\M1234\\\\\\lone")
    (told,) = read(patient("A04", odd)).told
    assert told.patient["family_name"].startswith("Zz|A")
    assert caplog.text == ""


def test_a_field_that_says_nothing_is_nothing_and_an_empty_one_takes_nothing_away() -> None:
    (told,) = read(patient("A08", PAT.replace("217-555-0100", '""').replace("|F|", "|U|"))).told
    assert "phone" not in told.patient
    assert "sex" not in told.patient
