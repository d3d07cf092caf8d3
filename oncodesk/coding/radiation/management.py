"""The physician's management of a course: by five fractions, short, stereotactic."""

from dataclasses import dataclass
from datetime import date, timedelta

from oncodesk.coding.lines import Part
from oncodesk.coding.radiation.course import EXTERNAL, STEREOTACTIC, CourseView, Happened, Session
from oncodesk.coding.radiation.lines import COURSE, ask, at, bill, encounter, spoken, told

_AUTHORITY = "radiation-management"


@dataclass(frozen=True, slots=True)
class Block:
    """Sessions that one unit stands for; `since` is the day after the block before it, None where that is not known."""

    first: int
    sessions: tuple[Session, ...]
    since: date | None
    until: date | None

    @property
    def date(self) -> date:
        """The day of its last session."""
        return self.sessions[-1].date

    @property
    def last(self) -> int:
        """The ordinal of its last session."""
        return self.sessions[-1].ordinal

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of its events."""
        return tuple(fact for session in self.sessions for fact in session.facts)

    @property
    def name(self) -> str:
        """Its fractions as traces and questions write them."""
        return f"fractions {self.first}–{self.last}" if self.last > self.first else f"fraction {self.first}"


def management(view: CourseView) -> Part:
    """Management of external beam and of stereotactic treatment; implants and superficial treatment hold their own."""
    return _weekly(view) + _stereotactic(view) + _included(view)


def _included(view: CourseView) -> Part:
    """A note on examinations during treatment whose management is in its delivery."""
    claimed = [h for h in view.of("management_exam") if view.claims(h.date)]
    alone = not view.counted(*EXTERNAL, *STEREOTACTIC) and bool(view.sessions)
    if not claimed or not alone:
        return Part()
    kind = spoken(view.sessions[-1].modality)
    return told(f"examination on {at(claimed[0].date)}: no management is billed, {kind} treatment holds its own")


def blocks(sessions: tuple[Session, ...], size: int) -> tuple[Block, ...]:
    """The sessions cut after every `size`-th of the course; the last one may be short."""
    result: list[Block] = []
    groups: dict[int, list[Session]] = {}
    for session in sessions:
        groups.setdefault((session.ordinal - 1) // size, []).append(session)
    numbers = sorted(groups)
    for number in numbers:
        before = groups.get(number - 1)
        after = groups.get(number + 1)
        since = before[-1].date if before else None
        until = after[0].date if after else None
        result.append(Block(number * size + 1, tuple(groups[number]), since, until))
    return tuple(result)


def _weekly(view: CourseView) -> Part:
    policy = view.tables.policy
    size = policy.number("radiation.management_fractions")
    sessions = view.counted(*EXTERNAL)
    part = Part()
    for block in blocks(sessions, size):
        if not view.claims(block.date):
            continue
        counted = block.last - block.first + 1
        if counted == size:
            part += _unit(view, block, f"{block.name} done on {at(block.date)}: one unit for every {size}")
        elif view.ended_after(block.sessions[-1]):
            part += _remainder(view, block, counted, size)
        elif view.end_unknown(block.sessions[-1]):
            text = f"was fraction {block.last} on {at(block.date)} the last of the course?"
            why = "three or four fractions left at its end earn a unit, and a whole course of two is short"
            part += ask(f"{COURSE}.complete", text, field="complete", why=why)
    return part


def _remainder(view: CourseView, block: Block, counted: int, size: int) -> Part:
    """What is left at the end: three or four earn a unit, one or two nothing; a whole course of two is short."""
    policy = view.tables.policy
    name = f"{counted} fraction{'s' if counted != 1 else ''} left at the end of the course on {at(block.date)}"
    if block.first > 1 or counted > policy.number("radiation.short_course_fractions"):
        if counted >= policy.number("radiation.management_remainder_minimum"):
            total = block.last // size
            return _unit(view, block, f"{name}: {block.last} = {total} × {size} + {counted}, {counted} earn one more")
        earn = "earns" if counted == 1 else "earn"
        sum_ = f"{block.last} = {block.last // size} × {size} + {counted}"
        return told(f"{name}: {sum_}, {counted} {earn} no unit of weekly management")
    codes = view.codes("radiation.management", "radiation.management.short")
    if view.billed(codes, since=block.sessions[0].date):
        return Part()
    planned = view.radiation.course.planned_fractions
    part = bill(
        view,
        "radiation.management.short",
        block.date,
        block.facts,
        (f"the whole course was {counted} fraction{'s' if counted > 1 else ''}",),
        _AUTHORITY,
        supports=encounter(view),
    )
    if planned and planned > counted:
        text = f"{planned} fractions were planned and {counted} given: was the course ended for good?"
        part += ask(f"{COURSE}.complete", text, field="complete", why="short-course management needs the whole course")
    return part


def _unit(view: CourseView, block: Block, step: str) -> Part:
    """One unit of weekly management, where a physician's examination stands behind it."""
    first_day = block.sessions[0].date
    if view.billed(view.codes("radiation.management"), since=first_day, to=block.date) or _paid(view, block):
        text = f"management of {block.name} stands in the history: billed already?"
        return ask(block.sessions[-1].fact, text)
    exams = _exams(view, block)
    seen = [h for h in exams if h.event.performed_by in (None, "physician")]
    if exams and not seen:
        text = f"a physician's examination during {block.name}? one by {exams[0].event.performed_by} does not count"
        return ask(exams[0].fact, text, field="performed_by", why="each unit of management needs one")
    steps = (step, f"examined on {at(seen[0].date)}") if seen else (step,)
    facts = (*block.facts, *(h.fact for h in seen[:1]))
    part = bill(view, "radiation.management", block.date, facts, steps, _AUTHORITY, supports=encounter(view))
    if not seen:
        text = f"on which day did a physician examine the patient during {block.name}?"
        part += ask(block.sessions[-1].fact, text, field="management_exam", why="each unit of management needs one")
    elif seen[0].event.performed_by is None:
        part += ask(seen[0].fact, "who made the management examination?", field="performed_by")
    return part


