"""Everything the code sets say on one day: what `coding`, `rules` and `services` ask."""

from datetime import date
from functools import cached_property

from oncodesk.codes.facts import newest_review, read_drugs, read_procedures
from oncodesk.codes.values import DiagnosisCode, Drug, Procedure
from oncodesk.domain.report import Editions
from oncodesk.policy.book import Policy


class Tables:
    """The code sets as they were on the date of service; every answer is for that day."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.policy = Policy(on)

    def drugs_named(self, name: str) -> tuple[Drug, ...]:
        """Drugs in force of that HCPCS code, generic or brand name (case, spaces and hyphens do not matter)."""
        wanted = _folded(name)
        return tuple(d for d in self._drugs if wanted in _names(d))

    def drugs_ever_named(self, name: str) -> tuple[Drug, ...]:
        """The same whatever the date: tells a drug that has no code yet, or none any more, from an unknown one."""
        wanted = _folded(name)
        return tuple(d for d in read_drugs() if wanted in _names(d))

    def drug(self, code: str) -> Drug | None:
        """The drug of that HCPCS code, or None where none is in force."""
        return self._drug_codes.get(code.upper())

    def unlisted(self, drug_class: str) -> Drug | None:
        """The catch-all code for a drug of that class that has none of its own."""
        return next((d for d in self._drugs if d.unlisted and d.drug_class == drug_class), None)

    def procedure(self, code: str) -> Procedure | None:
        """The procedure of that code, or None where none is in force."""
        return self._procedures.get(code.upper())

    def role(self, role: str) -> Procedure | None:
        """The procedure that fills that role on the day, or None where no code does."""
        return self._roles.get(role)

    def known_procedure(self, code: str) -> Procedure | None:
        """The procedure of that code whatever the date: its newest row."""
        rows = [p for p in read_procedures() if p.code == code.upper()]
        return max(rows, key=lambda p: p.since, default=None)

    def diagnosis(self, code: str) -> DiagnosisCode | None:
        """The ICD-10-CM entry of that code, with or without dot, or None where the edition has none."""
        raise NotImplementedError

    @property
    def editions(self) -> Editions:
        """What a report says it consulted."""
        return Editions(
            hcpcs=_iso(newest_review(read_drugs())),
            procedures=_iso(newest_review(read_procedures())),
        )

    @cached_property
    def _drugs(self) -> tuple[Drug, ...]:
        return tuple(d for d in read_drugs() if d.in_force(self.on))

    @cached_property
    def _drug_codes(self) -> dict[str, Drug]:
        return {d.code: d for d in self._drugs}

    @cached_property
    def _procedures(self) -> dict[str, Procedure]:
        return {p.code: p for p in read_procedures() if p.in_force(self.on)}

    @cached_property
    def _roles(self) -> dict[str, Procedure]:
        return {p.role: p for p in self._procedures.values() if p.role}


def _folded(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _names(drug: Drug) -> set[str]:
    return {_folded(name) for name in (drug.code, drug.generic, *drug.brands)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
