"""External beam delivery by level, from 2026: what was delivered, not how it was planned."""

from oncodesk.coding.lines import Part
from oncodesk.coding.radiation.course import CourseView, Session
from oncodesk.coding.radiation.lines import COURSE, ask, at, bill, encounter, spoken
from oncodesk.domain.radiation import Event

_WHY = "a higher level where it applies; the lower one stands until it is known"
CONFORMAL: frozenset[str] = frozenset({"3d", "imrt", "vmat"})


def beam(view: CourseView, session: Session) -> Part:
    """One line of the session's level; where a missing fact would raise it, the lowest it can be, and a question.

    Level 3: two isocentres or more, active motion management, photons mixed with electrons, or total skin electrons.
    Level 2: 3D, IMRT or VMAT at one isocentre without it. Level 1: electron fields or 2D photons.
    Image guidance is in every level and raises none.
    """
    techniques: set[str | None] = {view.technique(h.event) for h in session.happened}
    raised = _raised(view, session, techniques)
    if raised:
        return _line(view, session, "level3", raised)
    known = techniques - {None}
    if not known:
        return ask(session.fact, "technique of the fraction?", field="technique", why="it picks the delivery level")
    named = "/".join(sorted(spoken(t) for t in known))
    if known == {"electrons"}:
        return _line(view, session, "level1", "electron fields")
    part = _missing(session)
    if known & CONFORMAL:
        return _line(view, session, "level2", f"{named}, one isocentre, no active motion management") + part
    if "tbi" in known:
        own = any(h.event.technique for h in session.happened)
        fact = session.fact if own else COURSE
        part += ask(fact, "total body treatment by 2D, 3D or modulated photons?", field="technique", why=_WHY)
    return _line(view, session, "level1", f"{named} photons") + part


def _raised(view: CourseView, session: Session, techniques: set[str | None]) -> str:
    """What makes it level 3, or nothing."""
    events = [h.event for h in session.happened]
    isocenters = _isocenters(view, events)
    photons = techniques - {None, "electrons"}
    if any(e.total_skin_electrons for e in events):
        return "total skin electrons"
    if "mixed" in techniques or ("electrons" in techniques and photons):
        return "photons mixed with electrons"
    if techniques == {"electrons"}:
        return ""
    if isocenters > 1:
        return f"{isocenters} isocentres"
    return "active motion management" if any(e.active_motion_management for e in events) else ""


def _isocenters(view: CourseView, events: list[Event]) -> int:
    """Isocentres of every site; two entries for one site are the same field, or its parts by other particles."""
    by_site: dict[str | None, int] = {}
    for e in events:
        by_site[view.site(e)] = max(by_site.get(view.site(e), 0), e.isocenters or 0)
    return sum(by_site.values())


def _missing(session: Session) -> Part:
    events = [h.event for h in session.happened]
    part = Part()
    if any(e.isocenters is None for e in events):
        part += ask(session.fact, f"number of isocentres on {at(session.date)}?", field="isocenters", why=_WHY)
    if any(e.active_motion_management is None for e in events):
        text = f"was beam delivery gated or tracked on {at(session.date)}?"
        part += ask(session.fact, text, field="active_motion_management", why=_WHY)
    return part


def _line(view: CourseView, session: Session, level: str, because: str) -> Part:
    steps = [f"fraction {session.ordinal} on {at(session.date)}: {because} → level {level[-1]}"]
    if len(session.happened) > 1:
        several = len({view.site(h.event) for h in session.happened}) > 1
        steps.append("several sites in one session: one delivery" if several else "one session: one delivery")
    if any(h.event.image_guidance for h in session.happened):
        steps.append("image guidance is in the delivery and raises no level")
    others = sorted({h.event.guidance_reviewed_by or "" for h in session.happened} - {"", "physician"})
    if others:
        steps.append(f"its images were reviewed by the {others[0]}, not by a physician: no professional line")
    role = f"radiation.delivery.{level}"
    return bill(
        view, role, session.date, session.facts, tuple(steps), "radiation-delivery-2026", supports=encounter(view)
    )
