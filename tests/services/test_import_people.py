"""A file of patients and appointments changes the records as its preview says, or not at all."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from oncodesk.cli import main
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Patient
from oncodesk.services.import_people import Preview, import_people, preview_people
from oncodesk.vault import door, keys
from oncodesk.vault.errors import NotSaved
from oncodesk.vault.store import Store, VisitFilter

sys.path.append(str(Path(__file__).parents[1] / "exchange"))
from made_hl7 import appointment, patient, two_of_each

TODAY = date(2026, 11, 25)
PASSWORD = "correct horse battery"
HEADINGS = "account,last name,first name,dob,sex,phone,appt date,provider\n"
PAT = "A-1,Example,Pat,4/2/1961,F,217-555-0100,3/12/2026,R. Ito\n"
SAM = "A-2,Sample,Sam,12/31/1958,M,,,\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = door.create(tmp_path / "practice", PASSWORD, keys.FLOOR)
    yield opened
    opened.close()


def look(store: Store, tmp_path: Path, text: str, **chosen: str) -> Preview:
    path = tmp_path / "people.csv"
    path.write_text(text)
    return preview_people(store, path, TODAY, chosen)


def test_a_preview_changes_nothing_and_the_import_does_what_it_said(store: Store, tmp_path: Path) -> None:
    found = look(store, tmp_path, HEADINGS + PAT + SAM)
    assert [one.account for one in found.new] == ["A-1", "A-2"]
    assert (len(found.visits), found.refused, store.list_visits()) == (1, (), ())
    done = import_people(store, found)
    assert done.done
    assert [one.name for one in store.crossing.patients()] == ["Example, Pat", "Sample, Sam"]
    (row,) = store.list_visits()
    assert (row.account, row.status, row.date_of_service) == ("A-1", "uncoded", date(2026, 3, 12))
    draft = store.load_visit(row.id).draft
    assert draft["patient"]["birth_date"] == "1961-04-02"
    assert draft["providers"] == {"rendering": {"name": "R. Ito"}}
    assert "reason" not in draft
    assert store.audit()[-2].action == "import"
    assert store.verify().is_whole


def test_the_same_again_makes_nothing_twice(store: Store, tmp_path: Path) -> None:
    import_people(store, look(store, tmp_path, HEADINGS + PAT + PAT))
    again = look(store, tmp_path, HEADINGS + PAT)
    assert (again.new, again.changed, again.visits, again.unchanged, again.there) == ((), (), (), 1, 1)
    stale = look(store, tmp_path, HEADINGS + PAT.replace("3/12", "3/13"))
    import_people(store, stale)
    assert import_people(store, stale).visits == ()
    assert len(store.list_visits()) == 2


def test_what_changes_of_a_known_patient_is_shown_and_nothing_is_taken_away(store: Store, tmp_path: Path) -> None:
    import_people(store, look(store, tmp_path, HEADINGS + PAT))
    found = look(store, tmp_path, "mrn,last name,phone\nA-1,Exempel,\n")
    assert [(one.field, one.before, one.after) for one in found.changed] == [("family_name", "Example", "Exempel")]
    import_people(store, found)
    (held,) = store.crossing.patients()
    assert (held.family_name, held.phone, held.birth_date) == ("Exempel", "217-555-0100", date(1961, 4, 2))


def test_a_refused_row_stops_all_unless_it_is_left_out(store: Store, tmp_path: Path) -> None:
    found = look(store, tmp_path, HEADINGS + PAT + "A-3,New,,,,,,\n")
    assert [(one.place, one.field) for one in found.refused] == [("line 3", "given_name")]
    with pytest.raises(UnusableInput, match="nothing is imported"):
        import_people(store, found)
    assert (list(store.crossing.patients()), store.list_visits()) == ([], ())
    import_people(store, found, leave_out_refused=True)
    assert [one.account for one in store.crossing.patients()] == ["A-1"]


def test_headings_are_remembered(store: Store, tmp_path: Path) -> None:
    text = 'Chart,Who,Born,Kind\nA-1,"Example, Pat",4/2/1961,F\n'
    import_people(store, look(store, tmp_path, text, account="Chart", name="Who", birth_date="Born", sex="Kind"))
    assert look(store, tmp_path, text).unchanged == 1


def test_a_disk_that_fails_in_the_middle_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from oncodesk.vault import crossing, visits

    kept, calls = visits.make, []

    def failing(*args: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise NotSaved("Not saved: the disk does not take it.")
        kept(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(crossing, "_PART", 1)
    monkeypatch.setattr(visits, "make", failing)
    found = look(store, tmp_path, HEADINGS + PAT + PAT.replace("3/12", "3/13"))
    with pytest.raises(NotSaved):
        import_people(store, found)
    assert (list(store.crossing.patients()), store.list_visits()) == ([], ())
    assert store.verify().is_whole


def hl7(store: Store, tmp_path: Path, *texts: str) -> Preview:
    path = tmp_path / "feed.hl7"
    path.write_bytes("".join(texts).encode())
    return preview_people(store, path, TODAY)


def test_messages_of_every_kind(store: Store, tmp_path: Path) -> None:
    for event, texts in two_of_each().items():
        found = hl7(store, tmp_path, *texts)
        assert (len(found.refused) == 2) == (event == "A40"), found.as_text()
        import_people(store, found, leave_out_refused=True)
    assert {one.account: one.family_name for one in store.crossing.patients()} == {
        "A-1007": "Example", "A-1008": "O&Sample"
    }  # fmt: skip
    assert sorted(row.account for row in store.list_visits()) == ["A-1007", "A-1008"]


def test_an_appointment_moved_or_called_off_in_the_same_file(store: Store, tmp_path: Path) -> None:
    moved = hl7(store, tmp_path, appointment("S12"), appointment("S13", "202603190900"))
    assert [draft["date_of_service"] for draft in moved.visits] == ["2026-03-19"]
    off = hl7(store, tmp_path, appointment("S12"), appointment("S15"))
    assert (off.visits, off.notes) == ((), ())
    import_people(store, moved)
    later = hl7(store, tmp_path, appointment("S15", "202603190900"))
    assert "called off" in later.notes[0] and "03/19/2026" in later.notes[0]
    assert len(store.list_visits()) == 1


def test_the_practices_own_provider_is_taken_where_it_is_the_only_one(store: Store, tmp_path: Path) -> None:
    from oncodesk.domain.claim import Claim
    from oncodesk.domain.people import Provider, Providers
    from oncodesk.domain.report import Report

    number = store.save_draft(None, {"date_of_service": "2026-01-05", "patient": {"account": "A-9"}})
    ito = Provider(name="Reiko Ito", npi="1234567893", credential="MD")
    claim = Claim(date_of_service=date(2026, 1, 5), providers=Providers(rendering=ito))
    store.finalise(number, claim, Report(as_of=date(2026, 1, 5)))
    (draft,) = hl7(store, tmp_path, appointment("S12")).visits
    assert draft["providers"]["rendering"] == {"name": "Reiko Ito", "npi": "1234567893", "credential": "MD"}


def run(folder: Path, *words: str) -> Result:
    base = ["vault", "--folder", str(folder / "practice"), "--user", "owner"]
    return CliRunner().invoke(main, [*base, *words], input=PASSWORD + "\n")


def test_the_command(tmp_path: Path) -> None:
    door.create(tmp_path / "practice", PASSWORD, keys.FLOOR).close()
    path = tmp_path / "people.csv"
    path.write_text(HEADINGS + PAT + "A-3,New,,,,,,\n")
    tried = run(tmp_path, "import-people", str(path), "--dry-run", "--json")
    assert tried.exit_code == 1
    assert json.loads(tried.stdout)["refused"][0]["field"] == "given_name"
    stopped = run(tmp_path, "import-people", str(path))
    assert (stopped.exit_code, stopped.stderr.count("\n"), stopped.stdout) == (2, 1, "")
    assert "people.csv: line 3: given_name" in stopped.stderr
    done = run(tmp_path, "import-people", str(path), "--leave-out-refused")
    assert done.exit_code == 0
    assert "1 new kept" in done.stdout
    assert run(tmp_path, "import-people", str(tmp_path / "absent")).exit_code == 2
    assert run(tmp_path, "import-people", str(path), "--column", "account").exit_code == 2


def test_patients_with_no_name_of_their_own_are_still_patients(store: Store, tmp_path: Path) -> None:
    import_people(store, hl7(store, tmp_path, patient("A28")))
    held = store.find_patients("example")
    assert held == (parse_patient(),)


def parse_patient() -> Patient:
    return Patient.model_validate({
        "account": "A-1007", "family_name": "Example", "given_name": "Pat", "birth_date": "1961-04-02", "sex": "F",
        "phone": "217-555-0100",
        "address": {"line1": "12 Larch Lane", "line2": "Apt 3", "city": "Springfield", "state": "IL", "zip": "62704"},
    })  # fmt: skip


class Stop(Exception):
    pass


def test_it_is_stopped_at_any_word_and_keeps_nothing_or_all(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from oncodesk.vault import crossing

    monkeypatch.setattr(crossing, "_PART", 3)
    rows = "".join(PAT.replace("A-1", f"A-1{n}") for n in range(10))
    found = look(store, tmp_path, HEADINGS + rows)
    words: list[tuple[float, str]] = []
    for stop_at in range(100):
        words.clear()

        def say(fraction: float, what: str, stop_at: int = stop_at) -> None:
            words.append((fraction, what))
            if len(words) > stop_at:
                raise Stop

        try:
            import_people(store, found, say=say)
            break
        except Stop:
            assert store.list_visits() == () and tuple(store.crossing.patients()) == ()
            assert not store.verify().problems
    assert len(words) == 9, "four parts of the patients, four of the visits, and the end"
    assert [fraction for fraction, _ in words] == sorted(fraction for fraction, _ in words)
    assert "no longer be stopped" in words[-1][1]
    assert len(store.list_visits()) == len(tuple(store.crossing.patients())) == 10
    assert not store.verify().problems


def test_in_bulk_or_one_by_one_the_records_are_the_same(store: Store, tmp_path: Path) -> None:
    """Patients new, changed and as they were, and visits found by the same words, under numbers that go on."""
    import_people(store, look(store, tmp_path, HEADINGS + PAT + PAT.replace("A-1", "A-2")))
    (first, second) = store.crossing.patients()
    store.save_patient(first.model_copy(update={"phone": "217-555-0101"}))
    one_by_one = store.save_draft(None, {"date_of_service": "2026-01-05", "patient": {"account": "A-9"}})
    rows = PAT.replace("Pat", "Patricia").replace("3/12", "4/12") + PAT.replace("A-1", "A-3")
    found = look(store, tmp_path, HEADINGS + rows)
    import_people(store, found)
    held = {one.account: one for one in store.crossing.patients()}
    assert isinstance(held["A-1"], Patient) and held["A-1"].given_name == "Patricia"
    assert held["A-1"].phone == "217-555-0100" and held["A-2"] == second
    ids = [visit.id for visit in store.crossing.visits()]
    assert ids == sorted(set(ids)) and ids[-2:] == [one_by_one + 1, one_by_one + 2]
    assert [one.account for one in store.find_visits(VisitFilter(text="patricia"))] == ["A-1"]
    (visit,) = store.find_visits(VisitFilter(text="a 3"))
    assert (visit.status, visit.account) == ("uncoded", "A-3")
    entries = [(entry.action, entry.subject) for entry in store.audit()]
    told = [entry for entry in entries if entry[1].startswith(("patient:", "visit:", "CSV"))]
    assert told[-5:] == [
        ("edit", "patient:A-3"), ("edit", "patient:A-1"), ("create", f"visit:{one_by_one + 1}"),
        ("create", f"visit:{one_by_one + 2}"), ("import", "CSV"),
    ]  # fmt: skip
    assert not store.verify().problems
