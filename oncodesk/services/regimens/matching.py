"""Which drugs of a visit are those of a regimen."""

from dataclasses import dataclass

from oncodesk.codes.tables import Tables
from oncodesk.coding.drugs.product import find
from oncodesk.domain.template import PlannedDrug, Template
from oncodesk.domain.visit import Administration, Visit
from oncodesk.services.regimens.planning import planned_visit


@dataclass(frozen=True, slots=True)
class Matched:
    """`given` are administrations by the place of their planned drug in the regimen, from 0; `beside` the others."""

    template: Template
    given: dict[int, Administration]
    beside: tuple[Administration, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """Places of the planned drugs that were not given."""
        return tuple(n for n in range(len(self.template.administrations)) if n not in self.given)

    def planned(self, place: int) -> PlannedDrug:
        """The planned drug of that place."""
        return self.template.administrations[place]

    @property
    def share(self) -> float:
        """Of the drugs planned or given, how many are both; 0 where there are none."""
        every = len(self.template.administrations) + len(self.beside)
        return len(self.given) / every if every else 0.0


def matched(template: Template, visit: Visit, tables: Tables) -> Matched:
    """By generic name; of one drug planned or given twice, the same route belongs together first."""
    free = list(visit.administrations)
    names = {given.id: identity(given, visit, tables) for given in free}
    planned = planned_visit(template, visit)
    wanted = [identity(given, planned, tables) for given in planned.administrations]
    pairs: dict[int, Administration] = {}
    for by_route in (True, False):
        for place, (drug, name) in enumerate(zip(template.administrations, wanted, strict=True)):
            fits = (one for one in free if names[one.id] == name and (one.route == drug.route or not by_route))
            if place not in pairs and (one := next(fits, None)):
                pairs[place] = one
                free.remove(one)
    return Matched(template, dict(sorted(pairs.items())), tuple(free))


def identity(given: Administration, visit: Visit, tables: Tables) -> str:
    """What a drug is told apart by: its generic name, else the name as typed."""
    found = find(given, visit, tables).drug
    return (found.generic if found and not found.unlisted else given.name).lower()
