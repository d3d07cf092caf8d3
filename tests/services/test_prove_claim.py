"""A finalised claim is judged anew under its sealed editions, or the missing edition is named."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.services.desk import Desk
from oncodesk.services.entrance import Entrance
from oncodesk.services.prove_claim import prove_claim
from oncodesk.vault.values import SealedClaim


@pytest.fixture
def desk(code_sets: CodeSets, tmp_path: Path) -> Iterator[Desk]:
    """The invented practice."""
    desk = Entrance(code_sets, tmp_path, lambda: datetime(2026, 9, 20, 9, 0, tzinfo=UTC)).sample()
    yield desk
    desk.store.close()


@pytest.fixture
def sealed(desk: Desk) -> SealedClaim:
    """A sample visit's claim, finalised."""
    row = desk.store.list_visits()[0]
    derived = desk.derive_claim(parse(Visit, desk.store.load_visit(row.id).draft))
    assert derived.report is not None
    return desk.store.sealed_claim(desk.finalise(row.id, derived.claim, derived.report))


def test_every_sample_claim_comes_out_the_same(desk: Desk) -> None:
    for row in desk.store.list_visits():
        derived = desk.derive_claim(parse(Visit, desk.store.load_visit(row.id).draft))
        assert derived.report is not None
        proof = desk.prove_claim(desk.finalise(row.id, derived.claim, derived.report))
        assert proof.holds, proof.as_text()
        assert "the same result" in proof.as_text()


def test_a_missing_edition_is_named_and_nothing_is_judged(desk: Desk, sealed: SealedClaim) -> None:
    other = {**sealed.editions, "ptp": "2026-07-01 abc", "rules": "2020-01-01"}
    kept = SealedClaim(sealed.final, sealed.facts, other, sealed.is_whole)
    proof = prove_claim(desk.code_sets, kept)
    assert not proof.holds
    assert proof.missing == ("ptp 2026-07-01 abc", "rules 2020-01-01")
    assert "not here: ptp 2026-07-01 abc" in proof.as_text()


def test_another_report_is_said_to_differ_and_a_broken_seal_to_be_broken(desk: Desk, sealed: SealedClaim) -> None:
    from dataclasses import replace

    report = sealed.final.report.model_copy(update={"findings": ()})
    quiet = replace(sealed, final=replace(sealed.final, report=report))
    assert sealed.final.report.findings
    assert prove_claim(desk.code_sets, quiet).differs == ("the report",)
    assert "BROKEN" in prove_claim(desk.code_sets, replace(sealed, is_whole=False)).as_text()
