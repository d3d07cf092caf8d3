"""The list of finalised claims as a table for other programs."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from oncodesk.exchange.tabular import Cell, Column
from oncodesk.vault.progress import Progress

if TYPE_CHECKING:
    from oncodesk.vault.store import ClaimFilter, Store

PAGE = 500
CLAIM_COLUMNS = (
    Column(name="No.", kind="number"), Column(name="Visit", kind="number"),
    Column(name="Date of service", kind="date"), Column(name="Account"), Column(name="Patient"), Column(name="Payer"),
    Column(name="State"), Column(name="Replaces", kind="number"), Column(name="Replaced by", kind="number"),
    Column(name="Errors", kind="number"), Column(name="Warnings", kind="number"),
    Column(name="Overrides", kind="number"), Column(name="Total", kind="money"),
    Column(name="Finalised", kind="moment"), Column(name="By"),
)  # fmt: skip


def claim_rows(
    store: "Store", wanted: "ClaimFilter", who: Callable[[str], str], say: Progress
) -> Iterator[Sequence[Cell]]:
    """Every claim that fits, a page at a time, the newest number first; moments are those of this place."""
    count, last = 0, None
    while page := store.find_claims(wanted, PAGE, last):
        for one in page:
            yield (
                one.number, one.visit_id, one.date_of_service, who(one.account), who(one.patient_name), one.payer,
                one.state, one.replaces, one.replaced_by, one.errors, one.warnings, one.overrides, one.total,
                one.finalised_at.astimezone(), one.by,
            )  # fmt: skip
        count, last = count + len(page), page[-1].number
        say(0.0, f"{count:,} claims read")
