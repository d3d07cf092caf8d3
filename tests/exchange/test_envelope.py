"""Envelopes that do not close or count are said with their segment, and the claims in them still read."""

import pytest
from made837 import BILLING, CLAIM, SELF, file_of, interchange, transaction

WHOLE = transaction(BILLING, SELF, CLAIM)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("SE*29*0001", "SE*99*0001", "SE counts 99 segments, found 29"),
        ("SE*29*0001", "SE*29*0002", "SE carries another control number than its ST"),
        ("SE*29*0001~\n", "", "GE follows before the SE of the ST at segment 3"),
        ("GE*1*7", "GE*2*7", "GE counts 2 transaction sets, found 1"),
        ("GE*1*7", "GE*1*8", "GE carries another control number than its GS"),
        ("GE*1*7~\n", "", "IEA follows before the GE of the GS at segment 2"),
        ("IEA*1*", "IEA*3*", "IEA counts 3 groups, found 1"),
        ("IEA*1*000000007", "IEA*1*000000008", "IEA carries another control number than its ISA"),
        ("IEA*1*000000007~\n", "", "the file ends before the IEA of the ISA at segment 1"),
        ("*00501*", "*00401*", "expected version 00501 in ISA12, found 00401"),
        ("ST*837", "ZZZ*1~\nST*837", "stands outside a transaction set; passed over"),
        ("GS*HC*SENDER*RECEIVER*20261123*1200*7*X*005010X222A1~\n", "", "ST without GS before it"),
    ],
)
def test_what_is_wrong_is_said_and_the_claim_read(found_in, old: str, new: str, said: str) -> None:
    text = file_of(CLAIM).decode()
    assert old in text
    found = found_in(text.replace(old, new).encode())
    assert any(said in one for one in found.said), found.said
    assert len(found.claims) == 1


def test_several_transactions_and_groups_are_right(found_in) -> None:
    found = found_in(interchange(WHOLE, WHOLE) + interchange(WHOLE))
    assert found.said == []
    assert len(found.claims) == 3


@pytest.mark.parametrize(
    ("kind", "version", "said"),
    [
        ("837", "005010X223A2", "holds an institutional claim (837 005010X223A2)"),
        ("837", "005010X224A2", "holds a dental claim (837 005010X224A2)"),
        ("837", "004010X098A1", "holds a transaction set (837 004010X098A1)"),
        ("835", "005010X221A1", "holds a remittance advice (835 005010X221A1)"),
        ("270", "005010X279A1", "holds a transaction set (270 005010X279A1)"),
    ],
)
def test_other_transactions_are_one_line(found_in, kind: str, version: str, said: str) -> None:
    other = transaction(BILLING, SELF, CLAIM, CLAIM, version=version, kind=kind)
    found = found_in(interchange(other, other, WHOLE))
    assert [one for one in found.said if said in one] == [f"3: {said}; expected professional claims (837 005010X222)"]
    assert len(found.claims) == 1


def test_a_version_may_stand_on_the_group_alone(found_in) -> None:
    found = found_in(file_of(CLAIM).replace(b"ST*837*0001*005010X222A1", b"ST*837*0001"))
    assert len(found.claims) == 1


def test_the_errata_of_the_guide_are_read(found_in) -> None:
    assert len(found_in(file_of(CLAIM).replace(b"X222A1", b"X222A2")).claims) == 1
    assert len(found_in(file_of(CLAIM).replace(b"X222A1", b"X222")).claims) == 1
