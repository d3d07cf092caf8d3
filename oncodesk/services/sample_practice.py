"""An invented practice: four visits on the desk and, where wanted, what came before; to look around in and to show."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oncodesk import paths
from oncodesk.domain.fees import Fees
from oncodesk.domain.people import Practice
from oncodesk.domain.reading import parse
from oncodesk.domain.template import Template, Templates
from oncodesk.domain.visit import Visit
from oncodesk.vault import door

if TYPE_CHECKING:
    from oncodesk.codes.library import CodeSets
    from oncodesk.vault.store import Store

PASSWORD = "sample practice"
VISITS = ("visit-mfolfox6", "visit-pembrolizumab", "visit-imrt-week", "visit-hydration")


def read(name: str) -> Any:
    """One of the sample documents as plain values."""
    return json.loads((paths.resources() / "samples" / f"{name}.json").read_text(encoding="utf-8"))


def practice() -> Practice:
    """The invented practice."""
    return parse(Practice, read("practice"))


def fees() -> Fees:
    """Its invented charges."""
    return parse(Fees, read("fees"))


def templates() -> tuple[Template, ...]:
    """Its regimens."""
    return parse(Templates, read("templates")).templates


def open_sample(folder: Path, code_sets: "CodeSets", with_history: bool = False) -> "Store":
    """The sample practice file, made with its four visits, priced, where it is not there yet.

    `with_history` also lays the months before into a file that is made.
    """
    if door.exists(folder):
        return door.unlock(folder, PASSWORD)
    return _made(folder, code_sets, with_history)


def _made(folder: Path, code_sets: "CodeSets", with_history: bool) -> "Store":
    from oncodesk.services.derive_claim import derive_claim
    from oncodesk.services.sample_history import Clock, lay_in
    from oncodesk.vault.keys import FLOOR

    clock = Clock(door.clock)
    opened = door.create(folder, PASSWORD, FLOOR, now=clock)
    opened.save_practice(practice())
    opened.save_fees(fees())
    opened.save_templates(templates())
    for name in VISITS:
        visit = parse(Visit, read(name))
        derived = derive_claim(visit, code_sets.at(visit.date_of_service), fees())
        opened.save_draft(None, read(name), charge_total=derived.claim.total)
    if with_history:
        lay_in(opened, code_sets, fees(), read, clock)
    return opened
