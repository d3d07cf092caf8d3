"""An event's details as one line of words, and the line as the fields of the event again.

`1 isocenter · no motion mgmt · IGRT · reviewed by physician`. Both ways use the same words; what is typed may be
shortened to what is clear: `1 iso, no mm, igrt, rev physician, complex, 6 mv, x4`.
"""

import re
from typing import Any

from oncodesk.domain.errors import UnusableInput
from oncodesk.words import say

_PEOPLE = ("physician", "npp", "nurse", "physicist", "therapist")
_CHOICES: dict[str, dict[str, str]] = {
    "level": {"simple": "simple", "intermediate": "intermediate", "complex": "complex"},
    "technique": {
        "2d": "2D", "3d": "3D", "imrt": "IMRT", "vmat": "VMAT", "electrons": "electrons", "mixed": "mixed beams",
        "tbi": "TBI",
    },
    "modality": {
        "external_beam": "external beam", "sbrt": "SBRT", "srs": "SRS", "proton": "proton",
        "superficial": "superficial", "brachytherapy_hdr": "HDR brachytherapy",
        "brachytherapy_ldr": "LDR brachytherapy", "intraoperative": "intraoperative",
    },
    "machine": {"linac": "linac", "cobalt": "cobalt"},
    "application": {
        "intracavitary": "intracavitary", "interstitial": "interstitial", "surface": "surface", "skin": "skin",
    },
}  # fmt: skip
_FLAGS = {
    "active_motion_management": ("motion mgmt", "mm"),
    "image_guidance": ("IGRT", "igrt"),
    "motion_study": ("motion study", "4d"),
    "total_skin_electrons": ("total skin electrons", "tse"),
    "compensation": ("compensation", "comp"),
}
_COUNTS = {
    "isocenters": ("isocenter", "isocenters"), "areas": ("area", "areas"), "ports": ("port", "ports"),
    "blocks": ("block", "blocks"), "channels": ("channel", "channels"), "sources": ("source", "sources"),
    "lesions": ("lesion", "lesions"),
}  # fmt: skip
_MEASURES = {"kv": "kV", "energy_mv": "MV", "lesion_cm": "cm"}
_NAMED = {"guidance_reviewed_by": "reviewed by", "performed_by": "by"}
_TEXTS = {"site": "site", "why": "why", "note": "note", "start": "at", "guidance_kind": "guided by"}
_OWN = ("date", "type", "number")
HELP = "1 iso · no mm · igrt · reviewed by physician · complex · imrt · x4 · 100 kv · session 2 · at 9:05 · site left"


def said(event: dict[str, Any]) -> str:
    """What is known of an event beside its date, kind and number."""
    return " · ".join(_said(key, value) for key, value in event.items() if key not in _OWN and value is not None)


def _said(key: str, value: Any) -> str:
    if key in _CHOICES:
        return _CHOICES[key].get(str(value), str(value))
    if key in _FLAGS:
        return _FLAGS[key][0] if value else f"no {_FLAGS[key][0]}"
    if key in _COUNTS:
        return f"{value} {_COUNTS[key][0 if value == 1 else 1]}"
    if key in _MEASURES:
        return f"{value:g} {_MEASURES[key]}"
    if key == "count":
        return f"× {value}"
    return f"{(_NAMED | _TEXTS).get(key, key.replace('_', ' '))} {value}"


def read(text: str) -> dict[str, Any]:
    """The fields that a line of details means; UnusableInput names the part that is not understood."""
    found: dict[str, Any] = {}
    for part in re.split(r"\s*[·,;]\s*", text.strip()):
        if part:
            key, value = _read(part)
            found[key] = value
    return found


def _read(part: str) -> tuple[str, Any]:
    typed = " ".join(part.split())
    for understood in (_text, _person, _count, _measure, _flag, _choice):
        if found := understood(typed):
            return found
    raise UnusableInput("details", say("“{typed}” is not understood; such as {words}", typed=typed[:30], words=HELP))


def _text(typed: str) -> tuple[str, Any] | None:
    if match := re.fullmatch(r"session (\d+)", typed, re.IGNORECASE):
        return "session", int(match[1])
    for key, word in _TEXTS.items():
        if match := re.fullmatch(rf"{word}:?\s+(.+)", typed, re.IGNORECASE):
            return key, match[1].lower() if key == "guidance_kind" else match[1]
    return None


def _person(typed: str) -> tuple[str, Any] | None:
    match = re.fullmatch(r"(rev\w*\s+(?:by\s+)?|by\s+)(\w+)", typed, re.IGNORECASE)
    who = [person for person in _PEOPLE if match and person.startswith(match[2].lower())]
    exact = [person for person in who if match and person == match[2].lower()]
    if match is None or len(exact or who) != 1:
        return None
    return ("performed_by" if match[1].lower().startswith("by") else "guidance_reviewed_by"), (exact or who)[0]


def _count(typed: str) -> tuple[str, Any] | None:
    if match := re.fullmatch(r"[x×]\s*(\d+)", typed, re.IGNORECASE):
        return "count", int(match[1])
    match = re.fullmatch(r"(\d+)\s*([a-z]{2,})", typed, re.IGNORECASE)
    keys = [key for key, (_, words) in _COUNTS.items() if match and words.startswith(match[2].lower())]
    return (keys[0], int(match[1])) if match and len(keys) == 1 else None


def _measure(typed: str) -> tuple[str, Any] | None:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(kv|mv|cm)", typed, re.IGNORECASE)
    key = next((key for key, unit in _MEASURES.items() if match and unit.lower() == match[2].lower()), None)
    return (key, float(match[1])) if match and key else None


def _flag(typed: str) -> tuple[str, Any] | None:
    bare = typed.lower().removeprefix("no ")
    key = next((key for key, words in _FLAGS.items() if bare in {word.lower() for word in words}), None)
    return (key, bare == typed.lower()) if key else None


def _choice(typed: str) -> tuple[str, Any] | None:
    exact, begun = [], []
    for key, words in _CHOICES.items():
        for value, word in words.items():
            names = (value.replace("_", " "), word.lower())
            exact += [(key, value)] if typed.lower() in names else []
            begun += [(key, value)] if len(typed) > 2 and any(name.startswith(typed.lower()) for name in names) else []
    found = exact or begun
    return found[0] if len(found) == 1 else None
