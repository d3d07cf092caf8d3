"""Planning: clinical plan, simulation, dosimetry plan, motion study."""

from datetime import date, timedelta
from itertools import groupby

from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import DISTINCT
from oncodesk.coding.radiation.brachytherapy import level_of
from oncodesk.coding.radiation.course import BRACHYTHERAPY, IMRT, CourseView, Happened
from oncodesk.coding.radiation.lines import ask, at, bill, spoken, tables_on, told

_AUTHORITY = "radiation-planning"
_RANK = {"simple": 0, "intermediate": 1, "complex": 2}
_CLINICAL = tuple(f"radiation.plan.clinical.{level}" for level in _RANK)
IMRT_PLAN = "radiation.plan.imrt"
PLAN_3D = "radiation.plan.3d"
SPECIAL_PLAN = "radiation.plan.isodose.special"


def planning(view: CourseView) -> Part:
    """Lines of the planning events; superficial treatment has one plan code for all of them since 2026."""
    return _clinical(view) + _simulations(view) + _plans(view) + _surface(view)


def superficial_bundle(view: CourseView, happened: Happened) -> bool:
    """Whether planning work of superficial treatment stands in its one plan code."""
    superficial = view.modality(happened.event) == "superficial"
    return superficial and tables_on(view, happened.date).role("radiation.plan.superficial") is not None


def _clinical(view: CourseView) -> Part:
    """Once a course, whatever the modalities and sites planned together."""
    events = [h for h in view.of("clinical_plan") if not superficial_bundle(view, h)]
    if not events:
        return Part()
    day = events[0].date
    same_day = [h for h in events if h.date == day]
    if not view.claims(day):
        return _again(view, [h for h in events if view.claims(h.date)])
    if view.billed(view.codes(*_CLINICAL), to=day):
        return ask(events[0].fact, "a clinical plan stands in the history: is this a new course?", why="once a course")
    if imrt_planned_on(view, day):
        text = f"clinical plan of {at(day)}: made on another day than the IMRT plan?"
        return ask(events[0].fact, text, field="date", why="NCCI: never billed on the date of an IMRT plan")
    levels = [h.event.level for h in same_day if h.event.level]
    areas = _areas(view, same_day)
    if not levels and not areas:
        return ask(events[0].fact, "level of the clinical plan: simple, intermediate or complex?", field="level")
    level = max(levels, key=_RANK.__getitem__) if levels else "complex"
    why = "" if levels else f", {areas} areas"
    steps = (f"{level} clinical plan on {at(day)}{why}: once a course",)
    line = bill(view, f"radiation.plan.clinical.{level}", day, tuple(h.fact for h in same_day), steps, _AUTHORITY)
    return line + _again(view, [h for h in events[len(same_day) :] if view.claims(h.date)])


def _areas(view: CourseView, plans: list[Happened]) -> int | None:
    """Areas planned together, where they are so many that the plan is complex whatever else it holds."""
    areas = max((h.event.areas or view.radiation.course.areas or 0 for h in plans), default=0)
    return areas if areas >= view.tables.policy.number("radiation.clinical_plan_complex_areas") else None


def imrt_planned_on(view: CourseView, day: date) -> bool:
    """Whether an IMRT plan was finished on that day."""
    return any(h.date == day and plan_role(view, h) == IMRT_PLAN for h in view.of("plan"))


def _again(view: CourseView, later: list[Happened]) -> Part:
    part = Part()
    for h in later:
        part += ask(h.fact, f"clinical plan of {at(h.date)} is in the course's one plan: is it a new course?")
    return part


def _simulations(view: CourseView) -> Part:
    """The highest of a day, once; none on or before the IMRT plan that includes it."""
    part = Part()
    for (day, session), group in groupby(view.of("simulation"), key=lambda h: (h.date, h.event.session or 1)):
        held = [h for h in group if not superficial_bundle(view, h)]
        if not held or not view.claims(day):
            continue
        free = [h for h in held if not _in_imrt_plan(view, h)]
        if not free:
            part += _included(view, held[0])
            continue
        repeat = session > 1 and view.modality(free[0].event) in BRACHYTHERAPY
        if session > 1 and not repeat:
            continue
        part += _simulated(view, free, repeat)
    return part


