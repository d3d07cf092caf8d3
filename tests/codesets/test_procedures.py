"""The table of procedures is whole, dated and in our own words."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from oncodesk.codes.facts import read_procedures
from oncodesk.codes.values import Procedure
from oncodesk.policy.book import read_citations

ROWS = read_procedures()
TODAY = date(2026, 11, 25)
KINDS = {
    "administration", "access", "pump", "evaluation", "prolonged", "care_management", "laboratory", "transfusion",
    "procedure", "radiation_planning", "radiation_simulation", "radiation_delivery", "radiation_management",
    "radiation_physics", "radiation_device", "radiation_guidance", "brachytherapy", "supply", "blood_product",
    "vaccine",
}  # fmt: skip
NOT_OURS = re.compile(r"list separately|when performed|each additional|\beg,|\bie,|\(s\)|established patient|, per ")


def on(day: date) -> dict[str, Procedure]:
    return {p.code: p for p in ROWS if p.in_force(day)}


def named(day: date) -> dict[str, str]:
    return {p.role: p.code for p in ROWS if p.role and p.in_force(day)}


def test_there_are_enough_of_every_kind() -> None:
    kinds = Counter(p.kind for p in ROWS)
    assert set(kinds) == KINDS
    assert len({p.code for p in ROWS}) >= 320


@pytest.mark.parametrize("row", ROWS, ids=lambda p: f"{p.code}-{p.since}")
def test_a_row_is_whole(row: Procedure) -> None:
    assert re.fullmatch(r"\d{5}|\d{4}T|[A-Z]\d{4}", row.code)
    assert 8 <= len(row.wording) <= 80
    assert row.keywords
    assert row.source in read_citations()
    assert row.reviewed is not None
    assert row.reviewed <= TODAY
    assert row.until is None or row.since <= row.until
    assert row.code not in row.addon_to


@pytest.mark.parametrize("row", [p for p in ROWS if p.code.isdigit()], ids=lambda p: f"{p.code}-{p.since}")
def test_the_wording_is_not_in_the_form_of_the_copyrighted_one(row: Procedure) -> None:
    assert not NOT_OURS.search(row.wording.lower())
    assert ";" not in row.wording


def test_codes_and_roles_are_unique_on_any_date() -> None:
    for name in ("code", "role"):
        held: dict[str, list[Procedure]] = {}
        for row in ROWS:
            if getattr(row, name):
                held.setdefault(getattr(row, name), []).append(row)
        for rows in held.values():
            for earlier, later in pairwise(sorted(rows, key=lambda p: p.since)):
                assert earlier.until is not None
                assert earlier.until < later.since


def test_two_codes_never_share_a_wording() -> None:
    by_wording: dict[str, set[str]] = {}
    for row in ROWS:
        by_wording.setdefault(row.wording, set()).add(row.code)
    assert [codes for codes in by_wording.values() if len(codes) > 1] == []


def test_primaries_of_what_the_engine_adds_are_in_the_table() -> None:
    codes = {p.code for p in ROWS}
    for row in ROWS:
        if row.role and row.role != "chemotherapy.heated_intraperitoneal":
            assert set(row.addon_to) <= codes, row.code


def test_a_push_is_never_added_to_hydration() -> None:
    assert "96360" not in on(date(2026, 3, 12))["96375"].addon_to
    assert set(on(date(2026, 3, 12))["96361"].addon_to) == {"96360", "96365", "96374", "96409", "96413"}


def test_radiation_delivery_changed_on_the_first_of_2026() -> None:
    before, after = date(2025, 12, 31), date(2026, 1, 1)
    assert named(before)["radiation.delivery.simple"] == named(after)["radiation.delivery.level1"] == "77402"
    assert "radiation.delivery.level1" not in named(before)
    assert "radiation.delivery.simple" not in named(after)
    assert on(before)["77407"].wording != on(after)["77407"].wording
    gone = {"77014", "77385", "77386", "77401"} | {f"G60{n:02}" for n in range(1, 18)}
    come = {"77436", "77437", "77438", "77439"}
    assert gone <= set(on(before))
    assert not gone & set(on(after))
    assert come <= set(on(after))
    assert not come & set(on(before))


def test_split_and_whole_services_follow_the_rules() -> None:
    now = on(date(2026, 3, 12))
    professional = {"77261", "77262", "77263", "77427", "77431", "77432", "77435", "77469"}
    technical = {"77336", "77370", "77371", "77372", "77373", "77402", "77407", "77412", "77417", "77520", "77790"}
    split = {"77280", "77290", "77293", "77295", "77300", "77301", "77307", "77334", "77338", "77470", "77771"}
    assert {now[c].component for c in professional} == {"professional"}
    assert {now[c].component for c in technical} == {"technical"}
    assert {now[c].component for c in split} == {"split"}
    assert now["96376"].facility_only
    assert not now["96375"].facility_only
