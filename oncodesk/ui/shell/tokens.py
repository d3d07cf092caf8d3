"""The colours of the window by what they are for, and how well they can be told apart."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette; every value is `#rrggbb`. `*_soft` are backgrounds that the plain one is read on."""

    name: str
    is_dark: bool
    back: str
    surface: str
    raised: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    focus: str
    unusable: str
    unusable_soft: str
    error: str
    error_soft: str
    question: str
    question_soft: str
    warning: str
    warning_soft: str
    info: str
    info_soft: str
    good: str
    good_soft: str
    changed: str
    initial: str
    sequential: str
    concurrent: str
    push: str
    hydration: str
    pump: str
    injection: str
    other: str
    on_lane: str

    def color(self, name: str) -> str:
        """The colour of that name."""
        return str(getattr(self, name))


LIGHT = Tokens(
    name="light", is_dark=False,
    back="#eef2f5", surface="#ffffff", raised="#f6f8fa", line="#d8e0e7", edge="#7c8c9a", text="#14202b",
    muted="#51606d", accent="#0a6570", accent_hover="#084e57", on_accent="#ffffff", accent_soft="#d9eef0",
    focus="#0a6570",
    unusable="#a3162b", unusable_soft="#fdeaec", error="#b0251c", error_soft="#fdecea", question="#6b3fa0",
    question_soft="#f2ebfa", warning="#8a5200", warning_soft="#fdf2de", info="#1d5c9e", info_soft="#e7f0fa",
    good="#1b6b40", good_soft="#e3f4ea", changed="#fff1b8",
    initial="#0a6570", sequential="#4d4aa8", concurrent="#97366d", push="#8a5200", hydration="#1d5c9e",
    pump="#2f6b3a", injection="#6a4b34", other="#5a6875", on_lane="#ffffff",
)  # fmt: skip
DARK = Tokens(
    name="dark", is_dark=True,
    back="#10161c", surface="#182028", raised="#1f2932", line="#2f3b47", edge="#728496", text="#e9eef3",
    muted="#a5b3c0", accent="#5ecbd4", accent_hover="#86dbe2", on_accent="#05272b", accent_soft="#163b40",
    focus="#5ecbd4",
    unusable="#ff9aa6", unusable_soft="#41191f", error="#ff9a8f", error_soft="#3f1d1a", question="#cdb0f5",
    question_soft="#2f2442", warning="#f5bf63", warning_soft="#382a10", info="#93c3f5", info_soft="#182f47",
    good="#7bd6a0", good_soft="#15342a", changed="#4a3f12",
    initial="#5ecbd4", sequential="#b3b0fa", concurrent="#f09cc9", push="#f5bf63", hydration="#93c3f5",
    pump="#8fd39b", injection="#d9b394", other="#a5b3c0", on_lane="#10161c",
)  # fmt: skip
HIGH_CONTRAST = Tokens(
    name="high contrast", is_dark=True,
    back="#000000", surface="#000000", raised="#000000", line="#ffffff", edge="#ffffff", text="#ffffff",
    muted="#ffffff", accent="#ffff00", accent_hover="#ffffff", on_accent="#000000", accent_soft="#2b2b00",
    focus="#00ffff",
    unusable="#ff8fa0", unusable_soft="#4a0010", error="#ff8f86", error_soft="#000000", question="#e0c8ff",
    question_soft="#2a0a4a", warning="#ffd24d", warning_soft="#000000", info="#9ad1ff", info_soft="#000000",
    good="#7dffb0", good_soft="#000000", changed="#404000",
    initial="#00ffff", sequential="#d0ccff", concurrent="#ffb0dd", push="#ffd24d", hydration="#9ad1ff",
    pump="#9dffb0", injection="#ffcfa8", other="#ffffff", on_lane="#000000",
)  # fmt: skip
PALETTES = (LIGHT, DARK, HIGH_CONTRAST)


def contrast(one: str, other: str) -> float:
    """How far apart two colours are in lightness, from 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
