"""An invented practice whose every field holds a word of its own, for what leaves the records."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from oncodesk.domain.claim import Claim, ClaimLine, LineOverride, Ndc, Override
from oncodesk.domain.encounter import Authorization, ClinicalTrial, Facts, Payment
from oncodesk.domain.fees import Fees
from oncodesk.domain.people import Address, Patient, Payer, PolicyHolder, Practice, Provider, Providers
from oncodesk.domain.report import Citation, Finding, Report
from oncodesk.domain.template import Favourite, Favourites, Template
from oncodesk.vault import door, keys
from oncodesk.vault.store import Store

PASSWORD = "correct horse battery"
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
DAY = date(2026, 3, 12)
CANARIES = (
    "Qxfamily", "Qxgiven", "Qxaccount", "Qxstreet", "Qxflat", "Qxtown", "614-555-0177", "1931-04-02", "Qxmember",
    "Qxgroup", "Qxholder", "Qxauth", "Qxrendering", "Qxreferring", "1234567893", "Qxpractice", "98-7654321", "Qxdraft",
    "Qxnote", "Qxreason", "Qxlineword", "Qxmessage", "Qxwhy", "Qxnarrative", "NCT09876543", "Qxtemplate",
    "Qxfavourite", "Qxfees", "Qxpayer", "Qxmethod", "Qxsecondary", "2026-03-12", "Qx.mail@example.org", "900-00-1234",
    "https://example.org/Qx", "192.0.2.77", "Qxcode", "Qxmod", "43215",
)  # fmt: skip
"""What identifies in some field; each stands in the full export, none in the de-identified one."""


def patient(number: int = 0) -> Patient:
    """The first is over 89; the others are of one street."""
    tail = f"-{number}" if number else ""
    address = Address(line1=f"Qxstreet{tail} 1", line2="Qxflat", city="Qxtown", state="OH", zip="43215-0001")
    return Patient(
        account=f"Qxaccount{tail}", family_name=f"Qxfamily{tail}", given_name="Qxgiven", sex="F", address=address,
        birth_date=date(1931, 4, 2) if number == 0 else date(1960, 1, 1 + number), phone="614-555-0177", weight_kg=70.5,
    )  # fmt: skip


def claim(number: int = 0) -> Claim:
    """Every field of a claim that can hold a word holds one."""
    lines = (
        ClaimLine(
            id="1", code="96413", modifiers=("59", "Qxmod"), pointers="A", charge=Decimal(410), narrative="Qxnarrative",
            override=LineOverride(reason="Qxlineword", by="Qxlineword", at="2026-03-12"),
        ),
        ClaimLine(id="2", code="Qxcode", pointers="A", charge=Decimal(1), ndc=Ndc(code="00703398601")),
    )  # fmt: skip
    return Claim(
        date_of_service=DAY, patient=patient(number), diagnoses=("C18.2",), lines=lines,
        practice=Practice(name="Qxpractice", tax_id="98-7654321", phone="614-555-0177", npi="1234567893"),
        payer=Payer(
            kind="commercial", name="Qxpayer", member_id="Qxmember", group="Qxgroup",
            policy_holder=PolicyHolder(name="Qxholder", birth_date=date(1931, 4, 2)),
        ),
        secondary_payer=Payer(kind="other", name="Qxsecondary"),
        providers=Providers(
            rendering=Provider(name="Qxrendering", npi="1234567893"), referring=Provider(name="Qxreferring")
        ),
        payments=(Payment(date=DAY, method="Qxmethod", amount=Decimal(5)),),
        authorization=Authorization(number="Qxauth"),
        facts=Facts(clinical_trial=ClinicalTrial(nct="NCT09876543")),
        overrides=(Override(rule="drugs.wastage-modifier-missing", reason="Qxreason"),),
    )  # fmt: skip


def report() -> Report:
    """One finding of a rule, one of a name that is none."""
    cited = Citation(title="t")
    rules = ("drugs.ndc-missing", "Qxcode")
    return Report(
        as_of=DAY,
        findings=tuple(
            Finding(rule=rule, covers=(), severity="info", message="Qxmessage", why="Qxwhy", citation=cited)
            for rule in rules
        ),
    )


def fill(store: Store, patients: int = 1) -> None:
    """All of it."""
    store.save_practice(Practice(name="Qxpractice", tax_id="98-7654321"))
    store.save_fees(Fees(name="Qxfees", since=DAY, per_unit={"96413": Decimal("410.00"), "J9263": Decimal("0.64")}))
    store.save_favourites(Favourites(codes=(Favourite(code="C18.2", note="=Qxfavourite"),)))
    store.save_templates((Template(name="Qxtemplate", reason="drug_treatment", cycle_days=28),))
    for number in range(patients):
        facts = {
            "format": "oncodesk.visit/1", "date_of_service": "2026-03-12", "place_of_service": "11",
            "reason": "evaluation", "patient": patient(number).model_dump(mode="json"), "services": [],
        }  # fmt: skip
        identifier = store.save_draft(None, facts, refused={"reason": "Qxdraft"})
        store.finalise(identifier, claim(number), report(), {"rules": "1"})
    store.add_note("patient:Qxaccount", "Qxnote Qx.mail@example.org 900-00-1234 https://example.org/Qx 192.0.2.77")


@pytest.fixture
def leaving(tmp_path: Path) -> Iterator[Store]:
    """The practice, open."""
    store = door.create(tmp_path / "home" / "practice", PASSWORD, keys.FLOOR)
    fill(store)
    yield store
    store.close()
