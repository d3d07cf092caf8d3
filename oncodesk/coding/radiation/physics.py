"""Continuing physics, port images and the physician's review of image guidance."""

from dataclasses import replace
from datetime import date

from oncodesk.coding.lines import Part
from oncodesk.coding.radiation.course import EXTERNAL, IMRT, STEREOTACTIC, CourseView, Happened, Session
from oncodesk.coding.radiation.delivery import repeated
from oncodesk.coding.radiation.level_before import medicare_codes
from oncodesk.coding.radiation.lines import ask, at, at_hospital, bill, encounter, spoken, tables_on, told
from oncodesk.coding.radiation.management import Block, blocks

_AUTHORITY = "ncci-manual-9"
_WITH_PHYSICS = (EXTERNAL, STEREOTACTIC, {"superficial"}, {"brachytherapy_hdr"})
_BY_KIND = {
    "ct": "radiation.guidance.ct",
    "stereoscopic": "radiation.guidance.stereoscopic",
    "ultrasound": "radiation.guidance.ultrasound_localization",
    "surface": "radiation.motion.intrafraction",
}


def physics(view: CourseView) -> Part:
    """Weekly physics, once for every five sessions done and checked, or once for a whole course of fewer.

    External, stereotactic, superficial and high dose-rate sessions of a mixed course are counted apart.
    """
    checks = list(view.of("physics_check"))
    streams = [s for s in (view.counted(*kinds) for kinds in _WITH_PHYSICS) if s]
    if not streams:
        return _without_sessions(view, checks)
    size = view.tables.policy.number("radiation.physics_fractions")
    part = Part()
    for block in sorted((b for s in streams for b in blocks(s, size)), key=lambda b: b.date):
        counted = block.last - block.first + 1
        ended = view.ended_after(block.sessions[-1])
        check = next((c for c in checks if block.since is None or c.date > block.since), None)
        if counted == size or (block.first == 1 and ended and len(streams) == 1):
            if check:
                checks.remove(check)
            part += _checked(view, block, check, counted, size)
        elif ended and check and view.claims(max(check.date, block.date)):
            text = f"physics check of the last {counted} fractions: does the payer take one more unit at the end?"
            part += ask(
                check.fact, text, why="NCCI counts every five sessions; some contractors add one for the last few"
            )
    return part


def _checked(view: CourseView, block: Block, check: Happened | None, counted: int, size: int) -> Part:
    name = block.name
    why = f"{name}: one unit for every {size}" if counted == size else f"whole course of {counted}, fewer than {size}"
    if check is None:
        if not view.claims(block.date) or _stands(view, block, size):
            return Part()
        text = f"on which day did the physicist check {name}?"
        return ask(block.sessions[-1].fact, text, field="physics_check", why=f"weekly physics is due: {why}")
    day = max(check.date, block.date)
    if view.billed(view.codes("radiation.physics.weekly"), since=block.sessions[0].date, to=day):
        return ask(check.fact, f"physics of {name} stands in the history: billed already?")
    steps = (f"{why}, done on {at(block.date)}, checked on {at(check.date)}",)
    return bill(
        view, "radiation.physics.weekly", day, (*block.facts, check.fact), steps, _AUTHORITY, supports=encounter(view)
    )


