"""Fixes change a claim exactly as they say."""

from datetime import date

import pytest

from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.report import Edit
from oncodesk.domain.visit import Administration, Visit

VISIT = Visit(
    date_of_service=date(2026, 3, 12),
    reason="drug_treatment",
    administrations=(Administration(id="a1", drug="iron sucrose", route="iv_infusion", start="09:00"),),
)
CLAIM = Claim(
    date_of_service=date(2026, 3, 12),
    diagnoses=("C18.2", "Z51.11", "E86.0"),
    lines=(ClaimLine(id="1", code="96413", pointers="AB"), ClaimLine(id="2", code="96361", pointers="CA")),
    visit=VISIT,
)


def after(*edits: Edit) -> Claim:
    return apply_edits(CLAIM, edits)


def test_pointers_follow_their_diagnoses() -> None:
    moved = after(Edit(op="move_diagnosis", diagnosis="Z51.11", value=0))
    assert moved.diagnoses == ("Z51.11", "C18.2", "E86.0")
    assert [line.pointers for line in moved.lines] == ["BA", "CB"]
    added = after(Edit(op="add_diagnosis", diagnosis="D64.81", value=0))
    assert [line.pointers for line in added.lines] == ["BC", "DB"]
    removed = after(Edit(op="remove_diagnosis", diagnosis="C18.2"))
    assert (removed.diagnoses, [line.pointers for line in removed.lines]) == (("Z51.11", "E86.0"), ["A", "B"])


def test_removing_a_repeated_diagnosis_keeps_the_first() -> None:
    claim = CLAIM.model_copy(update={"diagnoses": ("C18.2", "E86.0", "C18.2")})
    assert apply_edits(claim, (Edit(op="remove_diagnosis", diagnosis="C18.2"),)).diagnoses == ("C18.2", "E86.0")


def test_lines_change_come_and_go() -> None:
    changed = after(
        Edit(op="add_modifier", line="1", value="59"),
        Edit(op="set_units", line="2", value=3),
        Edit(op="set_code", line="2", value="96360"),
        Edit(op="add_line", line="1", value={"code": "96415", "units": 2, "pointers": "BA"}),
        Edit(op="remove_modifier", line="1", value="59"),
    )
    assert [(line.id, line.code, line.units, line.modifiers) for line in changed.lines] == [
        ("1", "96413", 1, ()),
        ("3", "96415", 2, ()),
        ("2", "96360", 3, ()),
    ]
    assert [line.id for line in after(Edit(op="remove_line", line="1")).lines] == ["2"]


def test_a_fact_is_set_by_its_path() -> None:
    changed = after(Edit(op="set_fact", fact="administrations.a1.stop", value="09:40")).visit
    assert changed is not None
    assert changed.administrations[0].stop == "09:40"
    assert changed.administrations[0].drug == "iron sucrose"


@pytest.mark.parametrize(
    "edit",
    [
        Edit(op="set_units", line="9", value=1),
        Edit(op="remove_diagnosis", diagnosis="Z00.6"),
        Edit(op="set_fact", fact="administrations.a9.stop", value="10:00"),
        Edit(op="set_fact", fact="administrations.a1.stop", value="25:00"),
        Edit(op="set_units", line="1", value="many"),
    ],
)
def test_an_edit_of_what_is_not_there_is_refused(edit: Edit) -> None:
    with pytest.raises(UnusableInput):
        after(edit)
