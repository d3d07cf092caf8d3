"""Which regimens fit a visit or a patient, the best first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oncodesk.codes.tables import Tables
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.icd import dotless
from oncodesk.domain.reading import parse
from oncodesk.domain.template import Template
from oncodesk.domain.visit import Visit
from oncodesk.services.regimens.matching import matched
from oncodesk.words import say

LEAST = 0.5
"""Of all drugs planned or given, the share that has to be both before a visit is taken to follow a regimen."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A regimen and why it fits, best first: `last time`, `diagnosis`, or nothing."""

    template: Template
    why: str = ""


def fitting(
    templates: tuple[Template, ...], visit: Visit, tables: Tables, last: Visit | None = None
) -> tuple[Fit, ...]:
    """Regimens in use on the visit's day and meant for its payer: those of the last visit, of the diagnosis, the rest.

    `visit` says who, when and who pays; its drugs do not count.
    """
    open_ = [one for one in templates if one.in_use(visit.date_of_service) and _paid(one, visit)]
    shares = {one.name: matched(one, last, tables).share if last else 0.0 for one in open_}
    best = sorted(open_, key=lambda one: (-shares[one.name], -_diagnosed(one, visit), not one.payers))
    return tuple(Fit(one, _why(one, shares[one.name], visit)) for one in best)


def whole_visit(facts: Mapping[str, Any]) -> Visit | None:
    """Facts as typed as a visit, without a patient or payer that is only half typed; None where they are none."""
    for without in ((), ("patient",), ("patient", "payer", "secondary_payer", "providers", "authorization")):
        try:
            return parse(Visit, {name: value for name, value in facts.items() if name not in without})
        except UnusableInput:
            continue
    return None


def _why(template: Template, share: float, visit: Visit) -> str:
    if share >= LEAST:
        return say("as last time") if share == 1 else say("much as last time")
    return say("fits the diagnosis") if _diagnosed(template, visit) else ""


def followed(templates: tuple[Template, ...], visit: Visit, tables: Tables) -> Template | None:
    """The regimen that the visit's drugs follow, or None where none is near enough."""
    open_ = [one for one in templates if one.in_use(visit.date_of_service) and _paid(one, visit)]
    shares = [(matched(one, visit, tables).share, one) for one in open_]
    best = max(shares, key=lambda held: held[0], default=None)
    return best[1] if best and best[0] >= LEAST else None


def _paid(template: Template, visit: Visit) -> bool:
    return not template.payers or visit.payer is None or visit.payer.kind in template.payers


def _diagnosed(template: Template, visit: Visit) -> int:
    """How many leading signs a diagnosis of the regimen shares with one of the visit, from a category's three on."""
    pairs = [(dotless(a.code), dotless(b.code)) for a in template.diagnoses for b in visit.diagnoses]
    return max((same for a, b in pairs if (same := _same(a, b)) >= 3), default=0)


def _same(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
