"""Visits of the kinds that coding newsletters and contractors publish, worked by hand: what was given, what is billed.

Each file of `worked/` holds some. `lines` are `code-modifiers*units`; `of = "administration"` compares only those of
drug administration. `asks` must be among the questions, `tells` in the trace, `ndc` among the lines' NDCs (`code NDC
unit quantity`), `first` are the first diagnoses. `source` says who published the answer. Where nothing else is said:
2026-03-12, office, Medicare, C18.2, cancer treatment.
"""

import re
import tomllib
from pathlib import Path

import pytest

from oncodesk.coding.derive import derive
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

FILES = sorted(Path(__file__).with_name("worked").glob("*.toml"))
WORKED = [row for path in FILES for row in tomllib.loads(path.read_text(encoding="utf-8"))["visit"]]
ADMINISTRATION = re.compile(r"96[345]\d\d|3659\d|51720|G0498")
PLAIN = ("date_of_service", "place_of_service", "reason", "services", "facts", "history")


def document(row):
    given = [{"id": f"a{n}"} | one for n, one in enumerate(row.get("given", ()), start=1)]
    diagnoses = [{"code": d} if isinstance(d, str) else d for d in row.get("diagnoses", ["C18.2"])]
    usual = {"date_of_service": "2026-03-12", "reason": "antineoplastic_treatment"}
    return (
        usual
        | {name: row[name] for name in PLAIN if name in row}
        | {"payer": {"kind": row.get("payer", "medicare"), "name": "Payer"}}
        | {"administrations": given, "diagnoses": diagnoses}
    )


def wanted(row):
    pairs = (text.partition("*") for text in row["lines"].split())
    return {code: int(units or 1) for code, _, units in pairs}


def billed(derived, of):
    found = {}
    for line in derived.claim.lines:
        if of != "administration" or ADMINISTRATION.match(line.code):
            name = "-".join((line.code, *line.modifiers))
            found[name] = found.get(name, 0) + line.units
    return found


@pytest.mark.parametrize("row", WORKED, ids=[row["title"] for row in WORKED])
def test_a_worked_visit_is_billed_so(row, tables_on):
    visit = parse(Visit, document(row))
    found = derive(visit, tables_on(visit.date_of_service.isoformat()))
    assert billed(found, row.get("of")) == wanted(row)
    asked = " / ".join(f"{q.ask} {q.field} {q.why}" for q in found.questions)
    assert row.get("asks", "") in asked
    told = " / ".join(step for trace in found.trace for step in trace.steps)
    assert row.get("tells", "") in told
    numbers = [f"{x.code} {x.ndc.code} {x.ndc.unit} {x.ndc.quantity:f}" for x in found.claim.lines if x.ndc]
    assert set(row.get("ndc", [])) <= set(numbers)
    first = row.get("first", [])
    assert list(found.claim.diagnoses[: len(first)]) == first


def test_the_worked_visits_are_many_and_known_by_title():
    titles = [row["title"] for row in WORKED]
    assert len(titles) == len(set(titles)) >= 200
