"""Asks one loaded edition of the official HCPCS Level II file."""

from datetime import date
from functools import cached_property, lru_cache

from oncodesk.codes.files import ReadOnly
from oncodesk.codes.values import HcpcsCode

Days = tuple[date | None, date | None]


class HcpcsStore:
    """The codes and modifiers of one edition."""

    def __init__(self, file: ReadOnly, label: str) -> None:
        self.label = label
        self._file = file
        self.code = lru_cache(maxsize=1024)(self._code)

    @cached_property
    def days(self) -> dict[str, Days]:
        """Every code with its first and last day of service."""
        return {
            code: (_day(added), _day(ended))
            for code, added, ended in self._file.rows("SELECT code, added, terminated FROM hcpcs")
        }

    def _code(self, code: str) -> HcpcsCode | None:
        found = self._file.rows(
            "SELECT code, long, short, added, acted, terminated, coverage, pricing, xref, betos, tos, action "
            "FROM hcpcs WHERE code = ?",
            (code,),
        )
        if not found:
            return None
        own, text, short, added, acted, ended, coverage, pricing, reference, betos, services, action = found[0]
        return HcpcsCode(
            own, text, short, _day(added), _day(acted), _day(ended), coverage, pricing, reference, betos, services,
            action, self.label,
        )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
