"""The practice's records: its visits as drafts and its finalised claims, in one encrypted file."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeVar

from oncodesk.domain.claim import Claim
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.fees import Fees
from oncodesk.domain.people import Practice
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Edit, Report
from oncodesk.domain.template import Favourites, Template, Templates
from oncodesk.vault.database import Connection, connect, transaction
from oncodesk.vault.files import WriterLock
from oncodesk.vault.keys import Cost, new_data_key, read_slots, unwrap, wrap, write_slots

FILE = "practice.oncodesk"
Status = Literal["uncoded", "query", "review", "hold", "ready", "sent"]
_OWNER = "owner"
Setting = TypeVar("Setting", Practice, Fees, Favourites, Templates)


@dataclass(frozen=True, slots=True)
class VisitSummary:
    """One row of the worklist; `charge_total` in dollars, `age_days` since the date of service."""

    id: int
    date_of_service: date | None
    patient_name: str
    account: str
    payer: str
    status: Status
    charge_total: Decimal | None
    age_days: int | None


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """A visit as it is being worked on: the draft of its facts, and edits laid over the derived claim."""

    id: int
    draft: dict[str, Any]
    edits: tuple[Edit, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class FinalClaim:
    """A finalised claim; `number` is the document number, never used twice."""

    number: int
    visit_id: int
    finalised_at: datetime
    claim: Claim
    report: Report


def exists(folder: Path) -> bool:
    """Whether a practice file stands in the folder."""
    return (folder / FILE).exists()


def create(folder: Path, password: str, cost: Cost | None = None) -> "Store":
    """A new, empty practice file; UnusableInput where one stands there already or the password is too short."""
    if exists(folder):
        raise UnusableInput("folder", "expected a folder without a practice file", folder.name)
    if len(password) < 8:
        raise UnusableInput("password", "expected at least 8 characters")
    folder.mkdir(parents=True, exist_ok=True)
    data_key = new_data_key()
    write_slots(folder, (wrap(data_key, _OWNER, password, cost),))
    return Store(folder, data_key)


def unlock(folder: Path, password: str) -> "Store":
    """The practice file opened; WrongPassword, InUse or UnusableInput where it cannot be."""
    (slot,) = read_slots(folder)
    return Store(folder, unwrap(slot, password))


class Store:
    """An open practice file. Saved means on the disk: every method that writes has committed when it returns."""

    def __init__(self, folder: Path, data_key: bytes, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._lock = WriterLock(folder / "in-use.lock")
        try:
            self._db: Connection = connect(folder / FILE, data_key)
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """Closes the file and lets another window open it."""
        self._db.close()
        self._lock.release()

    def practice(self) -> Practice | None:
        """The practice's own particulars, or None where they have not been filled in."""
        return self._setting("practice", Practice)

    def save_practice(self, practice: Practice) -> None:
        """Records the practice's name, address and numbers."""
        self._save_setting("practice", practice)

    def fees(self) -> Fees | None:
        """The practice's charges, or None where it has none."""
        return self._setting("fees", Fees)

    def save_fees(self, fees: Fees) -> None:
        """Records the practice's charges."""
        self._save_setting("fees", fees)

    def favourites(self) -> Favourites:
        """The practice's favourite codes, with its notes."""
        return self._setting("favourites", Favourites) or Favourites()

    def save_favourites(self, favourites: Favourites) -> None:
        """Records the practice's favourite codes."""
        self._save_setting("favourites", favourites)

    def templates(self) -> tuple[Template, ...]:
        """The practice's regimens, in its own order."""
        return (self._setting("templates", Templates) or Templates()).templates

    def save_templates(self, templates: tuple[Template, ...]) -> None:
        """Records the practice's regimens; ValueError where two have one name."""
        self._save_setting("templates", Templates(templates=templates))

    def _setting(self, name: str, model: type[Setting]) -> Setting | None:
        row = self._db.execute("SELECT document FROM setting WHERE name = ?", (name,)).fetchone()
        return parse(model, json.loads(row[0])) if row else None

    def _save_setting(self, name: str, value: Practice | Fees | Favourites | Templates) -> None:
        with transaction(self._db) as db:
            db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value.model_dump_json()))

    def list_visits(self) -> tuple[VisitSummary, ...]:
        """Every visit, the newest date of service first."""
        today = self._now().date()
        rows = self._db.execute(
            "SELECT id, date_of_service, family_name, given_name, account, payer, status, charge_cents FROM visit"
            " ORDER BY date_of_service DESC, id DESC"
        )
        return tuple(_summary(row, today) for row in rows)

    def load_visit(self, identifier: int) -> StoredVisit:
        """The visit of that id; KeyError where there is none."""
        row = self._db.execute("SELECT draft, edits, status FROM visit WHERE id = ?", (identifier,)).fetchone()
        if row is None:
            raise KeyError(identifier)
        edits = tuple(parse(Edit, entry) for entry in json.loads(row[1]))
        return StoredVisit(identifier, json.loads(row[0]), edits, row[2])

    def save_draft(
        self,
        identifier: int | None,
        draft: dict[str, Any],
        edits: tuple[Edit, ...] = (),
        status: Status = "uncoded",
        charge_total: Decimal | None = None,
    ) -> int:
        """Saves the facts typed so far, whole or not, and gives the visit's id (a new one for None)."""
        patient, payer = draft.get("patient") or {}, draft.get("payer") or {}
        values = {
            "date_of_service": draft.get("date_of_service"),
            "family_name": patient.get("family_name") or "",
            "given_name": patient.get("given_name") or "",
            "account": patient.get("account") or "",
            "payer": payer.get("name") or "",
            "status": status,
            "charge_cents": None if charge_total is None else int(charge_total * 100),
            "changed_at": self._now().isoformat(),
            "draft": json.dumps(draft),
            "edits": json.dumps([edit.model_dump(mode="json", exclude_none=True) for edit in edits]),
        }
        with transaction(self._db) as db:
            if identifier is None:
                return _insert(db, "visit", values | {"created_at": values["changed_at"]})
            assignments = ", ".join(f"{name} = :{name}" for name in values)
            done = db.execute(f"UPDATE visit SET {assignments} WHERE id = :id", values | {"id": identifier})
            if done.rowcount != 1:
                raise KeyError(identifier)
        return identifier

    def finalise(self, identifier: int, claim: Claim, report: Report) -> int:
        """Keeps the claim and its report as they are now, marks the visit ready, and gives the document number."""
        values = {
            "visit_id": identifier,
            "finalised_at": self._now().isoformat(),
            "document": claim.model_dump_json(),
            "report": report.model_dump_json(),
        }
        with transaction(self._db) as db:
            number = _insert(db, "claim", values)
            db.execute("UPDATE visit SET status = 'ready' WHERE id = ?", (identifier,))
        return number

    def last_claim(self, identifier: int) -> FinalClaim | None:
        """The newest finalised claim of the visit, or None."""
        row = self._db.execute(
            "SELECT number, finalised_at, document, report FROM claim WHERE visit_id = ? ORDER BY number DESC LIMIT 1",
            (identifier,),
        ).fetchone()
        if row is None:
            return None
        claim, report = parse(Claim, json.loads(row[2])), parse(Report, json.loads(row[3]))
        return FinalClaim(row[0], identifier, datetime.fromisoformat(row[1]), claim, report)


def _insert(db: Connection, table: str, values: dict[str, Any]) -> int:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    return int(db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values).lastrowid)


def _summary(row: tuple[Any, ...], today: date) -> VisitSummary:
    identifier, day, family, given, account, payer, status, cents = row
    try:
        served = date.fromisoformat(day) if day else None
    except ValueError:
        served = None
    return VisitSummary(
        identifier,
        served,
        ", ".join(part for part in (family, given) if part),
        account,
        payer,
        status,
        None if cents is None else Decimal(cents) / 100,
        (today - served).days if served else None,
    )
