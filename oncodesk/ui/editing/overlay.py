"""Fixes laid over a derived claim: they follow their line when the facts, and so the line numbers, change."""

from dataclasses import dataclass, replace

from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.fees import Fees, priced
from oncodesk.domain.report import Edit

Anchor = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Overlay:
    """One fix the coder applied; `anchors` say which line (id, code, facts) each edit meant, None = not known yet."""

    edits: tuple[Edit, ...]
    title: str = ""
    anchors: tuple[Anchor, ...] | None = None


def anchored(overlay: Overlay, derived: Claim) -> Overlay:
    """The overlay that remembers which derived lines it means."""
    if overlay.anchors is not None:
        return overlay
    lines = (derived.line(edit.line) for edit in overlay.edits if edit.line)
    return replace(overlay, anchors=tuple((line.id, line.code, line.facts) for line in lines if line))


def laid_over(derived: Claim, overlays: tuple[Overlay, ...]) -> tuple[Claim, tuple[Edit, ...], tuple[str, ...]]:
    """The claim with every overlay that still fits, the edits as applied, and the titles of those that do not."""
    claim = derived
    applied: list[Edit] = []
    lost: list[str] = []
    for overlay in overlays:
        try:
            edits = _resolved(overlay, derived)
            claim = apply_edits(claim, edits)
            applied += edits
        except UnusableInput:
            lost.append(overlay.title)
    return claim, tuple(applied), tuple(lost)


def repriced(claim: Claim, derived: Claim, fees: Fees | None) -> Claim:
    """The claim with new charges on the lines whose code or units are no longer the derived ones."""
    if fees is None:
        return claim
    before = {line.id: (line.code, line.units) for line in derived.lines}
    lines = (
        line if before.get(line.id, (line.code, line.units)) == (line.code, line.units) else _unpriced(line)
        for line in claim.lines
    )
    return priced(claim.model_copy(update={"lines": tuple(lines)}), fees)


def _unpriced(line: ClaimLine) -> ClaimLine:
    return line.model_copy(update={"charge": None})


def _resolved(overlay: Overlay, derived: Claim) -> tuple[Edit, ...]:
    moved = {identifier: _line_now(anchor, derived) for anchor in overlay.anchors or () for identifier in anchor[:1]}
    return tuple(edit.model_copy(update={"line": moved.get(edit.line or "", edit.line)}) for edit in overlay.edits)


def _line_now(anchor: Anchor, derived: Claim) -> str:
    identifier, code, facts = anchor
    same = [line.id for line in derived.lines if (line.code, line.facts) == (code, facts)]
    if identifier in same:
        return identifier
    if len(same) != 1:
        raise UnusableInput("line", f"expected one line {code} of {', '.join(facts)}")
    return same[0]
