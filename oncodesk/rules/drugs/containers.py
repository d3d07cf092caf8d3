"""What the facts say of a billed drug: who got it, from which containers, how much was billed and how much is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from oncodesk.domain.quantity import converted
from oncodesk.domain.visit import Administration, Container
from oncodesk.rules.kit import ClaimLine, Drug, Subject

WASTED, NONE_WASTED = "JW", "JZ"


@dataclass(frozen=True)
class Billed:
    """One drug code of one date: lines billed, lines the facts give (empty without facts), and what was given."""

    subject: Subject
    day: date
    drug: Drug
    lines: tuple[ClaimLine, ...]
    due_lines: tuple[ClaimLine, ...]
    given: tuple[Administration, ...]

    @property
    def kept(self) -> tuple[ClaimLine, ...]:
        """Lines of what was given."""
        return tuple(line for line in self.lines if WASTED not in line.modifiers)

    @property
    def wasted(self) -> tuple[ClaimLine, ...]:
        """Lines of what was discarded."""
        return tuple(line for line in self.lines if WASTED in line.modifiers)

    @property
    def units(self) -> int:
        """Units billed as given."""
        return sum(line.units for line in self.kept)

    @property
    def waste(self) -> int:
        """Units billed as discarded."""
        return sum(line.units for line in self.wasted)

    @property
    def due(self) -> int:
        """Units given, by the facts."""
        return sum(line.units for line in self.due_lines if WASTED not in line.modifiers)

    @property
    def due_waste(self) -> int:
        """Units discarded, by the facts."""
        return sum(line.units for line in self.due_lines if WASTED in line.modifiers)

    @property
    def steps(self) -> str:
        """How the facts give the units, in words."""
        ids = {line.id for line in self.due_lines}
        derived = self.subject.derived
        found = [step for trace in (derived.trace if derived else ()) if trace.line in ids for step in trace.steps]
        return "; ".join(dict.fromkeys(found))

    @property
    def containers(self) -> tuple[Container, ...]:
        """Containers opened for it."""
        return tuple(box for a in self.given for box in a.containers)

    @property
    def opened(self) -> Decimal | None:
        """What those containers held, in the drug's unit of measure; None where nobody says."""
        sizes = [size_of(box, self.drug.unit.unit) for box in self.containers]
        if not sizes or None in sizes:
            return None
        pairs = zip(sizes, self.containers, strict=True)
        return sum((size * box.count for size, box in pairs if size is not None), Decimal(0))

    @property
    def may_be_none_wasted(self) -> bool:
        """Whether nothing in the facts speaks against JZ: neither waste recorded, nor more opened than given."""
        if not self.given or any(NONE_WASTED in line.modifiers for line in self.due_lines):
            return True
        doses = [a.dose.to(self.drug.unit.unit) if a.dose else None for a in self.given]
        given = sum((dose for dose in doses if dose is not None), Decimal(0))
        left = self.opened is not None and None not in doses and self.opened > given
        return not left and not any(a.discarded and a.discarded.amount > 0 for a in self.given)

    def asked(self, *fields: str) -> bool:
        """Whether one of those fields of what was given is still to be asked."""
        derived = self.subject.derived
        ids = {a.id for a in self.given}
        return any(q.fact in ids and q.field in fields for q in (derived.questions if derived else ()))


def billed_drugs(subject: Subject) -> tuple[Billed, ...]:
    """Every drug code of every date on the claim."""
    if "billed_drugs" not in subject.memo:
        subject.memo["billed_drugs"] = tuple(_billed_drugs(subject))
    held: tuple[Billed, ...] = subject.memo["billed_drugs"]
    return held


def _billed_drugs(subject: Subject) -> Iterator[Billed]:
    for day, lines in subject.days.items():
        for code in dict.fromkeys(line.code for line in lines):
            drug = subject.tables.at(day).drug(code)
            if drug:
                due = derived_lines(subject, day, code)
                held = tuple(line for line in lines if line.code == code)
                yield Billed(subject, day, drug, held, due, given_by(subject, (*held, *due)))


def derived_lines(subject: Subject, day: date, code: str) -> tuple[ClaimLine, ...]:
    """The lines of that code that the facts give for the date."""
    return tuple(subject.due(day, code))


def given_by(subject: Subject, lines: tuple[ClaimLine, ...]) -> tuple[Administration, ...]:
    """The administrations that those lines name."""
    ids = {fact for line in lines for fact in line.facts}
    return tuple(a for a in subject.visit.administrations if a.id in ids) if subject.visit else ()


def size_of(container: Container, unit: str) -> Decimal | None:
    """What one such container holds in that unit, or None where it cannot be told."""
    return converted(container.amount, container.unit, unit)


def single_dose(subject: Subject, line: ClaimLine) -> bool | None:
    """True or False where the facts or the drug's table say so; None where neither does, or it is not a drug.

    The containers recorded at the visit go before what the product is usually sold in.
    """
    drug = subject.drug(line)
    if drug is None or drug.drug_class == "hydration":
        return False
    given = given_by(subject, (line, *derived_lines(subject, subject.day(line), line.code)))
    kinds = {box.kind for a in given for box in a.containers if box.kind}
    if kinds:
        return kinds == {"single_dose"}
    if drug.unlisted:
        return False
    return {"single_dose": True, "multi_dose": False}.get(drug.container_kind)
