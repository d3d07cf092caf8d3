"""A claim line as the coder types it, and the overlay that makes the derived one say so."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from oncodesk.domain.claim import LETTERS, Claim, ClaimLine, LineOverride
from oncodesk.domain.decisions import Overlay
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.report import Edit
from oncodesk.ui.editing.overlay import BY_HAND, laid_over, lines_of, numbered
from oncodesk.words import say

_MOST_UNITS = 99_999


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as text: modifiers such as `59 jz`, pointers such as `ab`, charge in dollars or nothing."""

    code: str = ""
    modifiers: str = ""
    pointers: str = ""
    units: str = "1"
    charge: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The same understood; `charge` None leaves it to the practice's charges."""

    code: str
    modifiers: tuple[str, ...]
    pointers: str
    units: int
    charge: Decimal | None

    @property
    def said(self) -> str:
        """Echoed back as it was understood."""
        charge = "" if self.charge is None else f" · ${self.charge:,.2f}"
        line, pointers = "-".join((self.code, *self.modifiers)), self.pointers or say("nothing")
        return say("{line} × {units} to {pointers}", line=line, units=self.units, pointers=pointers) + charge


def typed_of(line: ClaimLine) -> Typed:
    """A line as it would be typed."""
    charge = "" if line.charge is None else f"{line.charge:.2f}"
    return Typed(line.code, " ".join(line.modifiers), line.pointers, str(line.units), charge)


def understood(typed: Typed, diagnoses: int) -> Line:
    """The line that was typed; UnusableInput names the field and what was expected."""
    code = typed.code.strip().upper()
    if not re.fullmatch(r"[A-Z0-9]{5}", code):
        raise UnusableInput("code", say("expected five letters or digits such as 96413"))
    return Line(
        code, modifiers(typed.modifiers), pointers(typed.pointers, diagnoses), _units(typed.units),
        _charge(typed.charge),
    )  # fmt: skip


def modifiers(text: str) -> tuple[str, ...]:
    """`59 jz`, `59,JZ` or `59jz`; each once, in the order typed, at most four."""
    found = re.findall(r"[A-Z0-9]{2}", bare := re.sub(r"[\s,;-]+", "", text.upper()))
    if "".join(found) != bare or len(found) > 4 or len(set(found)) < len(found):
        raise UnusableInput("modifiers", say("expected up to four modifiers of two signs, such as 59 JZ"))
    return tuple(found)


def pointers(text: str, diagnoses: int) -> str:
    """`ab` or `A, B`: letters of the claim's diagnoses, first one first, at most four."""
    letters = re.sub(r"[\s,;]+", "", text.upper())
    held = LETTERS[:diagnoses]
    if not set(letters) <= set(held) or len(letters) > 4 or len(set(letters)) < len(letters):
        expected = say("letters from A to {held}", held=held[-1]) if held else say("a diagnosis first")
        raise UnusableInput("pointers", say("expected {expected}, each once, at most four", expected=expected))
    return letters


def _units(text: str) -> int:
    typed = text.strip().replace(",", "")
    if not typed.isdecimal() or not 0 < int(typed) <= _MOST_UNITS:
        raise UnusableInput("units", say("expected a whole number above 0"))
    return int(typed)


def _charge(text: str) -> Decimal | None:
    typed = text.strip().lstrip("$").replace(",", "")
    if not typed:
        return None
    try:
        amount = Decimal(typed)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount < 10**9 or amount != round(amount, 2):
        raise UnusableInput("charge", say("expected dollars such as 410 or 96.50, or nothing"))
    return round(amount, 2)


def own_of(overlays: tuple[Overlay, ...], derived: Claim, line: str) -> Overlay | None:
    """The coder's own change of that line, or the addition or removal of it."""
    return next((overlay for overlay in overlays if overlay.own and line in lines_of(overlay, derived)), None)


def without(derived: Claim, overlays: tuple[Overlay, ...], line: str) -> ClaimLine | None:
    """The line as it would stand without the coder's own change of it."""
    own = own_of(overlays, derived, line)
    return laid_over(derived, tuple(overlay for overlay in overlays if overlay != own)).claim.line(line)


def changed(before: ClaimLine, line: Line, own: LineOverride) -> Overlay | None:
    """What makes the line say what was typed; None where it says so already."""
    edits = [
        *([Edit(op="set_code", line=before.id, value=line.code)] if line.code != before.code else []),
        *_modifier_edits(before, line),
        *([Edit(op="set_units", line=before.id, value=line.units)] if line.units != before.units else []),
        *([Edit(op="set_pointers", line=before.id, value=line.pointers)] if line.pointers != before.pointers else []),
        *_charge_edits(before, line),
    ]
    return Overlay(edits=tuple(edits), title=_title(before, line), own=own) if edits else None


def _modifier_edits(before: ClaimLine, line: Line) -> list[Edit]:
    if line.modifiers == before.modifiers:
        return []
    taken = [Edit(op="remove_modifier", line=before.id, value=held) for held in before.modifiers]
    return taken + [Edit(op="add_modifier", line=before.id, value=new) for new in line.modifiers]


def _charge_edits(before: ClaimLine, line: Line) -> list[Edit]:
    if line.charge is None or line.charge == before.charge:
        return []
    return [Edit(op="set_charge", line=before.id, value=f"{line.charge:.2f}")]


def _title(before: ClaimLine, line: Line) -> str:
    was, is_now = "-".join((before.code, *before.modifiers)), "-".join((line.code, *line.modifiers))
    parts = [f"{was} changed"]
    parts += [f"to {is_now}"] if was != is_now else []
    parts += [f"units {before.units} to {line.units}"] if before.units != line.units else []
    parts += [f"pointers {before.pointers} to {line.pointers}"] if before.pointers != line.pointers else []
    parts += [f"charge to {line.charge:,.2f}"] if line.charge is not None and line.charge != before.charge else []
    return ", ".join(parts).replace("changed, to", "changed to")


def removed(line: ClaimLine, own: LineOverride) -> Overlay:
    """Takes a derived line off the claim."""
    name = "-".join((line.code, *line.modifiers))
    return Overlay(edits=(Edit(op="remove_line", line=line.id),), title=f"{name} taken off", own=own)


def added(claim: Claim, overlays: tuple[Overlay, ...], line: Line, own: LineOverride) -> Overlay:
    """A line that the facts do not give."""
    return Overlay(edits=numbered((_adding(line),), claim, overlays), title=f"{line.code} added", own=own)


def added_again(number: str, line: Line, own: LineOverride) -> Overlay:
    """The line by hand of that number, saying something else."""
    edit = _adding(line)
    edit = edit.model_copy(update={"value": {**edit.value, "id": number}})
    return Overlay(edits=(edit,), title=f"{line.code} added", own=own)


def _adding(line: Line) -> Edit:
    value = {
        "code": line.code, "modifiers": list(line.modifiers), "pointers": line.pointers, "units": line.units,
        "charge": None if line.charge is None else f"{line.charge:.2f}",
    }  # fmt: skip
    return Edit(op="add_line", value=value)


def is_by_hand(line: str) -> bool:
    """Whether a line of that number was added by hand."""
    return line.startswith(BY_HAND)
