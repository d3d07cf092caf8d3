"""An open practice file: everything that is asked of the practice's records."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, Engine

from oncodesk import words
from oncodesk.domain.claim import Claim
from oncodesk.domain.decisions import UNDECIDED, Decisions
from oncodesk.domain.fees import Fees
from oncodesk.domain.payer_card import PayerCard
from oncodesk.domain.people import Patient, Practice, Provider
from oncodesk.domain.report import Report
from oncodesk.domain.template import Favourites, Template, Templates
from oncodesk.vault import anchor, cards, claim_list, claim_pages, claims, directory, figures, proof, settings, visits
from oncodesk.vault.backups import TEST_AFTER, Backup, Backups, Trial
from oncodesk.vault.crossing import Crossing
from oncodesk.vault.door import Clock
from oncodesk.vault.errors import Conflict, Damaged, NotAllowed, NotSaved
from oncodesk.vault.files import WriterLock
from oncodesk.vault.ledger import Change, change
from oncodesk.vault.people import Staff
from oncodesk.vault.progress import Progress, part, quietly
from oncodesk.vault.secret import Secret
from oncodesk.vault.settings import Setting
from oncodesk.vault.sqlcipher import told
from oncodesk.vault.values import (
    Agreement,
    AuditFilter,
    AuditRow,
    ClaimFilter,
    ClaimSummary,
    Figures,
    FinalClaim,
    HeldCard,
    ImportColumns,
    KeptClaim,
    Note,
    SealedClaim,
    Security,
    StandingFilter,
    Status,
    StoredVisit,
    Tally,
    User,
    VisitFilter,
    VisitSummary,
)

__all__ = ["ClaimFilter", "ClaimSummary", "FinalClaim", "Status", "Store", "StoredVisit", "VisitFilter", "VisitSummary"]
PAGE = 200
IMPORT_COLUMNS = "import columns"
EVERY = VisitFilter()
ANYTHING = AuditFilter()
EVERY_CLAIM = ClaimFilter()


class Store:
    """Saved means on the disk: every method that writes has committed when it returns, and is in the audit.

    May be used from any thread. Whoever writes may meet Conflict or NotSaved; after `close` everything is Locked.
    """

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        secret: Secret,
        user: User,
        lock: WriterLock,
        backups: Backups,
        now: Clock,
    ) -> None:
        """`lock` is let go by `close`; the way in is `door`."""
        self.folder, self.user, self.backups = folder, user, backups
        self._engine, self._secret, self._lock, self._now = engine, secret, lock, now
        self._fees: tuple[Fees | None] | None = None
        self._cards: tuple[HeldCard, ...] | None = None
        self.staff = Staff(folder, engine, secret, user, now)
        self.crossing = Crossing(engine, secret, user, now)
        with self._reading() as connection:
            self.alarm = anchor.alarm(connection, secret.mac, backups.folder)
        """What the anchor holds against this file, such as that an older one was put back. Empty where all is well."""

    def close(self) -> None:
        """Drops the anchor, wipes the keys from memory, and lets another window in; safe to call twice."""
        try:
            if not self._secret.is_wiped:
                self._drop_anchor()
        finally:
            self._engine.dispose()
            self._secret.wipe()
            self._lock.release()

    def _drop_anchor(self) -> None:
        if self.alarm:
            return
        try:
            with self._reading() as connection:
                anchor.drop(connection, self._secret.mac, self.backups.folder)
        except (NotSaved, Conflict, Damaged):
            return

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._secret.content()
        with told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _changing(self) -> Iterator[Change]:
        self._secret.content()
        with change(self._engine, self._secret.mac, self.user.name, self._now) as under_way:
            yield under_way

    def _today(self) -> date:
        return self._now().astimezone().date()

    # --- the practice -------------------------------------------------------------------------------------------

    def practice(self) -> Practice | None:
        """The practice's own particulars, or None where they have not been filled in."""
        return self._setting("practice", Practice)

    def save_practice(self, practice: Practice) -> None:
        """Records the practice's name, address and numbers."""
        self._save_setting("practice", practice)

    def fees(self) -> Fees | None:
        """The practice's charges, or None where it has none; read once, for each change of a visit asks for them."""
        self._secret.content()
        if self._fees is None:
            with self._reading() as connection:
                self._fees = (settings.read_fees(connection),)
        return self._fees[0]

    def save_fees(self, fees: Fees) -> None:
        """Records the practice's charges, in place of those before."""
        with self._changing() as under_way:
            settings.write_fees(under_way, fees)
        self._fees = None

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

    def cards(self) -> tuple[HeldCard, ...]:
        """The practice's payer cards, withdrawn ones too, the oldest first; read once, as the charges are."""
        self._secret.content()
        if self._cards is None:
            with self._reading() as connection:
                self._cards = cards.every(connection)
        return self._cards

    def add_card(self, card: PayerCard, files: Mapping[str, bytes]) -> int:
        """Keeps a payer's card with the written policies it names, and gives its number."""
        with self._changing() as under_way:
            number = cards.add(under_way, card, files)
        self._cards = None
        return number

    def withdraw_card(self, number: int) -> None:
        """A card counts no longer; KeyError where there is none, Conflict where it is withdrawn already."""
        with self._changing() as under_way:
            cards.withdraw(under_way, number)
        self._cards = None

    def policy_file(self, number: int, name: str) -> bytes:
        """A written policy that is kept with a card; KeyError where there is none."""
        with self._reading() as connection:
            return cards.file(connection, number, name)

    def security(self) -> Security:
        """How the practice wants its records guarded."""
        return self._setting("security", Security) or Security()

    def save_security(self, security: Security) -> None:
        """Records it; NotAllowed for anybody but a manager."""
        self.staff.must_manage()
        self._save_setting("security", security)

    def _setting(self, name: str, model: type[Setting]) -> Setting | None:
        with self._reading() as connection:
            return settings.read(connection, name, model)

    def _save_setting(self, name: str, value: BaseModel) -> None:
        with self._changing() as under_way:
            settings.write(under_way, name, value)

    # --- visits -------------------------------------------------------------------------------------------------

    def list_visits(self) -> tuple[VisitSummary, ...]:
        """Every visit, the newest date of service first."""
        with self._reading() as connection:
            return visits.everything(connection, self._today())

    def find_visits(
        self, wanted: VisitFilter = EVERY, limit: int = PAGE, after: VisitSummary | None = None
    ) -> tuple[VisitSummary, ...]:
        """A page of the visits that fit, the newest day first; `after` is the last row of the page before."""
        with self._reading() as connection:
            return visits.find(connection, wanted, self._today(), limit, after)

    def tallies(self, wanted: VisitFilter = EVERY) -> tuple[Tally, ...]:
        """How much of what fits waits in each status."""
        with self._reading() as connection:
            return visits.tallies(connection, wanted)

    def visits_of_patient(self, account: str) -> tuple[StoredVisit, ...]:
        """The patient's visits as they are being worked on, the oldest first; their view noted."""
        with self._changing() as under_way:
            found = visits.of_patient(under_way.connection, account)
            under_way.say("view", f"patient:{account}")
        return found

    def load_visit(self, identifier: int) -> StoredVisit:
        """The visit of that id, its view noted; KeyError where there is none."""
        with self._changing() as under_way:
            found = visits.load(under_way.connection, identifier)
            under_way.say("view", f"visit:{identifier}")
        return found

    def save_draft(
        self,
        identifier: int | None,
        draft: Mapping[str, Any],
        decided: Decisions = UNDECIDED,
        status: Status = "uncoded",
        charge_total: Decimal | None = None,
        refused: Mapping[str, str] | None = None,
        version: int | None = None,
    ) -> int:
        """Saves the facts typed so far, whole or not, and gives the visit's id (a new one for None).

        `decided` is what lies over the claim, `refused` the text of cells that were not understood, by their path.
        Where `version` is given and another stands there, Conflict. KeyError where the visit is gone.
        """
        with self._changing() as under_way:
            return visits.save(under_way, identifier, draft, decided, status, charge_total, refused or {}, version)

    def mark_visit(self, identifier: int, status: Status) -> None:
        """Moves a visit to another status of the worklist; KeyError where it is gone."""
        with self._changing() as under_way:
            visits.mark(under_way, identifier, status)
            under_way.say("edit", f"visit:{identifier}", status=status)

    def discard_draft(self, identifier: int) -> None:
        """Removes a draft that was never finalised; Conflict where it was, KeyError where it is gone."""
        with self._changing() as under_way:
            visits.discard(under_way, identifier)

    # --- claims -------------------------------------------------------------------------------------------------

    def finalise(
        self,
        identifier: int,
        claim: Claim,
        report: Report,
        editions: Mapping[str, str] | None = None,
        agreed: Agreement | None = None,
    ) -> int:
        """Seals the claim and its report as they are now, marks the visit ready, and gives the document number.

        A claim of the same visit that stood until now is replaced. `editions` are hashes of the tables it was judged
        by. NotAllowed where a second person has to agree to an override and has not.
        """
        overridden = self._is_overridden(identifier, claim)
        second = agreed.by if agreed and agreed.visit_id == identifier else None
        if second is None and self.needs_second(identifier, claim):
            raise NotAllowed(words.say("Not finalised: a second person has to agree to the overridden findings."))
        with self._changing() as under_way:
            number = claims.finalise(under_way, self._secret.mac, identifier, claim, report, editions or {})
            if overridden and second is not None:
                under_way.say("agree", f"claim:{number}", by=second)
        self._drop_anchor()
        return number

    def needs_second(self, identifier: int, claim: Claim) -> bool:
        """Whether somebody else has to agree before the claim of that visit is finalised."""
        return self.security().second_person and self._is_overridden(identifier, claim)

    def _is_overridden(self, identifier: int, claim: Claim) -> bool:
        answered = bool(claim.overrides) or any(line.override for line in claim.lines)
        return answered or self._takes_off(identifier)

    def _takes_off(self, identifier: int) -> bool:
        """Whether a line that the facts give was taken off the visit's claim: nothing in the claim itself says so."""
        with self._reading() as connection:
            return visits.decisions(connection, identifier).takes_off

    def void(self, number: int, reason: str) -> None:
        """Takes a finalised claim back; its visit is a draft again. Conflict where it no longer stands."""
        with self._changing() as under_way:
            claims.void(under_way, number, reason)
        self._drop_anchor()

    def last_claim(self, identifier: int) -> FinalClaim | None:
        """The newest finalised claim of the visit, or None."""
        with self._reading() as connection:
            return claims.last(connection, identifier)

    def claim(self, number: int) -> FinalClaim:
        """The finalised claim of that number, its view noted; KeyError where there is none."""
        with self._changing() as under_way:
            found = claims.numbered(under_way.connection, number)
            under_way.say("view", f"claim:{number}")
        return found

    def find_claims(
        self, wanted: ClaimFilter = EVERY_CLAIM, limit: int = PAGE, before: int | None = None
    ) -> tuple[ClaimSummary, ...]:
        """A page of the finalised claims that fit, the newest first; `before` is the last number of the page before."""
        with self._reading() as connection:
            return claim_list.find(connection, wanted, limit, before)

    def payer_names(self) -> tuple[str, ...]:
        """Every payer named in a finalised claim, by name."""
        with self._reading() as connection:
            return claim_list.payers(connection)

    def figures(self, since: date, until: date) -> Figures:
        """What reports are made of, for the days of service from `since` to `until`, both included."""
        with self._reading() as connection:
            return figures.figures(connection, since, until)

    def count_standing(self, wanted: StandingFilter) -> int:
        """How many claims that stand fit."""
        with self._reading() as connection:
            return claim_pages.count(connection, wanted)

    def standing_claims(self, wanted: StandingFilter, before: int | None, limit: int) -> tuple[KeptClaim, ...]:
        """A page of the claims that stand and fit, the newest first; `before` is the last number of the page before."""
        with self._reading() as connection:
            return claim_pages.page(connection, self._secret.mac, wanted, before, limit)

    def sealed_claim(self, number: int) -> SealedClaim:
        """The claim with all that its seal covers; KeyError where there is none."""
        with self._reading() as connection:
            return claims.sealed(connection, self._secret.mac, number)

    def claims_of_visit(self, identifier: int) -> tuple[FinalClaim, ...]:
        """Every claim finalised from the visit, the oldest first."""
        with self._reading() as connection:
            return claims.of_visit(connection, identifier)

    def claims_of_patient(self, account: str) -> tuple[FinalClaim, ...]:
        """The patient's claims that stand (not replaced, not void), by date of service, the oldest first."""
        with self._reading() as connection:
            return claims.of_patient(connection, account)

    # --- people and notes ---------------------------------------------------------------------------------------

    def find_patients(self, beginning: str, limit: int = 50) -> tuple[Patient, ...]:
        """Patients whose name begins so, or whose account number it is; by name."""
        with self._reading() as connection:
            return directory.find_patients(connection, beginning, limit)

    def save_patient(self, patient: Patient) -> None:
        """Keeps a patient under the account number."""
        with self._changing() as under_way:
            directory.note_patient(under_way, patient)
            under_way.say("edit", f"patient:{patient.account}")

    def providers(self) -> tuple[Provider, ...]:
        """Every provider named in a finalised claim or kept in the settings, by name."""
        with self._reading() as connection:
            return directory.providers(connection)

    def import_columns(self) -> ImportColumns:
        """What the headings of imported tables were taken for."""
        return self._setting(IMPORT_COLUMNS, ImportColumns) or ImportColumns()

    def save_provider(self, provider: Provider, instead_of: Provider | None = None) -> None:
        """Keeps a provider, in place of another where one is named; claims that were finalised keep theirs."""
        with self._changing() as under_way:
            directory.keep_provider(under_way, provider, instead_of)

    def remove_provider(self, provider: Provider) -> None:
        """Takes a provider off the list; claims that were finalised keep theirs."""
        with self._changing() as under_way:
            directory.drop_provider(under_way, provider)

    def notes(self, subject: str) -> tuple[Note, ...]:
        """The remarks on `visit:7`, `patient:A-77` or `code:96413`, the oldest first."""
        with self._reading() as connection:
            return settings.notes(connection, subject)

    def add_note(self, subject: str, text: str) -> int:
        """Keeps a remark, and gives its id."""
        with self._changing() as under_way:
            return settings.add_note(under_way, subject, text)

    # --- proof --------------------------------------------------------------------------------------------------

    def note(self, action: str, subject: str, **detail: str) -> None:
        """Puts into the audit what was done outside the records: `print`, `export`."""
        with self._changing() as under_way:
            under_way.say(action, subject, **detail)

    def audit(self, subject: str | None = None, after: int = 0, limit: int = 1000) -> tuple[AuditRow, ...]:
        """Audit entries in order, of one subject where it is named, from behind a number."""
        with self._reading() as connection:
            return proof.audit_rows(connection, subject, after, limit)

    def find_audit(
        self, wanted: AuditFilter = ANYTHING, before: int | None = None, limit: int = PAGE
    ) -> tuple[AuditRow, ...]:
        """A page of audit entries that fit, the newest first; `before` is the last number of the page before."""
        with self._reading() as connection:
            return proof.audit_page(connection, wanted, before, limit)

    def audit_words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The people and the actions that the audit names."""
        with self._reading() as connection:
            return proof.audit_words(connection)

    def reasons(self, limit: int = 12) -> tuple[str, ...]:
        """Reasons that were lately given for overriding, the newest first, each once."""
        with self._reading() as connection:
            return proof.reasons(connection, limit)

    def verify(self, say: Progress = quietly) -> proof.Verdict:
        """Looks at every page, audit entry, record, seal and at the anchor."""
        self._secret.content()
        return proof.verify(self._engine, self._secret, self.backups.folder, say)

    def back_up(self, into: Path | None = None, say: Progress = quietly) -> Backup:
        """A verified backup as of now; the default place keeps several generations."""
        with self._changing() as under_way:
            under_way.say("back up")
        made = self.backups.make(into=into, say=say)
        self.backups.thin()
        self._drop_anchor()
        return made

    def try_backup(self, say: Progress = quietly) -> Trial:
        """Tries the newest backup out and records how it went."""
        trial = self.backups.try_out(say)
        with self._changing() as under_way:
            settings.write(under_way, "backup test", trial)
        return trial

    def last_test(self) -> Trial | None:
        """How the last trial of a backup went, or None where there was none."""
        return self._setting("backup test", Trial)

    def keep_safe(self, say: Progress = quietly) -> Trial | None:
        """What has to be done of itself: a backup a day, a trial of the newest a month; gives a trial just made."""
        if self.backups.is_due():
            self.back_up(say=part(say, 0, 0.5))
        last = self.last_test()
        due = last is None or abs(self._now() - last.at) >= TEST_AFTER
        return self.try_backup(part(say, 0.5, 1)) if due else None

    def rotate(self, say: Progress = quietly) -> Backup:
        """A new data key, and at once a backup under it: see `Staff.rotate`."""
        say(0, words.say("encrypting anew"))
        self.staff.rotate()
        return self.back_up(say=part(say, 0.5, 1))

    def accept_as_it_is(self) -> None:
        """A manager answers for an older file having been put back; the anchor starts from here."""
        self.staff.must_manage()
        with self._changing() as under_way:
            under_way.say("accept", alarm=self.alarm)
        self.alarm = ""
        self._drop_anchor()

    def restored_from(self, backup: str, alarm: str) -> None:
        """Says in the audit that this file was a backup, what the anchor held against it, and drops a new anchor."""
        with self._changing() as under_way:
            under_way.say("restore", backup=backup, alarm=alarm)
        self.alarm = ""
        self._drop_anchor()