def _simulated(view: CourseView, free: list[Happened], repeat: bool) -> Part:
    levels = [h.event.level for h in free if h.event.level]
    day = free[0].date
    if not levels:
        return ask(free[0].fact, "level of the simulation: simple, intermediate or complex?", field="level")
    level = max(levels, key=_RANK.__getitem__)
    steps = [f"{level} simulation on {at(day)}"]
    if len(free) > 1:
        steps.append(f"{len(free)} simulations on one date: the highest, once")
    modifiers = ("76",) if repeat else ()
    facts = tuple(h.fact for h in free)
    return bill(view, f"radiation.simulation.{level}", day, facts, tuple(steps), _AUTHORITY, modifiers=modifiers)


def _in_imrt_plan(view: CourseView, simulation: Happened) -> bool:
    event = simulation.event
    if view.modality(event) in BRACHYTHERAPY:
        return False
    plans = [h for h in view.of("plan") if view.same_volume(h.event, event)]
    imrt = [h for h in plans if plan_role(view, h) == IMRT_PLAN]
    if any(h.date >= simulation.date for h in imrt) or _verifies(view, simulation, imrt):
        return True
    return not plans and view.technique(event) in IMRT and not view.billed(view.codes(IMRT_PLAN), to=simulation.date)


def _verifies(view: CourseView, simulation: Happened, imrt: list[Happened]) -> bool:
    """Whether it verifies an IMRT plan that nothing was treated by yet; one during treatment follows a change."""
    day = simulation.date
    last = max((h.date for h in imrt if h.date < day), default=None)
    if last is None:
        held = view.technique(simulation.event) in IMRT and view.billed(view.codes(IMRT_PLAN), to=day)
        last = held.date_of_service if held else None
    if last is None:
        return False
    treated = (h for h in view.of("fraction") if h.date < day and view.same_volume(h.event, simulation.event))
    delivered = view.tables.policy.codes("radiation.delivery_codes")
    return not any(h.date > last for h in treated) and not view.billed(
        delivered, since=last + timedelta(days=1), to=day
    )


def _included(view: CourseView, simulation: Happened) -> Part:
    if any(plan_role(view, h) == IMRT_PLAN for h in view.of("plan")) or view.billed(view.codes(IMRT_PLAN)):
        return told(f"simulation of {at(simulation.date)} not billed: the IMRT plan includes it")
    text = "simulation for IMRT is included in the plan that follows: is it for another volume or technique?"
    return ask(simulation.fact, text, field="site", why="NCCI: no simulation on or before the IMRT plan it serves")


def plan_role(view: CourseView, plan: Happened) -> str | None:
    """The role of a dosimetry plan by its technique, or None where that is not known."""
    event = plan.event
    if view.modality(event) in BRACHYTHERAPY:
        counted = {"sources": event.sources, "channels": event.channels}
        levels = [level_of(view, f"brachytherapy_plan_{name}", n) for name, n in counted.items()] + [event.level]
        level = max((found for found in levels if found), key=_RANK.__getitem__, default=None)
        return f"radiation.plan.brachytherapy.{level}" if level else None
    technique = view.technique(event)
    if technique in IMRT:
        return IMRT_PLAN
    if technique == "3d":
        return PLAN_3D
    if technique == "tbi" or (technique == "electrons" and event.level is None):
        return "radiation.plan.isodose.special"
    if technique in {"2d", "electrons"} and event.level in {"simple", "complex"}:
        return f"radiation.plan.isodose.{event.level}"
    return None


def _plans(view: CourseView) -> Part:
    """Each plan once for its volume; another one only where a reason for it is documented."""
    done: list[tuple[str, Happened]] = []
    part = Part()
    for plan in view.of("plan"):
        if superficial_bundle(view, plan):
            continue
        role = plan_role(view, plan)
        if role is None:
            part += _unplanned(view, plan)
            continue
        before = [h for held, h in done if held == role and view.same_volume(h.event, plan.event)]
        done.append((role, plan))
        if view.claims(plan.date):
            part += _planned(view, plan, role, before)
    return part


def _unplanned(view: CourseView, plan: Happened) -> Part:
    if not view.claims(plan.date):
        return Part()
    if view.modality(plan.event) in BRACHYTHERAPY:
        return ask(plan.fact, "number of sources or channels of the plan?", field="sources", why="it picks the code")
    if view.technique(plan.event) in {"2d", "electrons"}:
        return ask(plan.fact, "isodose plan simple or complex?", field="level", why="it picks the code")
    return ask(plan.fact, "technique of the plan?", field="technique", why="it picks the code")


