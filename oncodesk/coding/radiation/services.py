"""Dose calculations, devices, special physics, special treatment, in-vivo dosimetry, ultrasound guidance."""

import re

from oncodesk.coding.lines import Part
from oncodesk.coding.radiation.course import BRACHYTHERAPY, CourseView, Happened
from oncodesk.coding.radiation.lines import ask, at, bill, encounter, tables_on
from oncodesk.coding.radiation.planning import IMRT_PLAN, imrt_planned_on, plan_role, superficial_bundle

_AUTHORITY = "radiation-planning"
LEVELS = ("simple", "intermediate", "complex")
_WITH_CALCULATION = ("radiation.plan.isodose.", "radiation.plan.brachytherapy.")


def services(view: CourseView) -> Part:
    """Lines of what accompanies the plan and the treatment."""
    part = Part()
    for happened in view.of("dose_calculation", "device"):
        if view.claims(happened.date):
            if superficial_bundle(view, happened):
                part += ask(happened.fact, "work included in the superficial plan: was it for other treatment?")
            else:
                part += (
                    _calculated(view, happened)
                    if happened.event.type == "dose_calculation"
                    else _device(view, happened)
                )
    return part + _imrt_devices(view) + _specials(view) + _in_vivo(view)


def _calculated(view: CourseView, happened: Happened) -> Part:
    """One for each calculation, none with an isodose or brachytherapy plan, which holds its own."""
    role = _plan_behind(view, happened)
    if role and role.startswith(_WITH_CALCULATION):
        text = "the isodose plan includes its dose calculations: were these for another plan?"
        return ask(happened.fact, text, field="site", why="NCCI: not beside isodose or brachytherapy plans")
    if view.modality(happened.event) in BRACHYTHERAPY:
        return ask(happened.fact, "brachytherapy includes its calculations: were these for another plan?")
    return _counted(view, happened, "radiation.dose_calculation", "dose calculation")


def _plan_behind(view: CourseView, happened: Happened) -> str | None:
    """The plan the calculation belongs to: the last one for its volume up to that day, else any."""
    plans = [h for h in view.of("plan") if view.same_volume(h.event, happened.event)]
    for plan in [*reversed([h for h in plans if h.date <= happened.date]), *plans]:
        role = plan_role(view, plan)
        if role:
            return role
    roles = [f"radiation.plan.isodose.{kind}" for kind in ("simple", "complex", "special")]
    return roles[0] if not plans and view.billed(view.codes(*roles)) else None


def _device(view: CourseView, happened: Happened) -> Part:
    level = happened.event.level
    if level is None:
        return ask(happened.fact, "level of the treatment device: simple, intermediate or complex?", field="level")
    if (higher := _higher(view, happened)) and not (happened.event.why or happened.event.note):
        text = f"{level} device beside the {higher} one of {at(happened.date)}: for another port or purpose?"
        return ask(happened.fact, text, field="why", why="of the devices of one port or position the highest is billed")
    part = _counted(view, happened, f"radiation.device.{level}", f"{level} device")
    if happened.event.count > 1 and any(h.date == happened.date for h in view.of("imrt_device")):
        text = f"{happened.event.count} devices beside the multi-leaf device: are all of them others, such as masks?"
        part += ask(happened.fact, text, field="count", why="the multi-leaf device is billed once an IMRT plan")
    return part


def _higher(view: CourseView, happened: Happened) -> str | None:
    """The level of a higher device of the same day and volume."""
    same = [h for h in view.of("device") if h.date == happened.date and view.same_volume(h.event, happened.event)]
    highest = max((h.event.level for h in same if h.event.level), key=LEVELS.index, default=None)
    return highest if highest and highest != happened.event.level else None


def _counted(view: CourseView, happened: Happened, role: str, name: str) -> Part:
    """As many units as documented; a question above what payers take without a reason."""
    count = happened.event.count
    many = f"{name}s" if count > 1 else name
    steps = (f"{count} {many} on {at(happened.date)}",)
    part = bill(view, role, happened.date, (happened.fact,), steps, _AUTHORITY, units=count)
    limits = view.tables.policy.table("radiation.usual_limits")
    most = next((limits[line.code] for line in part.lines if line.code in limits), count)
    if count > most:
        text = f"{count} {many}: why more than {most} in one plan?"
        part += ask(happened.fact, text, field="why", why=f"payers question more than {most}")
    return part


def _imrt_devices(view: CourseView) -> Part:
    """The multi-leaf device once for each IMRT plan."""
    plans = [h for h in view.of("plan") if plan_role(view, h) == IMRT_PLAN]
    part, used = Part(), 0
    for happened in view.of("imrt_device"):
        used += 1
        if not view.claims(happened.date):
            continue
        others = view.of("plan") and not plans
        if others:
            part += ask(happened.fact, "multi-leaf device of IMRT without an IMRT plan: which plan is it for?")
        elif used > max(len(plans), 1) or (not plans and view.billed(view.codes("radiation.device.imrt"))):
            part += ask(happened.fact, "the multi-leaf device of this plan is billed already: is there another plan?")
        else:
            steps = (f"multi-leaf device on {at(happened.date)}: once an IMRT plan",)
            facts = (happened.fact,)
            part += bill(view, "radiation.device.imrt", happened.date, facts, steps, _AUTHORITY)
    return part


