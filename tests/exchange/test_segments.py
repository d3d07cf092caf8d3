"""Files are cut by the separators they declare, and what is wrong with them is said while the rest is read."""

import io
import tracemalloc

import pytest
from made837 import CLAIM, HEAD, file_of

from oncodesk.exchange.segments import LONGEST, Segment, Segments
from oncodesk.exchange.values import Fault


@pytest.mark.parametrize(
    "separators",
    [
        {"end": "~"},
        {"end": "~\r\n"},
        {"end": "\n"},
        {"end": "\r\n"},
        {"end": "'", "element": "+", "component": "@"},
        {"end": "_", "element": "~", "component": "^"},
        {"end": "\x1c", "element": "\x1d", "component": "\x1f"},
    ],
)
def test_separators_are_those_the_isa_declares(found_in, separators) -> None:
    found = found_in(file_of(CLAIM, **separators))
    assert found.said == []
    assert [line.code for line in found.claims[0].lines] == ["96413", "96415"]
    assert found.claims[0].lines[0].pointers == "AB"


def test_interchanges_of_different_separators_follow_each_other(found_in) -> None:
    one, other = file_of(CLAIM), file_of(CLAIM, end="|", element="+", component=">")
    found = found_in(one + other + b"\r\n\r\n" + one)
    assert len(found.claims) == 3
    assert found.said == []


def test_an_interchange_that_is_not_closed_does_not_hide_the_next(found_in) -> None:
    cut = file_of(CLAIM)[: file_of(CLAIM).index(b"GE*")]
    found = found_in(cut + file_of(CLAIM, end="|", element="+"))
    assert len(found.claims) == 2
    assert any("ISA follows before the IEA" in said for said in found.said)


def test_empty_segments_and_blank_lines_are_no_segments(found_in) -> None:
    found = found_in(file_of(CLAIM).replace(b"~\n", b"~\n\n~ \r\n"))
    assert found.said == []
    assert len(found.claims) == 1


def test_a_byte_order_mark_and_text_that_is_not_utf8_are_read(found_in) -> None:
    text = file_of(CLAIM).replace(b"EXAMPLE", "BEISPIEL É".encode("latin-1"))
    found = found_in(b"\xef\xbb\xbf" + text)
    assert found.said == []
    assert found.claims[0].patient.family_name == "BEISPIEL É"


def test_signs_that_cannot_be_printed_do_not_reach_a_screen(found_in) -> None:
    found = found_in(file_of(CLAIM).replace(b"CLM*A-1*", b"CLM*A\x1b[2J\x07*"))
    assert found.held[0].account == "A?[2J?"


def test_an_isa_of_another_width_is_said_and_read(found_in) -> None:
    found = found_in(file_of(CLAIM).replace(b"SENDER         *", b"SENDER        *"))
    assert found.said == ["1: the ISA is 105 characters, not 106: ISA06 has another width"]
    assert len(found.claims) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"ISA*00*short~GS*HC~", "1: the ISA does not "),
        (b"garbage " * 1000, "1: expected ISA, found other text; passed over to the next ISA"),
        (HEAD[0].encode() + b"A", "1: the ISA does not end in a component separator and a segment terminator"),
    ],
)
def test_what_is_no_interchange_is_said_and_the_next_one_read(found_in, text, said) -> None:
    found = found_in(text + b"\n" + file_of(CLAIM))
    assert found.said[0].startswith(said)
    assert len(found.claims) == 1


def test_a_segment_that_is_too_long_is_passed_over(found_in) -> None:
    for length in (LONGEST + 1, 70_000, 300_000):
        found = found_in(file_of(["NTE*ADD*" + "x" * length], CLAIM))
        assert any("expected at most 32,768 bytes to a segment" in said for said in found.said)
        assert len(found.claims) == 1


def test_a_last_segment_without_its_terminator_is_said(found_in) -> None:
    found = found_in(file_of(CLAIM).rstrip(b"~\n"))
    assert "ends without its terminator; not read" in found.said[0]
    assert len(found.claims) == 1


class _Endless(io.RawIOBase):
    """A file of so many bytes of one kind after its beginning."""

    def __init__(self, begin: bytes, body: bytes, count: int) -> None:
        self._begin, self._body, self._left = begin, body, count

    def read(self, size: int = -1) -> bytes:
        if self._begin:
            begin, self._begin = self._begin, b""
            return begin
        self._left -= 1
        return self._body if self._left >= 0 else b""


@pytest.mark.parametrize(
    ("begin", "body"),
    [
        (b"", b"x" * 65536),
        (b"", bytes(range(256)) * 256),
        ("~".join(HEAD).encode() + b"~", b"A" * 65536),
        ("~".join(HEAD).encode() + b"~", b"~" * 65536),
        ("~".join(HEAD).encode() + b"~", b"*" * 65536),
        ("~".join(HEAD).encode() + b"~", b"ISA*" * 16384),
        (b"ISA*", b"ISA*00*" * 9000),
    ],
)
def test_memory_does_not_grow_with_a_file_of_nonsense(begin, body) -> None:
    peaks = []
    for count in (40, 160):
        tracemalloc.start()
        said = sum(1 for _ in Segments(_Endless(begin, body, count)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert said >= 0
    assert peaks[1] < 1_500_000
    assert peaks[1] < 1.5 * peaks[0]


def test_every_segment_is_numbered_in_the_file() -> None:
    found = list(Segments(io.BytesIO(file_of(CLAIM) * 2)))
    assert [one.number for one in found if isinstance(one, Segment)] == list(range(1, len(found) + 1))
    assert not any(isinstance(one, Fault) for one in found)
