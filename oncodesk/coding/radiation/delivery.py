"""Delivery: one line for each treatment session, by the kind of treatment."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from oncodesk.coding.lines import Part, ProposedLine
from oncodesk.coding.radiation.brachytherapy import brachytherapy
from oncodesk.coding.radiation.course import EXTERNAL, STEREOTACTIC, CourseView, Happened, Session
from oncodesk.coding.radiation.level import beam
from oncodesk.coding.radiation.level_before import beam_before
from oncodesk.coding.radiation.lines import COURSE, ask, at, bill, encounter, tables_on, told
from oncodesk.domain.clock import minute_of
from oncodesk.domain.radiation import Event

_PROTON_LEVELS = (None, "simple", "intermediate", "complex")


def delivery(view: CourseView) -> Part:
    """Lines of every claimed session; a second one of a date repeats the code with 76."""
    part = Part()
    if view.over_stereotactic_cap:
        part += _over_cap(view)
    for session in view.sessions:
        if view.claims(session.date):
            part += _spaced(view, session) + _numbered(view, session) + _MAKE[session.modality](view, session)
    return replace(part, lines=repeated(part.lines, view)) + _twice(view)


def _twice(view: CourseView) -> Part:
    """A question for each fraction whose number stands twice, on claimed dates and not as another session of one."""
    part = Part()
    for first, second in _same_number(tuple(h for h in view.of("fraction") if h.event.number), view):
        if view.claims(first.date) or view.claims(second.date):
            number, days = second.event.number, f"{at(first.date)} and {at(second.date)}"
            when = f"twice on {at(first.date)}" if first.date == second.date else f"on {days}"
            text = f"fraction {number} is recorded {when}: was it given once, or which number was the other?"
            why = "delivery, management and physics are billed by the fractions given"
            part += ask(second.fact, text, field="number", why=why)
    return part


def _same_number(given: tuple[Happened, ...], view: CourseView) -> Iterator[tuple[Happened, Happened]]:
    """Pairs of fractions of one number, technique and volume that nothing tells apart."""
    seen: dict[tuple[object, ...], list[Happened]] = {}
    for h in given:
        event = h.event
        same = seen.setdefault((event.number, view.technique(event), view.modality(event)), [])
        other = next((x for x in same if view.same_volume(x.event, event) and not _apart(x.event, event)), None)
        if other:
            yield other, h
        same.append(h)


def _apart(one: Event, other: Event) -> bool:
    """Whether two fractions of one date are told apart by session, clock, or a site that only one of them names."""
    return one.date == other.date and (one.session, one.start, one.site) != (other.session, other.start, other.site)


def _numbered(view: CourseView, session: Session) -> Part:
    """A question where the session's place in the course is not known; weekly and final services hang on it."""
    if session.modality not in EXTERNAL | STEREOTACTIC or not view.unnumbered(session):
        return Part()
    text = f"which fraction of the course was given on {at(session.date)}? counted as the first"
    return ask(session.fact, text, field="number", why="management and physics are billed by the number of fractions")


def _over_cap(view: CourseView) -> Part:
    most = view.tables.policy.number("radiation.sbrt_fraction_limit")
    return ask(
        f"{COURSE}.planned_fractions",
        f"more than {most} fractions: coded as external beam treatment; is that the number, all sites counted?",
        field="planned_fractions",
        why=f"stereotactic codes hold for at most {most} fractions in the course",
    )


def _spaced(view: CourseView, session: Session) -> Part:
    """A question where a second session of the date is not known to be far enough from the first."""
    if session.of_date == 1 or session.modality in STEREOTACTIC:
        return Part()
    least = view.tables.policy.number("radiation.session_gap_minutes")
    same = [s for s in view.sessions if s.date == session.date and s.modality == session.modality]
    before = same[same.index(session) - 1] if session in same[1:] else same[0]
    clocks = [s.happened[0].event.start for s in (before, session)]
    if clocks[0] and clocks[1]:
        gap = minute_of(clocks[1], session.date) - minute_of(clocks[0], session.date)
        if gap >= least:
            return Part()
        text = f"sessions {gap} minutes apart: were they ordered as separate sessions?"
    elif session.happened[0].event.session is not None:
        return Part()
    else:
        text = f"two fractions on {at(session.date)}: were they separate sessions, and at what times?"
    return ask(session.fact, text, field="session", why=f"one delivery a session; sessions stand {least} minutes apart")


def repeated(lines: tuple[ProposedLine, ...], view: CourseView) -> tuple[ProposedLine, ...]:
    """A code that stands again on its date is a repeated service."""
    seen: set[tuple[str, object]] = set()
    result = []
    for line in lines:
        key = (line.code, line.date or view.visit.date_of_service)
        if key in seen:
            line = replace(
                line, modifiers=(*line.modifiers, "76"), steps=(*line.steps, "a further session of the date → 76")
            )
        seen.add(key)
        result.append(line)
    return tuple(result)


