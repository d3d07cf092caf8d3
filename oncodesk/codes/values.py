"""What the code tables say of one drug, one procedure, one diagnosis code."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from oncodesk.domain.quantity import Quantity
from oncodesk.domain.visit import DrugClass, EncounterFor, Route

CodeSet = Literal["icd10cm", "hcpcs", "cpt"]
CODE_SETS: dict[str, CodeSet] = {"icd10cm": "icd10cm", "hcpcs": "hcpcs", "cpt": "cpt"}
ContainerKinds = Literal["single_dose", "multi_dose", "both", "unknown"]
DrugKind = Literal["radiopharmaceutical", "vaccine", "cell_therapy"]
Component = Literal["split", "professional", "technical", "whole"]


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug's billing facts from `codesets/drugs.toml`.

    `unit` is what one billing unit stands for. `product` names the one maker whose product the code is for: such a
    code is chosen by brand or NDC, never by the generic name alone. `indication` limits the code (`esrd`,
    `non_esrd`). `unlisted` marks the catch-all codes. `long_term` is the ICD-10-CM code for long-term use
    of a drug of its class. `kind` marks what is not given by the codes of infusion, injection or chemotherapy.
    """

    code: str
    generic: str
    brands: tuple[str, ...]
    unit: Quantity
    drug_class: DrugClass
    encounter: EncounterFor
    routes: tuple[Route, ...]
    containers: tuple[Quantity, ...] = ()
    container_kind: ContainerKinds = "unknown"
    product: str | None = None
    indication: str | None = None
    kind: DrugKind | None = None
    unlisted: bool = False
    long_term: str | None = None
    since: date = date(1990, 1, 1)
    until: date | None = None
    source: str = ""
    reviewed: date | None = None
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the code may be billed for that date of service."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class UncodedBrand:
    """A brand that may be given though no code of its own is known to `codesets/drugs.toml`: it takes the unlisted code
    of its class. `marketed` is the day from which it could be bought; `awaited`: a code may have begun since it was
    reviewed, so it is asked."""

    brand: str
    generic: str
    drug_class: DrugClass
    encounter: EncounterFor
    routes: tuple[Route, ...]
    marketed: date
    awaited: bool = False
    source: str = ""
    reviewed: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A CPT or HCPCS procedure from `codesets/procedures.toml`, in our own words.

    `kind` is the room of the book (`administration`, `evaluation`, `radiation_delivery`, …); `role` what the coding
    engine asks for by name (`chemotherapy.infusion.initial`), unique on any date. `addon_to` lists the primaries of an
    add-on code. `component`: `split` takes 26 and TC, `professional` and `technical` take neither.
    """

    code: str
    wording: str
    kind: str
    role: str | None = None
    addon_to: tuple[str, ...] = ()
    component: Component = "whole"
    facility_only: bool = False
    keywords: tuple[str, ...] = ()
    since: date = date(1990, 1, 1)
    until: date | None = None
    source: str = ""
    reviewed: date | None = None
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the code may be billed for that date of service."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class HcpcsCode:
    """A HCPCS Level II code as the official file prints it, from the loaded edition `edition`.

    `added` and `terminated` are the first and last day of service it may stand for; `acted` the day its last change
    took effect. The short fields hold CMS's own signs.
    """

    code: str
    text: str
    short: str
    added: date | None
    acted: date | None
    terminated: date | None
    coverage: str
    pricing: str
    cross_reference: str
    betos: str
    services: str
    action: str
    edition: str

    def in_force(self, on: date) -> bool:
        """Whether the code may be billed for that date of service."""
        return (self.added is None or self.added <= on) and (self.terminated is None or on <= self.terminated)


@dataclass(frozen=True, slots=True)
class Edition:
    """One release of a code set: its label, the period it is in force (None: not stated), its number of codes."""

    set: str
    label: str | None
    since: date | None
    until: date | None
    rows: int


@dataclass(frozen=True, slots=True)
class Notes:
    """Tabular notes of one ICD-10-CM entry, in the order printed; each text may end in a code or range in brackets.

    `inclusion` are the further terms that the entry stands for; `general` what is printed without a heading.
    """

    includes: tuple[str, ...] = ()
    excludes1: tuple[str, ...] = ()
    excludes2: tuple[str, ...] = ()
    code_first: tuple[str, ...] = ()
    use_additional: tuple[str, ...] = ()
    code_also: tuple[str, ...] = ()
    inclusion: tuple[str, ...] = ()
    general: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiagnosisCode:
    """An ICD-10-CM entry; `code` has its dot. `parents` from nearest to chapter; `notes` are its own,
    `inherited` those of its ancestors by their code."""

    code: str
    text: str
    billable: bool
    edition: str
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    notes: Notes = Notes()
    inherited: tuple[tuple[str, Notes], ...] = ()
    seventh: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Direction:
    """One instruction of the tabular list as it bears on a code: `code first`, `use additional`, an exclusion.

    `at` is the entry that prints it (the code itself or one above). `patterns` are what it points to, such as
    `C81-C86`, `Z17` or `T36-T50 with fifth or sixth character 5`; empty where it names no code.
    """

    at: str
    text: str
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of a look-up, best first; `matched` says in a few words why it is there."""

    set: CodeSet
    code: str
    text: str
    billable: bool
    since: date | None = None
    until: date | None = None
    edition: str | None = None
    matched: str = ""
    detail: dict[str, str] = field(default_factory=dict)


def code_set(name: str) -> CodeSet:
    """The code set of that short name; ValueError where there is none."""
    if name not in CODE_SETS:
        raise ValueError(f"expected icd10cm, hcpcs or cpt, found {name!r}")
    return CODE_SETS[name]
