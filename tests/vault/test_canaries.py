"""A stolen folder gives nothing away: words planted in every field are found in no file, through thirty workflows."""

import logging
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlcipher3
from invented_practice import Clock

from oncodesk.codes.library import open_code_sets
from oncodesk.domain.claim import Claim, ClaimLine, Override
from oncodesk.domain.decisions import Answer, Decisions, Overlay, Query
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.fees import Fees
from oncodesk.domain.payer_card import CardException, CardPayer, PayerCard, WrittenPolicy
from oncodesk.domain.people import Address, Patient, Payer, Practice, Provider, Providers
from oncodesk.domain.report import Citation, Edit, Finding, Report
from oncodesk.domain.template import Favourite, Favourites, Template
from oncodesk.services.audit_pack import audit_pack
from oncodesk.services.export_deidentified import export_deidentified
from oncodesk.services.export_records import export_records
from oncodesk.services.import_people import import_people, preview_people
from oncodesk.vault import backups, door, keys, migrate, restore
from oncodesk.vault.errors import VaultProblem
from oncodesk.vault.secret import Secret
from oncodesk.vault.store import Store, VisitFilter
from oncodesk.vault.values import Security

DAY = date(2026, 3, 12)
PASSWORD, FRESH = "Zzpassword plain", "Zzanother plain"
WORDS = (
    "Zzfamily", "Zzgiven", "Zzaccount", "Zzpayer", "Zzmember", "Zzgroup", "Zzstreet", "Zzcity", "Zzphone", "Zzprovider",
    "Zzpractice", "Zzdraft", "Zzrefused", "Zzfix", "Zznote", "Zzreason", "Zzfinding", "Zznarrative", "Zztemplate",
    "Zzfavourite", "Zzfees", "Zzvoid", "Zzdetail", "Zzedition",
    "Zzoverride", "Zzquery", "Zzanswer", "Zzpolicy", "Zzfile", "Zzcontent",
)  # fmt: skip
SECRETS = (PASSWORD, FRESH)


def _patient(given: str = "Zzgiven") -> Patient:
    address = Address(line1="Zzstreet 1", city="Zzcity", state="OH", zip="44101")
    return Patient(
        account="Zzaccount", family_name="Zzfamily", given_name=given, birth_date=date(1961, 4, 2), sex="F",
        address=address, phone="Zzphone",
    )  # fmt: skip


def _draft(more: str = "") -> dict[str, object]:
    patient = {"account": "Zzaccount", "family_name": "Zzfamily", "given_name": "Zzgiven", "phone": "Zzphone"}
    return {"date_of_service": "2026-03-12", "patient": patient, "payer": {"name": "Zzpayer"}, "note": f"Zzdraft{more}"}


def _claim(overridden: bool = False) -> Claim:
    line = ClaimLine(id="1", code="96413", pointers="A", charge=Decimal(410), narrative="Zznarrative")
    return Claim(
        date_of_service=DAY, patient=_patient(), diagnoses=("C18.2",), lines=(line,),
        payer=Payer(kind="commercial", name="Zzpayer", member_id="Zzmember", group="Zzgroup"),
        providers=Providers(rendering=Provider(name="Zzprovider", npi="1234567893")),
        overrides=(Override(rule="drugs.wastage-modifier-missing", reason="Zzreason"),) if overridden else (),
    )  # fmt: skip


def _report() -> Report:
    finding = Finding(rule="x", covers=(), severity="error", message="Zzfinding", citation=Citation(title="t"))
    return Report(as_of=DAY, findings=(finding,))


def _laid(edit: Edit) -> Decisions:
    return Decisions(overlays=(Overlay(edits=(edit,)),))


def _refused(store: Store) -> None:
    edit = Edit(op="add_line", value="Zzfix")
    store.save_draft(1, _draft(), _laid(edit), refused={"administrations.a1.start": "Zzrefused"})


def _overridden(store: Store) -> None:
    answer = Answer(rule="x", message="Zzfinding", reason="Zzoverride", by="Zzgiven", at="2026-03-12T09:00")
    asked = Query(about="x", text="Zzquery", by="Zzgiven", at="2026-03-12T09:00", answer="Zzanswer")
    store.save_draft(store.save_draft(None, _draft()), _draft(), Decisions(answers=(answer,), queries=(asked,)))


