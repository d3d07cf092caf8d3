"""Brachytherapy: high dose rate by channels, low dose rate by how the sources were placed."""

from oncodesk.coding.lines import Part
from oncodesk.coding.radiation.course import BRACHYTHERAPY, CourseView, Session
from oncodesk.coding.radiation.lines import ask, at, bill

_AUTHORITY = "radiation-brachytherapy"


def brachytherapy(view: CourseView, session: Session) -> Part:
    """One line for the application; its care is in it, no weekly management follows."""
    return _high(view, session) if session.modality == "brachytherapy_hdr" else _low(view, session)


def _high(view: CourseView, session: Session) -> Part:
    event = session.happened[0].event
    stated = {event.modality, view.radiation.course.modality} & BRACHYTHERAPY
    if event.channels is None and not stated:
        return ask(session.fact, "were the sources of a high or a low dose rate?", field="modality")
    channels = _channels(view, session)
    if not channels:
        return ask(session.fact, "number of channels of the application?", field="channels", why="it picks the code")
    count = f"{channels} channel{'s' if channels > 1 else ''}"
    step = f"high-dose-rate session {session.ordinal} on {at(session.date)}: {count}"
    if event.application in {"skin", "surface"}:
        role = "skin_small" if channels == 1 else "skin_large"
        part = _line(view, session, f"hdr.{role}", (f"{step} at the skin",))
        return part if channels > 1 else part + _lesion(view, session)
    few = int(view.tables.policy.table("radiation.hdr_channels")["few"])
    role = "one" if channels == 1 else "few" if channels <= few else "many"
    return _line(view, session, f"hdr.{role}", (step,))


def _lesion(view: CourseView, session: Session) -> Part:
    """The size of a skin lesion, which no field holds, raises the code of one channel; a note on the event answers."""
    if session.happened[0].event.note:
        return Part()
    limit = view.tables.policy.number("radiation.hdr_skin_small_cm")
    text = f"one lesion, of at most {limit} cm? coded so; a larger one or several are the higher code"
    return ask(session.fact, text, field="note", why="size and number of lesions pick the code, as channels do")


def _channels(view: CourseView, session: Session) -> int:
    """Channels of every site of the session; two entries for one site are the same application."""
    by_site: dict[str | None, int] = {}
    for h in session.happened:
        by_site[view.site(h.event)] = max(by_site.get(view.site(h.event), 0), h.event.channels or 0)
    return sum(by_site.values())


def _low(view: CourseView, session: Session) -> Part:
    event = session.happened[0].event
    if event.application in {"interstitial"}:
        return _line(view, session, "interstitial", ("sources placed in the tissue",))
    if event.application in {"surface", "skin"}:
        return _line(view, session, "surface", ("sources placed on the surface",))
    if event.application is None:
        text = "how were the sources placed: intracavitary, interstitial or surface?"
        return ask(session.fact, text, field="application", why="it picks the code")
    level = level_of(view, "ldr_sources", event.sources) or event.level
    if level is None:
        return ask(session.fact, "number of sources placed?", field="sources", why="it picks the code")
    because = f"{event.sources} sources" if event.sources else level
    return _line(view, session, f"intracavitary.{level}", (f"sources placed in a cavity: {because}",))


def level_of(view: CourseView, limits_name: str, count: int | None) -> str | None:
    """Simple, intermediate or complex by a number of sources or channels, or None where it is not known."""
    if count is None:
        return None
    limits = view.tables.policy.table(f"radiation.{limits_name}")
    return next((level for level in ("simple", "intermediate") if count <= limits[level]), "complex")


def _line(view: CourseView, session: Session, role: str, steps: tuple[str, ...]) -> Part:
    return bill(view, f"radiation.brachytherapy.{role}", session.date, session.facts, steps, _AUTHORITY)
