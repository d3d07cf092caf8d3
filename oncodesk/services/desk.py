"""All that the window asks of, in one value built once by `app`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from oncodesk.codes.library import CodeSets
from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.people import Practice
from oncodesk.domain.report import Report
from oncodesk.domain.visit import Visit
from oncodesk.services.check_claim import check_claim
from oncodesk.services.code_page import CodePage, code_page
from oncodesk.services.complete_drug import DrugName, complete_drug
from oncodesk.services.derive_claim import derive_claim
from oncodesk.services.look_up import LookUp, look_up
from oncodesk.services.print_superbill import Stamp, print_superbill
from oncodesk.vault.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """The verbs of the desk over one open practice; `now` is the only clock, `is_sample` marks invented records."""

    code_sets: CodeSets
    store: Store
    now: Callable[[], datetime]
    is_sample: bool = False

    def today(self) -> date:
        """The workstation's date."""
        return self.now().date()

    def tables(self, on: date) -> Tables:
        """The code tables in force on a day."""
        return self.code_sets.at(on)

    def practice(self) -> Practice | None:
        """The practice's own particulars, or None where they are not filled in."""
        return self.store.practice()

    def derive_claim(self, visit: Visit) -> Derivation:
        """Facts to claim, trace, questions and report."""
        return derive_claim(visit, self.tables(visit.date_of_service), self.store.fees())

    def check_claim(self, claim: Claim, as_of: date | None = None) -> Report:
        """A claim's report."""
        return check_claim(claim, self.tables(claim.date_of_service), as_of)

    def look_up(self, query: str, on: date, sets: tuple[str, ...] | None = None, limit: int = 50) -> LookUp:
        """Ranked codes in force on a day."""
        return look_up(self.code_sets, query, on, sets, limit)

    def code_page(self, code: str, on: date) -> CodePage | None:
        """Everything known of one code."""
        return code_page(self.code_sets, code, on)

    def complete_drug(self, prefix: str, on: date) -> tuple[DrugName, ...]:
        """Drug names to offer while one is typed."""
        return complete_drug(prefix, self.tables(on))

    def superbill(self, claim: Claim, number: str, created: str | None = None, replaces: str | None = None) -> bytes:
        """The superbill as PDF, stamped with this moment; UnusableInput names what is missing."""
        printed = f"{self.now():%Y-%m-%d %H:%M}"
        stamp = Stamp(number, created or printed, printed, replaces)
        return print_superbill(claim, self.practice(), self.tables(claim.date_of_service), stamp)
