"""The fix of every rule that compares lines with facts: bill the administrations as the visit's facts give them."""

from oncodesk.domain.claim import LETTERS
from oncodesk.rules.infusion.compared import Compared
from oncodesk.rules.kit import (
    ClaimLine,
    Edit,
    Fix,
    add_line,
    add_modifier,
    remove_line,
    remove_modifier,
    set_code,
    set_pointers,
)
from oncodesk.rules.kit import set_units as units_edit

CONDITION = "the facts of the visit are right and whole"


def as_given(c: Compared, *, also: tuple[ClaimLine, ...] = ()) -> tuple[Fix, ...]:
    """Edits that turn the billed administration lines, and those in `also`, into those that the facts give.

    No fix where the facts leave something to ask.
    """
    if c.unsettled:
        return ()
    codes = set(c.tables.policy.table("infusion.family")) | {line.code for line in also}
    edits = _edits(c, [line for line in c.lines if line.code in codes], [w for w in c.wanted if w.code in codes])
    return (Fix(title="Bill the administrations as the facts give them", only_if=CONDITION, edits=edits),)


def _edits(c: Compared, billed: list[ClaimLine], wanted: list[ClaimLine]) -> tuple[Edit, ...]:
    pairs: list[tuple[ClaimLine, ClaimLine]] = []
    spare, missing = list(billed), []
    for want in wanted:
        same = next((line for line in spare if line.code == want.code), None)
        if same:
            spare.remove(same)
            pairs.append((same, want))
        else:
            missing.append(want)
    pairs += [(spare.pop(0), missing.pop(0)) for _ in range(min(len(spare), len(missing)))]
    edits = [edit for line, want in pairs for edit in _turned(c, line, want)]
    edits += [remove_line(line) for line in spare]
    edits += [_added(c, want) for want in missing]
    return tuple(edits)


def _turned(c: Compared, line: ClaimLine, want: ClaimLine) -> list[Edit]:
    edits: list[Edit] = []
    if line.code != want.code:
        edits.append(set_code(line, want.code))
        letters = _letters(c, want)
        edits += [set_pointers(line, letters)] if letters and letters[0] != line.pointers[:1] else []
    if line.units != want.units:
        edits.append(units_edit(line, want.units))
    marks = c.subject.distinct_modifiers
    if not (marks & set(line.modifiers) and marks & set(want.modifiers)):
        edits += [remove_modifier(line, m) for m in line.modifiers if m in marks]
        edits += [add_modifier(line, m) for m in want.modifiers if m not in line.modifiers]
    return edits


def _added(c: Compared, want: ClaimLine) -> Edit:
    pointers = _letters(c, want) or "A"
    return add_line(want.code, units=want.units, modifiers=list(want.modifiers), pointers=pointers)


def _letters(c: Compared, want: ClaimLine) -> str:
    """What the facts' line points to, by the claim's own letters."""
    derived = c.subject.derived
    pointed = derived.claim.pointed(want) if derived else ()
    held = c.subject.claim.diagnoses
    return "".join(LETTERS[held.index(code)] for code in pointed if code in held)
