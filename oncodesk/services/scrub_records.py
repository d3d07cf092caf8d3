"""Checks every claim of the records that stands against the code sets of today, and says what has changed since it was
sealed."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from oncodesk.codes.library import CodeSets
from oncodesk.domain.payer_card import PayerCard
from oncodesk.domain.report import SEVERITIES
from oncodesk.exchange.tabular import Column, Listed
from oncodesk.rules.catalogue import RULES
from oncodesk.services.payer_cards import fingerprint
from oncodesk.services.scrubbing.inputs import Entry
from oncodesk.services.scrubbing.judging import Judged
from oncodesk.services.scrubbing.state import run_mark
from oncodesk.services.scrubbing.workers import judged
from oncodesk.vault.progress import Progress
from oncodesk.vault.values import KeptClaim, StandingFilter

if TYPE_CHECKING:
    from oncodesk.vault.store import Store

Reach = Literal["unsent", "today", "month", "all"]
REACHES: Mapping[Reach, str] = {
    "unsent": "not marked as sent",
    "today": "served today",
    "month": "served this month",
    "all": "every claim that stands",
}
PAGE = 200
UNREADABLE = "unreadable"
WORST = (UNREADABLE, *SEVERITIES, "")
"""What a claim may come to, the gravest first; nothing where it is clean."""
Key = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim checked anew: its gravest severity, how many findings, the first in words, how many of them its sealed
    report does not hold (`fresh`) and how many that held are `gone`; `unchecked` rules could not be checked."""

    number: int
    visit: int
    day: date
    patient: str
    payer: str
    worst: str
    findings: int
    first: str
    fresh: int
    gone: int
    unchecked: int
    is_whole: bool

    @property
    def has_changed(self) -> bool:
        """Whether the report is another than the sealed one."""
        return bool(self.fresh or self.gone)


@dataclass(slots=True)
class RecordScrub:
    """One run over the records: what it has come to so far, so that one that was stopped goes on where it was.

    `mark` changes with the editions, the rules and the practice's cards; `not_checked` counts claims by rule.
    """

    reach: Reach
    wanted: StandingFilter
    mark: str = ""
    total: int = 0
    rows: list[CheckedClaim] = field(default_factory=list)
    not_checked: Counter[str] = field(default_factory=Counter)

    @property
    def is_done(self) -> bool:
        """Whether every claim was checked."""
        return bool(self.mark) and len(self.rows) >= self.total


def record_scrub(reach: Reach, today: date) -> RecordScrub:
    """A run that has not begun; days are dates of service."""
    first = today.replace(day=1)
    spans = {
        "unsent": StandingFilter(is_unsent=True),
        "today": StandingFilter(since=today, until=today),
        "month": StandingFilter(since=first, until=today),
        "all": StandingFilter(),
    }
    return RecordScrub(reach, spans[reach])