def _card(store: Store) -> None:
    policy = WrittenPolicy(kind="commercial", title="Zzpolicy", dated=DAY, file="Zzfile.pdf", since=DAY)
    exception = CardException(rule="drugs.waste-modifier-expected", becomes="off", policy=policy)
    card = PayerCard(payer=CardPayer(kind="commercial", name="Zzpayer"), exceptions=(exception,))
    store.withdraw_card(store.add_card(card, {"Zzfile.pdf": b"Zzcontent"}))


def _corrected(store: Store) -> None:
    store.finalise(1, _claim(), _report())
    store.finalise(1, _claim(True), _report(), {"ptp": "Zzedition"})


def _voided(store: Store) -> None:
    store.void(store.finalise(1, _claim(), _report()), "Zzvoid")


def _many(store: Store) -> None:
    for number in range(60):
        store.save_draft(None, _draft(str(number)))


def _discarded(store: Store) -> None:
    store.discard_draft(store.save_draft(None, _draft("gone")))


def _wrong_password(store: Store) -> None:
    with pytest.raises(VaultProblem):
        store.staff.change_password("Zzwrong plain", FRESH)


def _conflict(store: Store) -> None:
    with pytest.raises(VaultProblem):
        store.save_draft(1, _draft(), version=-1)


def _template(store: Store) -> None:
    store.save_templates((Template(name="Zztemplate", reason="drug_treatment", cycle_days=28),))


def _restored(store: Store) -> None:
    backup = store.back_up()
    place = store.folder.with_name("elsewhere")
    restore.restore(place, backup.path, restore.WithPassword(PASSWORD)).close()


def _outside(store: Store, work: Callable[[Path], object]) -> None:
    """What is meant to be readable is written elsewhere, and looked at by the tests of what leaves the records."""
    place = store.folder.parents[1] / "outside"
    place.mkdir()
    work(place)
    assert _planted(place)
    shutil.rmtree(place)


def _imported(store: Store) -> None:
    def work(place: Path) -> None:
        table = place / "people.csv"
        table.write_text(
            "account,last name,first name,dob,sex,appt date\nZzaccount,Zzfamily,Zzgiven,4/2/1961,F,3/14/26\n"
        )
        import_people(store, preview_people(store, table, DAY))
        feed = place / "feed.hl7"
        head = "MSH|^~\\&|A|B|C|D|2026||SIU^S12|1|P|2.5"
        feed.write_text(f"{head}\rSCH|1|2|||||||||^^^20260315\rPID|1||Zzaccount^^^^MR||Zzfamily^Zzgiven\r")
        import_people(store, preview_people(store, feed, DAY))
        with pytest.raises(UnusableInput) as refused:
            table.write_text("account,dob\nZzaccount,Zzgiven\n")
            import_people(store, preview_people(store, table, DAY))
        assert "Zz" not in str(refused.value)

    _outside(store, work)


def _exported(store: Store) -> None:
    _outside(store, lambda place: export_records(store, place / "out", Clock()()))


def _packed(store: Store) -> None:
    number = store.finalise(1, _claim(), _report())
    pdf = audit_pack(store, open_code_sets(), number, Clock()())
    assert b"Zz" not in pdf[-2000:]


def _deidentified(store: Store) -> None:
    out = store.folder.parents[1] / "deidentified"
    export_deidentified(store, out, Clock()())


