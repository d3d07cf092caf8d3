"""Makes a radiation line from a role, with 26 or nothing by whose equipment it was."""

from datetime import date

from oncodesk.codes.tables import Tables
from oncodesk.coding.lines import Part, ProposedLine
from oncodesk.coding.radiation.course import CourseView
from oncodesk.domain.derivation import Question
from oncodesk.domain.report import Citation
from oncodesk.policy.book import cite

COURSE = "radiation.course"
_SPOKEN = {
    "2d": "2D",
    "3d": "3D",
    "imrt": "IMRT",
    "vmat": "VMAT",
    "mixed": "mixed beam",
    "tbi": "total body",
    "sbrt": "stereotactic",
    "srs": "stereotactic",
    "brachytherapy_hdr": "high dose-rate",
    "brachytherapy_ldr": "low dose-rate",
}


def spoken(name: str | None) -> str:
    """A technique or modality as traces write it."""
    return _SPOKEN.get(name or "", (name or "").replace("_", " "))


def bill(
    view: CourseView,
    role: str,
    day: date,
    facts: tuple[str, ...],
    steps: tuple[str, ...],
    citation: str,
    *,
    units: int = 1,
    modifiers: tuple[str, ...] = (),
    supports: tuple[str, ...] = (),
) -> Part:
    """The line of that role on that day, if the claim takes that day; a question where no code fills the role.

    Equipment of a hospital, or its place of service (19, 22): split codes take 26, technical ones are the hospital's.
    """
    if not view.claims(day):
        return Part()
    procedure = tables_on(view, day).role(role)
    if procedure is None:
        return ask(facts[0], f"no code in force on {day} for {role.replace('.', ' ')}: how is it billed?")
    if at_hospital(view):
        if procedure.component == "technical":
            return ask(
                f"{COURSE}.equipment",
                "technical work (delivery, physics, port images) is left to the hospital: is the equipment its own?",
                field="equipment",
            )
        if procedure.component == "split" and "26" not in modifiers:
            modifiers = ("26", *modifiers)
            steps = (*steps, "equipment of the hospital: professional part only → 26")
    steps = (*steps, f"→ {procedure.code}" + (f" × {units}" if units != 1 else ""))
    return Part(
        lines=(
            ProposedLine(
                code=procedure.code,
                units=units,
                modifiers=modifiers,
                facts=facts,
                steps=steps,
                citation=authority(citation),
                date=day if view.whole or day != view.visit.date_of_service else None,
                supports=supports,
                treats="neoplasm",
            ),
        )
    )


def ask(fact: str, text: str, *, field: str | None = None, why: str | None = None) -> Part:
    """A question and no line."""
    return Part(questions=(Question(fact=fact, ask=text, field=field, why=why),))


def told(note: str) -> Part:
    """A note on what is not billed and why, and no line."""
    return Part(notes=(note,))


def encounter(view: CourseView) -> tuple[str, ...]:
    """The encounter code that stands first on lines of external treatment."""
    return (str(view.tables.policy.table("diagnosis.treatment_encounter")["radiation"]),)


def at_hospital(view: CourseView) -> bool:
    """Whether the technical work is a hospital's."""
    places = view.tables.policy.codes("radiation.facility_places")
    return view.radiation.course.equipment == "hospital" or view.visit.place_of_service in places


def tables_on(view: CourseView, day: date) -> Tables:
    """The tables of that day, for a course that runs over a change of codes."""
    return view.tables.at(day)


def authority(name: str) -> Citation:
    """The citation of that short name."""
    return cite(name)


def at(day: date) -> str:
    """A day as traces write it."""
    return day.isoformat()
