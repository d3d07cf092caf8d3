"""Prove it: judges a finalised claim anew under the editions it was sealed with, and compares word by word."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from pydantic import BaseModel

from oncodesk import paths
from oncodesk.codes.library import CodeSets
from oncodesk.domain.base import Frozen
from oncodesk.rules.catalogue import REVISION
from oncodesk.services.check_claim import check_claim
from oncodesk.services.payer_cards import unsealed_cards
from oncodesk.vault.values import HeldCard, SealedClaim


class Proof(Frozen):
    """What judging again gave.

    `missing` names each edition that is no longer here or is another now; then nothing was judged. `differs` names what
    came out otherwise under the same editions: report or lines.
    """

    number: int
    sealed: bool
    missing: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the seal is whole and the same result came out."""
        return self.sealed and not self.missing and not self.differs

    def as_text(self) -> str:
        """In a few lines."""
        seal = "its seal is whole" if self.sealed else "its seal is BROKEN"
        if self.missing:
            lacking = "\n".join(f"  not here: {name}" for name in self.missing)
            return f"claim {self.number}: {seal}; it cannot be judged again\n{lacking}"
        if self.differs:
            return f"claim {self.number}: {seal}; judged again, {' and '.join(self.differs)} came out otherwise"
        return f"claim {self.number}: {seal}; judged again under the same editions, the same result"


def editions_on(code_sets: CodeSets, day: date) -> dict[str, str]:
    """A hash of each table that a claim of that day is judged by, and the revision of the rules."""
    loaded = {name: code_sets.in_force(name, day) for name in sorted({e.set for e in code_sets.shelf.editions})}
    held = {name: f"{found.edition.label} {found.edition.sha256}" for name, found in loaded.items() if found}
    return {**held, "icd10cm shipped": code_sets.shipped.label, "rules": REVISION, "tables": _shipped()}


@cache
def _shipped() -> str:
    digest = hashlib.sha256()
    for path in sorted(paths.codesets().rglob("*.toml")):
        digest.update(path.name.encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def prove_claim(code_sets: CodeSets, kept: SealedClaim, held: Sequence[HeldCard] = ()) -> Proof:
    """Judges the claim again where everything it was judged by is still here.

    `held` are the practice's payer cards, withdrawn ones too: those that counted then count again.
    """
    final = kept.final
    day = final.claim.date_of_service
    cards, gone, editions = unsealed_cards(dict(kept.editions), held)
    missing = (*_missing(editions, editions_on(code_sets, day)), *gone)
    if missing or not kept.is_whole:
        return Proof(number=final.number, sealed=kept.is_whole, missing=missing)
    report = check_claim(final.claim, code_sets.at(day), final.report.as_of, cards)
    differs = ("the report",) if _text(report) != _text(final.report) else ()
    return Proof(number=final.number, sealed=True, differs=differs)


def _missing(sealed: Mapping[str, str], here: Mapping[str, str]) -> tuple[str, ...]:
    if not sealed:
        return ("the editions were not recorded when the claim was finalised",)
    names = sorted({*sealed, *here})
    return tuple(
        f"{name} {sealed[name]}" if name in sealed else f"{name} was not loaded then"
        for name in names
        if sealed.get(name) != here.get(name)
    )


def _text(document: BaseModel) -> str:
    return document.model_dump_json()
