"""Single values as other systems write them; ValueError says what was expected."""

import re
from datetime import date

from oncodesk.exchange.cells import as_text

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MAX_NAME = 100
OLDEST = 1900
_TIME = r"(?:[T ]\s*\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:[AaPp][Mm])?(?:Z|[+-]\d\d:?\d\d)?)?"
_ISO = re.compile(rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_TIME}")
_US = re.compile(rf"(\d{{1,2}})[-/](\d{{1,2}})[-/](\d{{4}}|\d\d){_TIME}")
_PLAIN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\d{2,6}(?:\.\d+)?)?(?:[+-]\d{4})?")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[- ]([A-Za-z]{{3,9}})\.?[-, ]+(\d{{4}}){_TIME}")
_MONTH_FIRST = re.compile(rf"([A-Za-z]{{3,9}})\.? (\d{{1,2}}),? (\d{{4}}){_TIME}")
_SEXES = {
    "f": "F", "female": "F", "woman": "F", "m": "M", "male": "M", "man": "M", "x": "X", "o": "X", "other": "X",
    "a": "X", "n": "X", "nonbinary": "X", "non-binary": "X",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_FORMULA = re.compile(r'="([^"=]*)"')


def plain_text(text: str) -> str:
    """One line without control signs; `'=text` and the `="00123"` that keeps leading zeros are the text they show.

    ValueError for any other formula: nothing is ever worked out.
    """
    literal = as_text(text)
    cleaned = " ".join(_CONTROL.sub(" ", literal).split())
    if literal != text:
        return cleaned
    if kept := _FORMULA.fullmatch(cleaned):
        return kept[1].strip()
    if cleaned.startswith(("=", "@")):
        raise ValueError("expected text, found a formula; save the column as text")
    return cleaned


def name(text: str) -> str:
    """A name of a person, place or payer."""
    if len(text) > MAX_NAME:
        raise ValueError(f"expected at most {MAX_NAME} letters")
    if not any(sign.isalpha() for sign in text):
        raise ValueError("expected a name with letters")
    return text


def account(text: str) -> str:
    """An account number; text, whatever it looks like."""
    if len(text) > 40 or not any(sign.isalnum() for sign in text):
        raise ValueError("expected an account number of at most 40 signs")
    return text


def day(text: str, today: date, born: bool = False) -> date:
    """A date as US systems write it: 03/12/2026, 3/12/26, 2026-03-12, 20260312, 12-Mar-2026, with or without a time.

    Two digits of a year are this century's for a service, and never guessed for a birth.
    """
    year, month, date_ = _numbers(text)
    if len(year) == 2:
        if born:
            raise ValueError("expected four digits of the year")
        year = f"20{year}"
    try:
        found = date(int(year), int(month), int(date_))
    except ValueError:
        raise ValueError("expected a day of the calendar, month first, such as 03/12/2026") from None
    if born and not found.year >= OLDEST:
        raise ValueError(f"expected a birth date since {OLDEST}")
    if born and found > today:
        raise ValueError("expected a birth date that is not to come")
    if not born and not 1990 <= found.year <= 2100:
        raise ValueError("expected a date between 1990 and 2100")
    return found


def _numbers(text: str) -> tuple[str, str, str]:
    if match := _ISO.fullmatch(text) or _PLAIN.fullmatch(text):
        return match[1], match[2], match[3]
    if match := _US.fullmatch(text):
        return match[3], match[1], match[2]
    if match := _DAY_FIRST.fullmatch(text):
        return match[3], _month(match[2]), match[1]
    if match := _MONTH_FIRST.fullmatch(text):
        return match[3], _month(match[1]), match[2]
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        raise ValueError("expected a date, found a spreadsheet's day number; format the column as a date")
    raise ValueError("expected a date such as 03/12/2026 or 2026-03-12")


def _month(word: str) -> str:
    try:
        return str(MONTHS.index(word[:3].lower()) + 1)
    except ValueError:
        raise ValueError("expected the name of a month") from None


def sex(text: str) -> str:
    """F, M or X, from the usual words."""
    found = _SEXES.get(text.lower())
    if found is None:
        raise ValueError("expected F, M or X")
    return found


def zip_code(text: str) -> str:
    """Five or nine digits; a zero that a spreadsheet took from the front is put back."""
    digits = text.replace("-", "").replace(" ", "")
    if not re.fullmatch(r"[0-9]{4,5}|[0-9]{8,9}", digits):
        raise ValueError("expected a ZIP code of five or nine digits")
    digits = digits.zfill(5 if len(digits) <= 5 else 9)
    return digits if len(digits) == 5 else f"{digits[:5]}-{digits[5:]}"


def state(text: str) -> str:
    """Two letters."""
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise ValueError("expected a state's two letters")
    return text.upper()


def phone(text: str) -> str:
    """A telephone number as written."""
    if len(text) > 40 or sum(sign.isdigit() for sign in text) < 7:
        raise ValueError("expected a telephone number")
    return text


def npi(text: str) -> str:
    """Ten digits; whether they are an NPI a rule says."""
    if not re.fullmatch(r"[0-9]{10}", text):
        raise ValueError("expected an NPI of ten digits")
    return text


def identifier(text: str) -> str:
    """A member or group number; text, whatever it looks like."""
    if len(text) > 80:
        raise ValueError("expected at most 80 signs")
    return text
