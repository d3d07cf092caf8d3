"""Three hundred and more correct visits: what they derive is free of errors, and whatever is then altered is found."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from oncodesk.codes.library import open_code_sets
from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Report
from oncodesk.domain.visit import Visit
from oncodesk.rules.check import check
from oncodesk.services.derive_claim import derive_claim

Facts = dict[str, Any]
COUNT = 360
APART = ("iron", "ferr", "grastim", "poetin", "factor")
SEX = {"C61": "M", "C50.912": "F", "C56.1": "F"}
SOLID = ("C18.2", "C34.11", "C25.0", "C20", "C56.1", "C50.912")
LYMPHOMA = ("C83.31", "C82.03")
REGIMENS: tuple[tuple[str, tuple[tuple[str, str, int, float], ...]], ...] = (
    (
        "C18.2",
        (
            ("palonosetron", "iv_push", 1, 0.25),
            ("dexamethasone", "iv_push", 3, 10),
            ("oxaliplatin", "iv_infusion", 120, 150),
            ("leucovorin", "iv_infusion", 120, 700),
            ("fluorouracil", "iv_push", 5, 700),
        ),
    ),
    (
        "C34.11",
        (
            ("dexamethasone", "iv_push", 3, 10),
            ("paclitaxel", "iv_infusion", 180, 300),
            ("carboplatin", "iv_infusion", 45, 450),
        ),
    ),
    ("C34.11", (("pembrolizumab", "iv_infusion", 30, 200),)),
    ("C34.11", (("nivolumab", "iv_infusion", 30, 240), ("ipilimumab", "iv_infusion", 30, 50))),
    ("C25.0", (("gemcitabine", "iv_infusion", 30, 1800), ("ondansetron", "iv_push", 2, 8))),
    ("C50.912", (("docetaxel", "iv_infusion", 60, 140), ("cyclophosphamide", "iv_infusion", 31, 1000))),
    (
        "C83.31",
        (("rituximab", "iv_infusion", 211, 700), ("doxorubicin", "iv_push", 5, 90), ("vincristine", "iv_push", 2, 2)),
    ),
    ("C90.00", (("bortezomib", "subcutaneous", 1, 2.5),)),
    ("C61", (("leuprolide", "intramuscular", 1, 22.5),)),
    ("C50.912", (("fulvestrant", "intramuscular", 1, 500),)),
    ("C61", (("docetaxel", "iv_infusion", 60, 140),)),
)
EXPLAINED = {
    "drugs.waste-avoidable": "the vials are drawn at random, not chosen for the dose",
    "drugs.waste-modifier-expected": "a commercial payer's policy on waste is not on file",
}
"""Warnings that a generated visit may rightly raise, and why."""


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def header(pick: random.Random, dx: str, day: date) -> Facts:
    kind = pick.choice(("medicare", "medicare", "medicare_advantage", "commercial"))
    return {
        "date_of_service": day.isoformat(),
        "payer": {"kind": kind, "name": "Example payer", "member_id": "1EG4TE5MK73"},
        "patient": {
            "account": "A-1",
            "family_name": "Example",
            "given_name": "Pat",
            "birth_date": "1955-04-02",
            "sex": SEX.get(dx) or pick.choice("FM"),
        },
        "providers": {"rendering": {"name": "R. Ito", "npi": "1234567893", "credential": "MD"}},
        "diagnoses": [{"code": dx}],
        "facts": {"signed_order": True},
    }


def given(
    n: int, drug: str, route: str, start: int, minutes: int, dose: Facts, boxes: list[Facts], waste: Facts
) -> Facts:
    timed = {"stop": clock(start + minutes)} if route in {"iv_infusion", "iv_push"} else {}
    return {"id": f"a{n}", "drug": drug, "route": route, "start": clock(start), "access": "port", "dose": dose,
            "containers": boxes, "discarded": waste, **timed}  # fmt: skip


def regimen(pick: random.Random, tables: Tables) -> Facts:
    """A published regimen, each drug from one vial of just its dose."""
    dx, drugs = pick.choice(REGIMENS)
    held, at = [], 8 * 60 + pick.randint(0, 90)
    for n, (name, route, minutes, amount) in enumerate(drugs, 1):
        size = amount + pick.choice((0, 0, amount / 4))
        box = {"amount": size, "unit": "mg", "count": 1, "kind": "single_dose"}
        waste = {"amount": size - amount, "unit": "mg"}
        held.append(given(n, name, route, at, minutes, {"amount": amount, "unit": "mg"}, [box], waste))
        at += minutes + pick.randint(1, 5)
    return header(pick, dx, tables.on) | {"reason": "antineoplastic_treatment", "administrations": held} | seen(pick)


def seen(pick: random.Random) -> Facts:
    """Now and then a visit of its own on the day of a treatment."""
    visit = {"code": pick.choice(("99213", "99214")), "performed_by": "physician", "significant_separate": True}
    return {"services": [visit]} if pick.random() < 0.3 else {}


def listed(tables: Tables, drug_class: str, route: str) -> list[Drug]:
    """Drugs of the shipped table that come in single-dose vials and are for anything.

    Clotting factors are left out: they count by thousands, and a line holds 9999.
    """
    special = tables.policy.codes("drugs.denosumab_codes")
    return [
        d
        for d in tables.drugs
        if d.drug_class == drug_class and route in d.routes and not d.unlisted and d.indication is None
        and d.container_kind == "single_dose" and d.containers and d.containers[0].unit == "mg"
        and d.code not in special and not any(word in d.generic for word in APART)
    ]  # fmt: skip


def vials(pick: random.Random, n: int, drug: Drug, route: str, at: int, minutes: int) -> Facts:
    """One drug of the table, in whole vials or with a rest that is thrown away."""
    box = pick.choice(drug.containers)
    size, count = float(box.amount), pick.randint(1, 3)
    rest = pick.choice((0, 0, size / 4))
    opened = {"amount": size, "unit": box.unit, "count": count, "kind": "single_dose"}
    dose = {"amount": size * count - rest, "unit": box.unit}
    return given(n, drug.code, route, at, minutes, dose, [opened], {"amount": rest, "unit": box.unit})


def chemotherapy(pick: random.Random, tables: Tables) -> Facts:
    """Fluid, pushes and one to three infused antineoplastic drugs one after another."""
    held: list[Facts] = []
    at = 8 * 60
    for drug in pick.sample(listed(tables, "therapeutic", "iv_push"), pick.randint(0, 2)):
        minutes = pick.randint(2, 8)
        held.append(vials(pick, len(held) + 1, drug, "iv_push", at, minutes))
        at += minutes + 2
    if pick.random() < 0.4:
        minutes = pick.randint(31, 120)
        timed = {"start": clock(at), "stop": clock(at + minutes), "access": "port"}
        fluid = {"drug": "normal saline", "class": "hydration", "route": "iv_infusion", "purpose": "prehydration"}
        held.append({"id": f"a{len(held) + 1}"} | fluid | timed)
        at += minutes + 1
    pool = {d.generic: d for d in listed(tables, "antineoplastic", "iv_infusion") if d.encounter != "none"}
    for drug in pick.sample(list(pool.values()), pick.randint(1, 3)):
        minutes = pick.randint(16, 200)
        held.append(vials(pick, len(held) + 1, drug, "iv_infusion", at, minutes))
        at += minutes + 3
    dx = pick.choice(SOLID + LYMPHOMA)
    return header(pick, dx, tables.on) | {"reason": "antineoplastic_treatment", "administrations": held} | seen(pick)


def infusion(pick: random.Random, tables: Tables) -> Facts:
    """One infusion of a drug that is no chemotherapy."""
    drug = pick.choice(listed(tables, "therapeutic", "iv_infusion"))
    held = vials(pick, 1, drug, "iv_infusion", 9 * 60, pick.randint(16, 240))
    return header(pick, "D51.9", tables.on) | {"reason": "drug_treatment", "administrations": [held]}


def hydration(pick: random.Random, tables: Tables) -> Facts:
    """Fluid for dehydration."""
    held = {"id": "a1", "drug": "normal saline", "route": "iv_infusion", "purpose": "hydration", "start": "09:00",
            "stop": clock(540 + pick.randint(31, 300))}  # fmt: skip
    facts = header(pick, "E86.0", tables.on) | {"reason": "hydration", "administrations": [held]}
    return facts | {"diagnoses": [{"code": "E86.0"}, {"code": "C18.2"}]}


def seen_only(pick: random.Random, tables: Tables) -> Facts:
    """A visit, sometimes with blood drawn from a vein."""
    code = pick.choice(("99212", "99213", "99214", "99215"))
    services = [{"code": code, "performed_by": "physician"}] + ([{"code": "36415"}] if pick.random() < 0.5 else [])
    return header(pick, pick.choice(SOLID), tables.on) | {"reason": "evaluation", "services": services}


def radiation(pick: random.Random, tables: Tables) -> Facts:
    """A whole course of external radiation, on working days, each five fractions seen by physician and physicist."""
    count, technique = pick.choice((3, 5, 8, 10, 16, 20, 25, 28, 33)), pick.choice(("2d", "3d", "imrt", "vmat"))
    events: list[Facts] = []
    day, number = tables.on - timedelta(days=int(count * 1.45) + 3), 0
    first = day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    while number < count:
        if day.weekday() < 5:
            number += 1
            on = {"date": day.isoformat()}
            part = {"type": "fraction", "number": number, "isocenters": 1, "active_motion_management": False}
            events.append(on | part)
            if number % 5 == 0 or number == count:
                events.append(on | {"type": "management_exam", "performed_by": "physician"})
                events.append(on | {"type": "physics_check"})
        day += timedelta(days=1)
    plan = ["77301"] if technique in {"imrt", "vmat"} else ["77290", "77295"]
    past = [{"date_of_service": (first - timedelta(days=n)).isoformat(), "code": c, "course": "C1"}
            for n, c in enumerate(["77263", *plan], 10)]  # fmt: skip
    dx = pick.choice(("C61", "C20", "C34.11"))
    course = {"id": "C1", "modality": "external_beam", "technique": technique, "planned_fractions": count,
              "complete": True, "areas": 1, "equipment": "practice"}  # fmt: skip
    return header(pick, dx, date.fromisoformat(events[-1]["date"])) | {
        "reason": "radiation_treatment",
        "history": past,
        "radiation": {"claim": "course", "course": course, "events": events},
    }


KINDS: tuple[Callable[[random.Random, Tables], Facts], ...] = (
    regimen, regimen, chemotherapy, chemotherapy, infusion, hydration, seen_only, radiation
)  # fmt: skip


@cache
def visits() -> tuple[tuple[Visit, Tables, Derivation], ...]:
    """The visits, the same every time, each with its tables and what it derives."""
    pick, code_sets, made = random.Random(227), open_code_sets(), []
    for n in range(COUNT):
        day = date(2026, 2, 2) + timedelta(days=pick.randint(0, 200))
        visit = parse(Visit, KINDS[n % len(KINDS)](pick, code_sets.at(day)))
        tables = code_sets.at(visit.date_of_service)
        made.append((visit, tables, derive_claim(visit, tables)))
    return tuple(made)


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


def graver(said: Report) -> set[tuple[str, str]]:
    return {(f.rule, f.message) for f in said.findings if f.severity != "info"}


def test_correct_visits_raise_no_error_and_every_warning_is_explained() -> None:
    kinds: Counter[str] = Counter()
    for visit, _, derived in visits():
        kinds[visit.reason] += 1
        assert derived.claim.lines, visit.model_dump_json()
        assert derived.report
        for finding in derived.report.findings:
            told = (finding.rule, finding.message, [(x.code, x.units, x.modifiers) for x in derived.claim.lines])
            assert finding.severity != "error", told
            assert finding.severity == "info" or finding.rule in EXPLAINED, told
    assert sum(kinds.values()) >= 300
    assert len(kinds) >= 5


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
            if not graver(check(claim, tables, derived)) - before:
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
