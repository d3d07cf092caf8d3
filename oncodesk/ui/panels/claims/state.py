"""What the claims screen shows: the list, one claim in full, and the answer to a verification code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any, Protocol

from oncodesk.domain.claim import Claim
from oncodesk.domain.report import Report
from oncodesk.ui.editing.wording import SEVERITIES, mask
from oncodesk.ui.shell.shortcuts import as_bound
from oncodesk.words import many, say

HEADINGS = (say("No."), say("Date"), say("Patient"), say("Payer"), say("State"), say("Findings"), say("Total ($)"))
LINE_HEADINGS = (say("Code"), say("Mod."), say("Dx"), say("Units"), say("Charge ($)"))
STATES = (("", say("Any state")), ("current", say("Stands")), ("replaced", say("Replaced")), ("void", say("Void")))
WORDS = dict(STATES)
ANY_PAYER = say("Any payer")
_P = "<p style='margin:1px 0 1px 8px'>"


class Summary(Protocol):
    """A finalised claim as the practice file lists it."""

    @property
    def number(self) -> int: ...
    @property
    def visit_id(self) -> int: ...
    @property
    def date_of_service(self) -> date: ...
    @property
    def patient_name(self) -> str: ...
    @property
    def payer(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def total(self) -> Decimal | None: ...
    @property
    def replaces(self) -> int | None: ...
    @property
    def replaced_by(self) -> int | None: ...
    @property
    def errors(self) -> int: ...
    @property
    def warnings(self) -> int: ...
    @property
    def overrides(self) -> int: ...


class Final(Protocol):
    """A finalised claim."""

    @property
    def number(self) -> int: ...
    @property
    def visit_id(self) -> int: ...
    @property
    def finalised_at(self) -> datetime: ...
    @property
    def claim(self) -> Claim: ...
    @property
    def report(self) -> Report: ...
    @property
    def replaces(self) -> int | None: ...
    @property
    def state(self) -> str: ...
    @property
    def by(self) -> str: ...


class Done(Protocol):
    """One entry of the audit."""

    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...


class File(Protocol):
    """A finalised claim looked at whole."""

    @property
    def final(self) -> Final: ...
    @property
    def lineage(self) -> Sequence[Final]: ...
    @property
    def is_whole(self) -> bool: ...
    @property
    def code(self) -> str: ...
    @property
    def done(self) -> Sequence[Done]: ...


NONE_FITS = say("No finalised claim fits. Clear the words, or choose any date, payer and state.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the coder asks for: a number or words, a payer, a state, and days of service."""

    typed: str = ""
    payer: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim as text."""

    number: int
    cells: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class ClaimsState:
    """The list so far, and the number that is asked for."""

    rows: tuple[ClaimRow, ...] = ()
    has_more: bool = False
    payers: tuple[str, ...] = ()
    empty: str = ""
    chosen: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One claim of a visit's line of descent."""

    number: int
    words: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class DetailState:
    """One claim in full; `told` is rich text. What may be done follows from whether it stands."""

    number: int = 0
    visit: int = 0
    title: str = ""
    subtitle: str = ""
    state: str = ""
    lineage: tuple[Step, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    seal: str = ""
    is_whole: bool = True
    told: str = ""

    @property
    def stands(self) -> bool:
        """Whether it can be corrected or voided."""
        return self.state == "current"


def claims_state(
    found: Sequence[Summary], has_more: bool, payers: tuple[str, ...], wanted: Wanted, chosen: int, masked: bool
) -> ClaimsState:
    """The list as text; `masked` hides who the patients are."""
    asked = wanted != Wanted()
    empty = NONE_FITS if asked else as_bound(say("No claims yet: Ctrl+Enter in a visit finalises one."))
    return ClaimsState(tuple(_row(one, masked) for one in found), has_more, payers, "" if found else empty, chosen)


def replaced_by(number: int) -> str:
    """Of a claim that another stands for."""
    return say("Replaced by {number}", number=number)


def corrects(number: int) -> str:
    """Of a claim that stands for another."""
    return say("Corrects {number}", number=number)


def _row(one: Summary, masked: bool) -> ClaimRow:
    state = WORDS.get(one.state, one.state)
    if one.replaced_by is not None and one.state == "replaced":
        state = replaced_by(one.replaced_by)
    elif one.replaces is not None and one.state == "current":
        state = corrects(one.replaces)
    name = mask(one.patient_name) if masked else one.patient_name
    total = "" if one.total is None else f"{one.total:,.2f}"
    cells = (str(one.number), one.date_of_service.isoformat(), name, one.payer, state, _counted(one), total)
    return ClaimRow(one.number, cells, one.state)


def _counted(one: Summary) -> str:
    told = (
        many("{count} error", "{count} errors", one.errors) if one.errors else "",
        many("{count} warning", "{count} warnings", one.warnings) if one.warnings else "",
        many("{count} override", "{count} overrides", one.overrides) if one.overrides else "",
    )
    return ", ".join(part for part in told if part) or say("none")


def detail_state(file: File, masked: bool, muted: str) -> DetailState:
    """The claim in full; `muted` is the colour of quiet text."""
    final, claim = file.final, file.final.claim
    name = claim.patient.name if claim.patient else say("no patient")
    payer = claim.payer.name if claim.payer else say("no payer")
    total = f"${claim.total:,.2f}" if claim.total is not None else say("not priced in full")
    made = f"{final.finalised_at.astimezone():%Y-%m-%d %H:%M}"
    seal = say("Seal whole") if file.is_whole else say("Seal BROKEN: this claim is not as it was finalised")
    return DetailState(
        number=final.number,
        visit=final.visit_id,
        title=say("No. {number}", number=final.number) + f" · {mask(name) if masked else name}",
        subtitle=f"{claim.date_of_service} · {payer} · {total}",
        state=final.state,
        lineage=tuple(_step(one, final.number) for one in file.lineage),
        lines=tuple(
            (
                line.code, " ".join(line.modifiers), line.pointers, str(line.units),
                "" if line.charge is None else f"{line.charge:,.2f}",
            )
            for line in claim.lines
        ),
        seal=say(
            "{seal} · check {code} · finalised {made} by {name}",
            seal=seal, code=file.code, made=made, name=final.by or say("unknown"),
        ),
        is_whole=file.is_whole,
        told=_told(file, muted),
    )  # fmt: skip


def _step(one: Final, this: int) -> Step:
    word = say("VOID") if one.state == "void" else WORDS.get(one.state, one.state).lower()
    told = say("No. {number}: {state}", number=one.number, state=word)
    if one.replaces is not None:
        told = say("No. {number}: corrects {other}, {state}", number=one.number, other=one.replaces, state=word)
    return Step(one.number, told, one.number == this)


def _told(file: File, muted: str) -> str:
    report, claim = file.final.report, file.final.claim
    found = [f"{_P}• <b>{SEVERITIES.get(f.severity, f.severity)}</b>: {escape(f.message)}</p>" for f in report.findings]
    over = [f"{_P}• {escape(o.rule)}: {escape(o.reason)}</p>" for o in claim.overrides]
    over += [f"{_P}• {line.code}: {escape(line.override.reason)}</p>" for line in claim.lines if line.override]
    dx = ", ".join(f"{letter} {code}" for letter, code in zip("ABCDEFGHIJKL", claim.diagnoses, strict=False))
    unchecked = _unchecked(len(report.not_checked))
    done = [f"{_P}• {_entry(one)}</p>" for one in file.done if one.action != "view"]
    parts = (
        (say("Diagnoses"), f"{_P}{escape(dx)}</p>"),
        (say("Report when it was finalised"), f"{''.join(found)}" if found else f"{_P}{say('Nothing was found.')}</p>"),
        (say("Not checked"), f"{_P}{unchecked}</p>" if unchecked else ""),
        (say("Overrides"), f"{''.join(over)}" if over else ""),
        (say("What was done with it"), f"{''.join(done)}"),
    )
    return "".join(
        f'<p style="color:{muted}; margin:8px 0 2px 0"><b>{title}</b></p>{text}' for title, text in parts if text
    )


def _unchecked(number: int) -> str:
    return many("{count} rule could not be checked", "{count} rules could not be checked", number) if number else ""


def _entry(one: Done) -> str:
    detail = "; ".join(f"{name}: {value}" for name, value in one.detail.items())
    told = say("{action} by {name}", action=one.action, name=one.by) + (f" ({detail})" if detail else "")
    return escape(f"{one.at.astimezone():%Y-%m-%d %H:%M}  {told}")
