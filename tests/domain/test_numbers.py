"""NDC and NPI forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncodesk.domain.icd import dotless, dotted
from oncodesk.domain.ndc import eleven_digits
from oncodesk.domain.npi import is_npi


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        ("1234-1234-12", ("01234123412",)),
        ("12345-123-12", ("12345012312",)),
        ("12345-6789-1", ("12345678901",)),
        ("12345-6789-01", ("12345678901",)),
        ("12345678901", ("12345678901",)),
        ("1234567890", ("01234567890", "12345067890", "12345678900")),
        ("123-4567-89", ("00123456789",)),
        ("2-22-2", ("00002002202",)),
        ("0006 3026 02", ("00006302602",)),
        ("123456-7890-1", ()),
        ("1234-567", ()),
        ("ABCDE-1234-12", ()),
        ("", ()),
    ],
)
def test_a_label_number_becomes_eleven_digits_or_its_candidates(label: str, forms: tuple[str, ...]) -> None:
    assert eleven_digits(label) == forms


@pytest.mark.parametrize(
    ("npi", "valid"),
    [("1234567893", True), ("1234567890", False), ("3234567893", False), ("123456789", False), ("12345678x3", False)],
)
def test_an_npi_has_its_check_digit(npi: str, valid: bool) -> None:
    assert is_npi(npi) is valid


@given(st.integers(0, 8), st.integers(1, 9))
def test_any_single_digit_changed_is_seen(place: int, step: int) -> None:
    digits = list("1234567893")
    digits[place + 1] = str((int(digits[place + 1]) + step) % 10)
    assert not is_npi("".join(digits))


@pytest.mark.parametrize(("typed", "shown"), [("c50411", "C50.411"), ("C20", "C20"), (" z51.11 ", "Z51.11")])
def test_a_code_is_shown_with_its_dot(typed: str, shown: str) -> None:
    assert dotted(typed) == shown
    assert dotless(shown) == shown.replace(".", "")
