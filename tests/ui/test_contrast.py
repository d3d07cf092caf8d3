"""Contrast of what is really painted, in each palette: 4.5 to 1 for text, 3 to 1 for shapes, edges and the focus."""

import re
from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

import pytest

from oncodesk import paths
from oncodesk.ui.panels.claims import view as claims
from oncodesk.ui.panels.reports import tones as bars
from oncodesk.ui.panels.today import painting as ages
from oncodesk.ui.panels.today import view as today
from oncodesk.ui.shell.tokens import PALETTES, Tokens, contrast

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

TEXT, SHAPE = 4.5, 3.0
SEVERITIES = ("unusable", "error", "question", "warning", "info")
KINDS = ("initial", "sequential", "concurrent", "push", "hydration", "pump", "injection", "other", "question")
ROWS = ("surface", "accent_soft")
"""What a table's row is painted on: plain, and chosen."""
_RULE = re.compile(r"([^{}]+)\{([^{}]+)\}")
_COLOR = re.compile(r"(?<![-\w])((?:selection-)?(?:background-color|background|color))\s*:\s*@(\w+);")


def _texts() -> Iterator[tuple[str, str, str]]:
    """What is written in which colour on which background, by where."""
    cells = {*today._STATUS_COLORS.values(), *claims._COLORS.values(), *ages._COLORS.values(), "text", "muted"}
    yield from (("a row of a table", color, row) for color, row in product(cells, ROWS))
    yield from (("a cell just changed", color, "changed") for color in ("text", "muted"))
    yield from (("a word beside a bar of the ruler", kind, back) for kind, back in product(KINDS, ROWS))
    yield from (("a word on a bar", "on_lane", kind) for kind in KINDS)
    yield from (("hours and days of a strip", "muted", back) for back in ROWS)
    yield from (("a gap of the journey", "warning", back) for back in ("surface",))
    soft = [f"{severity}_soft" for severity in (*SEVERITIES, "good")]
    yield from (("a card", color, back) for color, back in product(("text", "muted", "accent"), (*soft, "surface")))
    yield from (("a severity", severity, f"{severity}_soft") for severity in SEVERITIES)
    yield from (("a severity", severity, "surface") for severity in SEVERITIES)
    yield from (("a day of the calendar", color, back) for color in ("text", "muted", "accent") for back in _DAYS)
    yield from (("placeholder", "muted", back) for back in ("surface", "unusable_soft"))
    yield from (("a strip of notes", color, "info_soft") for color in ("text", "accent"))


_DAYS = ("accent_soft", "raised")


def _shapes() -> Iterator[tuple[str, str, str]]:
    backs = ("back", "surface", "raised", "accent_soft")
    soft = tuple(f"{severity}_soft" for severity in SEVERITIES)
    yield from (("focus", "focus", back) for back in (*backs, *soft))
    yield from (("edge of a control", "edge", back) for back in ("back", "surface", "raised"))
    yield from (("age", color, row) for color, row in product(ages._COLORS.values(), ROWS))
    yield from (("bar of a report", tone, "surface") for tone in bars.TONES)
    yield from (("bar of the ruler", kind, back) for kind, back in product(KINDS, ROWS))
    yield from (("gap", "warning", "surface"), ("icon", "text", "surface"), ("icon", "accent", "accent_soft"))
    yield from (("mark of a severity", severity, f"{severity}_soft") for severity in SEVERITIES)


@pytest.mark.parametrize("t", PALETTES, ids=lambda t: t.name)
def test_what_is_written_can_be_read(t: Tokens) -> None:
    assert _too_near(t, _texts(), TEXT) == []


@pytest.mark.parametrize("t", PALETTES, ids=lambda t: t.name)
def test_shapes_edges_and_the_focus_can_be_seen(t: Tokens) -> None:
    assert _too_near(t, _shapes(), SHAPE) == []


@pytest.mark.parametrize("t", PALETTES, ids=lambda t: t.name)
def test_every_rule_of_the_style_sheet_with_both_colours_can_be_read(t: Tokens) -> None:
    rules = list(_of_the_sheet())
    assert len(rules) > 20
    assert _too_near(t, rules, TEXT) == []


def _of_the_sheet() -> Iterator[tuple[str, str, str]]:
    sheet = re.sub(r"/\*.*?\*/", "", (paths.resources() / "style" / "desk.qss").read_text(encoding="utf-8"), flags=re.S)
    for where, body in _RULE.findall(sheet):
        held = {name.replace("background-color", "background"): token for name, token in _COLOR.findall(body)}
        for kind in ("", "selection-"):
            if f"{kind}color" in held and f"{kind}background" in held and ":disabled" not in where:
                yield where.strip(), held[f"{kind}color"], held[f"{kind}background"]


def _too_near(t: Tokens, pairs: Iterator[tuple[str, str, str]] | list[tuple[str, str, str]], least: float) -> list[str]:
    return [
        f"{where}: {color} on {back} {contrast(t.color(color), t.color(back)):.2f}"
        for where, color, back in pairs
        if contrast(t.color(color), t.color(back)) < least
    ]


def test_every_tone_of_the_journey_and_the_ruler_is_among_those_measured(busy: "MainWindow") -> None:
    tones, kinds = set(), set()
    for visit in busy.desk.store.find_visits():
        busy.saving.open(visit.id)
        kinds |= {lane.kind for lane in busy.visit.ruler.state.lanes}
    for account in busy.patient.view.people.accounts or [visit.account for visit in busy.desk.store.find_visits()]:
        busy.patient.show_patient(account)
        tones |= {lane.tone for lane in busy.patient.view.state.journey.lanes}
    assert len(tones) > 3
    assert kinds - {"ask"} <= set(KINDS)
    for t in PALETTES:
        drawn = [("mark", "on_lane", tone) for tone in tones - {"text", "muted"}]
        assert _too_near(t, drawn, TEXT) == []
        assert _too_near(t, [("mark", tone, "surface") for tone in tones], TEXT) == []


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