def _paid(view: CourseView, block: Block) -> bool:
    """Whether the history holds as many units as the course has earned with this block, such as for its last few."""
    policy = view.tables.policy
    first = next(s for s in view.sessions if s.modality in EXTERNAL)
    window = policy.number("radiation.follow_up_days") if first.ordinal > 1 else 0
    codes, since = view.codes("radiation.management"), first.date - timedelta(days=window)
    held = [
        line.units
        for line in view.visit.history
        if line.code.upper() in codes
        and line.date_of_service <= block.date
        and (line.course == view.radiation.course.id or (line.course is None and line.date_of_service >= since))
    ]
    return sum(held) > block.first // policy.number("radiation.management_fractions")


def _exams(view: CourseView, block: Block) -> tuple[Happened, ...]:
    return tuple(
        h
        for h in view.of("management_exam")
        if (block.since is None or h.date > block.since)
        and (block.until is None or h.date <= block.date or h.date < block.until)
    )


def _stereotactic(view: CourseView) -> Part:
    """Once a course, at its end: one cranial session, or up to five fractions anywhere."""
    sessions = view.counted(*STEREOTACTIC)
    if not sessions:
        return Part()
    if not view.ended_after(sessions[-1]):
        if not view.end_unknown(sessions[-1]) or not view.claims(sessions[-1].date):
            return Part()
        text = f"was fraction {sessions[-1].ordinal} on {at(sessions[-1].date)} the last of the course?"
        return ask(f"{COURSE}.complete", text, field="complete", why="management is billed once, at the end")
    if view.counted(*EXTERNAL):
        text = "stereotactic fractions within a course of other external treatment: a course of their own?"
        return ask(
            sessions[-1].fact, text, field="modality", why="weekly and stereotactic management exclude each other"
        )
    roles = ("radiation.management.srs", "radiation.management.sbrt")
    if view.billed(view.codes(*roles)):
        return ask(sessions[-1].fact, "stereotactic management stands in the history: billed already for this course?")
    last = sessions[-1]
    single = all(s.modality == "srs" for s in sessions) and len(sessions) == 1
    whole = view.radiation.course.complete is True
    several = not whole and max(last.ordinal, view.radiation.course.planned_fractions or 1) > 1
    role = roles[0] if single and not several else roles[1]
    step = "one cranial session" if role == roles[0] else f"course of {last.ordinal} fractions ended"
    facts = tuple(fact for session in sessions for fact in session.facts)
    steps = (f"{step} on {at(last.date)}: management once a course",)
    return bill(view, role, last.date, facts, steps, "radiation-stereotactic", supports=encounter(view))
