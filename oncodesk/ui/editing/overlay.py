"""Lays what was decided over a derived claim: it follows its line when the facts, and so the line numbers, change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from oncodesk.domain.claim import LETTERS, Claim, ClaimLine, LineOverride
from oncodesk.domain.decisions import Anchor, Overlay, anchor, found
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.fees import Fees, priced
from oncodesk.domain.report import Edit

BY_HAND = "+"
"""What the number of a line begins with that the facts do not give."""


@dataclass(frozen=True, slots=True)
class LaidOver:
    """The claim with every overlay that fits, the edits as applied, the overlays as they now know their lines, and
    those that fit no longer."""

    claim: Claim
    edits: tuple[Edit, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    lost: tuple[Overlay, ...] = ()


def laid_over(derived: Claim, overlays: tuple[Overlay, ...]) -> LaidOver:
    """Lays each over what those before it made; one that does not fit touches nothing."""
    claim, edits = derived, list[Edit]()
    kept, lost = list[Overlay](), list[Overlay]()
    for overlay in overlays:
        known = _known(overlay, derived, claim)
        kept.append(known)
        try:
            wanted = _resolved(known, derived, claim)
            claim = _marked(apply_edits(claim, wanted), wanted, known.own)
            edits += wanted
        except UnusableInput:
            lost.append(known)
    return LaidOver(claim, tuple(edits), tuple(kept), tuple(lost))


def repriced(claim: Claim, derived: Claim, fees: Fees | None, edits: tuple[Edit, ...]) -> Claim:
    """The claim with new charges on the lines whose code or units are no longer the derived ones; a charge that the
    coder set stays."""
    if fees is None:
        return claim
    before = {line.id: (line.code, line.units) for line in derived.lines}
    own = {edit.line for edit in edits if edit.op == "set_charge"}
    lines = (
        line
        if line.id in own or before.get(line.id, (line.code, line.units)) == (line.code, line.units)
        else line.model_copy(update={"charge": None})
        for line in claim.lines
    )
    return priced(claim.model_copy(update={"lines": tuple(lines)}), fees)


def lines_of(overlay: Overlay, derived: Claim) -> frozenset[str]:
    """Numbers, as they are now, of the lines that the overlay touches or adds; one that fits no longer has fewer."""
    anchors = overlay.anchors or ()
    now = (line.id for held in anchors if (line := found(held, derived)))
    known = {held.id for held in anchors}
    others = (edit.line for edit in overlay.edits if edit.line and edit.op != "add_line" and edit.line not in known)
    return frozenset((*now, *_added(overlay.edits), *others))


def numbered(edits: Iterable[Edit], claim: Claim, overlays: tuple[Overlay, ...]) -> tuple[Edit, ...]:
    """The edits with a number of its own for every line they add, which no derived line and no other has."""
    taken = {line.id for line in claim.lines} | {name for overlay in overlays for name in _added(overlay.edits)}
    given = list[Edit]()
    for edit in edits:
        if edit.op == "add_line" and isinstance(edit.value, dict):
            name = next(name for n in range(1, len(taken) + 2) if (name := f"{BY_HAND}{n}") not in taken)
            taken.add(name)
            edit = edit.model_copy(update={"value": {**edit.value, "id": name}})
        given.append(edit)
    return tuple(given)


def _added(edits: Iterable[Edit]) -> set[str]:
    """Numbers of the lines that the edits add."""
    values = (edit.value for edit in edits if edit.op == "add_line" and isinstance(edit.value, dict))
    return {str(value["id"]) for value in values if "id" in value}


def _known(overlay: Overlay, derived: Claim, claim: Claim) -> Overlay:
    """The overlay that remembers which lines and diagnoses it meant."""
    if overlay.anchors is not None:
        return overlay
    named = dict.fromkeys(edit.line for edit in overlay.edits if edit.line and not edit.line.startswith(BY_HAND))
    anchors = tuple(anchor(line, derived) if (line := derived.line(name)) else _nowhere(name) for name in named)
    return overlay.model_copy(update={"anchors": anchors, "diagnoses": claim.diagnoses})


def _nowhere(name: str) -> Anchor:
    """Of a line that is not derived: no line that has the number later is meant."""
    return Anchor(id=name, code="")


def _resolved(overlay: Overlay, derived: Claim, claim: Claim) -> tuple[Edit, ...]:
    moved = {held.id: _line_now(found(held, derived), held.code) for held in overlay.anchors or ()}
    return tuple(_meant(edit, moved, overlay.diagnoses or (), claim.diagnoses) for edit in overlay.edits)


def _meant(edit: Edit, moved: dict[str, str], before: tuple[str, ...], now: tuple[str, ...]) -> Edit:
    changes: dict[str, Any] = {"line": moved.get(edit.line or "", edit.line)}
    if before != now and edit.op == "set_pointers":
        changes["value"] = _letters(str(edit.value), before, now)
    if before != now and edit.op == "add_line" and isinstance(edit.value, dict):
        changes["value"] = {**edit.value, "pointers": _letters(str(edit.value.get("pointers", "")), before, now)}
    return edit.model_copy(update=changes)


def _letters(pointers: str, before: tuple[str, ...], now: tuple[str, ...]) -> str:
    """The letters that the same diagnoses have now."""
    meant = [before[place] for letter in pointers if 0 <= (place := LETTERS.find(letter)) < len(before)]
    if not set(meant) <= set(now):
        raise UnusableInput("pointers", "expected the diagnoses that were pointed to")
    return "".join(LETTERS[now.index(code)] for code in meant)


def _line_now(line: ClaimLine | None, code: str) -> str:
    if line is None:
        raise UnusableInput("line", f"expected one line {code}")
    return line.id


def _marked(claim: Claim, edits: tuple[Edit, ...], own: LineOverride | None) -> Claim:
    """The claim whose touched lines say that they are the coder's own decision."""
    if own is None:
        return claim
    touched = {edit.line for edit in edits if edit.op != "add_line"} | _added(edits)
    lines = (line.model_copy(update={"override": own}) if line.id in touched else line for line in claim.lines)
    return claim.model_copy(update={"lines": tuple(lines)})
