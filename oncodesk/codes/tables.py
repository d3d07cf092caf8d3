"""Everything the code sets say on one day: what `coding`, `rules` and `services` ask."""

from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from oncodesk.codes.answering import OnDay
from oncodesk.codes.edit_tables import EditTables
from oncodesk.codes.fact_store import FactStore
from oncodesk.codes.prices import Prices
from oncodesk.codes.tabular import Tabular
from oncodesk.codes.values import DiagnosisCode, Direction, Drug, HcpcsCode, Procedure
from oncodesk.codes.words import name as folded
from oncodesk.domain.icd import dotless
from oncodesk.domain.report import Editions
from oncodesk.policy.book import Policy

if TYPE_CHECKING:
    from oncodesk.codes.library import CodeSets

Row = TypeVar("Row", Drug, Procedure)


class Tables(EditTables, Prices):
    """The code sets as they were on the date of service; every answer is for that day."""

    def __init__(self, on: date, code_sets: "CodeSets | None" = None) -> None:
        """`code_sets` defaults to those shipped, opened when first asked."""
        self.on = on
        self.policy = Policy(on)
        self._given = code_sets
        self.drugs_named = lru_cache(maxsize=1024)(self._drugs_named)
        self.drugs_ever_named = lru_cache(maxsize=1024)(self._drugs_ever_named)
        self.drug = lru_cache(maxsize=1024)(self._drug)
        self.procedure = lru_cache(maxsize=1024)(self._procedure)
        self.role = lru_cache(maxsize=1024)(self._role)
        self.known_procedure = lru_cache(maxsize=1024)(self._known_procedure)
        self.diagnosis = lru_cache(maxsize=1024)(self._diagnosis)

    def at(self, day: date) -> "Tables":
        """The same code sets, with the same editions on the shelf, on another day."""
        return self if day == self.on else self._sets.unchanged(day)

    def _drugs_named(self, name: str) -> tuple[Drug, ...]:
        """Drugs in force of that HCPCS code, generic or brand name (case, spaces and hyphens do not matter)."""
        return tuple(d for d in self.drugs_ever_named(name) if d.in_force(self.on))

    def _drugs_ever_named(self, name: str) -> tuple[Drug, ...]:
        """The same whatever the date: tells a drug that has no code yet, or none any more, from an unknown one."""
        return tuple(self._dated(drug) for drug in self._facts.drugs_named(folded(name)))

    @property
    def drugs(self) -> tuple[Drug, ...]:
        """Every drug in force, in the table's order."""
        return tuple(d for d in map(self._dated, self._facts.drugs) if d.in_force(self.on))

    def _drug(self, code: str) -> Drug | None:
        """The drug of that HCPCS code, or None where none is in force."""
        rows = (d for d in self.drugs_named(code) if d.code == code.strip().upper())
        return max(rows, key=lambda d: d.since, default=None)

    def unlisted(self, drug_class: str) -> Drug | None:
        """The catch-all code for a drug of that class that has none of its own."""
        return next((d for d in self.drugs if d.unlisted and d.drug_class == drug_class), None)

    def _procedure(self, code: str) -> Procedure | None:
        """The procedure of that code, or None where none is in force."""
        return self._in_force(self._facts.procedures("code", code.strip().upper()))

    def _role(self, role: str) -> Procedure | None:
        """The procedure that fills that role on the day, or None where no code does."""
        return self._in_force(self._facts.procedures("role", role))

    def _known_procedure(self, code: str) -> Procedure | None:
        """The procedure of that code whatever the date: its newest row."""
        found = map(self._dated, self._facts.procedures("code", code.strip().upper()))
        return max(found, key=lambda p: p.since, default=None)

    @property
    def procedures(self) -> tuple[Procedure, ...]:
        """Every procedure in force, in the table's order."""
        return tuple(p for p in map(self._dated, self._facts.every_procedure) if p.in_force(self.on))

    def is_radiation(self, code: str) -> bool:
        """Whether the code is, or ever was, one of radiation."""
        found = self.known_procedure(code)
        return found is not None and found.kind.startswith(("radiation", "brachy"))

    def add_ons(self, code: str) -> tuple[Procedure, ...]:
        """The add-on procedures in force that may stand on that code."""
        found = (p for p in self._facts.every_procedure if code in p.addon_to)
        return tuple(p for p in map(self._dated, found) if p.in_force(self.on))

    def hcpcs(self, code: str) -> HcpcsCode | None:
        """The code as the loaded official HCPCS file prints it, ended or not; None where it has none or none is loaded.

        Whether it stood on the day: its `in_force`.
        """
        store = self.day.hcpcs
        return store.code(code.strip().upper()) if store else None

    def _diagnosis(self, code: str) -> DiagnosisCode | None:
        """The ICD-10-CM entry of that code, with or without dot, or None where the edition has none."""
        bare = dotless(code)
        found = self._tabular.entry(bare)
        if found is None:
            return None
        since, until = self.day.span(bare)
        printed = self._noted.entry(bare) if self._noted is not self._tabular else None
        if printed:
            found = replace(
                found,
                parents=printed.parents,
                notes=printed.notes,
                inherited=printed.inherited,
                seventh=printed.seventh,
            )
        return replace(found, since=since, until=until)

    def heading(self, code: str) -> str | None:
        """The text of a code, section (`C15-C26`) or chapter (`2`) of the tabular list, or None where it has none."""
        return self._tabular.heading(code) or self._noted.heading(code)

    def is_under(self, code: str, pattern: str) -> bool:
        """Whether a diagnosis code is among those a tabular pattern names.

        `C50`, `Z17.-`, `T45.1X5-`, `C81-C86` or `T36-T50 with fifth or sixth character 5`; ranges run in tabular order.
        """
        return self._tabular.is_under(code, pattern)

    def excludes1(self, code_a: str, code_b: str) -> Direction | None:
        """The Excludes1 note, at either code or any entry above it, that names the other; None where there is none.

        `at` is the entry that prints it. ICD-10-CM Guidelines I.A.12.a: the two may not stand together, unless the
        conditions are unrelated.
        """
        return self._either(code_a, code_b, "excludes1")

    def excludes2(self, code_a: str, code_b: str) -> Direction | None:
        """The Excludes2 note that names the other code: both may be reported."""
        return self._either(code_a, code_b, "excludes2")

    def code_first(self, code: str) -> tuple[Direction, ...]:
        """The `code first` notes at the code and above it, nearest first, with the codes each points to."""
        return self._noted.directions(dotless(code), "code_first")

    def use_additional(self, code: str) -> tuple[Direction, ...]:
        """The `use additional code` notes at the code and above it, nearest first."""
        return self._noted.directions(dotless(code), "use_additional")

    def code_also(self, code: str) -> tuple[Direction, ...]:
        """The `code also` notes at the code and above it, nearest first."""
        return self._noted.directions(dotless(code), "code_also")

    @cached_property
    def ended_by_hcpcs(self) -> frozenset[str]:
        """Codes of our own rows that the loaded official file ends before the day or begins after it."""
        if self.day.hcpcs is None:
            return frozenset()
        rows: tuple[Drug | Procedure, ...] = (*self._facts.drugs, *self._facts.every_procedure)
        standing = {row.code for row in rows if self._stands(row)}
        return frozenset(row.code for row in rows if row.in_force(self.on)) - standing

    @cached_property
    def editions(self) -> Editions:
        """What a report says it consulted."""
        held = self._sets.editions
        hcpcs = self.day.hcpcs.label if self.day.hcpcs else ""
        return Editions(
            icd10cm=self.day.diagnoses.edition.label,
            hcpcs=max(hcpcs, held["hcpcs"].label or "") or None,
            procedures=held["cpt"].label,
            **{name: self._checked(name) for name in ("ptp", "mue", "addon")},
        )

    @cached_property
    def stale(self) -> tuple[str, ...]:
        """In words, each code set that answers from an edition not in force on the day."""
        return self.day.stale

    @cached_property
    def day(self) -> OnDay:
        """Which editions answer."""
        return self._sets.on(self.on)

    def _checked(self, name: str) -> str | None:
        found = self.day.in_force(name)
        return found.edition.label if found and not found.stale else None

    def _stands(self, row: Drug | Procedure) -> bool:
        since, until = self._days(row)
        return since <= self.on and (until is None or self.on <= until)

    def _dated(self, row: Row) -> Row:
        since, until = self._days(row)
        return row if (since, until) == (row.since, row.until) else replace(row, since=since, until=until)

    def _days(self, row: Drug | Procedure) -> tuple[date, date | None]:
        """First and last day of a row, by the official file where that is newer than the row's last review."""
        store = self.day.hcpcs
        days = store.days.get(row.code) if store else None
        if store is None or days is None or row.reviewed is None or store.label <= row.reviewed.isoformat():
            return row.since, row.until
        return max(row.since, days[0] or row.since), days[1] or row.until

    def _in_force(self, rows: tuple[Procedure, ...]) -> Procedure | None:
        return max((p for p in map(self._dated, rows) if p.in_force(self.on)), key=lambda p: p.since, default=None)

    def _either(self, code_a: str, code_b: str, kind: str) -> Direction | None:
        a, b = dotless(code_a), dotless(code_b)
        return self._noted.excludes(a, b, kind) or self._noted.excludes(b, a, kind)

    @cached_property
    def _sets(self) -> "CodeSets":
        if self._given is not None:
            return self._given
        from oncodesk.codes.library import open_code_sets

        return open_code_sets()

    @property
    def _facts(self) -> FactStore:
        return self._sets.facts

    @property
    def _tabular(self) -> Tabular:
        return self.day.tabular

    @property
    def _noted(self) -> Tabular:
        return self.day.noted
