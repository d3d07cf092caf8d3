"""Names of drugs to offer while one is typed."""

from dataclasses import dataclass

from oncodesk.codes.tables import Tables


@dataclass(frozen=True, slots=True)
class DrugName:
    """A generic or brand name with the code it stands for, its billing unit and its usual routes."""

    name: str
    code: str
    unit: str
    routes: tuple[str, ...]


def complete_drug(prefix: str, tables: Tables, limit: int = 20) -> tuple[DrugName, ...]:
    """Names in force that start with what was typed, then those that hold it, each once, in the table's order."""
    typed = prefix.strip().lower()
    if not typed:
        return ()
    starts: dict[str, DrugName] = {}
    holds: dict[str, DrugName] = {}
    for drug in tables.drugs:
        if drug.unlisted:
            continue
        for name in (drug.generic, *drug.brands, drug.code):
            if typed in name.lower():
                group = starts if name.lower().startswith(typed) else holds
                group.setdefault(name.lower(), DrugName(name, drug.code, str(drug.unit), drug.routes))
    return tuple((starts | {k: v for k, v in holds.items() if k not in starts}).values())[:limit]