def scrub_records(
    run: RecordScrub,
    store: "Store",
    code_sets: CodeSets,
    cards: Sequence[PayerCard],
    jobs: int,
    say: Progress,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[CheckedClaim, ...]:
    """Checks what the run has not checked yet, and gives every row, the gravest first.

    Whatever `say` raises ends it; what was checked by then stays in the run. A run whose code sets, rules or cards are
    others now begins anew.
    """
    _begin(run, store, code_sets, cards)
    if not run.is_done:
        waiting: list[KeptClaim] = []
        lines = judged(_entries(run, store, waiting), code_sets, None, jobs, cancelled, cards)
        for line in lines:
            _keep(run, waiting.pop(0), line)
            done = len(run.rows)
            say(done / max(1, run.total), f"{done:,} of {run.total:,} claims checked")
        if not cancelled():
            run.total = len(run.rows)
    return ordered(run.rows)


def _begin(run: RecordScrub, store: "Store", code_sets: CodeSets, cards: Sequence[PayerCard]) -> None:
    mark = " ".join((run_mark((), code_sets, None), *sorted(map(fingerprint, cards))))
    if run.mark != mark:
        run.mark, run.total = mark, store.count_standing(run.wanted)
        run.rows.clear()
        run.not_checked.clear()
        store.note("scrub", "claims", of=run.reach, claims=str(run.total))


def _entries(run: RecordScrub, store: "Store", waiting: list[KeptClaim]) -> Iterator[Entry]:
    """Claims behind the last one checked; each waits in order for its line."""
    last = run.rows[-1].number if run.rows else None
    while page := store.standing_claims(run.wanted, last, PAGE):
        for kept in page:
            waiting.append(kept)
            yield Entry("records", f"claim {kept.number}", "claim", _text(kept.document), as_of=_as_of(kept.report))
        last = page[-1].number


def _text(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def _as_of(report: Mapping[str, Any]) -> date | None:
    """The day that the sealed report judged filing limits on."""
    return date.fromisoformat(report["as_of"]) if report.get("as_of") else None


def _keep(run: RecordScrub, kept: KeptClaim, line: Judged) -> None:
    told = json.loads(line.text)
    findings = told.get("report", {}).get("findings", ())
    now, sealed = (Counter(map(_key, held)) for held in (findings, kept.report.get("findings", ())))
    is_read = told["kind"] == "claim"
    unchecked = line.counted.get("not_checked", ())
    run.not_checked.update(unchecked)
    patient, payer = kept.document.get("patient") or {}, kept.document.get("payer") or {}
    run.rows.append(
        CheckedClaim(
            number=kept.number,
            visit=kept.visit_id,
            day=kept.date_of_service,
            patient=", ".join(part for part in (patient.get("family_name"), patient.get("given_name")) if part),
            payer=sys.intern(str(payer.get("name") or "")),
            worst=findings[0]["severity"] if findings else "" if is_read else UNREADABLE,
            findings=len(findings),
            first=sys.intern(str(findings[0]["message"] if findings else told.get("said", ""))),
            fresh=(now - sealed).total() if is_read else 0,
            gone=(sealed - now).total() if is_read else 0,
            unchecked=len(unchecked),
            is_whole=kept.is_whole,
        )
    )


def _key(finding: Mapping[str, Any]) -> Key:
    return finding["rule"], finding["severity"], tuple(finding.get("lines", ()))


def ordered(rows: Sequence[CheckedClaim]) -> tuple[CheckedClaim, ...]:
    """Broken seals first, then the gravest, those that have changed first, the newest number first."""
    return tuple(sorted(rows, key=lambda row: (row.is_whole, WORST.index(row.worst), not row.has_changed, -row.number)))


def unchecked(run: RecordScrub) -> tuple[tuple[str, int], ...]:
    """Rules that could not be checked, by their titles, each with how many claims, the most first."""
    titles = {rule.id: rule.title for rule in RULES}
    return tuple((titles.get(rule, rule), count) for rule, count in run.not_checked.most_common())


def jobs_for(processors: int) -> int:
    """Processes that judge while a window stays quick; with one processor it is done in this process."""
    return 1 if processors < 2 else max(2, min(4, processors - 1))


def listed(rows: Sequence[CheckedClaim]) -> Listed:
    """The result as a table for other programs."""
    columns = (
        Column(name="No.", kind="number"), Column(name="Visit", kind="number"),
        Column(name="Date of service", kind="date"), Column(name="Patient"), Column(name="Payer"), Column(name="Worst"),
        Column(name="Findings", kind="number"), Column(name="First finding"),
        Column(name="New since sealed", kind="number"), Column(name="Gone since sealed", kind="number"),
        Column(name="Rules not checked", kind="number"), Column(name="Seal"),
    )  # fmt: skip
    return Listed(
        "Claims checked",
        columns,
        (
            (
                row.number, row.visit, row.day, row.patient, row.payer, row.worst or "clean", row.findings, row.first,
                row.fresh, row.gone, row.unchecked, "whole" if row.is_whole else "BROKEN",
            )
            for row in rows
        ),
    )  # fmt: skip
