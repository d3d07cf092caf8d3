"""Applies the edits of a fix to a claim: claim in, claim out."""

from typing import Any

from oncodesk.domain.claim import LETTERS, Claim, ClaimLine
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Edit


def apply_edits(claim: Claim, edits: tuple[Edit, ...]) -> Claim:
    """The claim after the edits, in order; UnusableInput where an edit names what is not there.

    Pointers follow their diagnoses: moving or removing a diagnosis re-letters every line.
    """
    for edit in edits:
        claim = _APPLY[edit.op](claim, edit)
    return claim


def _line(claim: Claim, edit: Edit) -> ClaimLine:
    line = claim.line(edit.line or "")
    if line is None:
        raise UnusableInput(f"edits.{edit.op}.line", f"expected a line of the claim, found {edit.line!r}")
    return line


def _with_line(claim: Claim, edit: Edit, **changes: Any) -> Claim:
    old = _line(claim, edit)
    new = parse(ClaimLine, old.model_dump() | changes)
    return claim.model_copy(update={"lines": tuple(new if line.id == old.id else line for line in claim.lines)})


def _add_modifier(claim: Claim, edit: Edit) -> Claim:
    held = _line(claim, edit).modifiers
    return claim if edit.value in held else _with_line(claim, edit, modifiers=(*held, edit.value))


def _remove_modifier(claim: Claim, edit: Edit) -> Claim:
    kept = tuple(m for m in _line(claim, edit).modifiers if m != edit.value)
    return _with_line(claim, edit, modifiers=kept)


def _set_units(claim: Claim, edit: Edit) -> Claim:
    return _with_line(claim, edit, units=edit.value)


def _set_code(claim: Claim, edit: Edit) -> Claim:
    return _with_line(claim, edit, code=edit.value)


def _set_pointers(claim: Claim, edit: Edit) -> Claim:
    return _with_line(claim, edit, pointers=edit.value)


def _set_charge(claim: Claim, edit: Edit) -> Claim:
    return _with_line(claim, edit, charge=edit.value)


def _add_line(claim: Claim, edit: Edit) -> Claim:
    taken = {line.id for line in claim.lines}
    free = next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)
    new = parse(ClaimLine, {"id": free, **edit.value})
    if edit.line is None:
        return claim.model_copy(update={"lines": (*claim.lines, new)})
    after = claim.lines.index(_line(claim, edit)) + 1
    return claim.model_copy(update={"lines": (*claim.lines[:after], new, *claim.lines[after:])})


def _remove_line(claim: Claim, edit: Edit) -> Claim:
    gone = _line(claim, edit)
    return claim.model_copy(update={"lines": tuple(line for line in claim.lines if line != gone)})


def _place(edit: Edit, length: int) -> int:
    return length if edit.value is None else min(int(edit.value), length)


def _reordered(claim: Claim, diagnoses: list[str]) -> Claim:
    letters = {code: LETTERS[n] for n, code in reversed(list(enumerate(diagnoses[: len(LETTERS)])))}
    lines = []
    for line in claim.lines:
        pointed = (letters.get(code) for code in claim.pointed(line))
        lines.append(line.model_copy(update={"pointers": "".join(letter for letter in pointed if letter)}))
    return claim.model_copy(update={"diagnoses": tuple(diagnoses), "lines": tuple(lines)})


def _diagnosis(claim: Claim, edit: Edit) -> str:
    if edit.diagnosis is None or edit.diagnosis not in claim.diagnoses:
        raise UnusableInput(
            f"edits.{edit.op}.diagnosis", f"expected a diagnosis of the claim, found {edit.diagnosis!r}"
        )
    return edit.diagnosis


def _add_diagnosis(claim: Claim, edit: Edit) -> Claim:
    if edit.diagnosis is None:
        raise UnusableInput("edits.add_diagnosis.diagnosis", "expected a code")
    codes = list(claim.diagnoses)
    codes.insert(_place(edit, len(codes)), edit.diagnosis)
    return _reordered(claim, codes)


def _remove_diagnosis(claim: Claim, edit: Edit) -> Claim:
    codes = list(claim.diagnoses)
    codes.reverse()
    codes.remove(_diagnosis(claim, edit))
    codes.reverse()
    return _reordered(claim, codes)


def _move_diagnosis(claim: Claim, edit: Edit) -> Claim:
    codes = [code for code in claim.diagnoses if code != _diagnosis(claim, edit)]
    codes.insert(_place(edit, len(codes)), edit.diagnosis or "")
    return _reordered(claim, codes)


def _set_fact(claim: Claim, edit: Edit) -> Claim:
    if claim.visit is None:
        raise UnusableInput("edits.set_fact.fact", "expected a claim that holds its visit")
    data = claim.visit.model_dump(mode="json", exclude_unset=True)
    _put(data, (edit.fact or "").split("."), edit.value)
    return claim.model_copy(update={"visit": parse(type(claim.visit), data)})


def _put(data: Any, path: list[str], value: Any) -> None:
    """Sets the value at the path; a list item is named by its id or its number."""
    *way, last = path
    for step in way:
        if isinstance(data, list):
            found = next((item for item in data if isinstance(item, dict) and item.get("id") == step), None)
            if found is None and step.isdigit() and int(step) < len(data):
                found = data[int(step)]
        else:
            found = data.setdefault(step, {})
        if found is None:
            raise UnusableInput("edits.set_fact.fact", f"expected a fact of the visit, found {'.'.join(path)!r}")
        data = found
    data[last] = value


_APPLY = {
    "add_modifier": _add_modifier,
    "remove_modifier": _remove_modifier,
    "set_units": _set_units,
    "set_code": _set_code,
    "set_pointers": _set_pointers,
    "set_charge": _set_charge,
    "add_line": _add_line,
    "remove_line": _remove_line,
    "add_diagnosis": _add_diagnosis,
    "remove_diagnosis": _remove_diagnosis,
    "move_diagnosis": _move_diagnosis,
    "set_fact": _set_fact,
}