def _stands(view: CourseView, block: Block, size: int) -> bool:
    """Whether the history holds the physics of these sessions: dated among them, or as many units as were earned."""
    codes = view.codes("radiation.physics.weekly")
    if view.billed(codes, since=block.sessions[0].date, to=block.date):
        return True
    course = (None, view.radiation.course.id)
    earned = -(-block.last // size)
    return sum(past.units for past in view.visit.history if past.code in codes and past.course in course) >= earned


def _without_sessions(view: CourseView, checks: list[Happened]) -> Part:
    part = Part()
    for check in checks:
        if view.claims(check.date):
            text = "which treatment sessions does this physics check cover? none is recorded that it may be billed for"
            part += ask(check.fact, text, why="continuing physics is not billed with a single implant of seeds")
    return part


def port_images(view: CourseView) -> Part:
    """Port images once for every five fractions, whatever their number, on the day of the first."""
    size = view.tables.policy.number("radiation.port_image_fractions")
    seen: set[int] = set()
    part = Part()
    for image in view.of("port_image"):
        number = _block_of(view, image.date, size)
        first = number not in seen
        seen.add(number)
        if first and view.claims(image.date):
            part += _imaged(view, image, number, size)
    return part


def _imaged(view: CourseView, image: Happened, number: int, size: int) -> Part:
    guided = any(h.event.image_guidance for h in view.of("fraction") if h.date == image.date)
    if guided:
        text = f"port images on {at(image.date)} beside image guidance: were they for another purpose?"
        return ask(image.fact, text, why="guidance of the session includes its imaging")
    same = [s.date for s in view.sessions if (s.ordinal - 1) // size == number]
    if view.billed(view.codes("radiation.port_image"), since=min(same, default=image.date), to=image.date):
        return ask(image.fact, "port images of these five fractions stand in the history: billed already?")
    name = f"fractions {number * size + 1}–{(number + 1) * size}"
    images = sum(i.event.count for i in view.of("port_image") if _block_of(view, i.date, size) == number)
    steps = (f"{images} port image{'s' if images > 1 else ''} in {name}: once for the {size}",)
    return bill(
        view, "radiation.port_image", image.date, (image.fact,), steps, "radiation-planning", supports=encounter(view)
    )


def _block_of(view: CourseView, day: date, size: int) -> int:
    """Which run of fractions an image belongs to; one before the first belongs to the first."""
    done = [s.ordinal for s in view.sessions if s.date <= day]
    return (max(done) - 1) // size if done else 0


def guidance(view: CourseView) -> Part:
    """The physician's review of image guidance, once a session; the technical work is in the delivery."""
    part = Part()
    included: dict[str, list[Session]] = {}
    for session in view.sessions:
        guided = [h for h in session.happened if h.event.image_guidance]
        if not guided or not view.claims(session.date):
            continue
        if session.modality in {*STEREOTACTIC, "superficial"}:
            included.setdefault(session.modality, []).append(session)
        else:
            part += _reviewed(view, session, guided[0])
    for modality, sessions in included.items():
        days = f"{at(sessions[0].date)}" + (f" to {at(sessions[-1].date)}" if len(sessions) > 1 else "")
        part += told(f"image guidance of {days} not billed: {spoken(modality)} delivery includes it")
    return replace(part, lines=repeated(part.lines, view))


def _reviewed(view: CourseView, session: Session, guided: Happened) -> Part:
    if session.modality.startswith(("brachy", "intra")):
        return Part()
    by = guided.event.guidance_reviewed_by
    by_level = tables_on(view, session.date).role("radiation.delivery.level1") is not None
    if not by_level and medicare_codes(view, session.date):
        return _by_kind(view, session, guided)
    if by is None:
        text = f"did a physician review the guidance images of {at(session.date)}?"
        return ask(guided.fact, text, field="guidance_reviewed_by", why="only a physician's review is billed")
    if by != "physician":
        return Part()
    modulated = view.technique(guided.event) in IMRT
    professional = by_level or modulated
    steps = [f"guidance of fraction {session.ordinal} reviewed by the physician"]
    if professional:
        steps.append("technical work is in the delivery: professional part only → 26")
    return bill(
        view,
        "radiation.guidance",
        session.date,
        (guided.fact,),
        tuple(steps),
        "radiation-delivery-2026" if by_level else "radiation-delivery-2015",
        modifiers=("26",) if professional else (),
        supports=encounter(view),
    )


def _by_kind(view: CourseView, session: Session, guided: Happened) -> Part:
    """Medicare before 2026: a code for each kind of images; tracking of the surface is technical work alone."""
    kind = guided.event.guidance_kind
    if kind is None:
        text = f"guidance on {at(session.date)} by cone-beam CT, stereoscopic x-rays, ultrasound or the surface?"
        return ask(guided.fact, text, field="guidance_kind", why="before 2026 each had its own code for Medicare")
    by = guided.event.guidance_reviewed_by
    if kind != "surface" and by != "physician":
        text = f"did a physician review the guidance images of {at(session.date)}?"
        if by:
            text = f"images of {at(session.date)} reviewed by the {by}: is the technical part billed alone?"
        return ask(guided.fact, text, field="guidance_reviewed_by", why="only a physician's review is billed")
    if kind == "surface" and at_hospital(view):
        return told(f"tracking of the surface on {at(session.date)} not billed: technical work of the hospital")
    step = f"guidance of fraction {session.ordinal} by {kind}" + (f", reviewed by the {by}" if by else "")
    facts, supports = (guided.fact,), encounter(view)
    return bill(view, _BY_KIND[kind], session.date, facts, (step,), "radiation-delivery-2015", supports=supports)
