"""Diagnoses and services as one line of typing: `C18.2* C78.7`, `99214+ 96523x1/n`."""

import re
from typing import Any

from oncodesk.domain.errors import UnusableInput
from oncodesk.words import say

_STATUS = {"h": "history", "r": "in_remission", "x": "in_relapse", "s": "suspected"}
_LETTER = {status: letter for letter, status in _STATUS.items()}
_BY = {"p": "physician", "a": "npp", "n": "nurse", "m": "physicist"}
_BY_LETTER = {who: letter for letter, who in _BY.items()}
_DIAGNOSIS = re.compile(r"([A-Z]\d[A-Z0-9](?:\.?[A-Z0-9]{1,4})?)(\*)?(?:/([HRXS]))?(\*)?")
_SERVICE = re.compile(r"([A-Z0-9]{5})((?:-[A-Z0-9]{2})*)(?:X(\d+))?(\+)?(?:/([PANM]))?(\+)?")
Row = dict[str, Any]

DIAGNOSES_HELP = say(
    "Codes with a space between. * treated today, /h history, /r in remission, /x relapse, /s suspected."
)
SERVICES_HELP = say(
    "Codes with a space between. + separate and significant, x2 units, -59 modifier, /n nurse, /p physician."
)


def diagnoses_text(rows: list[Row]) -> str:
    """The diagnoses as they would be typed."""
    return " ".join(_diagnosis_text(row) for row in rows)


def _diagnosis_text(row: Row) -> str:
    letter = _LETTER.get(row.get("status", "active"), "")
    return f"{row.get('code', '')}{'*' if row.get('treated') else ''}{f'/{letter}' if letter else ''}"


def diagnoses(text: str, held: list[Row]) -> list[Row]:
    """The typed diagnoses; what else was recorded of a code stays with it."""
    result = []
    for word in text.upper().replace(",", " ").split():
        found = _DIAGNOSIS.fullmatch(word)
        if found is None:
            raise UnusableInput("diagnoses", say("expected an ICD-10-CM code such as C18.2, found {word}", word=word))
        code = _dotted(found[1])
        rest = {k: v for k, v in _held(held, code).items() if k not in {"status", "treated"}}
        status = {"status": _STATUS[found[3].lower()]} if found[3] else {}
        result.append(rest | {"code": code} | status | ({"treated": True} if found[2] or found[4] else {}))
    return result


def _dotted(code: str) -> str:
    bare = code.replace(".", "")
    return f"{bare[:3]}.{bare[3:]}" if len(bare) > 3 else bare


def services_text(rows: list[Row]) -> str:
    """The services as they would be typed."""
    return " ".join(_service_text(row) for row in rows)


def _service_text(row: Row) -> str:
    units = row.get("units", 1)
    by = _BY_LETTER.get(row.get("performed_by") or "", "")
    return "".join((
        row.get("code", ""),
        *(f"-{modifier}" for modifier in row.get("modifiers", ())),
        f"x{units}" if units != 1 else "",
        "+" if row.get("significant_separate") else "",
        f"/{by}" if by else "",
    ))  # fmt: skip


def services(text: str, held: list[Row]) -> list[Row]:
    """The typed services; minutes, notes and site stay with their code."""
    result = []
    for word in text.upper().replace(",", " ").split():
        found = _SERVICE.fullmatch(word)
        if found is None or not any(letter.isdigit() for letter in found[1]):
            raise UnusableInput("services", say("expected a CPT or HCPCS code such as 99214, found {word}", word=word))
        typed = {"units", "modifiers", "significant_separate", "performed_by"}
        row = {k: v for k, v in _held(held, found[1]).items() if k not in typed} | {"code": found[1]}
        if found[2]:
            row["modifiers"] = found[2].strip("-").split("-")
        if found[3] and int(found[3]) != 1:
            row["units"] = int(found[3])
        if found[4] or found[6]:
            row["significant_separate"] = True
        elif _held(held, found[1]).get("significant_separate") is False:
            row["significant_separate"] = False
        if found[5]:
            row["performed_by"] = _BY[found[5].lower()]
        result.append(row)
    return result


def _held(rows: list[Row], code: str) -> Row:
    return next((row for row in rows if str(row.get("code", "")).upper() == code), {})
