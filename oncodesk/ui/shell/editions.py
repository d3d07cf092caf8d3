"""Which editions are loaded and which wait to be, in words."""

from typing import TYPE_CHECKING

from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.domain.report import Editions
    from oncodesk.services.import_codes import Waiting

_NAMES = {
    "icd10cm": "ICD-10-CM",
    "hcpcs": say("HCPCS drugs"),
    "procedures": say("Procedures"),
    "ptp": say("NCCI pairs"),
    "mue": "MUE",
    "addon": say("Add-on edits"),
}


def editions_text(editions: "Editions") -> str:
    """What is loaded, for the status bar."""
    held = ((name, getattr(editions, key)) for key, name in _NAMES.items())
    return "  ·  ".join(
        f"{name} {edition}" if edition else say("{name} not loaded", name=name) for name, edition in held
    )


def strip_text(editions: "Editions") -> str:
    """What is missing and what to do about it; empty where nothing is."""
    missing = [name for key, name in _NAMES.items() if getattr(editions, key) is None]
    if not missing:
        return ""
    return say(
        "Not loaded yet: {missing}. Until they are, the rules that need them say “not checked”, never “clear”.",
        missing=", ".join(missing),
    )


def stale_text(editions: "Editions", stale: tuple[str, ...]) -> str:
    """The same, and before it which set answers from an edition that is not in force."""
    said = [f"{words[:1].upper()}{words[1:]}." for words in stale]
    return " ".join((*said, strip_text(editions))).strip()


def said_of(waiting: "Waiting | None") -> str:
    """`3 new CMS files in Downloads`; empty where there are none."""
    return waiting.as_text().splitlines()[0] if waiting and waiting.files else ""
