"""What the edit tables and price files say: pairs, unlikely units, add-on codes, payment limits, products, fees."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """No answer: no table covers the day. `words` say which is loaded, if any, and what to load."""

    words: str


@dataclass(frozen=True, slots=True)
class Pair:
    """An NCCI edit in force: column 2 is not paid beside column 1 on one day of one patient and practitioner.

    `bypass`: whether a modifier that tells of a separate service may set it aside (indicator 1; 0: never).
    `until` is its last day where the edition already knows it.
    """

    column1: str
    column2: str
    since: date
    until: date | None
    bypass: bool
    rationale: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every edit in force among some codes, in the order of their codes, and the edition that says so."""

    edition: str
    found: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class UnlikelyUnits:
    """The most units of a code that are likely for one patient and practitioner on one day (NCCI MUE).

    `indicator` 1: judged line by line; 2: by day, and never exceeded, for policy says so; 3: by day, and more needs
    records on appeal. A code without a value has no published limit, which is not the same as none.
    """

    code: str
    units: int
    indicator: Literal[1, 2, 3]
    rationale: str
    edition: str


@dataclass(frozen=True, slots=True)
class AddOnEdit:
    """An add-on code and one primary that it may stand on; `primary` None: the contractor says which.

    `kind` 1: only the listed primaries; 2: the contractor's; 3: the listed ones and the contractor's.
    """

    add_on: str
    primary: str | None
    kind: Literal[1, 2, 3]
    since: date
    until: date | None
    note: str
    edition: str


@dataclass(frozen=True, slots=True)
class PaymentLimit:
    """Medicare's payment for one billing unit of a drug in a quarter; None where the file points elsewhere."""

    code: str
    dosage: str
    limit: Decimal | None
    coinsurance: Decimal | None
    note: str
    edition: str


@dataclass(frozen=True, slots=True)
class Product:
    """A package of a drug by its NDC (eleven digits) and the HCPCS code it bills under.

    `size` is what one container holds in its own measure, `quantity` containers in the package, `units` billing units
    in a container and `package_units` in the package. `stale` says so where the edition is not that of the day.
    """

    ndc: str
    code: str
    labeler: str
    name: str
    dosage: str
    size: Decimal | None
    quantity: Decimal | None
    units: Decimal | None
    package_units: Decimal | None
    edition: str
    stale: str = ""


@dataclass(frozen=True, slots=True)
class Locality:
    """How costs of work, practice and liability differ in a Medicare locality (GPCI)."""

    contractor: str
    state: str
    number: str
    name: str
    work: Decimal
    practice: Decimal
    liability: Decimal
    edition: str


@dataclass(frozen=True, slots=True)
class Fee:
    """A row of Medicare's physician fee schedule: relative values, and dollars for each.

    `modifier` is 26, TC, 53 or empty. `status` A is paid by these values; I, N, X and others are not. `practice` is
    the office's expense, `practice_facility` that where a hospital bears the rest.
    """

    code: str
    modifier: str
    status: str
    work: Decimal
    practice: Decimal
    practice_facility: Decimal
    liability: Decimal
    factor: Decimal
    edition: str

    def amount(self, locality: Locality | None = None, facility: bool = False) -> Decimal:
        """The fee in dollars and cents; without a locality, the national one."""
        practice = self.practice_facility if facility else self.practice
        if locality is None:
            total = self.work + practice + self.liability
        else:
            total = self.work * locality.work + practice * locality.practice + self.liability * locality.liability
        return (total * self.factor).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Article:
    """A Medicare contractor's billing and coding article that names a procedure code, and whose it is."""

    number: str
    version: str
    title: str
    since: date | None
    until: date | None
    contractors: tuple[str, ...]
    edition: str
