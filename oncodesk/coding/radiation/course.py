"""A course as the engine sees it: sessions counted, what is claimed, what was billed before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from oncodesk.codes.tables import Tables
from oncodesk.domain.clock import minute_of
from oncodesk.domain.encounter import HistoryLine
from oncodesk.domain.radiation import Event, EventType, Modality, Radiation, Technique
from oncodesk.domain.visit import Visit

EXTERNAL: frozenset[str] = frozenset({"external_beam", "proton"})
STEREOTACTIC: frozenset[str] = frozenset({"sbrt", "srs"})
BRACHYTHERAPY: frozenset[str] = frozenset({"brachytherapy_hdr", "brachytherapy_ldr"})
IMRT: frozenset[str] = frozenset({"imrt", "vmat"})


@dataclass(frozen=True, slots=True)
class Happened:
    """An event and its place in the document."""

    index: int
    event: Event

    @property
    def fact(self) -> str:
        """The event's id in traces, questions and edits."""
        return f"radiation.events.{self.index}"

    @property
    def date(self) -> date:
        """When it happened."""
        return self.event.date


@dataclass(frozen=True, slots=True)
class Session:
    """What was treated in one go: the how-manieth session of its kind in the course, and of its date."""

    ordinal: int
    of_date: int
    modality: str
    happened: tuple[Happened, ...]

    @property
    def date(self) -> date:
        """The day of treatment."""
        return self.happened[0].date

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of its events."""
        return tuple(h.fact for h in self.happened)

    @property
    def fact(self) -> str:
        """The id a question about the session names."""
        return self.happened[0].fact


@dataclass(frozen=True)
class CourseView:
    """The visit's course up to what it may know: every event, or those up to the date of service."""

    visit: Visit
    radiation: Radiation
    tables: Tables

    @cached_property
    def happened(self) -> tuple[Happened, ...]:
        """Events in order of date and clock; later than the date of service only where the whole course is claimed."""
        known = (Happened(n, event) for n, event in enumerate(self.radiation.events))
        return tuple(sorted((h for h in known if self.whole or h.date <= self.visit.date_of_service), key=_when))

    @property
    def whole(self) -> bool:
        """Whether every event is claimed, not only those of the visit's date."""
        return self.radiation.claim == "course"

    def claims(self, day: date) -> bool:
        """Whether what falls on that day belongs on this claim."""
        return self.whole or day == self.visit.date_of_service

    @cached_property
    def superficial(self) -> frozenset[str]:
        """Ids of the events of superficial treatment."""
        return frozenset(h.fact for h in self.happened if self.modality(h.event) == "superficial")

    def of(self, *types: EventType) -> tuple[Happened, ...]:
        """Events of these types, in order."""
        return tuple(h for h in self.happened if h.event.type in types)

    def modality(self, event: Event) -> Modality:
        """The event's own modality or the course's; a stereotactic course past its cap is external beam treatment.

        Sources are applied in brachytherapy whatever the course: counted sources at a low dose rate, else a high one.
        """
        own = event.modality or self.radiation.course.modality
        if event.type == "source_application" and own not in BRACHYTHERAPY:
            return "brachytherapy_ldr" if event.sources and not event.channels else "brachytherapy_hdr"
        return "external_beam" if own in STEREOTACTIC and self.over_stereotactic_cap else own

    def technique(self, event: Event) -> Technique | None:
        """The event's own technique or the course's."""
        return event.technique or self.radiation.course.technique

    def site(self, event: Event) -> str | None:
        """The event's own site or the course's."""
        return event.site or self.radiation.course.site

    def same_volume(self, one: Event, other: Event) -> bool:
        """Whether nothing says that the two concern different sites."""
        sites = {self.site(one), self.site(other)} - {None}
        return len(sites) < 2

    @cached_property
    def over_stereotactic_cap(self) -> bool:
        """Whether the stereotactic fractions planned or given are more than the code family allows."""
        course = self.radiation.course
        planned = course.planned_fractions or 0 if course.modality in STEREOTACTIC else 0
        given = {
            (h.date, h.event.session)
            for h in self.of("fraction")
            if (h.event.modality or course.modality) in STEREOTACTIC
        }
        if course.complete is True and len(given) == 1:
            return False
        return max(planned, len(given)) > self.tables.policy.number("radiation.sbrt_fraction_limit")

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """Every treatment session in order, counted within external, stereotactic, superficial and implanted work."""
        counted: dict[str, int] = {}
        of_days: Counter[tuple[date, str]] = Counter()
        result: list[Session] = []
        for group in self._groups():
            modality = self.modality(group[0].event)
            stream = _stream(modality)
            numbers = [h.event.number for h in group if h.event.number]
            ordinal = max(counted.get(stream, 0) + 1, min(numbers, default=0))
            counted[stream] = ordinal
            of_days[group[0].date, stream] += 1
            result.append(Session(ordinal, of_days[group[0].date, stream], modality, group))
        return tuple(result)

    def _groups(self) -> Iterator[tuple[Happened, ...]]:
        groups: dict[tuple[object, ...], list[Happened]] = {}
        for h in self.of("fraction", "source_application"):
            stream = _stream(self.modality(h.event))
            groups.setdefault((h.date, stream, self._slot(h)), []).append(h)
        yield from (tuple(group) for group in groups.values())

    def _slot(self, happened: Happened) -> object:
        """What tells two sessions of one date apart: session, clock, or numbers at one and the same site.

        Cranial lesions treated on one day are one session, whatever the plans and isocentres.
        """
        event = happened.event
        if self.modality(event) == "srs":
            return 0
        if event.session is not None:
            return event.session
        if event.start is not None:
            return event.start
        return 0 if event.site or event.type == "source_application" else event.number or 0

    def counted(self, *modalities: str) -> tuple[Session, ...]:
        """Sessions of those modalities."""
        return tuple(s for s in self.sessions if s.modality in modalities)

    def ended_after(self, session: Session) -> bool:
        """Whether the course is known to have ended with that session of its kind."""
        stream = _stream(session.modality)
        course = self.radiation.course
        if not self._last(session):
            return False
        return course.complete is True or (
            stream == _stream(self.modality_of_course) and session.ordinal == course.planned_fractions
        )

    def _last(self, session: Session) -> bool:
        """Whether no later session of its kind is recorded, on any date."""
        stream = _stream(session.modality)
        later = (
            event.type in {"fraction", "source_application"}
            and _stream(self.modality(event)) == stream
            and event.date > session.date
            for event in self.radiation.events
        )
        return not any(later) and session is [s for s in self.sessions if _stream(s.modality) == stream][-1]

    def unnumbered(self, session: Session) -> bool:
        """Whether fractions before this first one known may be missing: no number, and more than one is planned."""
        first = next(s for s in self.sessions if _stream(s.modality) == _stream(session.modality))
        numbers = [h.event.number for h in session.happened if h.event.number]
        return session is first and not numbers and not self.whole and self.radiation.course.planned_fractions != 1

    def end_unknown(self, session: Session) -> bool:
        """Whether the last session known may have ended the course: neither its number nor its end is stated."""
        course = self.radiation.course
        return course.planned_fractions is None and course.complete is None and self._last(session)

    @property
    def modality_of_course(self) -> Modality:
        """The course's modality, external beam where it is past the stereotactic cap."""
        own = self.radiation.course.modality
        return "external_beam" if own in STEREOTACTIC and self.over_stereotactic_cap else own

    def billed(self, codes: frozenset[str], since: date | None = None, to: date | None = None) -> HistoryLine | None:
        """A line of the history with one of the codes, of this course or of one not stated, within the dates."""
        return next(
            (
                line
                for line in self.visit.history
                if line.code.upper() in codes
                and line.course in (None, self.radiation.course.id)
                and (since is None or since <= line.date_of_service)
                and (to is None or line.date_of_service <= to)
            ),
            None,
        )

    def codes(self, *roles: str) -> frozenset[str]:
        """The codes of those roles on the date of service."""
        return frozenset(p.code for p in map(self.tables.role, roles) if p)


def course_of(visit: Visit, tables: Tables) -> CourseView | None:
    """The visit's course, or None where it holds none."""
    return CourseView(visit, visit.radiation, tables) if visit.radiation else None


def _stream(modality: str) -> str:
    if modality in EXTERNAL:
        return "external"
    return "stereotactic" if modality in STEREOTACTIC else modality


def _when(happened: Happened) -> tuple[date, int, int, int, int]:
    event = happened.event
    start = minute_of(event.start, event.date) if event.start else 0
    return event.date, event.session or 0, start, event.number or 0, happened.index
