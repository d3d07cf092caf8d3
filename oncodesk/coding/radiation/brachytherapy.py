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
        return _skin(view, session, channels, step)
    few = int(view.tables.policy.table("radiation.hdr_channels")["few"])
    role = "one" if channels == 1 else "few" if channels <= few else "many"
    step += {"one": "", "few": f", 2 to {few}", "many": f", more than {few}"}[role]
    return _line(view, session, f"hdr.{role}", (step,))


def _skin(view: CourseView, session: Session, channels: int, step: str) -> Part:
    """The higher code for several lesions, or for a larger one by two channels or more."""
    limit = view.tables.policy.number("radiation.hdr_skin_small_cm")
    lesions = _lesions(view, session)
    size = max((h.event.lesion_cm for h in session.happened if h.event.lesion_cm), default=None)
    wide = channels > 1 and (size is None or size > limit)
    said = [f"{step} at the skin"]
    said += [f"{lesions} lesions"] if (lesions or 1) > 1 else []
    said += [f"{size:g} cm, {'above' if size > limit else 'at most'} {limit} cm"] if size else []
    role = "skin_large" if wide or (lesions or 1) > 1 else "skin_small"
    part = _line(view, session, f"hdr.{role}", (", ".join(said),))
    if channels > 1 and size is None and (lesions or 1) == 1:
        text = f"diameter of the skin lesion? {channels} channels are coded as one above {limit} cm"
        return part + ask(session.fact, text, field="lesion_cm", why="a smaller lesion is the lower code")
    if lesions is None and role == "skin_small" and not session.happened[0].event.note:
        text = "one lesion only? coded so; several are the higher code"
        return part + ask(session.fact, text, field="lesions", why="the number of lesions picks the code")
    return part


def _lesions(view: CourseView, session: Session) -> int | None:
    """Lesions of the session, as stated or as many as the sites it names."""
    stated = [h.event.lesions for h in session.happened if h.event.lesions]
    sites = {view.site(h.event) for h in session.happened} - {None}
    return max(sum(stated), len(sites)) if stated or len(sites) > 1 else None


def _channels(view: CourseView, session: Session) -> int:
    """Channels of every site of the session; two entries for one site are the same application."""
    by_site: dict[str | None, int] = {}
    for h in session.happened:
        by_site[view.site(h.event)] = max(by_site.get(view.site(h.event), 0), h.event.channels or 0)
    return sum(by_site.values())


def _low(view: CourseView, session: Session) -> Part:
    event = session.happened[0].event
    if event.application == "interstitial":
        return _line(view, session, "interstitial", ("sources placed in the tissue",))
    if event.application is None and (site := _in_tissue(view)):
        text = f"sources placed in the tissue? so taken for {site}"
        part = _line(view, session, "interstitial", (f"sources placed in the tissue, as for {site}",))
        return part + ask(session.fact, text, field="application", why="it picks the code")
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


def _in_tissue(view: CourseView) -> str | None:
    """The diagnosis treated, where its sources are placed in the tissue and nowhere else."""
    sites = tuple(sorted(view.tables.policy.codes("radiation.interstitial_sites")))
    found = sorted(view.visit.diagnoses, key=lambda d: not d.treated)
    return next((d.code for d in found[:1] if d.code.upper().startswith(sites)), None)


def level_of(view: CourseView, limits_name: str, count: int | None) -> str | None:
    """Simple, intermediate or complex by a number of sources or channels, or None where it is not known."""
    if count is None:
        return None
    limits = view.tables.policy.table(f"radiation.{limits_name}")
    return next((level for level in ("simple", "intermediate") if count <= limits[level]), "complex")


def _line(view: CourseView, session: Session, role: str, steps: tuple[str, ...]) -> Part:
    return bill(view, f"radiation.brachytherapy.{role}", session.date, session.facts, steps, _AUTHORITY)
