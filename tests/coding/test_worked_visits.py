"""Visits of the kinds that coding newsletters and contractors publish, worked by hand: what was given, what is billed.

Each file of `worked/` holds some. `lines` are `code-modifiers*units`; `of = "administration"` compares only those of
drug administration. `asks` must be among the questions, `tells` in the trace, `ndc` among the lines' NDCs (`code NDC
unit quantity`), `first` are the first diagnoses. `source` says who published the answer. Where nothing else is said:
2026-03-12, office, Medicare, C18.2, cancer treatment. A row with `radiation` holds a course, in the short form of
`courses`: the last event's day, C61, radiation treatment where nothing else is said. Its claim must pass its own check;
`raises` names the one rule that rightly speaks, as of more lines than a claim holds.
"""

import re
import tomllib
from pathlib import Path

import pytest
from courses import last_day, radiation

from oncodesk.coding.derive import derive
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.rules.check import check

FILES = sorted(Path(__file__).with_name("worked").glob("*.toml"))
WORKED = [row for path in FILES for row in tomllib.loads(path.read_text(encoding="utf-8"))["visit"]]
COURSES = [row for row in WORKED if "radiation" in row]
ADMINISTRATION = re.compile(r"96[345]\d\d|3659\d|51720|G0498")
PLAIN = ("date_of_service", "place_of_service", "reason", "services", "facts", "history")


def document(row):
    given = [{"id": f"a{n}"} | one for n, one in enumerate(row.get("given", ()), start=1)]
    diagnoses = [
        {"code": d} if isinstance(d, str) else d
        for d in row.get("diagnoses", ["C61" if "radiation" in row else "C18.2"])
    ]
    usual = {"date_of_service": "2026-03-12", "reason": "antineoplastic_treatment"}
    if "radiation" in row:
        course = radiation(row["radiation"])
        usual = {"date_of_service": last_day(course), "reason": "radiation_treatment", "radiation": course}
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


@pytest.mark.parametrize("row", COURSES, ids=[row["title"] for row in COURSES])
def test_the_claim_of_a_worked_course_passes_its_own_check(row, tables_on):
    visit = parse(Visit, document(row))
    tables = tables_on(visit.date_of_service.isoformat())
    made = derive(visit, tables)
    report = check(made.claim.model_copy(update={"visit": visit}), tables, made)
    loud = {f.rule for f in report.findings if f.severity in {"error", "warning"}}
    assert loud == ({row["raises"]} if "raises" in row else set())


def test_the_worked_visits_are_many_and_known_by_title():
    titles = [row["title"] for row in WORKED]
    assert len(titles) == len(set(titles)) >= 200
