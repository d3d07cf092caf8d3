"""Radiation treatment: the lines of a course's events."""

from datetime import date

from oncodesk.codes.tables import Tables
from oncodesk.coding.lines import Part, ProposedLine
from oncodesk.coding.radiation.course import CourseView, course_of
from oncodesk.coding.radiation.delivery import delivery
from oncodesk.coding.radiation.lines import COURSE, ask, at, at_hospital, tables_on
from oncodesk.coding.radiation.management import management
from oncodesk.coding.radiation.physics import guidance, physics, port_images
from oncodesk.coding.radiation.planning import planning
from oncodesk.coding.radiation.services import services, ultrasound
from oncodesk.domain.visit import Visit


def derive_radiation(visit: Visit, tables: Tables) -> Part:
    """Lines for the events the visit claims, by date; empty where it holds no course.

    A visit of one date claims that date's events and what falls due on it, `claim: course` every event given, each
    line with its own date. What was billed before, by the history, is not billed again.
    """
    view = course_of(visit, tables)
    if view is None:
        return Part()
    part = _equipment(view)
    for room in (planning, services, delivery, ultrasound, guidance, management, physics, port_images):
        part += _but_excluded(view, room(view))

    def when(line: ProposedLine) -> date:
        return line.date or visit.date_of_service

    return Part(tuple(sorted(part.lines, key=when)), tuple(dict.fromkeys(part.questions)), part.notes)


def _but_excluded(view: CourseView, part: Part) -> Part:
    """Without the lines that superficial treatment excludes, which is said."""
    kept, notes = [], []
    for line in part.lines:
        day = line.date or view.visit.date_of_service
        excluded = tables_on(view, day).policy.codes("radiation.superficial_excludes")
        if line.code in excluded and view.superficial.issuperset(line.facts):
            notes.append(f"{line.code} of {at(day)} not billed: superficial treatment is reported without it")
        else:
            kept.append(line)
    return Part(tuple(kept), part.questions, (*part.notes, *notes))


def _equipment(view: CourseView) -> Part:
    """Without a hospital's place of service the practice is taken to own what it treats with; asked where not said."""
    if view.radiation.course.equipment or at_hospital(view) or not view.happened:
        return Part()
    text = "whose is the equipment: the practice's or a hospital's?"
    return ask(f"{COURSE}.equipment", text, field="equipment", why="a hospital's leaves only the professional part")
