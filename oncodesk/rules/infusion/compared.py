"""What was billed for giving drugs beside what the visit's own facts give."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from oncodesk.codes.tables import Tables
from oncodesk.domain.clock import Span, length
from oncodesk.domain.visit import Administration, Visit, running_spans
from oncodesk.rules.kit import ClaimLine, Drug, Subject

DRUG_QUESTIONS = frozenset({"dose", "containers", "containers.ndc", "discarded", "diagnoses.due_to"})
VEIN = frozenset({"iv_infusion", "iv_push", "pump_prolonged"})


@dataclass(frozen=True)
class Compared:
    """Lines billed on the visit's date and lines that its facts give, asked by role of the procedure."""

    subject: Subject
    visit: Visit
    tables: Tables
    lines: tuple[ClaimLine, ...]
    wanted: tuple[ClaimLine, ...]

    def code(self, role: str) -> str:
        """The code of a role on the date, or empty text."""
        procedure = self.tables.role(role)
        return procedure.code if procedure else ""

    def billed_lines(self, *roles: str) -> tuple[ClaimLine, ...]:
        """The billed lines of those roles."""
        codes = {self.code(role) for role in roles}
        return tuple(line for line in self.lines if line.code in codes)

    def wanted_lines(self, *roles: str) -> tuple[ClaimLine, ...]:
        """The lines of those roles that the facts give."""
        codes = {self.code(role) for role in roles}
        return tuple(line for line in self.wanted if line.code in codes)

    def billed(self, *roles: str) -> int:
        """Units billed."""
        return sum(line.units for line in self.billed_lines(*roles))

    def due(self, *roles: str) -> int:
        """Units that the facts give."""
        return sum(line.units for line in self.wanted_lines(*roles))

    def steps(self, *roles: str) -> str:
        """How the facts give them, in words."""
        ids = {line.id for line in self.wanted_lines(*roles)}
        derived = self.subject.derived
        found = [step for trace in (derived.trace if derived else ()) if trace.line in ids for step in trace.steps]
        return "; ".join(dict.fromkeys(found))

    def title(self, given: Administration) -> str:
        """The drug's generic name in small letters, else what was typed: brand and generic are one drug."""
        drug = self.drug(given)
        return (drug.generic if drug and not drug.unlisted else given.name).lower()

    def pushed_again(self) -> bool:
        """Whether a drug that was pushed was pushed twice, or infused too, in one encounter."""
        told = [(a.encounter, self.title(a)) for a in self.visit.administrations if a.route == "iv_push"]
        infused = {(a.encounter, self.title(a)) for a in self.visit.administrations if a.route == "iv_infusion"}
        return len(set(told)) < len(told) or bool(set(told) & infused)

    @cached_property
    def unsettled(self) -> frozenset[str]:
        """Ids of administrations that no line bills because something about them must be asked."""
        derived = self.subject.derived
        asked = {q.fact for q in (derived.questions if derived else ()) if q.field not in DRUG_QUESTIONS}
        families = self.tables.policy.table("infusion.family")
        lined = {fact for line in self.wanted if line.code in families for fact in line.facts}
        return frozenset((asked - lined) & {a.id for a in self.visit.administrations})

    def named(self, ids: frozenset[str]) -> str:
        """The drugs of those administrations."""
        return ", ".join(dict.fromkeys(a.name for a in self.visit.administrations if a.id in ids))

    def drug(self, given: Administration) -> Drug | None:
        """The drug of an administration: the one its derived line bills, else the first of that name."""
        return self._drugs[given.id]

    @cached_property
    def _drugs(self) -> dict[str, Drug | None]:
        billed = {fact: d for x in reversed(self.wanted) if (d := self.tables.drug(x.code)) for fact in x.facts}
        named = {a.id: self.tables.drugs_named(a.name) for a in self.visit.administrations}
        return {key: billed.get(key) or (found[0] if found else None) for key, found in named.items()}

    def drug_class(self, given: Administration) -> str | None:
        """The class stated for an administration, else that of its drug."""
        if given.drug_class:
            return given.drug_class
        drug = self.drug(given)
        if drug:
            return drug.drug_class
        fluid = given.name.lower() in self.tables.policy.codes("drugs.hydration_fluid_names")
        return "hydration" if fluid else None

    def chemotherapy(self, given: Administration) -> bool:
        """Whether giving it belongs to the chemotherapy family."""
        return self.drug_class(given) in {"antineoplastic", "complex_biologic", "hormonal_antineoplastic"}


def compared(subject: Subject) -> Compared | None:
    """Both sides for the visit's date, or None where the claim holds no facts."""
    if "compared" not in subject.memo:
        subject.memo["compared"] = _compared(subject)
    held: Compared | None = subject.memo["compared"]
    return held


def _compared(subject: Subject) -> Compared | None:
    if subject.visit is None or subject.derived is None:
        return None
    day = subject.visit.date_of_service
    return Compared(
        subject, subject.visit, subject.tables.at(day), subject.days.get(day, ()), tuple(subject.due_on(day))
    )


def spans_of(visit: Visit, given: Administration) -> tuple[Span, ...]:
    """Its running times by the clock; empty where start or stop is not recorded."""
    return running_spans(visit, given) or ()


def minutes_of(visit: Visit, given: Administration) -> int | None:
    """Its running time in minutes, or None where unknown."""
    spans = spans_of(visit, given)
    return length(spans) if spans else given.minutes


def administrations(c: Compared, *routes: str) -> Iterator[Administration]:
    """The visit's administrations by those routes."""
    return (a for a in c.visit.administrations if a.route in routes)
