"""Finalised claims found and counted by the practice file."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from invented_practice import claim_of, draft_of, report_of

from oncodesk.domain.people import Payer
from oncodesk.domain.report import Citation, Finding, Report
from oncodesk.vault.store import ClaimFilter, Store, VisitFilter

DAY = date(2026, 3, 12)


def finalised(store: Store, number: int, family: str, day: date, payer: str = "Medicare Part B", **more: int) -> int:
    visit = store.save_draft(None, draft_of(number, family, day.isoformat()) | {"payer": {"name": payer}})
    claim = claim_of(number, family, day, **more)
    paid = Payer(kind="medicare", name=payer)
    return store.finalise(visit, claim.model_copy(update={"payer": paid}), report_of(day))


@pytest.fixture
def store(practice_file: Store) -> Store:
    for n, (family, payer) in enumerate((("Ames", "Medicare Part B"), ("Brook", "Aetna"), ("Amesbury", "Aetna"))):
        finalised(practice_file, n, family, DAY + timedelta(days=n), payer)
    return practice_file


def numbers(store: Store, wanted: ClaimFilter) -> list[int]:
    return [one.number for one in store.find_claims(wanted)]


def test_claims_come_newest_first_a_page_at_a_time(store: Store) -> None:
    first = store.find_claims(limit=2)
    assert [one.number for one in first] == [3, 2]
    assert [one.number for one in store.find_claims(limit=2, before=first[-1].number)] == [1]


def test_claims_are_found_by_all_that_is_asked_together(store: Store) -> None:
    assert numbers(store, ClaimFilter(text="ames")) == [3, 1]
    assert numbers(store, ClaimFilter(text="ames", payer="Aetna")) == [3]
    assert numbers(store, ClaimFilter(number=2)) == [2]
    assert numbers(store, ClaimFilter(account="A-1")) == [2]
    assert numbers(store, ClaimFilter(since=DAY, until=DAY)) == [1]
    assert numbers(store, ClaimFilter(state="void")) == []
    assert store.payer_names() == ("Aetna", "Medicare Part B")


def test_claims_are_found_by_the_day_they_were_finalised(store: Store) -> None:
    (one, *_) = store.find_claims()
    day = one.finalised_at.astimezone().date()
    assert len(numbers(store, ClaimFilter(finalised_on=day))) == 3
    assert numbers(store, ClaimFilter(finalised_on=day + timedelta(days=1))) == []


def test_a_claim_knows_what_took_its_place(store: Store) -> None:
    one = store.find_claims(ClaimFilter(number=1))[0]
    again = store.finalise(one.visit_id, claim_of(0, "Ames", DAY, units=2), report_of(DAY))
    older, newer = store.find_claims(ClaimFilter(number=1))[0], store.find_claims(ClaimFilter(number=again))[0]
    assert (older.state, older.replaced_by) == ("replaced", again)
    assert (newer.replaces, newer.replaced_by) == (1, None)
    store.void(again, "wrong day")
    assert store.find_claims(ClaimFilter(number=again))[0].state == "void"


def test_figures_count_what_stands_and_every_claim_as_work(store: Store) -> None:
    found = Finding(rule="drugs.x", covers=(), severity="error", message="m", citation=Citation(title="t"))
    visit = store.save_draft(None, draft_of(9, "Cole"))
    report = Report(as_of=DAY, findings=(found, found))
    number = store.finalise(visit, claim_of(9, "Cole"), report)
    figures = store.figures(DAY, DAY)
    assert [(row[1], row[2]) for row in figures.visits] == [("ready", 2)]
    assert figures.findings == (("drugs.x", "error", "Medicare Part B", 1, 2),)
    assert figures.charges == (("Medicare Part B", DAY, 2, Decimal("1013.00")),)
    assert ("J9263", False, 2, Decimal("193.00"), 2) in figures.lines
    assert store.find_claims(ClaimFilter(number=number))[0].errors == 2
    store.void(number, "not ours")
    after = store.figures(DAY, DAY)
    assert after.findings == ()
    assert len(after.finalised) == len(figures.finalised) == 2
    assert after.charges[0][2] == 1


def test_waste_is_counted_apart(practice_file: Store) -> None:
    visit = practice_file.save_draft(None, draft_of())
    claim = claim_of()
    lost = claim.lines[1].model_copy(update={"id": "3", "modifiers": ("JW",), "units": 7})
    practice_file.finalise(visit, claim.model_copy(update={"lines": (*claim.lines, lost)}), report_of())
    units = {(code, is_waste): number for code, is_waste, number, _, _ in practice_file.figures(DAY, DAY).lines}
    assert units == {("96413", False): 1, ("J9263", False): 1, ("J9263", True): 7}


def test_visits_and_tallies_of_an_account_and_of_days(store: Store) -> None:
    assert [visit.draft["patient"]["family_name"] for visit in store.visits_of_patient("A-2")] == ["Amesbury"]
    assert [row.account for row in store.find_visits(VisitFilter(account="A-1"))] == ["A-1"]
    (tally,) = store.tallies(VisitFilter(since=DAY, until=DAY))
    assert (tally.status, tally.visits) == ("ready", 1)
