"""Six hundred correct visits: what they derive is free of errors, and whatever is then altered is found."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import clinic
import pytest

from oncodesk.codes.library import open_code_sets
from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Report
from oncodesk.domain.visit import Visit
from oncodesk.rules.check import check
from oncodesk.services.derive_claim import derive_claim

COUNT = 600
FIRST_DAY, DAYS = date(2025, 1, 13), 600
EXPLAINED = {
    clinic.AVOIDABLE: "in a shortage the largest vial alone was opened, where smaller ones of the product leave less",
}
"""Warnings that a correct visit may rightly raise, and why; each visit says itself which of them it may."""


@cache
def made() -> tuple[tuple[Visit, Tables, Derivation, frozenset[str]], ...]:
    """The visits, the same every time, each with its tables, what it derives, and which rules may warn of it."""
    pick, code_sets, found = random.Random(227), open_code_sets(), []
    for n in range(COUNT):
        day = FIRST_DAY + timedelta(days=pick.randint(0, DAYS))
        facts, may_warn = clinic.KINDS[n % len(clinic.KINDS)](pick, code_sets.at(day))
        visit = parse(Visit, facts)
        tables = code_sets.at(visit.date_of_service)
        found.append((visit, tables, derive_claim(visit, tables), may_warn))
    return tuple(found)


@cache
def visits() -> tuple[tuple[Visit, Tables, Derivation], ...]:
    """The visits, each with its tables and what it derives."""
    return tuple((visit, tables, derived) for visit, tables, derived, _ in made())


def altered(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """The claim with one line changed, in every way that a slip of the hand changes it."""

    def having(line: ClaimLine, **changes: Any) -> Claim:
        lines = tuple(one.model_copy(update=changes) if one.id == line.id else one for one in claim.lines)
        return claim.model_copy(update={"lines": lines})

    for line in claim.lines:
        yield f"{line.code}: a unit more", having(line, units=line.units + 1)
        if line.units > 1:
            yield f"{line.code}: a unit less", having(line, units=line.units - 1)
        for modifier in line.modifiers:
            rest = tuple(m for m in line.modifiers if m != modifier)
            yield f"{line.code}: without {modifier}", having(line, modifiers=rest)
        if not line.modifiers:
            yield f"{line.code}: with 59", having(line, modifiers=("59",))
        if len(claim.lines) > 1:
            left = tuple(one for one in claim.lines if one.id != line.id)
            yield f"{line.code}: left out", claim.model_copy(update={"lines": left})
        twice = (*claim.lines, line.model_copy(update={"id": "again"}))
        yield f"{line.code}: twice", claim.model_copy(update={"lines": twice})
    if len(claim.diagnoses) > 1:
        turned = (claim.diagnoses[1], claim.diagnoses[0], *claim.diagnoses[2:])
        yield "diagnoses turned", claim.model_copy(update={"diagnoses": turned})


def accepted(visit: Visit, what: str) -> bool:
    """An alteration that no published rule forbids: only Medicare's contractors ask for the route of the agent."""
    medicare = visit.payer is not None and visit.payer.kind in {"medicare", "railroad", "medicare_advantage"}
    return what.endswith("without JB") and not medicare


def graver(said: Report) -> set[tuple[str, str]]:
    return {(f.rule, f.message) for f in said.findings if f.severity != "info"}


def test_correct_visits_raise_no_error_and_every_warning_is_explained() -> None:
    warned: Counter[str] = Counter()
    for visit, _, derived, may_warn in made():
        assert derived.claim.lines, visit.model_dump_json()
        assert derived.report
        assert may_warn <= set(EXPLAINED)
        loud = {f.rule: f.message for f in derived.report.findings if f.severity != "info"}
        told = (loud, [(x.code, x.units, x.modifiers) for x in derived.claim.lines])
        assert all(f.severity != "error" for f in derived.report.findings), told
        assert set(loud) <= may_warn, told
        warned.update(set(loud))
    assert set(warned) == set(EXPLAINED)
    assert sum(warned.values()) < COUNT // 50


def test_the_correct_visits_are_of_every_kind() -> None:
    held = [(visit, derived.claim) for visit, _, derived in visits()]
    assert len(held) >= 500
    assert {visit.payer.kind for visit, _ in held if visit.payer} == set(clinic.PAYERS)
    assert {claim.date_of_service.year for _, claim in held} == {2025, 2026}
    counts = Counter(visit.reason for visit, _ in held)
    assert min(counts.values()) >= 5
    assert set(counts) >= {
        "antineoplastic_treatment", "drug_treatment", "supportive_care", "hydration", "evaluation", "procedure",
        "access_care", "radiation_treatment",
    }  # fmt: skip
    codes = {line.code for _, claim in held for line in claim.lines}
    assert codes >= {"96413", "96409", "96417", "96401", "96402", "96372", "96365", "96374", "96360", "77427", "77373",
                     "77336", "36430", "38222", "96523", "99195", "85025"}  # fmt: skip
    assert {"G6015", "77407"} <= codes


def test_correct_claims_raise_no_error_without_their_facts() -> None:
    for _, tables, derived in visits():
        bare = tuple(line.model_copy(update={"facts": ()}) for line in derived.claim.lines)
        said = check(derived.claim.model_copy(update={"visit": None, "lines": bare}), tables)
        assert [(f.rule, f.message) for f in said.findings if f.severity == "error"] == []


@pytest.mark.parametrize("part", range(4))
def test_whatever_is_altered_is_found(part: int) -> None:
    silent, tried = Counter[str](), 0
    for visit, tables, derived in visits()[part::24]:
        whole = derived.claim.model_copy(update={"visit": visit})
        before = graver(check(whole, tables, derived))
        for what, claim in altered(whole):
            tried += 1
            if not graver(check(claim, tables, derived)) - before and not accepted(visit, what):
                silent[f"{visit.reason}, {what}"] += 1
    assert tried > 100
    assert json.dumps(silent) == "{}"


EXTRA = {
    "infusion": ("96413", "96415", "96417", "96367", "96368", "96374", "96375", "96372", "96360", "96361", "J2405"),
    "radiation": ("77336", "77427", "77417", "77334", "77300", "77280", "77387"),
}


@pytest.mark.parametrize("kind", EXTRA)
def test_what_was_never_done_is_found(kind: str) -> None:
    held = [one for one in visits() if (one[0].radiation is not None) == (kind == "radiation")]
    treated = [one for one in held if one[0].radiation or one[0].administrations]
    silent = Counter[str]()
    for visit, tables, derived in treated[::12]:
        whole = derived.claim.model_copy(update={"visit": visit})
        before = graver(check(whole, tables, derived))
        for code in EXTRA[kind]:
            if code not in {line.code for line in whole.lines}:
                more = ClaimLine(id="more", code=code, pointers="A")
                claim = whole.model_copy(update={"lines": (*whole.lines, more)})
                if not graver(check(claim, tables, derived)) - before:
                    silent[f"{visit.reason}, {code}"] += 1
    assert json.dumps(silent) == "{}"
