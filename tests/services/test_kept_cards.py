"""The practice's own payer cards: offered with their policies, kept, sealed with the claims they counted for."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.rules.catalogue import RULES
from oncodesk.services import sample_practice
from oncodesk.services.desk import Desk
from oncodesk.services.entrance import Entrance
from oncodesk.services.payer_cards import fingerprint, is_card, offered
from oncodesk.services.prove_claim import prove_claim

POLICY = {"kind": "commercial", "title": "Vial policy", "dated": "2026-01-15", "since": "2026-02-01"}


@pytest.fixture
def desk(code_sets: CodeSets, tmp_path: Path) -> Iterator[Desk]:
    """The invented practice."""
    made = Entrance(code_sets, tmp_path, lambda: datetime(2026, 9, 20, 9, 0, tzinfo=UTC)).sample()
    yield made
    made.store.close()


def written(folder: Path, rule: str, becomes: str = "off", **policy: Any) -> Path:
    """A card of the sample payer in a file."""
    exception = {"rule": rule, "becomes": becomes, "policy": POLICY | policy}
    payer = {"kind": "commercial", "name": "Harbor Mutual (sample)"}
    document = {"format": "oncodesk.payer-card/1", "payer": payer, "exceptions": [exception]}
    path = folder / "card.json"
    path.write_text(json.dumps(document))
    return path


def visit() -> Visit:
    """The sample visit whose payer the card is of."""
    return parse(Visit, sample_practice.read("visit-mfolfox6"))


def rule_of(desk: Desk) -> str:
    """A rule that finds something in the sample visit."""
    report = desk.derive_claim(visit()).report
    assert report is not None
    return next(found.rule for found in report.findings if found.severity != "error")


def test_a_card_is_refused_without_its_written_policy(tmp_path: Path, desk: Desk) -> None:
    rule = rule_of(desk)
    with pytest.raises(UnusableInput, match=r"written policy 'vials\.pdf' beside the card"):
        offered(written(tmp_path, rule, file="vials.pdf"))
    with pytest.raises(UnusableInput, match="link"):
        offered(written(tmp_path, rule))
    (tmp_path / "vials.pdf").write_bytes(b"")
    with pytest.raises(UnusableInput, match="beside the card"):
        offered(written(tmp_path, rule, file="vials.pdf"))
    (tmp_path / "vials.pdf").write_bytes(b"%PDF")
    assert offered(written(tmp_path, rule, file="vials.pdf")).files == {"vials.pdf": b"%PDF"}
    linked = offered(written(tmp_path, rule, link="https://example.org/vials"))
    assert linked.files == {}
    with pytest.raises(UnusableInput, match="beside the card"):
        offered(written(tmp_path, rule, file="../../etc/hostname"))


def test_only_what_says_so_is_a_card(tmp_path: Path, desk: Desk) -> None:
    assert is_card(written(tmp_path, rule_of(desk)))
    (tmp_path / "other.json").write_text("{}")
    assert not is_card(tmp_path / "other.json")
    assert not is_card(tmp_path / "none.toml")


def test_the_preview_says_whether_it_softens(tmp_path: Path) -> None:
    rule = next(one.id for one in RULES if one.severity == "warning")
    link = "https://example.org/vials"
    for becomes, said in (
        ("off", "switched off, softer"), ("error", "warning to error, stricter"), ("info", "warning to info, softer"),
        ("warning", "warning to warning, as it is"),
    ):  # fmt: skip
        (change,) = offered(written(tmp_path, rule, becomes, link=link)).changes
        assert f"({rule}): {said}, for services since 2026-02-01 (Vial policy, dated 2026-01-15, {link})" in change


def test_a_kept_card_counts_is_sealed_and_a_withdrawn_one_still_proves(tmp_path: Path, desk: Desk) -> None:
    rule = rule_of(desk)
    card = offered(written(tmp_path, rule, link="https://example.org/vials"))
    number = desk.keep_card(card)
    with pytest.raises(UnusableInput, match="kept already"):
        desk.keep_card(card)
    derived = desk.derive_claim(visit())
    assert derived.report is not None
    assert rule not in {found.rule for found in derived.report.findings}
    assert derived.report.exceptions[0].policy.title == "Vial policy"
    assert desk.check_claim(derived.claim) == derived.report
    row = next(v.id for v in desk.store.list_visits() if v.payer.startswith("Harbor"))
    sealed = desk.finalise(row, derived.claim, derived.report)
    assert desk.store.sealed_claim(sealed).editions[f"payer card {number}"] == fingerprint(card.card)
    desk.store.withdraw_card(number)
    later = desk.derive_claim(visit())
    assert later.report is not None and rule in {found.rule for found in later.report.findings}
    assert desk.prove_claim(sealed).holds
    kept = desk.store.sealed_claim(sealed)
    lost = prove_claim(desk.code_sets, kept)
    assert (lost.holds, lost.missing) == (False, (f"payer card {number} {fingerprint(card.card)}",))
    (held,) = desk.store.cards()
    other = replace(held, card=offered(written(tmp_path, rule, "info", link="https://example.org/x")).card)
    assert not prove_claim(desk.code_sets, kept, (other,)).holds


def test_a_card_of_another_payer_is_not_sealed_and_one_kept_later_changes_no_proof(tmp_path: Path, desk: Desk) -> None:
    derived = desk.derive_claim(visit())
    assert derived.report is not None
    row = next(v.id for v in desk.store.list_visits() if v.payer.startswith("Harbor"))
    sealed = desk.finalise(row, derived.claim, derived.report)
    desk.keep_card(offered(written(tmp_path, rule_of(desk), link="https://example.org/vials")))
    assert desk.prove_claim(sealed).holds
    medicare = parse(Visit, sample_practice.read("visit-pembrolizumab"))
    judged = desk.derive_claim(medicare)
    assert judged.report is not None
    assert judged.claim.payer is not None and judged.claim.payer.name != "Harbor Mutual (sample)"
    other = next(v.id for v in desk.store.list_visits() if v.id != row)
    again = desk.finalise(other, judged.claim, judged.report)
    assert not [name for name in desk.store.sealed_claim(again).editions if name.startswith("payer card")]
