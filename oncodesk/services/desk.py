"""All that the window asks of, in one value built once by `app`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oncodesk import paths, words
from oncodesk.domain.errors import UnusableInput
from oncodesk.services.preferences import Preferences, read_preferences, save_preferences
from oncodesk.vault.progress import Progress, quietly

if TYPE_CHECKING:
    from oncodesk.codes.library import CodeSets
    from oncodesk.codes.tables import Tables
    from oncodesk.coding.what_if import Difference
    from oncodesk.domain.claim import Claim
    from oncodesk.domain.derivation import Derivation
    from oncodesk.domain.payer_card import PayerCard
    from oncodesk.domain.people import Patient, Practice
    from oncodesk.domain.report import Report
    from oncodesk.domain.template import Template
    from oncodesk.domain.visit import Visit
    from oncodesk.services.begin_visit import Known
    from oncodesk.services.claim_file import ClaimFile
    from oncodesk.services.code_page import CodePage
    from oncodesk.services.complete_drug import DrugName
    from oncodesk.services.editions import Shelves
    from oncodesk.services.export_records import Exported
    from oncodesk.services.import_codes import Loading, Waiting
    from oncodesk.services.import_people import Preview
    from oncodesk.services.look_up import Found, LookUp
    from oncodesk.services.own_codes import OwnCodes
    from oncodesk.services.patients import PatientFile, Person
    from oncodesk.services.payer_cards import Offered
    from oncodesk.services.practice_report import PracticeReport
    from oncodesk.services.print_superbill import Checked
    from oncodesk.services.prove_claim import Proof
    from oncodesk.services.regimens.differing import Compared
    from oncodesk.services.regimens.expecting import Expected
    from oncodesk.services.regimens.fitting import Fit
    from oncodesk.services.safekeeping import Verified
    from oncodesk.services.scrub_records import CheckedClaim, RecordScrub
    from oncodesk.vault.store import ClaimFilter, Store
    from oncodesk.vault.values import Agreement, FinalClaim

_WARMING = ("a", "oncolgy")
"""A letter, and a word whose spelling has to be looked for."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The verbs of the desk over one open practice.

    `now` is the only clock, `is_sample` marks invented records, `home` holds the workstation's own files.
    """

    code_sets: "CodeSets"
    store: "Store"
    now: Callable[[], datetime]
    is_sample: bool = False
    home: Path = field(default_factory=paths.home)

    def today(self) -> date:
        """The workstation's date."""
        return self.now().date()

    def tables(self, on: date) -> "Tables":
        """The code tables in force on a day."""
        return self.code_sets.at(on)

    def practice(self) -> "Practice | None":
        """The practice's own particulars, or None where they are not filled in."""
        return self.store.practice()

    def derive_claim(self, visit: "Visit", earlier: "Iterable[Claim]" = ()) -> "Derivation":
        """Facts to claim, trace, questions and report.

        `earlier` are the patient's finalised claims of other visits: limits, intervals and duplicates are judged by
        them as by the history that the visit itself holds.
        """
        from oncodesk.services.derive_claim import derive_claim
        from oncodesk.services.remember import remember

        known = remember(visit, earlier)
        return derive_claim(known, self.tables(visit.date_of_service), self.store.fees(), self.cards())

    def what_if(self, visit: "Visit", changed: "Visit") -> "Difference":
        """What other facts would change in the claim, in lines, units and money."""
        from oncodesk.coding.what_if import what_if

        return what_if(visit, changed, self.tables(visit.date_of_service), self.store.fees())

    def check_claim(self, claim: "Claim", as_of: date | None = None) -> "Report":
        """A claim's report, the practice's own payer cards taken into account."""
        from oncodesk.services.check_claim import check_claim

        return check_claim(claim, self.tables(claim.date_of_service), as_of, self.cards())

    def cards(self) -> "tuple[PayerCard, ...]":
        """The practice's own payer cards that count now."""
        from oncodesk.services.payer_cards import in_use

        return in_use(self.store.cards())

    def keep_card(self, card: "Offered") -> int:
        """Keeps a payer's card with its written policies, and gives its number; UnusableInput where it is kept."""
        if card.card in self.cards():
            raise UnusableInput("card", "expected a card that is not kept already")
        return self.store.add_card(card.card, card.files)

    def look_up(self, query: str, on: date, sets: tuple[str, ...] | None = None, limit: int = 50) -> "LookUp":
        """Ranked codes in force on a day, the practice's favourites before their like."""
        from oncodesk.services.look_up import look_up

        return look_up(self.code_sets, query, on, sets, limit, self._favourites())

    def favourites(self, on: date, sets: tuple[str, ...] | None = None) -> "LookUp":
        """The practice's favourite codes that are found on a day, in its own order."""
        from oncodesk.services.look_up import LookUp

        results = tuple(r for code in self._favourites() for r in self._exactly(code, on, sets))
        return LookUp(query="", on=on, results=results)

    def _exactly(self, code: str, on: date, sets: tuple[str, ...] | None) -> "tuple[Found, ...]":
        from oncodesk.services.look_up import look_up

        return tuple(found for found in look_up(self.code_sets, code, on, sets, 3).results if found.code == code)

    def _favourites(self) -> tuple[str, ...]:
        return tuple(kept.code for kept in self.store.favourites().codes)

    def keep_favourite(self, code: str, note: str | None) -> None:
        """Keeps a code as a favourite with its note, or drops it for None."""
        from oncodesk.domain.template import Favourite, Favourites

        held = tuple(kept for kept in self.store.favourites().codes if kept.code != code)
        own = () if note is None else (Favourite(code=code, note=note),)
        self.store.save_favourites(Favourites(codes=(*held, *own)))

    def code_page(self, code: str, on: date) -> "CodePage | None":
        """Everything known of one code."""
        from oncodesk.services.code_page import code_page

        return code_page(self.code_sets, code, on, self.store.fees())

    def editions(self) -> "Shelves":
        """Which editions of the code sets stand on this workstation."""
        from oncodesk.services.editions import editions

        return editions(self.code_sets, self.today())

    def own_codes(self) -> "OwnCodes":
        """The codes of the practice's favourites, templates and fees."""
        from oncodesk.services.own_codes import own_codes

        fees = self.store.fees()
        held = (self.store.favourites(), *self.store.templates(), *((fees,) if fees else ()))
        return own_codes(self.tables(self.today()), held)

    def import_codes(
        self,
        files: Sequence[Path],
        edition: str | None,
        progress: Callable[[float, str], None],
        dry_run: bool,
        own: "OwnCodes | None" = None,
    ) -> "Loading":
        """Official files loaded, or what they would change, `own` codes one by one; UnusableInput in one line where
        they cannot be."""
        from oncodesk.services.import_codes import import_codes

        moment = self.now().isoformat(timespec="minutes")
        return import_codes(self.code_sets, files, moment, edition, own, dry_run, progress)

    def rollback_codes(self) -> str:
        """Takes the last load of official files back and says which."""
        from oncodesk.services.import_codes import rollback_codes

        return rollback_codes(self.code_sets)

    def waiting_files(self, folder: Path) -> "Waiting":
        """Official files in a folder that are not loaded."""
        from oncodesk.services.import_codes import waiting_files

        return waiting_files(self.code_sets, folder)

    def watched_files(self) -> "Waiting | None":
        """Those in the folder that the coder has chosen to be watched; None where there is no such folder."""
        watched = self.preferences().watched
        return self.waiting_files(Path(watched)) if watched and Path(watched).is_dir() else None

    def warm_up(self) -> None:
        """Makes ready what the first superbill and the first key of the look-up need."""
        from oncodesk.services.print_superbill import warm_up

        warm_up()
        for typed in _WARMING:
            self.look_up(typed, self.today())

    def preferences(self) -> Preferences:
        """What the coder has chosen on this workstation."""
        return read_preferences(self.home)

    def save_preferences(self, chosen: Preferences) -> None:
        """Keeps what the coder has chosen."""
        save_preferences(self.home, chosen)

    def complete_drug(self, prefix: str, on: date) -> "tuple[DrugName, ...]":
        """Drug names to offer while one is typed."""
        from oncodesk.services.complete_drug import complete_drug

        return complete_drug(prefix, self.tables(on))

    def find_known(self, typed: str) -> "tuple[Known, ...]":
        """Patients whose names begin with the words typed, or whose account it is."""
        from oncodesk.services.begin_visit import find_known

        return find_known(self.store, typed)

    def last_facts(self, account: str) -> dict[str, Any]:
        """The facts of a patient's newest visit; empty where there is none."""
        from oncodesk.services.begin_visit import last_facts

        return last_facts(self.store, account)

    def repeated(self, account: str) -> dict[str, Any]:
        """A visit of today with the drugs of the patient's newest one; empty where there is none to repeat."""
        from oncodesk.services.begin_visit import next_facts, repeated

        last = self.last_facts(account)
        start = {"format": "oncodesk.visit/1", "date_of_service": self.today().isoformat(), "place_of_service": "11"}
        begun = {"diagnoses": [], "services": [], **next_facts(last, None, start)}
        return repeated(last, begun) if last.get("administrations") or last.get("radiation") else {}

    def fitting(self, facts: Mapping[str, Any], last: Mapping[str, Any]) -> "tuple[Fit, ...]":
        """The practice's regimens for a visit that begins, the best first; `last` are the facts of the one before."""
        from oncodesk.services.regimens.fitting import fitting, whole_visit

        visit, before = whole_visit(facts), whole_visit(last)
        return fitting(self.store.templates(), visit, self.tables(visit.date_of_service), before) if visit else ()

    def last_given(self, account: str, before: date) -> "Visit | None":
        """The facts of the patient's newest finalised claim of an earlier day; None where there is none."""
        earlier = (one.claim for one in self.store.claims_of_patient(account) if one.claim.date_of_service < before)
        return next((claim.visit for claim in reversed(tuple(earlier)) if claim.visit), None)

    def compare(self, visit: "Visit", name: str = "", last: "Visit | None" = None) -> "Compared | None":
        """What is otherwise today than the regimen of that name, else the one followed; None where there is none."""
        from oncodesk.services.regimens.differing import compare
        from oncodesk.services.regimens.fitting import followed

        templates, tables = self.store.templates(), self.tables(visit.date_of_service)
        named = next((one for one in templates if one.name == name), None)
        regimen = named or followed(templates, visit, tables)
        return compare(regimen, visit, tables, self.store.fees(), last) if regimen else None

    def expected(self, template: "Template", on: date) -> "Expected":
        """What a regimen would bill on a day, as ordered."""
        from oncodesk.services.regimens.expecting import expected

        return expected(template, self.tables(on), self.store.fees())

    def moved(self, template: "Template", before: date, after: date) -> tuple[str, ...]:
        """What the code sets of a later day change in a regimen."""
        from oncodesk.services.regimens.expecting import moved

        return moved(template, self.tables(before), self.tables(after))

    def templates(self) -> "tuple[Template, ...]":
        """The practice's regimens, in its own order."""
        return self.store.templates()

    def keep_regimen(self, template: "Template", before: str = "") -> None:
        """Keeps a regimen, in place of the one of that name before; UnusableInput where its name is taken."""
        from oncodesk.services.keep_regimen import keep_regimen

        keep_regimen(self.store, template, before)

    def drop_regimen(self, name: str) -> None:
        """Takes a regimen away."""
        from oncodesk.services.keep_regimen import drop_regimen

        drop_regimen(self.store, name)

    def take_regimens(self, files: Sequence[Path]) -> tuple[str, ...]:
        """Takes regimens from documents, all or none, and gives their names; UnusableInput names what is wrong."""
        from oncodesk.services.keep_regimen import take_regimens

        return take_regimens(self.store, tuple(files))

    def as_regimen(self, visit: "Visit") -> "Template":
        """The open visit as a regimen under a name that is free."""
        from oncodesk.services.keep_regimen import free_name
        from oncodesk.services.regimens.planning import as_regimen

        wanted = " and ".join(dict.fromkeys(given.name for given in visit.administrations)) or "Regimen"
        return as_regimen(visit, free_name(self.store, wanted[:60]))

    def finalise(self, identifier: int, claim: "Claim", report: "Report", agreed: "Agreement | None" = None) -> int:
        """Seals a visit's claim with the editions and cards it was judged by, and gives its number; see
        `Store.finalise`."""
        from oncodesk.services.payer_cards import sealed_cards
        from oncodesk.services.prove_claim import editions_on

        cards = sealed_cards(self.store.cards(), claim.payer)
        editions = editions_on(self.code_sets, claim.date_of_service) | cards
        return self.store.finalise(identifier, claim, report, editions, agreed)

    def keep_safe(self, say: Progress = quietly) -> str:
        """Backs up and tries a backup out where it is time; says what the coder has to know, or nothing.

        NotSaved where the backup's place takes nothing.
        """
        trial = self.store.keep_safe(say)
        if trial is not None and trial.problems:
            return words.say("The newest backup would not come back: {problem}", problem=trial.problems[0])
        return self.store.alarm

    def verify(self, say: Progress = quietly) -> "Verified":
        """Looks at every page, audit entry, record, seal and the anchor."""
        from oncodesk.services.safekeeping import Verified

        return Verified.of(self.store.verify(say))

    def recovery_sheet(self, key: str) -> bytes:
        """The recovery key as a page to print and lock away, as PDF."""
        from oncodesk.documents.recovery_sheet import recovery_sheet  # brings reportlab

        practice = self.practice()
        return recovery_sheet(key, practice.name if practice else "", self.store.user.name, self.today())

    def prove_claim(self, number: int) -> "Proof":
        """Judges a finalised claim anew under its sealed editions and payer cards; KeyError where there is none of that
        number."""
        from oncodesk.services.prove_claim import prove_claim

        return prove_claim(self.code_sets, self.store.sealed_claim(number), self.store.cards())

    def preview_people(self, path: Path, say: Progress = quietly) -> "Preview":
        """What a file of patients or appointments would change; UnusableInput where it cannot be read."""
        from oncodesk.services.import_people import preview_people

        return preview_people(self.store, path, self.today(), say=say)

    def import_people(self, found: "Preview", leave_out_refused: bool = False, say: Progress = quietly) -> "Preview":
        """Does what the preview says, in one change; what `say` raises ends it, and nothing is kept."""
        from oncodesk.services.import_people import import_people

        return import_people(self.store, found, leave_out_refused, say)

    def export_records(self, path: Path, is_deidentified: bool = False) -> "Exported":
        """All records, or those of Safe Harbor, into a new folder or zip file."""
        from oncodesk.services.export_deidentified import export_deidentified
        from oncodesk.services.export_records import export_records

        return (export_deidentified if is_deidentified else export_records)(self.store, path, self.now())

    def audit_pack(self, number: int) -> bytes:
        """A finalised claim with every ground it stands on, as PDF."""
        from oncodesk.services.audit_pack import audit_pack

        return audit_pack(self.store, self.code_sets, number, self.now())

    def superbill(self, claim: "Claim", number: str, created: str | None = None, replaces: str | None = None) -> bytes:
        """The superbill as PDF, stamped with this moment; UnusableInput names what is missing."""
        from oncodesk.services.print_superbill import Stamp, print_superbill

        printed = self._moment()
        stamp = Stamp(number, created or printed, printed, replaces)
        return print_superbill(claim, self.practice(), self.tables(claim.date_of_service), stamp)

    def final_superbill(self, final: "FinalClaim") -> bytes:
        """The superbill of a finalised claim, marked CORRECTED or VOID where it is; UnusableInput as `superbill`."""
        from oncodesk.services.print_superbill import print_superbill, stamped

        tables = self.tables(final.claim.date_of_service)
        return print_superbill(final.claim, self.practice(), tables, stamped(final, self._moment()))

    def claim_file(self, number: int) -> "ClaimFile":
        """A finalised claim looked at whole; KeyError where there is none of that number."""
        from oncodesk.services.claim_file import claim_file

        return claim_file(self.store, number)

    def superbills(self, numbers: Sequence[int], progress: Callable[[float, str], None] = lambda *_: None) -> bytes:
        """The superbills of several finalised claims as one PDF, in the order given."""
        from oncodesk.services.print_superbill import joined

        drawn = []
        for place, number in enumerate(numbers):
            told = words.say("superbill {place} of {number}", place=place + 1, number=len(numbers))
            progress(place / len(numbers), told)
            drawn.append(self.final_superbill(self.store.claim(number)))
        return joined(drawn)

    def patient_copy(self, number: int) -> bytes:
        """The patient's large-print copy of a finalised claim."""
        from oncodesk.services.print_superbill import patient_copy, stamped

        final = self.store.claim(number)
        tables = self.tables(final.claim.date_of_service)
        return patient_copy(final.claim, self.practice(), tables, stamped(final, self._moment()))

    def check_code(self, number: int, code: str) -> "Checked":
        """Whether a document number and verification code typed from paper belong together."""
        from oncodesk.services.print_superbill import check_code

        try:
            return check_code(self.store.claim(number), number, code)
        except KeyError:
            return check_code(None, number, code)

    def _moment(self) -> str:
        return f"{self.now():%Y-%m-%d %H:%M}"

    def find_people(self, typed: str) -> "tuple[Person, ...]":
        """Patients by the beginning of a name, an account, or words of their visits."""
        from oncodesk.services.patients import find_people

        return find_people(self.store, typed)

    def patient_file(self, account: str) -> "PatientFile":
        """Everything kept of one patient."""
        from oncodesk.services.patients import patient_file

        return patient_file(self.store, account, self.tables(self.today()))

    def change_patient(self, patient: "Patient") -> int:
        """Keeps a patient's particulars; says in how many unfinalised visits as well."""
        from oncodesk.services.patients import change_patient

        return change_patient(self.store, patient)

    def practice_report(self, since: date, until: date) -> "PracticeReport":
        """The practice's work in figures."""
        from oncodesk.services.practice_report import practice_report

        return practice_report(self.store.figures(since, until), self.tables(until), since, until)

    def export_report(self, path: Path, report: "PracticeReport", key: str = "") -> None:
        """One table of the report, or all, as a file with notes (see `export_tables`), and tells the audit."""
        from oncodesk.services.export_tables import export_tables, notes_of
        from oncodesk.services.practice_report import counted_in, listed

        tables = [table for table in report.tables if key in ("", table.key)]
        moment = self.now()
        notes = notes_of("Reports", counted_in(report, tables), self.editions(), moment, self.store.user.name)
        export_tables(path, [listed(table) for table in tables], notes, moment)
        for table in tables:
            self.store.note("export", f"report:{table.key}", kind=path.suffix.lower().lstrip("."))

    def scrub_records(
        self, run: "RecordScrub", say: Callable[[float, str], None], cancelled: Callable[[], bool]
    ) -> "tuple[CheckedClaim, ...]":
        """Checks the claims of a run that were not checked yet; see the service."""
        from oncodesk.services.scrub import cores
        from oncodesk.services.scrub_records import jobs_for, scrub_records

        return scrub_records(run, self.store, self.code_sets, self.cards(), jobs_for(cores()), say, cancelled)

    def export_scrub(self, path: Path, run: "RecordScrub", rows: "Sequence[CheckedClaim]") -> None:
        """A run's rows as a file with notes (see `export_tables`), and tells the audit."""
        from oncodesk.services.export_tables import export_tables, notes_of
        from oncodesk.services.scrub_records import REACHES, unchecked
        from oncodesk.services.scrub_records import listed as listed_claims

        moment = self.now()
        counted = (
            ("Claims", f"{len(run.rows):,} of {run.total:,} checked: {REACHES[run.reach]}"),
            ("Checked against", "the code sets of today, each claim by its date of service"),
            *(("Rule not checked", f"{title}: {count:,} claims") for title, count in unchecked(run)),
        )
        notes = notes_of("Claims checked", counted, self.editions(), moment, self.store.user.name)
        export_tables(path, [listed_claims(rows)], notes, moment)
        self.store.note("export", "scrub", kind=path.suffix.lower().lstrip("."))

    def export_claims(
        self, path: Path, wanted: "ClaimFilter", who: Callable[[str], str], say: Progress = quietly
    ) -> None:
        """The finalised claims that fit as a file with notes (see `export_tables`), and tells the audit.

        `who` writes names and accounts, as they are or hidden.
        """
        from oncodesk.exchange.tabular import Listed
        from oncodesk.services.claim_rows import CLAIM_COLUMNS, claim_rows
        from oncodesk.services.export_tables import export_tables, notes_of

        moment = self.now()
        rows = tuple(claim_rows(self.store, wanted, who, say))
        counted = (("Claims", f"{len(rows):,} finalised claims, the newest number first, as the list was narrowed"),)
        notes = notes_of("Claims", counted, self.editions(), moment, self.store.user.name)
        export_tables(path, [Listed("Claims", CLAIM_COLUMNS, rows)], notes, moment)
        self.store.note("export", "claims", kind=path.suffix.lower().lstrip("."))
