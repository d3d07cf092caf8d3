"""Drugs and procedures as the built file keeps them."""

import json
from functools import cached_property, lru_cache

from oncodesk.codes.facts import drug_of, procedure_of
from oncodesk.codes.files import ReadOnly
from oncodesk.codes.values import Drug, Procedure


class FactStore:
    """Drugs and procedures of one file of code sets, whatever their dates."""

    def __init__(self, file: ReadOnly) -> None:
        self._file = file
        self.drugs_named = lru_cache(maxsize=1024)(self._drugs_named)
        self.procedures = lru_cache(maxsize=1024)(self._procedures)

    def _drugs_named(self, name: str) -> tuple[Drug, ...]:
        rows = self._file.rows(
            "SELECT f.row FROM drug_name n JOIN fact f ON f.kind = 'drug' AND f.place = n.place WHERE n.name = ? "
            "ORDER BY n.place",
            (name,),
        )
        return tuple(drug_of(json.loads(row)) for (row,) in rows)

    def _procedures(self, by: str, wanted: str) -> tuple[Procedure, ...]:
        column = {"code": "code", "role": "role"}[by]
        rows = self._file.rows(f"SELECT row FROM fact WHERE kind = 'procedure' AND {column} = ?", (wanted,))
        return tuple(procedure_of(json.loads(row)) for (row,) in rows)

    @cached_property
    def drugs(self) -> tuple[Drug, ...]:
        """Every drug row, in the table's order."""
        rows = self._file.rows("SELECT row FROM fact WHERE kind = 'drug' ORDER BY place")
        return tuple(drug_of(json.loads(row)) for (row,) in rows)

    @cached_property
    def every_procedure(self) -> tuple[Procedure, ...]:
        """Every procedure row, in the table's order."""
        rows = self._file.rows("SELECT row FROM fact WHERE kind = 'procedure' ORDER BY place")
        return tuple(procedure_of(json.loads(row)) for (row,) in rows)