def _planned(view: CourseView, plan: Happened, role: str, before: list[Happened]) -> Part:
    steps = [f"{_named(view, plan)} finished on {at(plan.date)}"]
    billed = view.billed(view.codes(role), to=plan.date)
    reason = plan.event.why or plan.event.note
    if (before or billed) and not reason and view.modality(plan.event) not in BRACHYTHERAPY:
        text = "a plan for this volume was made before: why a new one?"
        return ask(plan.fact, text, field="why", why="one plan a volume unless a new one is documented as needed")
    if before or billed:
        steps.append(f"planned anew: {reason}" if reason else "planned anew for this application")
    modifiers: tuple[str, ...] = ()
    beside = _beside(view, plan, role)
    if isinstance(beside, Part):
        return beside
    if beside:
        modifiers = (DISTINCT,)
        steps.append(f"another volume than the 3D plan of the date: {beside} → {DISTINCT}")
    part = bill(view, role, plan.date, (plan.fact,), tuple(steps), _AUTHORITY, modifiers=modifiers)
    return part + _motion(view, plan, role)


def _named(view: CourseView, plan: Happened) -> str:
    """The plan by technique, or by what was counted for it where sources are applied."""
    event, modality = plan.event, view.modality(plan.event)
    if modality not in BRACHYTHERAPY:
        return f"{spoken(view.technique(event) or modality)} plan"
    counted = [(event.channels, "channel"), (event.sources, "source")]
    said = [f"{n} {what}{'s' if n > 1 else ''}" for n, what in counted if n] or [event.level or ""]
    return f"{spoken(modality)} plan of {', '.join(said)}" if said[0] else f"{spoken(modality)} plan"


def _beside(view: CourseView, plan: Happened, role: str) -> Part | str:
    """A question where a plan of the same date includes this one; its site where the two are for different volumes."""
    if role == IMRT_PLAN or view.modality(plan.event) in BRACHYTHERAPY:
        return ""
    if imrt_planned_on(view, plan.date):
        text = f"plan of {at(plan.date)}: made on another day than the IMRT plan?"
        return ask(plan.fact, text, field="date", why="NCCI: no other plan is billed on the date of an IMRT plan")
    whole = [h for h in view.of("plan") if h.date == plan.date and plan_role(view, h) == PLAN_3D]
    if role == PLAN_3D or not whole:
        return ""
    if any(view.same_volume(h.event, plan.event) for h in whole):
        text = f"isodose plan of {at(plan.date)} beside the 3D plan: for another volume?"
        return ask(plan.fact, text, field="site", why="one plan a volume")
    return str(view.site(plan.event)) if role != SPECIAL_PLAN else ""


def _motion(view: CourseView, plan: Happened, role: str) -> Part:
    """The motion study is an add-on to its 3D or IMRT plan and takes that plan's date."""
    if role not in {IMRT_PLAN, PLAN_3D}:
        return Part()
    earlier = [h.date for h in view.of("plan") if h.date < plan.date and view.same_volume(h.event, plan.event)]
    studies = [
        h
        for h in view.of("simulation", "plan")
        if h.event.motion_study
        and h.date <= plan.date
        and (not earlier or h.date > max(earlier))
        and view.same_volume(h.event, plan.event)
    ]
    if not studies or view.billed(view.codes("radiation.simulation.motion"), since=studies[0].date, to=plan.date):
        return Part()
    steps = (f"motion study of {at(studies[0].date)}: add-on to the plan, on its date",)
    return bill(
        view,
        "radiation.simulation.motion",
        plan.date,
        tuple(dict.fromkeys((studies[0].fact, plan.fact))),
        steps,
        _AUTHORITY,
    )


def _surface(view: CourseView) -> Part:
    """Plan and simulation of superficial treatment: one code, on the first day of either."""
    events = [h for h in view.of("clinical_plan", "simulation", "plan") if superficial_bundle(view, h)]
    if not events:
        return Part()
    day = max((h.date for h in events if h.event.type == "plan"), default=events[-1].date)
    if view.billed(view.codes("radiation.plan.superficial"), to=day):
        return ask(events[0].fact, "the superficial plan stands in the history: is this a new course?")
    steps = ("superficial treatment: plan and simulation are one service",)
    facts = tuple(h.fact for h in events)
    return bill(view, "radiation.plan.superficial", day, facts, steps, "radiation-surface-2026")
