"""Whatever is in a file: a claim, or words that say what is wrong; never a crash, never a hang."""

import io
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made837 import CLAIM, claim_with, file_of

from oncodesk.exchange.claims import Claims
from oncodesk.exchange.read837 import read_837, what_stands_beside
from oncodesk.exchange.values import Fault

FULL = file_of(
    CLAIM,
    claim_with("REF*G1*A", "REF*P4*01234567", "SBR*S*01*******MC", "NM1*PR*2*PLAN*****PI*1", "AMT*D*1"),
    claim_with("MEA*TR*R1*9.8", "DTP*738*D8*20260310", "LIN**N4*00955102104", "CTP****1*ML", "NM1*DK*1*A*B", line=2),
)
LONGEST_TAKEN = 5.0


def read_all(text: bytes) -> int:
    """Reads everything there is to read; the number of claims."""
    count = 0
    for found in Claims(io.BytesIO(text)):
        if isinstance(found, Fault):
            assert found.said
            assert "\n" not in found.said
            continue
        count += 1
        held = read_837(found)
        assert (held.claim is None) == bool(held.problem)
        assert "\n" not in held.problem
        what_stands_beside(found)
    return count


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(FULL) - 1), st.binary(min_size=0, max_size=6)), min_size=1, max_size=12))
def test_bytes_put_anywhere(changes: list[tuple[int, bytes]]) -> None:
    text = bytearray(FULL)
    for place, new in changes:
        text[place : place + len(new)] = new
    read_all(bytes(text))


SEGMENTS = FULL.split(b"~\n")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(SEGMENTS), max_size=60), st.booleans())
def test_segments_in_any_order(segments: list[bytes], has_head: bool) -> None:
    read_all(b"~\n".join([*(SEGMENTS[:3] if has_head else []), *segments, b""]))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([n for n, s in enumerate(SEGMENTS) if s[:2] not in {b"IS", b"GS", b"ST"} and s]),
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="~"), max_size=12), max_size=20),
)
def test_elements_of_any_text(place: int, elements: list[str]) -> None:
    segments = list(SEGMENTS)
    segments[place] = b"*".join([segments[place].split(b"*")[0], *(e.encode() for e in elements)])
    read_all(b"~\n".join(segments))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes(text: bytes) -> None:
    read_all(text)
    read_all(b"ISA" + text)
    read_all(b"~".join(SEGMENTS[:4]) + b"~" + text)


def test_a_file_cut_anywhere() -> None:
    for end in range(0, len(FULL), 7):
        assert read_all(FULL[:end]) <= 3


def samples(shared_data: Path) -> list[Path]:
    folder = shared_data / "x12"
    if not folder.is_dir():
        pytest.skip("the X12 samples are not beside the repository")
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and p.stat().st_size < 20_000]


def test_altered_samples(shared_data: Path) -> None:
    chance = random.Random(837)
    for path in samples(shared_data):
        whole = path.read_bytes()
        for _ in range(25):
            text = bytearray(whole)
            for _ in range(chance.randint(1, 20)):
                place = chance.randrange(len(text))
                change = chance.choice((b"", b"~", b"*", b":", b"~~", bytes([chance.randrange(256)]), text[:200]))
                text[place : place + chance.randint(0, 4)] = change
            read_all(bytes(text))


@pytest.mark.parametrize(
    "text",
    [
        b"ISA*" * 3_000_000,
        b"ISA*00*~" * 1_500_000,
        b"~" * 12_000_000,
        b"\n" * 12_000_000,
        b"~".join(SEGMENTS[:3]) + b"~" + b"x~" * 6_000_000,
        b"~".join(SEGMENTS[:3]) + b"~" + b"x" * 100_000_000,
        FULL[:-40] + b"*" * 12_000_000,
        FULL.replace(b"HI*ABK:Z5111", b"HI" + b"*ABF:C182" * 3_000),
        FULL.replace(b"SV1*HC:96413", b"SV1*HC" + b":" * 30_000),
        b"~".join(SEGMENTS[:5]) + b"~" + b"HL*1**22*1~" * 300_000,
        b"~".join(SEGMENTS[:20]) + b"~" + b"LX*1~SV1*HC:96413*1*UN*1***1~DTP*472*D8*20260312~" * 100_000,
    ],
    ids=["ISA", "ISA~", "~", "newlines", "x~", "xxx", "***", "HI", ":::", "HL", "LX"],
)
def test_large_nonsense_takes_no_long_time(text: bytes) -> None:
    start = time.process_time()
    read_all(text)
    assert time.process_time() - start < LONGEST_TAKEN
