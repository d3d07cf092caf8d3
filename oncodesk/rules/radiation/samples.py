"""Invented courses of radiation, short to write, for the examples of the rules."""

from datetime import date, timedelta
from typing import Any

from oncodesk.domain.visit import Visit
from oncodesk.rules.examples import DAY, visit


def event(kind: str, on: date = DAY, **more: Any) -> dict[str, Any]:
    """An event of the course, on the day of the examples where no other is given."""
    return {"type": kind, "date": on.isoformat(), **more}


def fractions(count: int, first: date = DAY, **more: Any) -> list[dict[str, Any]]:
    """Numbered fractions on days one after another, at one isocenter and without motion management."""
    plain = {"isocenters": 1, "active_motion_management": False} | more
    return [event("fraction", first + timedelta(days=n), number=n + 1, **plain) for n in range(count)]


def treated(*events: dict[str, Any], dx: str = "C61", whole: bool = True, **course: Any) -> Visit:
    """The facts of a course: external beam, 3D, 25 fractions planned, the practice's own machine."""
    facts = {
        "id": "C1", "modality": "external_beam", "technique": "3d", "planned_fractions": 25, "complete": False,
        "areas": 1, "equipment": "practice",
    }  # fmt: skip
    held = {"course": facts | course, "events": list(events)} | ({"claim": "course"} if whole else {})
    return visit(dx=dx, reason="radiation_treatment", radiation=held)