WORKFLOWS: dict[str, Callable[[Store], object]] = {
    "first save": lambda store: store.save_draft(None, _draft()),
    "autosave": lambda store: store.save_draft(1, _draft("again"), _laid(Edit(op="add_line", value="Zzfix"))),
    "override": _overridden,
    "status": lambda store: store.save_draft(1, _draft(), status="query", charge_total=Decimal("12.50")),
    "refused cell": _refused,
    "open": lambda store: store.load_visit(1),
    "list": lambda store: store.list_visits(),
    "search": lambda store: store.find_visits(VisitFilter(text="zzfam zzacc")),
    "tallies": lambda store: store.tallies(),
    "finalise": lambda store: store.finalise(1, _claim(), _report()),
    "correct": _corrected,
    "void": _voided,
    "read claims": lambda store: (store.claims_of_patient("Zzaccount"), store.claims_of_visit(1)),
    "patient": lambda store: store.save_patient(_patient("Zzgiven")),
    "find patient": lambda store: store.find_patients("zzfamily"),
    "note on a visit": lambda store: store.add_note("visit:1", "Zznote"),
    "note on a patient": lambda store: store.add_note("patient:Zzaccount", "Zznote"),
    "practice": lambda store: store.save_practice(Practice(name="Zzpractice")),
    "fees": lambda store: store.save_fees(Fees(name="Zzfees", since=DAY, per_unit={"96413": Decimal(1)})),
    "favourites": lambda store: store.save_favourites(Favourites(codes=(Favourite(code="C18.2", note="Zzfavourite"),))),
    "templates": _template,
    "print": lambda store: store.note("print", "claim:1", document="Zzdetail"),
    "payer card": _card,
    "many": _many,
    "discard": _discarded,
    "conflict": _conflict,
    "wrong password": _wrong_password,
    "change password": lambda store: (store.staff.change_password(PASSWORD, FRESH, keys.FLOOR), _back(store)),
    "new user": lambda store: store.staff.add("Ada", "coder", FRESH, keys.FLOOR),
    "recovery key": lambda store: store.staff.new_recovery_key(),
    "security": lambda store: store.save_security(Security(idle_minutes=5)),
    "import": _imported,
    "export": _exported,
    "de-identified export": _deidentified,
    "audit pack": _packed,
    "back up": lambda store: store.back_up(),
    "restore": _restored,
    "verify": lambda store: store.verify(),
    "new data key": lambda store: store.rotate(),
}


def _back(store: Store) -> None:
    store.staff.change_password(FRESH, PASSWORD, keys.FLOOR)


def _planted(folder: Path) -> list[str]:
    """Words and passwords that stand readable in any file below the folder, in either of the usual encodings."""
    content = b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    names = "\n".join(str(path) for path in folder.rglob("*"))
    folded = content.lower()
    return [
        word
        for word in (*WORDS, *SECRETS)
        if word.lower().encode() in folded or word.lower().encode("utf-16-le") in folded or word in names
    ]


def test_no_file_gives_a_planted_word_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("SQLITE_TMPDIR", str(scratch))
    store = door.create(home / "practice", PASSWORD, keys.FLOOR, now=Clock())
    assert len(WORKFLOWS) >= 30
    for name, work in WORKFLOWS.items():
        work(store)
        assert _planted(tmp_path) == [], name
    secret = Secret(store._secret.content())
    store.close()
    door.unlock(home / "practice", PASSWORD, "owner").close()
    assert _planted(tmp_path) == []
    assert [word for word in (*WORDS, *SECRETS) if word in caplog.text] == []
    assert list(scratch.iterdir()) == []
    assert (backups.beside(home / "practice")).is_dir()
    assert _planted(_in_the_clear(home / "practice" / door.FILE, secret, tmp_path / "plain")) == list(WORDS)


def _in_the_clear(file: Path, secret: Secret, place: Path) -> Path:
    """The control: a plain SQLite copy of the same records."""
    place.mkdir()
    db = sqlcipher3.connect(str(file))
    db.execute(f"PRAGMA key = \"x'{secret.database_key()}'\"")
    db.execute("ATTACH DATABASE ? AS plain KEY ''", (str(place / "plain.db"),))
    db.execute("SELECT sqlcipher_export('plain')")
    db.execute("DETACH DATABASE plain")
    db.close()
    return place


def test_migrating_leaves_nothing_in_the_clear(tmp_path: Path) -> None:
    released = Path(__file__).parent / "released" / "schema-1"
    shutil.copytree(released, tmp_path / "practice")
    opened = door.unlock(tmp_path / "practice", "an old practice")
    names = {row.patient_name.split(",")[0].encode() for row in opened.list_visits() if row.patient_name}
    assert names
    content = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert [name for name in names if name in content] == []
    assert migrate.NEWEST > 1
    opened.close()
