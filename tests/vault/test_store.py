"""The practice file keeps what it says it keeps, and shows nothing to who has no password."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from invented_practice import CANARY, PASSWORD, Clock, claim_of, draft_of, report_of

from oncodesk.domain.claim import LineOverride
from oncodesk.domain.decisions import Anchor, Answer, Decisions, Overlay
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.fees import Fees
from oncodesk.domain.payer_card import CardException, CardPayer, PayerCard, WrittenPolicy
from oncodesk.domain.people import Practice
from oncodesk.domain.report import Edit
from oncodesk.domain.template import Favourite, Favourites, Template
from oncodesk.vault import door
from oncodesk.vault.errors import Conflict, InUse, Locked, NotAllowed, WrongPassword
from oncodesk.vault.store import Store, StoredVisit, VisitFilter
from oncodesk.vault.values import Security

DRAFT = draft_of()


def test_a_visit_comes_back_as_saved(folder: Path, practice_file: Store) -> None:
    edit = Edit(op="add_modifier", line="2", value="JZ")
    laid = Decisions(overlays=(Overlay(edits=(edit,), title="Add JZ"),))
    refused = {"administrations.a1.start": "nine-ish"}
    number = practice_file.save_draft(None, DRAFT, laid, refused=refused)
    practice_file.save_practice(Practice(name="Elm Street Oncology"))
    practice_file.close()
    again = door.unlock(folder, PASSWORD)
    assert again.load_visit(number) == StoredVisit(number, DRAFT, laid, "uncoded", refused)
    assert again.practice() == Practice(name="Elm Street Oncology")
    (row,) = again.list_visits()
    assert (row.patient_name, row.account, str(row.date_of_service)) == (f"{CANARY}, Pat", "A-77", "2026-03-12")
    again.close()


def test_favourites_and_templates_come_back_as_saved(folder: Path, practice_file: Store) -> None:
    assert practice_file.favourites() == Favourites()
    assert practice_file.templates() == ()
    favourites = Favourites(codes=(Favourite(code="C50.911", note="breast, right"),))
    regimen = Template(name="Zoledronic acid", reason="drug_treatment", cycle_days=28)
    practice_file.save_favourites(favourites)
    practice_file.save_templates((regimen,))
    practice_file.close()
    again = door.unlock(folder, PASSWORD)
    assert (again.favourites(), again.templates()) == (favourites, (regimen,))
    again.close()


def test_charges_come_back_to_the_cent(practice_file: Store) -> None:
    assert practice_file.fees() is None
    fees = Fees(name="2026", since=date(2026, 1, 1), per_unit={"96413": Decimal("410"), "J9263": Decimal("0.32")})
    practice_file.save_fees(fees)
    practice_file.save_fees(fees)
    assert practice_file.fees() == fees
    fewer = fees.model_copy(update={"per_unit": {"96413": Decimal("415.10")}})
    practice_file.save_fees(fewer)
    assert practice_file.fees() == fewer
    assert practice_file.verify().is_whole


def test_a_draft_may_be_as_unfinished_as_it_likes(practice_file: Store) -> None:
    number = practice_file.save_draft(None, {"date_of_service": "not yet", "patient": {"family_name": 3}, "payer": []})
    assert practice_file.list_visits()[0].date_of_service is None
    practice_file.save_draft(number, DRAFT, status="query")
    assert [row.status for row in practice_file.list_visits()] == ["query"]
    with pytest.raises(KeyError):
        practice_file.save_draft(99, DRAFT)
    with pytest.raises(KeyError):
        practice_file.load_visit(99)


def test_who_saves_over_anothers_save_is_told(practice_file: Store) -> None:
    number = practice_file.save_draft(None, DRAFT)
    seen = practice_file.load_visit(number).version
    practice_file.save_draft(number, DRAFT, version=seen)
    with pytest.raises(Conflict):
        practice_file.save_draft(number, {}, version=seen)
    assert practice_file.load_visit(number).draft == DRAFT


def test_a_draft_can_be_thrown_away_but_not_once_it_was_finalised(practice_file: Store) -> None:
    kept, blank = practice_file.save_draft(None, DRAFT), practice_file.save_draft(None, {})
    practice_file.discard_draft(blank)
    assert [row.id for row in practice_file.list_visits()] == [kept]
    assert practice_file.save_draft(None, {}) > blank
    practice_file.finalise(kept, claim_of(), report_of())
    with pytest.raises(Conflict):
        practice_file.discard_draft(kept)
    with pytest.raises(KeyError):
        practice_file.discard_draft(99)


def test_a_corrected_claim_replaces_the_one_that_stood_and_a_void_one_stands_no_more(practice_file: Store) -> None:
    number = practice_file.save_draft(None, DRAFT)
    first = practice_file.finalise(number, claim_of(), report_of())
    second = practice_file.finalise(number, claim_of(units=2), report_of())
    one, two = practice_file.claims_of_visit(number)
    assert (one.number, one.state, one.replaces) == (first, "replaced", None)
    assert (two.number, two.state, two.replaces) == (second, "current", first)
    assert practice_file.last_claim(number) == two == practice_file.claim(second)
    assert practice_file.claims_of_patient("A-77") == (two,)
    with pytest.raises(Conflict):
        practice_file.void(first, "twice")
    practice_file.void(second, "never given")
    assert practice_file.claims_of_patient("A-77") == ()
    assert practice_file.list_visits()[0].status == "uncoded"
    assert practice_file.finalise(number, claim_of(), report_of()) == second + 1
    assert practice_file.claims_of_visit(number)[-1].replaces is None
    with pytest.raises(KeyError):
        practice_file.void(99, "no such claim")
    with pytest.raises(KeyError):
        practice_file.claim(99)


def test_claims_of_a_patient_come_by_date(practice_file: Store) -> None:
    for day in (date(2026, 5, 1), date(2026, 3, 1), date(2026, 4, 1)):
        visit = practice_file.save_draft(None, draft_of(day=day.isoformat()))
        practice_file.finalise(visit, claim_of(day=day), report_of(day))
    other = practice_file.save_draft(None, draft_of(78))
    practice_file.finalise(other, claim_of(78), report_of())
    found = practice_file.claims_of_patient("A-77")
    assert [final.claim.date_of_service.month for final in found] == [3, 4, 5]
    assert {final.claim.patient.account for final in found if final.claim.patient} == {"A-77"}


def test_who_is_named_in_a_claim_is_found_again(practice_file: Store) -> None:
    for number, family in ((1, "Åberg"), (2, "Abergson"), (3, "Zimmer")):
        visit = practice_file.save_draft(None, draft_of(number, family))
        practice_file.finalise(visit, claim_of(number, family), report_of())
    assert [patient.account for patient in practice_file.find_patients("aberg")] == ["A-1", "A-2"]
    assert [patient.family_name for patient in practice_file.find_patients("A-3")] == ["Zimmer"]
    assert [person.name for person in practice_file.providers()] == ["R. Ito"]
    moved = claim_of(3, "Zimmer").patient
    assert moved is not None
    practice_file.save_patient(moved.model_copy(update={"phone": "555-0100"}))
    assert practice_file.find_patients("zim")[0].phone == "555-0100"


def test_notes_keep_who_said_them(practice_file: Store) -> None:
    practice_file.add_note("patient:A-77", "prefers the morning")
    practice_file.add_note("code:96413", "ask for stop times")
    (note,) = practice_file.notes("patient:A-77")
    assert (note.text, note.by) == ("prefers the morning", "owner")


def test_the_worklist_is_found_by_status_day_and_words(practice_file: Store) -> None:
    made = {}
    for number in range(30):
        family = "Smith" if number % 3 else "Müller-Lüdenscheid"
        status = "query" if number % 2 else "uncoded"
        made[number] = practice_file.save_draft(
            None, draft_of(number, family, f"2026-03-{number + 1:02}"), status=status
        )  # type: ignore[arg-type]
    undated = practice_file.save_draft(None, draft_of(99, "Nobody", "soon"))
    everyone = practice_file.find_visits()
    assert [row.id for row in everyone] == [*(made[n] for n in reversed(range(30))), undated]
    assert everyone == practice_file.list_visits()
    pages, after = [], None
    while page := practice_file.find_visits(limit=7, after=after):
        pages += page
        after = page[-1]
    assert tuple(pages) == everyone
    found = practice_file.find_visits(VisitFilter("query", "luden MUL", date(2026, 3, 5), date(2026, 3, 20)))
    assert [row.account for row in found] == [f"A-{n}" for n in reversed(range(4, 20)) if n % 2 and not n % 3]
    assert [row.account for row in practice_file.find_visits(VisitFilter(text="a-7 medic"))] == ["A-7"]
    assert practice_file.find_visits(VisitFilter(text="smith nobody")) == ()
    assert [(t.status, t.visits, t.oldest) for t in practice_file.tallies()] == [
        ("query", 15, date(2026, 3, 2)),
        ("uncoded", 16, date(2026, 3, 1)),
    ]


def test_a_visit_moves_from_one_tab_to_another(practice_file: Store) -> None:
    number = practice_file.save_draft(None, DRAFT)
    practice_file.mark_visit(number, "hold")
    assert practice_file.list_visits()[0].status == "hold"
    assert practice_file.load_visit(number).draft == DRAFT
    with pytest.raises(KeyError):
        practice_file.mark_visit(99, "hold")


def test_words_follow_a_change(practice_file: Store) -> None:
    number = practice_file.save_draft(None, draft_of(1, "Before"))
    practice_file.save_draft(number, draft_of(1, "After"), charge_total=Decimal("12.34"))
    assert practice_file.find_visits(VisitFilter(text="before")) == ()
    (row,) = practice_file.find_visits(VisitFilter(text="after"))
    assert row.charge_total == Decimal("12.34")
    assert practice_file.tallies()[0].charge_total == Decimal("12.34")


def test_a_wrong_password_opens_nothing(folder: Path, practice_file: Store) -> None:
    practice_file.close()
    with pytest.raises(WrongPassword):
        door.unlock(folder, PASSWORD + " ")


def test_a_closed_file_gives_nothing_away(practice_file: Store) -> None:
    number = practice_file.save_draft(None, DRAFT)
    practice_file.close()
    practice_file.close()
    for use in (
        practice_file.list_visits,
        practice_file.verify,
        lambda: practice_file.load_visit(number),
        lambda: practice_file.save_draft(number, DRAFT),
    ):
        with pytest.raises(Locked):
            use()


def test_nothing_about_patients_is_readable_in_the_folder(folder: Path, practice_file: Store) -> None:
    practice_file.save_draft(None, DRAFT)
    in_the_clear = [path.name for path in folder.iterdir() if CANARY.encode() in path.read_bytes()]
    practice_file.close()
    in_the_clear += [path.name for path in folder.iterdir() if CANARY.encode() in path.read_bytes()]
    assert in_the_clear == []
    assert not (folder / door.FILE).read_bytes().startswith(b"SQLite format 3")


def test_a_second_window_is_told_whose_the_first_is(folder: Path, practice_file: Store) -> None:
    with pytest.raises(InUse, match=r"in another window: .* on .*, since \d{4}-.*, process \d+"):
        door.unlock(folder, PASSWORD)
    practice_file.close()
    door.unlock(folder, PASSWORD).close()


def test_a_short_password_a_second_practice_and_a_missing_one_are_refused(folder: Path, practice_file: Store) -> None:
    practice_file.close()
    with pytest.raises(UnusableInput, match="8 characters"):
        door.create(folder.with_name("other"), "short")
    with pytest.raises(UnusableInput, match="without a practice file"):
        door.create(folder, PASSWORD)
    with pytest.raises(UnusableInput, match="expected a practice file here"):
        door.unlock(folder.with_name("nowhere"), PASSWORD)
    assert not folder.with_name("nowhere").exists()


def test_a_clock_set_back_changes_nothing_but_the_time_written(practice_file: Store, clock: Clock) -> None:
    number = practice_file.save_draft(None, DRAFT)
    clock.time = clock.time.replace(year=2020)
    practice_file.save_draft(number, DRAFT)
    assert practice_file.load_visit(number).draft == DRAFT
    assert practice_file.verify().is_whole


def test_every_reason_given_and_taken_back_is_in_the_audit(practice_file: Store) -> None:
    stamp = {"by": "owner", "at": "2026-09-17T14:30"}
    answer = Answer(
        rule="claim.x", lines=(Anchor(id="2", code="J9263"),), message="m", reason="the payer asks", **stamp
    )
    edit = Edit(op="remove_line", line="1")
    taken = Overlay(edits=(edit,), title="96413 taken off", own=LineOverride(reason="not given", **stamp))
    decided = Decisions(overlays=(taken,), answers=(answer,))
    number = practice_file.save_draft(None, DRAFT, decided)
    practice_file.save_draft(number, DRAFT, decided)
    practice_file.save_draft(number, DRAFT, Decisions(overlays=(taken,)))
    assert practice_file.load_visit(number).decided == Decisions(overlays=(taken,))
    said = [(row.action, row.detail.get("on"), row.detail.get("reason")) for row in practice_file.audit()]
    assert [entry for entry in said if entry[0] in ("override", "withdraw")] == [
        ("override", "J9263", "the payer asks"),
        ("override", "96413 taken off", "not given"),
        ("withdraw", "J9263", "the payer asks"),
    ]
    assert practice_file.reasons() == ("not given", "the payer asks")
    sealed = practice_file.finalise(number, claim_of(), report_of())
    removed = [row.detail for row in practice_file.audit(f"claim:{sealed}") if row.action == "override"]
    assert removed == [{"removed": "96413 taken off", "reason": "not given"}]
    assert practice_file.sealed_claim(sealed).is_whole


def test_a_payer_card_is_kept_with_its_policy_and_never_removed(practice_file: Store) -> None:
    policy = WrittenPolicy(
        kind="commercial", title="Waste", dated=date(2026, 1, 2), file="w.pdf", since=date(2026, 1, 2)
    )
    one = CardException(rule="drugs.x", becomes="off", policy=policy)
    card = PayerCard(payer=CardPayer(kind="commercial", name="Example Health"), exceptions=(one,))
    number = practice_file.add_card(card, {"w.pdf": b"the policy"})
    (held,) = practice_file.cards()
    assert (held.card, held.by, held.files, held.withdrawn_at) == (card, "owner", ("w.pdf",), None)
    assert practice_file.policy_file(number, "w.pdf") == b"the policy"
    with pytest.raises(KeyError):
        practice_file.policy_file(number, "other.pdf")
    practice_file.withdraw_card(number)
    (held,) = practice_file.cards()
    assert (held.card, held.withdrawn_by) == (card, "owner")
    with pytest.raises(Conflict):
        practice_file.withdraw_card(number)
    with pytest.raises(KeyError):
        practice_file.withdraw_card(99)
    assert [row.action for row in practice_file.audit(f"card:{number}")] == ["import", "withdraw"]
    assert practice_file.verify().is_whole


def test_a_line_taken_off_needs_a_second_person_as_any_override_does(practice_file: Store) -> None:
    practice_file.save_security(Security(second_person=True))
    own = LineOverride(reason="not given", by="owner", at="2026-09-17T14:30")
    taken = Overlay(edits=(Edit(op="remove_line", line="3"),), title="96368 taken off", own=own)
    number = practice_file.save_draft(None, DRAFT, Decisions(overlays=(taken,)))
    with pytest.raises(NotAllowed):
        practice_file.finalise(number, claim_of(), report_of())
    practice_file.save_draft(number, DRAFT)
    assert practice_file.finalise(number, claim_of(), report_of())
