"""Reads a course of radiation out of a claim: its lines, its history, its recorded sessions, what its facts give."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache

from oncodesk.domain.radiation import Event, Radiation
from oncodesk.policy.book import Policy
from oncodesk.rules.kit import ClaimLine, Edit, HistoryLine, Subject, remove_line, set_units

Billed = ClaimLine | HistoryLine
_NOT_COUNTED = frozenset({"superficial", "brachytherapy_hdr", "brachytherapy_ldr", "intraoperative"})
_STEREOTACTIC = frozenset({"sbrt", "srs"})


def radiation(subject: Subject) -> Radiation | None:
    """The recorded course, or None where the claim holds no such facts."""
    return subject.visit.radiation if subject.visit else None


def events(subject: Subject, *types: str) -> list[Event]:
    """The recorded events of these types, in the order of the document."""
    held = radiation(subject)
    return [event for event in held.events if event.type in types] if held else []


def among(subject: Subject, *names: str) -> list[ClaimLine]:
    """Lines with a code of one of the published lists `radiation.<name>`, each as on its date."""
    return list(_once(subject, names, _among))


def _among(subject: Subject, names: tuple[str, ...]) -> list[ClaimLine]:
    near = subject.radiation_lines if all(name.endswith("_codes") for name in names) else subject.lines
    return [line for line in near if line.code.upper() in _codes(subject.at(line).policy, names)]


def _once(
    subject: Subject, names: tuple[str, ...], read: Callable[[Subject, tuple[str, ...]], list[ClaimLine]]
) -> list[ClaimLine]:
    key = (read, names)
    if key not in subject.memo:
        subject.memo[key] = read(subject, names)
    found: list[ClaimLine] = subject.memo[key]
    return found


def in_lists(subject: Subject, item: Billed, *names: str) -> bool:
    """Whether the code stands on one of the published lists `radiation.<name>` of its date."""
    tables = subject.at(item) if isinstance(item, ClaimLine) else subject.tables.at(item.date_of_service)
    return item.code.upper() in _codes(tables.policy, names)


@lru_cache(maxsize=8192)
def _codes(policy: Policy, names: tuple[str, ...]) -> frozenset[str]:
    return policy.union(*(f"radiation.{name}" for name in names))


def with_role(subject: Subject, *roles: str) -> list[ClaimLine]:
    """Lines whose procedure has one of these roles, or a role below it."""
    return list(_once(subject, roles, _with_role))


def _with_role(subject: Subject, roles: tuple[str, ...]) -> list[ClaimLine]:
    near = subject.radiation_lines if all(role.startswith("radiation.") for role in roles) else subject.lines
    held = {role for role in subject.roles if is_role(role, roles)}
    return [line for line in near if subject.role(line) in held] if held else []


def is_role(role: str, roles: Iterable[str]) -> bool:
    """Whether the role is one of those, or stands below one."""
    held = tuple(roles)
    return role in held or role.startswith(_below(held))


@cache
def _below(roles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{role}." for role in roles)


def role_of(subject: Subject, item: Billed) -> str:
    """The role of a line of the claim or its history, or empty text."""
    found = subject.tables.at(day_of(subject, item)).procedure(item.code)
    return (found.role or "") if found else ""


def day_of(subject: Subject, item: Billed) -> date:
    """The date of service of a line of the claim or its history."""
    return subject.day(item) if isinstance(item, ClaimLine) else item.date_of_service


def history(subject: Subject) -> list[HistoryLine]:
    """Lines of the history that are not of another stated course."""
    held = radiation(subject)
    course = held.course.id if held else None
    return [past for past in subject.claim.history if None in (past.course, course) or past.course == course]


def same_course(subject: Subject, past: HistoryLine) -> bool:
    """Whether the history says that the line is of this very course."""
    held = radiation(subject)
    return held is not None and past.course == held.course.id


def units(items: Iterable[Billed]) -> int:
    """The units of the lines together."""
    return sum(item.units for item in items)


def sessions(subject: Subject, *, managed: bool) -> int | None:
    """Treatment sessions recorded so far, or None where no fraction is recorded.

    `managed` counts those that weekly management counts: external beam and protons, and a stereotactic course that is
    past its limit. Two sessions of a date are two; several sites of one session are one, as is a day's radiosurgery.
    """
    held = radiation(subject)
    if held is None:
        return None
    counted: list[Event] = []
    for event in events(subject, "fraction"):
        modality = event.modality or held.course.modality
        if not managed or (modality not in _NOT_COUNTED and modality not in _STEREOTACTIC):
            counted.append(event)
    if not counted and managed:
        counted = [e for e in events(subject, "fraction") if over_limit(subject)]
    if not counted:
        return None
    if all((e.modality or held.course.modality) == "srs" for e in counted):
        return len({e.date for e in counted})
    slots = {(e.date, e.session or e.start or (0 if e.site else e.number) or 0) for e in counted}
    return max(len(slots), *(e.number or 0 for e in counted))


def over_limit(subject: Subject) -> bool:
    """Whether a stereotactic course is planned for, or has had, more fractions than its codes allow."""
    held = radiation(subject)
    if held is None or held.course.modality not in _STEREOTACTIC:
        return False
    given = {(e.date, e.session) for e in events(subject, "fraction")}
    if held.course.complete is True and len(given) == 1:
        return False
    most = subject.tables.policy.number("radiation.sbrt_fraction_limit")
    return max(held.course.planned_fractions or 0, len(given)) > most


def ended(subject: Subject, done: int) -> bool | None:
    """Whether the course is known to have ended after so many sessions; None where nothing says so."""
    held = radiation(subject)
    if held is None:
        return None
    if held.course.complete is not None:
        return held.course.complete or done == held.course.planned_fractions
    return None if held.course.planned_fractions is None else done == held.course.planned_fractions


def management_earned(subject: Subject, done: int) -> int:
    """Units of weekly management that so many sessions earn; a remainder counts unless the course goes on."""
    policy = subject.tables.policy
    size, least = (policy.number(f"radiation.management_{x}") for x in ("fractions", "remainder_minimum"))
    return done // size + (1 if done % size >= least and ended(subject, done) is not False else 0)


def claims_all(subject: Subject) -> bool:
    """Whether the facts are those of the whole claim, every date of it."""
    held = radiation(subject)
    return held is not None and held.claim == "course"


def facts_give(subject: Subject, codes: Iterable[str], day: date | None = None) -> list[ClaimLine]:
    """Lines that the claim's own facts give, with one of the codes, on the day where one is stated."""
    wanted = set(codes)
    if subject.derived is None:
        return []
    given = subject.derived.claim.lines if day is None else subject.due_on(day)
    return [line for line in given if line.code in wanted]


def cut(lines: list[ClaimLine], allowed: int, keep: Iterable[date], subject: Subject) -> tuple[Edit, ...]:
    """Edits that leave so many units, one line of each date before its second, first on the days to keep."""
    kept = set(keep)
    edits: list[Edit] = []
    first = {subject.day(x): x.id for x in reversed(lines)}
    for line in sorted(
        lines, key=lambda x: (first[subject.day(x)] != x.id, subject.day(x) not in kept, subject.day(x))
    ):
        stay = min(line.units, allowed)
        allowed -= stay
        if stay == 0:
            edits.append(remove_line(line))
        elif stay < line.units:
            edits.append(set_units(line, stay))
    return tuple(edits)
