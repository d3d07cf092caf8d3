"""What the price files say on the day: payment limits, products by NDC, fees, localities, coverage articles."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from oncodesk.codes.answering import OnDay
from oncodesk.codes.edit_tables import of_the_day
from oncodesk.codes.edit_values import Article, Fee, Locality, NotLoaded, PaymentLimit, Product
from oncodesk.domain.ndc import eleven_digits


class Prices:
    """The price files' part of `Tables`."""

    on: date

    if TYPE_CHECKING:

        @property
        def day(self) -> OnDay: ...

    def asp(self, code: str) -> PaymentLimit | NotLoaded | None:
        """Medicare's payment for one billing unit of a drug; None where the quarter's file does not list the code."""
        held = of_the_day(self.day, "asp")
        if isinstance(held, NotLoaded):
            return held
        sql = "SELECT code, dosage, amount, coinsurance, note FROM asp WHERE code = ?"
        for found, dosage, amount, share, note in held.file.rows(sql, (code.strip().upper(),)):
            return PaymentLimit(found, dosage, _decimal(amount), _decimal(share), note, held.label)
        return None

    def ndc(self, ndc: str) -> tuple[Product, ...] | NotLoaded:
        """The products of an NDC, one for each code it bills under; several where the label decides the code.

        Eleven digits with or without dashes; ten with dashes are filled up (4-4-2, 5-3-2, 5-4-1). Answered from the
        newest crosswalk too, for a product keeps its NDC: `stale` then says so.
        """
        digits = eleven(ndc)
        return self._products("ndc", digits) if digits else ()

    def ndcs_of(self, code: str) -> tuple[Product, ...] | NotLoaded:
        """Every product that bills under a HCPCS code, by NDC."""
        return self._products("code", code.strip().upper())

    def _products(self, column: str, value: str) -> tuple[Product, ...] | NotLoaded:
        answering = self.day.in_force("ndc")
        if answering is None:
            held = of_the_day(self.day, "ndc")
            return held if isinstance(held, NotLoaded) else ()
        columns = "ndc, code, labeler, name, dosage, size, quantity, units, package_units"
        sql = f"SELECT {columns} FROM ndc WHERE {column} = ? ORDER BY ndc, code"
        label, stale = answering.edition.label, answering.stale
        return tuple(
            Product(
                ndc, code, labeler, name, dosage, _decimal(size), _decimal(quantity), _decimal(units),
                _decimal(package), label, stale,
            )
            for ndc, code, labeler, name, dosage, size, quantity, units, package in answering.edition.file.rows(
                sql, (value,)
            )
        )  # fmt: skip

    def fee(self, code: str, modifier: str = "") -> Fee | NotLoaded | None:
        """The relative values of a code, with 26 or TC those of its component; None where the schedule lists none."""
        held = of_the_day(self.day, "fees")
        if isinstance(held, NotLoaded):
            return held
        columns = "code, modifier, status, work, practice, practice_facility, liability, factor"
        rows = held.file.rows(
            f"SELECT {columns} FROM fee WHERE code = ? AND modifier = ?", (code.strip().upper(), modifier.strip())
        )
        for found, component, status, *values in rows:
            work, practice, facility, liability, factor = map(Decimal, values)
            return Fee(found, component, status, work, practice, facility, liability, factor, held.label)
        return None

    def locality(self, contractor: str, number: str) -> Locality | NotLoaded | None:
        """A payment locality by its contractor's number (five digits) and its own (two)."""
        return next(iter(found), None) if isinstance(found := self._localities(contractor, number), tuple) else found

    def localities(self) -> tuple[Locality, ...] | NotLoaded:
        """Every payment locality, by state and number."""
        return self._localities()

    def _localities(self, *wanted: str) -> tuple[Locality, ...] | NotLoaded:
        held = of_the_day(self.day, "gpci")
        if isinstance(held, NotLoaded):
            return held
        where = "WHERE contractor = ? AND number = ?" if wanted else ""
        columns = "contractor, state, number, name, work, practice, liability"
        rows = held.file.rows(f"SELECT {columns} FROM gpci {where} ORDER BY state, number, contractor", wanted)
        return tuple(
            Locality(by, state, number, name, Decimal(work), Decimal(practice), Decimal(liability), held.label)
            for by, state, number, name, work, practice, liability in rows
        )

    def articles(self, code: str) -> tuple[Article, ...] | NotLoaded:
        """The contractors' articles in force on the day that name a procedure code, by number."""
        answering = self.day.in_force("coverage")
        if answering is None:
            return NotLoaded("no Medicare coverage articles are loaded; load the export of CMS's coverage database")
        edition = answering.edition
        sql = """SELECT DISTINCT number, version, title, since, until, contractors
            FROM article JOIN article_code USING (number, version) WHERE code = :code
            AND coalesce(since <= :day, 1) AND coalesce(until >= :day, 1) ORDER BY number, version"""
        return tuple(
            Article(number, version, title, _day(since), _day(until), tuple(whose.splitlines()), edition.label)
            for number, version, title, since, until, whose in edition.file.rows(
                sql, {"code": code.strip().upper(), "day": str(self.on)}
            )
        )

    def covered_diagnoses(self, article: Article) -> tuple[tuple[str, int], ...] | NotLoaded:
        """The ICD-10-CM codes that an article covers, each with the number of its group."""
        answering = self.day.in_force("coverage")
        if answering is None:
            return NotLoaded("no Medicare coverage articles are loaded; load the export of CMS's coverage database")
        sql = "SELECT DISTINCT code, grp FROM article_diagnosis WHERE number = ? AND version = ? ORDER BY grp, code"
        return tuple(
            (code, group) for code, group in answering.edition.file.rows(sql, (article.number, article.version))
        )


def eleven(ndc: str) -> str | None:
    """An NDC as eleven digits; None where it is none, or ten digits whose parts no dash tells."""
    forms = eleven_digits(ndc)
    return forms[0] if len(forms) == 1 else None


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