def _specials(view: CourseView) -> Part:
    """Special physics consultation and special treatment procedure, each once a course."""
    consult = _once(
        view, view.of("special_physics_consult"), "radiation.physics.special", "special physics consultation"
    )
    asked = Part()
    qualifying: list[Happened] = []
    for h in view.of("special_treatment"):
        if h.event.why and _qualifies(view, h.event.why):
            qualifying.append(h)
        elif view.claims(h.date):
            asked += ask(
                h.fact,
                "what extra work made this a special treatment?"
                + (f" {h.event.why!r} alone does not" if h.event.why else ""),
                field="why",
                why="such as concurrent chemotherapy, re-irradiation, total body or twice-daily treatment",
            )
    special = _once(view, tuple(qualifying), "radiation.special_treatment", "special treatment procedure")
    return consult + special + (asked if not qualifying else Part())


def _qualifies(view: CourseView, why: str) -> bool:
    known = view.tables.policy.table("radiation.special_treatment_words")
    beside = _says(why, known["beside"]) and not _says(why, known["beside_not"])
    return _says(why, known["enough"]) or beside or not _says(why, known["lacking"])


def _says(why: str, beginnings: list[str]) -> bool:
    """Whether a word of the reason, or words in a row, begin so."""
    return any(re.search(rf"\b{re.escape(start)}", why.lower()) for start in beginnings)


def _once(view: CourseView, events: tuple[Happened, ...], role: str, name: str) -> Part:
    if not events or not view.claims(events[0].date):
        return Part()
    if role == "radiation.physics.special" and imrt_planned_on(view, events[0].date):
        text = f"{name} of {at(events[0].date)}: made on another day than the IMRT plan, for a question of its own?"
        return ask(events[0].fact, text, field="date", why="NCCI: the IMRT plan of that date includes it")
    if view.billed(view.codes(role), to=events[0].date):
        return ask(events[0].fact, f"a {name} stands in the history: is this a new course?", why="once a course")
    reason = f": {events[0].event.why}" if events[0].event.why else ""
    steps = [f"{name} on {at(events[0].date)}{reason}"]
    if len(events) > 1:
        steps.append(f"{len(events)} documented: once a course")
    authority = "radiation-special-treatment" if role.endswith("treatment") else _AUTHORITY
    return bill(view, role, events[0].date, tuple(h.fact for h in events), tuple(steps), authority)


def _in_vivo(view: CourseView) -> Part:
    part = Part()
    for h in view.of("in_vivo_dosimetry"):
        if view.claims(h.date) and imrt_planned_on(view, h.date):
            text = f"measurement of {at(h.date)}: made on the patient, not as part of the IMRT plan?"
            part += ask(h.fact, text, field="date", why="NCCI: the IMRT plan of that date includes it")
            continue
        steps = (f"{h.event.count} measurement{'s' if h.event.count > 1 else ''} ordered on {at(h.date)}",)
        part += bill(view, "radiation.in_vivo_dosimetry", h.date, (h.fact,), steps, _AUTHORITY, units=h.event.count)
    return part


def ultrasound(view: CourseView) -> Part:
    """Ultrasound of an implant on its day; of superficial treatment an add-on, once a course, on its first day."""
    events, part = _implanted(view)
    return part + _surface(view, events)


def _implanted(view: CourseView) -> tuple[tuple[Happened, ...], Part]:
    """Ultrasound that guided sources into the tissue on its day, once; the other ultrasound events are returned."""
    placed = {h.date for h in view.of("source_application") if h.event.application == "interstitial"}
    events = view.of("ultrasound_guidance")
    part = Part()
    for day in sorted({h.date for h in events} & placed):
        facts = tuple(h.fact for h in events if h.date == day)
        steps = (f"ultrasound guided the sources into the tissue on {at(day)}: once",)
        part += bill(view, "radiation.guidance.interstitial", day, facts, steps, "radiation-brachytherapy")
    return tuple(h for h in events if h.date not in placed), part


def _surface(view: CourseView, events: tuple[Happened, ...]) -> Part:
    if not events or not any(view.claims(h.date) for h in events):
        return Part()
    role = "radiation.guidance.ultrasound"
    if tables_on(view, events[0].date).role(role) is None or view.modality(events[0].event) != "superficial":
        return ask(events[0].fact, "what was the ultrasound guidance for? no code is known for it here")
    treated = {s.date for s in view.counted("superficial")}
    beside = [h for h in events if h.date in treated]
    if not beside:
        return ask(events[0].fact, "ultrasound guidance without a superficial fraction on its day: was one given?")
    if not view.claims(beside[0].date):
        return Part()
    if view.billed(view.codes(role)):
        return ask(
            events[0].fact, "ultrasound guidance stands in the history: is this a new course?", why="once a course"
        )
    steps = (f"ultrasound guidance from {at(beside[0].date)}: once a course",)
    facts = tuple(h.fact for h in beside)
    part = bill(view, role, beside[0].date, facts, steps, "radiation-surface-2026", supports=encounter(view))
    first = view.counted("superficial")[0]
    if first.ordinal > 1:
        text = f"was ultrasound guidance billed before fraction {first.ordinal}? no earlier fraction is given"
        part += ask(beside[0].fact, text, why="once a course")
    return part
