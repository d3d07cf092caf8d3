"""Counts by year and code that show no number of few people, and no sum from which one could be worked out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

HEADINGS = ("year", "value", "claims", "patients", "charges")


@dataclass
class Table:
    """Claims, patients and charges by year and value."""

    claims: dict[tuple[int, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    patients: dict[tuple[int, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    charges: dict[tuple[int, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, year: int, value: str, claim: str, patient: str, charge: Decimal | None = None) -> None:
        """Counts one in."""
        self.claims[year, value].add(claim)
        self.patients[year, value].add(patient)
        self.charges[year, value] += charge or 0

    def rows(self, smallest: int) -> Iterator[tuple[object, ...]]:
        """By year and value; of fewer people than `smallest` only that they are fewer."""
        for year, value in sorted(self.claims):
            place = (year, value)
            if self._is_small(place, smallest):
                yield year, value, f"<{smallest}", f"<{smallest}", ""
            else:
                yield year, value, len(self.claims[place]), len(self.patients[place]), self.charges[place]

    def hidden(self, smallest: int) -> int:
        """How many rows show no number."""
        return sum(self._is_small(place, smallest) for place in self.claims)

    def _is_small(self, place: tuple[int, str], smallest: int) -> bool:
        return len(self.patients[place]) < smallest


def hidden_rows(tables: Iterable[Table], smallest: int) -> int:
    """How many rows of all tables show no number."""
    return sum(table.hidden(smallest) for table in tables)
