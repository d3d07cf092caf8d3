"""The few names a rule needs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug, Procedure
from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.encounter import HistoryLine
from oncodesk.domain.report import Citation, Edit, Finding, Fix, NotChecked, Resolved, Severity
from oncodesk.domain.visit import Visit
from oncodesk.policy.book import NotInForce, cite

__all__ = [
    "Citation", "Claim", "ClaimLine", "Drug", "Edit", "Finding", "Fix", "HistoryLine", "NotChecked", "Outcome",
    "Procedure", "Resolved", "Rule", "Severity", "Subject", "add_modifier", "cite", "remove_line", "remove_modifier",
    "set_code", "set_pointers", "set_units", "without",
]  # fmt: skip

Outcome = Finding | NotChecked | Resolved
MEDICARE = frozenset({"medicare", "railroad", "medicare_advantage"})
ROOM = "oncodesk.rules."


class _Read:
    """What the tables of its date say of a line; `line` is held so that no other one takes its place in memory."""

    __slots__ = ("drug", "kind", "line", "procedure", "role", "tables")

    def __init__(self, line: ClaimLine, tables: Tables) -> None:
        self.line, self.tables = line, tables
        self.drug: Drug | None = tables.drug(line.code)
        self.procedure: Procedure | None = tables.procedure(line.code)
        self.role = (self.procedure.role or "") if self.procedure else ""
        self.kind = self.procedure.kind if self.procedure else ""


class Subject:
    """What a rule looks at: the claim, its facts and what they would have given, and the tables of each day."""

    def __init__(
        self,
        claim: Claim,
        tables: Tables,
        derived: Derivation | None,
        as_of: date,
        wanted: Mapping[str, str | int] | None = None,
    ) -> None:
        self.claim, self.tables, self.derived, self.as_of = claim, tables, derived, as_of
        self.wanted: Mapping[str, str | int] = wanted or {}
        """The values that the payer's card sets, by name."""
        self.memo: dict[object, Any] = {}
        """What several rules read out of this subject, kept by name."""
        self._read: dict[int, _Read] = {}

    @property
    def visit(self) -> Visit | None:
        """The facts behind the claim, where it holds them."""
        return self.claim.visit

    @property
    def lines(self) -> tuple[ClaimLine, ...]:
        """The claim's lines."""
        return self.claim.lines

    @property
    def medicare(self) -> bool:
        """Whether Medicare's own rules bind this claim."""
        return self.claim.payer is not None and self.claim.payer.kind in MEDICARE

    def by_payer(self, severity: Severity = "error") -> Severity:
        """The severity for Medicare, and a warning for everyone else's unwritten policy."""
        return severity if self.medicare or severity == "info" else "warning"

    def day(self, line: ClaimLine) -> date:
        """The line's date of service."""
        return line.date_of_service or self.claim.date_of_service

    def _reading(self, line: ClaimLine) -> "_Read":
        held = self._read[id(line)] = _Read(line, self.tables.at(self.day(line)))
        return held

    def at(self, line: ClaimLine) -> Tables:
        """The tables in force on the line's date."""
        try:
            return self._read[id(line)].tables
        except KeyError:
            return self._reading(line).tables

    def place(self, line: ClaimLine) -> str:
        """The line's place of service."""
        return line.place_of_service or self.claim.place_of_service

    def in_office(self, line: ClaimLine) -> bool:
        """Whether the line's place of service is one where the practice bills for equipment and staff."""
        return self.place(line) not in {"19", "21", "22", "23", "24", "31", "34", "51", "61"}

    def drug(self, line: ClaimLine) -> Drug | None:
        """The drug a line bills, on its date."""
        try:
            return self._read[id(line)].drug
        except KeyError:
            return self._reading(line).drug

    def procedure(self, line: ClaimLine) -> Procedure | None:
        """The procedure a line bills, on its date."""
        try:
            return self._read[id(line)].procedure
        except KeyError:
            return self._reading(line).procedure

    def role(self, line: ClaimLine) -> str:
        """The role of the line's procedure, or empty text."""
        try:
            return self._read[id(line)].role
        except KeyError:
            return self._reading(line).role

    def kind(self, line: ClaimLine) -> str:
        """The kind of the line's procedure, or empty text."""
        try:
            return self._read[id(line)].kind
        except KeyError:
            return self._reading(line).kind

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles that lines have, empty text where one has none."""
        return frozenset(map(self.role, self.lines))

    @cached_property
    def days(self) -> dict[date, tuple[ClaimLine, ...]]:
        """The claim's lines by date of service."""
        found: dict[date, list[ClaimLine]] = {}
        for line in self.lines:
            found.setdefault(self.day(line), []).append(line)
        return {day: tuple(lines) for day, lines in sorted(found.items())}

    def due_on(self, day: date) -> list[ClaimLine]:
        """The lines that the facts give for the date, in their order; none where the claim holds no facts."""
        return self._due_days.get(day, [])

    def due(self, day: date, code: str) -> list[ClaimLine]:
        """Those of that code."""
        return self._due_codes.get((day, code), [])

    @cached_property
    def _due_days(self) -> dict[date, list[ClaimLine]]:
        found: dict[date, list[ClaimLine]] = {}
        if self.derived:
            for line in self.derived.claim.lines:
                found.setdefault(self.derived.claim.date_of(line), []).append(line)
        return found

    @cached_property
    def _due_codes(self) -> dict[tuple[date, str], list[ClaimLine]]:
        found: dict[tuple[date, str], list[ClaimLine]] = {}
        for day, lines in self._due_days.items():
            for line in lines:
                found.setdefault((day, line.code), []).append(line)
        return found

    @cached_property
    def radiation_lines(self) -> tuple[ClaimLine, ...]:
        """Lines by a code that is, or ever was, one of radiation."""
        return tuple(line for line in self.lines if self.tables.is_radiation(line.code))

    def distinct(self, line: ClaimLine) -> bool:
        """Whether the line carries 59, XE, XP, XS or XU."""
        return bool(self.distinct_modifiers & set(line.modifiers))

    @cached_property
    def distinct_modifiers(self) -> frozenset[str]:
        """59 and its four more telling forms."""
        return self.tables.policy.codes("claim.distinct_service_modifiers")