def _external(view: CourseView, session: Session) -> Part:
    by_level = tables_on(view, session.date).role("radiation.delivery.level1") is not None
    return beam(view, session) if by_level else beam_before(view, session)


def _stereotactic(view: CourseView, session: Session) -> Part:
    """77373 for each treatment day of a course of fractions; one session in all of cranial treatment by machine."""
    if session.of_date > 1:
        return ask(session.fact, "a second stereotactic session on one date is not billed: was it on another day?")
    planned = view.radiation.course.planned_fractions
    days = view.counted(*STEREOTACTIC)
    whole = view.radiation.course.complete is True and len(days) == 1
    several = len(days) > 1 or (not whole and (session.ordinal > 1 or (planned or 1) > 1))
    if session.modality == "sbrt" or several:
        step = f"stereotactic fraction {session.ordinal} on {at(session.date)}: once a treatment day"
        return _line(view, session, "sbrt", (step,), "radiation-stereotactic")
    machine = session.happened[0].event.machine
    if machine is None:
        return ask(session.fact, "machine of the single stereotactic session: linac or cobalt?", field="machine")
    step = f"complete cranial treatment in one session by {machine}"
    return _line(view, session, f"srs.{machine}", (step,), "radiation-stereotactic")


def _proton(view: CourseView, session: Session) -> Part:
    event = max((h.event for h in session.happened), key=lambda e: _PROTON_LEVELS.index(e.level))
    if event.level is None:
        return ask(session.fact, "complexity of the proton treatment: simple, intermediate or complex?", field="level")
    role: str = event.level
    part, step = Part(), f"proton treatment, {event.level}"
    if event.level == "simple":
        if event.compensation is None:
            part = ask(session.fact, "proton treatment with or without compensation?", field="compensation")
        elif event.compensation:
            role, step = "simple_compensated", f"{step}, with compensation"
    return _line(view, session, f"proton.{role}", (step,), "radiation-delivery-2015") + part


def _superficial(view: CourseView, session: Session) -> Part:
    tables = tables_on(view, session.date)
    if tables.role("radiation.delivery.superficial.low") is None:
        return _line(view, session, "superficial", ("superficial treatment session",), "radiation-delivery-2015")
    kv = max((h.event.kv for h in session.happened if h.event.kv), default=None)
    if kv is None:
        return ask(session.fact, "kilovoltage of the superficial fraction?", field="kv", why="it picks the code")
    low, most = (tables.policy.number(f"radiation.superficial_{x}_limit") for x in ("low_kv", "kv"))
    if kv > most:
        return ask(session.fact, f"{kv:g} kV is above {most} kV: is this external beam treatment?", field="kv")
    sites = {view.site(h.event) for h in session.happened} - {None}
    several = Part()
    if len(sites) > 1:
        several = told(f"{len(sites)} lesions on {at(session.date)}: one delivery a session; some payers take one each")
    role = "superficial.low" if kv <= low else "superficial.ortho"
    step = f"{kv:g} kV, {'at most' if kv <= low else 'above'} {low} kV"
    return _line(view, session, role, (step,), "radiation-surface-2026") + several


def _intraoperative(view: CourseView, session: Session) -> Part:
    event = session.happened[0].event
    technique = view.technique(event)
    if technique is None and event.kv is None:
        return ask(session.fact, "intraoperative treatment by x-rays or electrons?", field="technique")
    kind = "electron" if technique == "electrons" else "xray"
    lines = _line(view, session, f"intraoperative.{kind}", ("one session at operation",), "radiation-delivery-2015")
    if view.billed(view.codes("radiation.management.intraoperative")):
        text = "intraoperative management stands in the history: is this a new course?"
        return lines + ask(session.fact, text, why="once a course")
    managed = bill(
        view,
        "radiation.management.intraoperative",
        session.date,
        session.facts,
        ("management of the intraoperative session, once",),
        "radiation-management",
    )
    return lines + managed


def _line(view: CourseView, session: Session, role: str, steps: tuple[str, ...], citation: str) -> Part:
    first = () if session.modality == "intraoperative" else encounter(view)
    return bill(view, f"radiation.delivery.{role}", session.date, session.facts, steps, citation, supports=first)


_MAKE: dict[str, Callable[[CourseView, Session], Part]] = {
    "external_beam": _external,
    "sbrt": _stereotactic,
    "srs": _stereotactic,
    "proton": _proton,
    "superficial": _superficial,
    "intraoperative": _intraoperative,
    "brachytherapy_hdr": brachytherapy,
    "brachytherapy_ldr": brachytherapy,
}
