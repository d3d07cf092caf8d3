"""Rules that are passed by, and days on which published values were not in force, change no report and break none."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_correct_visits import altered, visits

from oncodesk.codes.library import CodeSets, open_code_sets
from oncodesk.codes.modifiers import read_modifiers
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.reading import read_visit_or_claim
from oncodesk.rules.catalogue import RULES
from oncodesk.rules.check import check
from oncodesk.rules.concern import concerned
from oncodesk.rules.examples import claim as made_of
from oncodesk.rules.examples import line
from oncodesk.rules.kit import Subject

Judged = tuple[Claim, Derivation | None]
CASES = Path(__file__).parents[3] / "shared" / "scenarios" / "cases"


def examples(code_sets: CodeSets) -> Iterator[Judged]:
    for rule in RULES:
        for claim in (rule.bad(), rule.good()):
            yield claim, derive(claim.visit, code_sets.at(claim.date_of_service)) if claim.visit else None


def scenarios(code_sets: CodeSets) -> Iterator[Judged]:
    for path in sorted(CASES.glob("*.json")):
        (given,) = json.loads(path.read_text(encoding="utf-8"))["input"].values()
        document = read_visit_or_claim(json.dumps(given))
        if isinstance(document, Claim):
            yield document, derive(document.visit, code_sets.at(document.date_of_service)) if document.visit else None
        else:
            derived = derive(document, code_sets.at(document.date_of_service))
            yield derived.claim.model_copy(update={"visit": document}), derived
            yield derived.claim, None


def generated(_: CodeSets) -> Iterator[Judged]:
    for _visit, _tables, derived in visits():
        yield derived.claim, derived
        yield derived.claim.model_copy(update={"visit": None}), None
        for n, (_what, claim) in enumerate(altered(derived.claim)):
            if n % 7 == 0:
                yield claim, derived


def told(judged: Judged, code_sets: CodeSets, patch: pytest.MonkeyPatch) -> tuple[str, str, set[str]]:
    """The report as JSON with and without rooms passed by, and which those were."""
    claim, derived = judged
    tables = code_sets.at(claim.date_of_service)
    rooms = {rule.room for rule in RULES} - {
        rule.room for rule in concerned(Subject(claim, tables, derived, claim.date_of_service))
    }
    short = check(claim, tables, derived).model_dump_json()
    with patch.context() as all_of_them:
        all_of_them.setattr("oncodesk.rules.check.concerned", lambda _: RULES)
        return short, check(claim, tables, derived).model_dump_json(), rooms


@pytest.mark.parametrize("source", [examples, scenarios, generated])
def test_a_room_passed_by_had_nothing_to_say(source, code_sets: CodeSets, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: Counter[str] = Counter()
    for judged in source(code_sets):
        short, whole, rooms = told(judged, code_sets, monkeypatch)
        passed.update(rooms)
        assert short == whole
    if source is scenarios and not CASES.is_dir():
        pytest.skip("the scenarios are not beside the repository")
    assert passed["radiation"] > 100
    assert passed["evaluation"] > 50
    assert source is generated or min(passed[room] for room in ("infusion", "drugs", "support")) > 10


MODIFIERS = tuple(row.code for row in read_modifiers())
DIAGNOSES = ("C61", "C50.912", "Z51.11", "Z51.0", "D64.81", "D70.1", "N18.6", "Z85.3", "R11.0")
DATES = st.dates(date(2012, 1, 1), date(2026, 12, 31)) | st.dates(date(2025, 11, 1), date(2026, 3, 31))


@cache
def codes_by_kind() -> dict[str, tuple[str, ...]]:
    """Every code we know whatever its dates, radiation together, and some that nobody knows."""
    facts = open_code_sets().facts
    found: dict[str, tuple[str, ...]] = {"drug": tuple(d.code for d in facts.drugs), "": ("J1111", "99999", "A9900")}
    for procedure in facts.every_procedure:
        kind = procedure.kind.partition("_")[0]
        found[kind] = (*found.get(kind, ()), procedure.code)
    return found


@st.composite
def mixed(draw: st.DrawFn) -> Claim:
    """Lines of one kind or two with any modifier, on days apart, with and without history."""
    day, beside = draw(DATES), st.timedeltas(timedelta(-20), timedelta(0))
    known = codes_by_kind()
    kinds = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=2))
    code = st.sampled_from(kinds).flatmap(lambda kind: st.sampled_from(known[kind]))
    earlier = st.sampled_from(sorted(known)).flatmap(lambda kind: st.sampled_from(known[kind]))
    lines = [
        line(
            draw(code),
            draw(st.sampled_from((1, 1, 1, 2, 5, 30))),
            *draw(st.lists(st.sampled_from(MODIFIERS), max_size=2)),
            date_of_service=draw(st.none() | beside.map(lambda before: day + before)),
            place_of_service=draw(st.sampled_from((None, None, None, "11", "19", "22", "02", "10"))),
            ndc=draw(st.sampled_from((None, None, None, {"code": "00006302602", "unit": "UN", "quantity": "1"}))),
        )
        for _ in range(draw(st.integers(0, 6)))
    ]
    past = [{"date_of_service": day + draw(beside), "code": draw(earlier)} for _ in range(draw(st.integers(0, 2)))]
    payer = draw(st.sampled_from(("medicare", "medicare_advantage", "commercial", "medicaid", "self_pay")))
    dx = " ".join(draw(st.lists(st.sampled_from(DIAGNOSES), max_size=4, unique=True)))
    return made_of(*lines, dx=dx, date_of_service=day, history=past, payer={"kind": payer, "name": "Example"})


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mixed())
def test_no_mixture_of_lines_is_told_less(code_sets: CodeSets, monkeypatch: pytest.MonkeyPatch, made: Claim) -> None:
    short, whole, _ = told((made, None), code_sets, monkeypatch)
    assert short == whole


def test_a_visit_that_takes_a_pump_off_is_looked_at_by_the_rules_of_infusion(code_sets: CodeSets) -> None:
    made = made_of(line("99211"), history=[{"date_of_service": date(2026, 3, 10), "code": "96416"}])
    said = check(made, code_sets.at(made.date_of_service))
    assert "infusion.pump-includes" in {finding.rule for finding in said.findings}


@pytest.mark.parametrize("year", [1990, 2005, 2012, 2014, 2016, 2019, 2024, 2030, 2100])
def test_no_date_breaks_a_rule(year: int, code_sets: CodeSets) -> None:
    day = date(year, 3, 12)
    for rule in RULES:
        for claim in (rule.bad(), rule.good()):
            lines = tuple(line.model_copy(update={"date_of_service": None, "date_to": None}) for line in claim.lines)
            dated = claim.model_copy(update={"date_of_service": day, "lines": lines, "visit": None})
            assert check(dated, code_sets.at(day)).as_of == day


def test_what_was_not_in_force_is_not_checked(code_sets: CodeSets) -> None:
    claim = next(rule for rule in RULES if rule.id == "diagnosis.pointers-unusable").bad()
    said = check(claim.model_copy(update={"date_of_service": date(2005, 3, 12)}), code_sets.at(date(2005, 3, 12)))
    reasons = {n.rule: n.reason for n in said.not_checked}
    assert reasons["diagnosis.pointers-unusable"] == "claim.max_diagnoses was not in force on 2005-03-12"
