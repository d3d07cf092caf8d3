"""Worklist, look-up, superbill: what they show, and what keys decide. No Qt."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.report import Editions
from oncodesk.ui.panels.codes.presenter import inserted
from oncodesk.ui.panels.codes.state import codes_state
from oncodesk.ui.panels.superbill.presenter import file_name, hint, may_print
from oncodesk.ui.panels.superbill.state import SuperbillState, refused
from oncodesk.ui.panels.today.presenter import chosen, neighbour, refusal
from oncodesk.ui.panels.today.state import Asked, TodayRow, TodayState, age_kind, empty_words, rows, tabs
from oncodesk.ui.shell.editions import editions_text, strip_text
from oncodesk.ui.shell.shortcuts import COMMANDS, matching
from oncodesk.ui.shell.tokens import PALETTES, contrast


@dataclass(frozen=True)
class Visit:
    id: int
    patient_name: str
    status: str
    charge_total: Decimal | None = None
    age_days: int | None = 3
    date_of_service: date | None = date(2026, 9, 14)
    account: str = "A-1"
    payer: str = "Medicare"


VISITS = (Visit(1, "Sample, Marta", "uncoded", Decimal("979.00")), Visit(2, "Fictional, Henry", "ready", age_days=9))


@dataclass(frozen=True)
class Waiting:
    status: str
    visits: int
    charge_total: Decimal
    oldest: date | None


TODAY = date(2026, 9, 17)
TALLIES = (
    Waiting("uncoded", 1, Decimal("979.00"), date(2026, 9, 14)),
    Waiting("ready", 1, Decimal(0), date(2026, 9, 8)),
)


def test_tabs_count_visits_dollars_and_age() -> None:
    made = tabs(TALLIES, TODAY)
    assert [(tab.key, tab.number) for tab in made if tab.number] == [("all", 2), ("uncoded", 1), ("ready", 1)]
    assert made[0].detail == "$979 · oldest 9 d"
    assert made[0].short == "$979 · 9 d"
    state = TodayState(tabs=made, rows=rows(VISITS, masked=False))
    second = chosen(state, 1)
    assert second is not None
    assert second.identifier == 2
    assert chosen(state, 7) is None
    assert neighbour(state, -1) == "sent"


def test_mask_and_what_stands_in_place_of_rows() -> None:
    assert "Esc" in empty_words(Asked(typed="zzz"), tabs(TALLIES, TODAY))
    assert "these days" in empty_words(Asked(since=TODAY), tabs(TALLIES, TODAY))
    assert "Ctrl+N" in empty_words(Asked(), tabs((), TODAY))
    assert not any("Sample" in cell for row in rows(VISITS, masked=True) for cell in row.cells)


def test_age_has_a_word_of_its_own() -> None:
    assert [age_kind(days) for days in (None, -1, 0, 7, 8, 30, 31, 90, 91)] == [
        "", "", "fresh", "fresh", "waiting", "waiting", "old", "old", "very old",
    ]  # fmt: skip


def test_only_finalising_makes_a_visit_ready_and_only_what_is_ready_was_sent() -> None:
    draft, final = TodayRow(1, (), "query"), TodayRow(2, (), "ready")
    assert refusal(draft, "hold") == ""
    assert refusal(final, "sent") == ""
    assert "finalised" in refusal(draft, "ready")
    assert "finalised" in refusal(draft, "sent")
    assert "correct" in refusal(final, "query")


def test_a_code_goes_where_it_belongs() -> None:
    draft = {"diagnoses": [{"code": "C18.2"}], "services": [], "administrations": []}
    assert inserted(draft, "icd10cm", "C78.7", ())[1]["diagnoses"][-1] == {"code": "C78.7"}
    assert inserted(draft, "icd10cm", "C18.2", ())[1] == draft
    assert inserted(draft, "hcpcs", "J9263", ("iv_infusion",))[1]["administrations"][0]["drug"] == "J9263"
    assert inserted(draft, "cpt", "99214", ())[1]["services"] == [{"code": "99214"}]
    assert codes_state("zzz", date(2026, 1, 1), ()).empty.startswith("Nothing found")


def test_a_superbill_without_its_parts_names_them() -> None:
    state = refused(
        UnusableInput("patient.address", "required on a superbill; missing: patient.address, payer.member_id")
    )
    assert [missing.path for missing in state.missing] == ["patient.address", "payer.member_id"]
    assert state.missing[1].words == "the payer's member ID"
    assert "required" in hint(state)


def test_only_a_finalised_superbill_is_printed() -> None:
    assert not may_print(SuperbillState(b"pdf", "DRAFT"))
    final = SuperbillState(b"pdf", "12", is_final=True)
    assert may_print(final)
    assert file_name(final) == "superbill-12.pdf"
    assert "Ctrl+Enter" in hint(SuperbillState(b"pdf", "DRAFT"))


def test_editions_say_what_is_not_loaded() -> None:
    editions = Editions(icd10cm="2026-04-01")
    assert editions_text(editions).startswith("ICD-10-CM 2026-04-01")
    assert "NCCI pairs not loaded" in editions_text(editions)
    assert "MUE" in strip_text(editions)


def test_every_action_is_named_once_and_no_two_share_a_key() -> None:
    ids = [entry.id for entry in COMMANDS]
    keys = [key for entry in COMMANDS for key in entry.keys]
    assert len(ids) == len(set(ids))
    assert len(keys) == len(set(keys))
    assert [entry.id for entry in matching("next f")] == ["finding.next"]


def test_text_can_be_read_in_every_palette() -> None:
    for t in PALETTES:
        for back in (t.back, t.surface, t.raised, t.accent_soft, t.changed):
            assert contrast(t.text, back) >= 4.5, (t.name, "text", back)
        for back in (t.back, t.surface, t.raised):
            assert contrast(t.muted, back) >= 4.5, (t.name, "muted", back)
            assert contrast(t.edge, back) >= 3, (t.name, "edge", back)
            assert contrast(t.accent, back) >= 4.5, (t.name, "accent", back)
        assert contrast(t.on_accent, t.accent) >= 4.5
        for name in ("unusable", "error", "question", "warning", "info", "good"):
            assert contrast(t.color(name), t.surface) >= 4.5, (t.name, name)
        for name in ("unusable", "error", "question", "warning", "info", "good"):
            assert contrast(t.color(name), t.color(f"{name}_soft")) >= 4.5, (t.name, name)
            assert contrast(t.muted, t.color(f"{name}_soft")) >= 4.5, (t.name, name, "muted")
        for name in (
            "initial",
            "sequential",
            "concurrent",
            "push",
            "hydration",
            "pump",
            "injection",
            "other",
            "question",
        ):
            assert contrast(t.on_lane, t.color(name)) >= 4.5, (t.name, name)
            assert contrast(t.color(name), t.surface) >= 3, (t.name, name)
