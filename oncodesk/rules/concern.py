"""Which rules a claim is for: rooms that look at nothing the claim holds are passed by."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from oncodesk.codes.modifiers import read_modifiers
from oncodesk.codes.tables import Tables
from oncodesk.rules.catalogue import RULES
from oncodesk.rules.kit import Rule, Subject

_PLAIN = frozenset({"radiation", "service", "visit", "component", "side", "distinct", "repeat"})
_VISITS = frozenset({"evaluation", "prolonged", "care_management"})
_GIVEN = frozenset({"drug", "administration", "pump", "access", "supply", "laboratory", "coverage"})
_NOTHING_TO: dict[str, frozenset[str]] = {
    "infusion": _PLAIN,
    "drugs": _PLAIN | _VISITS,
    "support": _PLAIN | _VISITS,
    "evaluation": _PLAIN | _GIVEN,
}
"""Room to the kinds of codes and of modifiers in which its rules find neither a fault nor anything missing."""


def concerned(subject: Subject) -> Sequence[Rule]:
    """The rules that may have something to say of the claim, in reading order."""
    return _rules(frozenset(_kinds(subject)))


@lru_cache(maxsize=1024)
def _rules(kinds: frozenset[str]) -> tuple[Rule, ...]:
    rooms = {room for room, passed in _NOTHING_TO.items() if kinds <= passed}
    if "radiation" not in kinds:
        rooms.add("radiation")
    return tuple(rule for rule in RULES if rule.room not in rooms)


def _kinds(subject: Subject) -> Iterator[str]:
    """Kinds of all that lines and facts hold, and radiation where history or facts do; empty text is an unknown one."""
    tables, visit = subject.tables, subject.visit
    for line in (*subject.lines, *(subject.derived.claim.lines if subject.derived else ())):
        yield _kind(tables, line.code)
        if line.ndc:
            yield "drug"
        for modifier in line.modifiers:
            yield _of_modifiers().get(modifier, "")
    for line in subject.lines:
        if subject.place(line) in subject.at(line).policy.codes("evaluation.telehealth_places"):
            yield "telehealth"
    if visit and visit.administrations:
        yield "drug"
    if (visit and visit.radiation) or any(tables.is_radiation(past.code) for past in subject.claim.history):
        yield "radiation"


def _kind(tables: Tables, code: str) -> str:
    if tables.is_radiation(code):
        return "radiation"
    known = tables.known_procedure(code)
    return known.kind if known else "drug" if tables.drug(code) else ""


@cache
def _of_modifiers() -> dict[str, str]:
    return {row.code: row.kind for row in read_modifiers()}
