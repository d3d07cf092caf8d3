"""The published values are whole, dated, and say what the rules mean."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest

from oncodesk.codes.facts import read_drugs, read_procedures
from oncodesk.policy.book import Policy, read_values

BOOK = read_values()
TODAY = datetime.now().astimezone().date()
ROOMS = {"exchange", "infusion", "drugs", "radiation", "evaluation", "claim", "diagnosis", "support"}


def on(day: str) -> Policy:
    return Policy(date.fromisoformat(day))


def words(held: Any) -> Iterator[str]:
    if isinstance(held, dict):
        yield from held
        held = list(held.values())
    for item in held if isinstance(held, list) else [held]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict | list):
            yield from words(item)


def test_every_room_has_its_file() -> None:
    assert {name.partition(".")[0] for name in BOOK} == ROOMS


@pytest.mark.parametrize("name", BOOK)
def test_a_value_is_sourced_reviewed_and_in_order(name: str) -> None:
    for held in BOOK[name]:
        assert len(held.source) > 2
        assert isinstance(held.since, date)
        assert held.reviewed <= TODAY
        assert held.since <= TODAY
        assert held.until is None or held.since <= held.until
    for earlier, later in pairwise(BOOK[name]):
        assert earlier.since < later.since
        assert earlier.until is None or earlier.until < later.since
    assert len({type(held.value) for held in BOOK[name]}) == 1


@pytest.mark.parametrize("name", BOOK)
def test_a_list_names_nothing_twice(name: str) -> None:
    for held in BOOK[name]:
        if isinstance(held.value, list):
            texts = [str(item) for item in held.value]
            assert len(texts) == len(set(texts))


@pytest.mark.parametrize("name", [n for n in BOOK if n.startswith(("infusion.", "radiation."))])
def test_procedures_named_are_in_the_table_on_their_first_day(name: str) -> None:
    ever = {p.code for p in read_procedures()} | {d.code for d in read_drugs()}
    elsewhere = {"A4206", "A4207", "A4208", "A4209", "A4213", "A4215", "A4217", "A4245", "A4247", "A4300", "A4930"}
    for held in BOOK[name]:
        named = {word for word in words(held.value) if re.fullmatch(r"\d{5}|[AEGJ]\d{4}", word)}
        assert named - ever <= elsewhere


@pytest.mark.parametrize(
    "name",
    [
        "radiation.external_beam_codes",
        "radiation.superficial_codes",
        "radiation.delivery_codes",
        "radiation.technical_only",
        "radiation.guidance_codes",
    ],
)
@pytest.mark.parametrize("day", ["2025-12-31", "2026-01-01"])
def test_radiation_lists_hold_only_what_was_in_force(name: str, day: str) -> None:
    in_force = {p.code for p in read_procedures() if p.in_force(date.fromisoformat(day))}
    assert on(day).codes(name)
    assert on(day).codes(name) <= in_force


def test_components_agree_with_the_table_of_procedures() -> None:
    in_force = {p.code: p for p in read_procedures() if p.in_force(date(2026, 3, 12))}
    for name, component in (("professional_only", "professional"), ("technical_only", "technical")):
        listed = on("2026-03-12").codes(f"radiation.{name}")
        assert {in_force[code].component for code in listed} == {component}


@pytest.mark.parametrize(("minutes", "hours"), [(90, 0), (91, 1), (150, 1), (151, 2), (210, 2), (211, 3)])
def test_extra_hours_come_out_as_published(minutes: int, hours: int) -> None:
    policy = on("2026-03-12")
    after, hour = policy.number("infusion.extra_hour_after_minutes"), policy.number("infusion.hour_minutes")
    assert (minutes - after) // hour == hours


def test_waste_modifiers_came_one_after_the_other() -> None:
    assert on("2016-12-31").codes("drugs.waste_modifiers") == frozenset()
    assert on("2023-06-30").codes("drugs.waste_modifiers") == {"JW"}
    assert on("2023-07-01").codes("drugs.waste_modifiers") == {"JW", "JZ"}
    assert on("2023-06-30").get("drugs.jz_required") is None
    assert on("2023-07-01").get("drugs.jz_required") is not None


def test_checkpoint_inhibitors_got_their_own_adverse_effect() -> None:
    assert on("2024-09-30").table("diagnosis.adverse_effect")["immunotherapy"] == "T45.1X5"
    assert on("2024-10-01").table("diagnosis.adverse_effect")["immunotherapy"] == "T45.AX5"


def test_the_care_relation_add_on_grew() -> None:
    assert "G0439" not in on("2024-12-31").codes("evaluation.g2211_allowed_with")
    assert "G0439" in on("2025-01-01").codes("evaluation.g2211_allowed_with")
    assert "99350" not in on("2025-12-31").codes("evaluation.g2211_primaries")
    assert "99350" in on("2026-01-01").codes("evaluation.g2211_primaries")