Check = Callable[["Rule", Subject], Iterable[Outcome]]


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong with a claim.

    `module` is the rule file's `__name__`, from which the id follows. `covers` names rows of the rule catalogue;
    `reads` the tables and dated values it depends on. `bad` is a claim it finds fault with, `good` one it does not.
    `confirm` marks a rule whose only source is field practice: its findings say so and are never errors.
    """

    module: str
    title: str
    severity: Severity
    covers: tuple[str, ...]
    citation: Citation
    check: Check
    bad: Callable[[], Claim]
    good: Callable[[], Claim]
    reads: tuple[str, ...] = ()
    confirm: bool = False

    @cached_property
    def id(self) -> str:
        """The path below the room, such as `drugs.wastage-modifier-missing`."""
        return self.module.removeprefix(ROOM).replace("_", "-")

    def run(self, subject: Subject) -> list[Outcome]:
        """What the rule has to say of the subject; not checked where a published value it needs was not in force."""
        found: list[Outcome] = []
        try:
            found.extend(self.check(self, subject))
        except NotInForce as absent:
            found.append(self.not_checked(str(absent)))
        return found

    @property
    def room(self) -> str:
        """The folder it stands in, such as `drugs`."""
        return self.id.partition(".")[0]

    def finding(
        self,
        message: str,
        *,
        why: str,
        lines: Iterable[ClaimLine] = (),
        diagnoses: Iterable[str] = (),
        facts: Iterable[str] = (),
        severity: Severity | None = None,
        covers: tuple[str, ...] = (),
        citation: Citation | None = None,
        fixes: tuple[Fix, ...] = (),
    ) -> Finding:
        """A finding of this rule; `severity` and `covers` narrow what the rule states."""
        graded = severity or self.severity
        if self.confirm:
            graded = "warning" if graded == "error" else graded
            why = f"{why} Confirm with the payer: this is field practice, not a published rule we have read."
        return Finding(
            rule=self.id, covers=covers or self.covers, severity=graded, lines=tuple(line.id for line in lines),
            diagnoses=tuple(diagnoses), facts=tuple(facts), message=message, why=why,
            citation=citation or self.citation, fixes=fixes,
        )  # fmt: skip

    def not_checked(self, reason: str) -> NotChecked:
        """The rule could not be checked."""
        return NotChecked(rule=self.id, reason=reason)

    def resolved(self, lines: Iterable[ClaimLine], by: str) -> Resolved:
        """The rule would have found something, and this answers it."""
        return Resolved(rule=self.id, lines=tuple(line.id for line in lines), by=by)


def add_modifier(line: ClaimLine, modifier: str) -> Edit:
    """Puts a modifier on a line."""
    return Edit(op="add_modifier", line=line.id, value=modifier)


def remove_modifier(line: ClaimLine, modifier: str) -> Edit:
    """Takes a modifier off a line."""
    return Edit(op="remove_modifier", line=line.id, value=modifier)


def set_units(line: ClaimLine, units: int) -> Edit:
    """Changes a line's units."""
    return Edit(op="set_units", line=line.id, value=units)


def set_code(line: ClaimLine, code: str) -> Edit:
    """Changes a line's code."""
    return Edit(op="set_code", line=line.id, value=code)


def set_pointers(line: ClaimLine, pointers: str) -> Edit:
    """Changes what a line points to."""
    return Edit(op="set_pointers", line=line.id, value=pointers)


def remove_line(line: ClaimLine) -> Edit:
    """Takes a line off the claim."""
    return Edit(op="remove_line", line=line.id)


def without(line: ClaimLine, only_if: str, title: str = "") -> Fix:
    """The fix that takes a line off the claim, if that sentence holds."""
    return Fix(title=title or f"Remove {line.code}", only_if=only_if, edits=(remove_line(line),))


def add_line(code: str, *, after: ClaimLine | None = None, **fields: Any) -> Edit:
    """Puts a line on the claim."""
    return Edit(op="add_line", line=after.id if after else None, value={"code": code, **fields})
