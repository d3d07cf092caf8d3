"""What stands behind one claim line."""

from dataclasses import dataclass

from oncodesk.domain.decisions import Overlay
from oncodesk.services.explain import citation_text
from oncodesk.ui.editing.outcome import Outcome
from oncodesk.ui.editing.overlay import lines_of
from oncodesk.words import say


@dataclass(frozen=True, slots=True)
class WhyState:
    """The line as a heading, its reasoning in order, the fixes laid over it, and by whose authority."""

    heading: str = ""
    steps: tuple[str, ...] = ()
    laid: tuple[str, ...] = ()
    citation: str = ""


def why_state(outcome: Outcome | None, line: str) -> WhyState:
    """The reasons for a line, or an empty state where there is none."""
    if outcome is None or outcome.claim is None or outcome.derivation is None:
        return WhyState()
    shown = outcome.claim.line(line) or outcome.derivation.claim.line(line)
    if shown is None:
        return WhyState()
    trace = next((trace for trace in outcome.derivation.trace if trace.line == line), None)
    name = "-".join((shown.code, *shown.modifiers))
    derived = outcome.derivation.claim
    laid = tuple(_laid(overlay) for overlay in outcome.decided.overlays if line in lines_of(overlay, derived))
    if trace is None:
        return WhyState(f"{name} × {shown.units}", (say("This line was added by hand."),), laid)
    return WhyState(
        f"{name} × {shown.units}", trace.steps, laid, citation_text(trace.citation) if trace.citation else ""
    )


def _laid(overlay: Overlay) -> str:
    own = overlay.own
    return (
        say("{title}, because {reason} ({by}, {at})", title=overlay.title, reason=own.reason, by=own.by, at=own.at)
        if own
        else overlay.title
    )
