"""Injections, cavities, pumps, access."""

import pytest

CHEMO = {"drug": "drug c", "class": "antineoplastic"}
HORMONE = {"drug": "drug h", "class": "hormonal_antineoplastic"}
OTHER = {"drug": "drug t", "class": "therapeutic"}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (CHEMO | {"route": "subcutaneous"}, "96401"),
        (CHEMO | {"route": "intramuscular"}, "96401"),
        (HORMONE | {"route": "intramuscular"}, "96402"),
        (HORMONE | {"route": "implant"}, "96402"),
        (OTHER | {"route": "intramuscular"}, "96372"),
        (OTHER | {"route": "on_body_injector"}, "96377"),
        (CHEMO | {"route": "intravesical"}, "51720"),
        (CHEMO | {"route": "intraperitoneal"}, "96446"),
        (CHEMO | {"route": "pleural", "puncture_by": "self"}, "96440"),
        (CHEMO | {"route": "pleural", "puncture_by": "none"}, "96440-52"),
        (CHEMO | {"route": "intrathecal", "puncture_by": "self"}, "96450"),
        (CHEMO | {"route": "intrathecal", "puncture_by": "other"}, "96450-52"),
        (CHEMO | {"route": "intrathecal", "puncture_by": "none"}, "96542"),
        (CHEMO | {"route": "intralesional", "injections": 7}, "96405"),
        (CHEMO | {"route": "intralesional", "injections": 8}, "96406"),
        (CHEMO | {"route": "intra_arterial_push"}, "96420"),
        (OTHER | {"route": "intra_arterial_push"}, "96373"),
        (CHEMO | {"route": "intra_arterial_infusion", "minutes": 15}, "96420"),
        (CHEMO | {"route": "intra_arterial_infusion", "minutes": 90}, "96422"),
        (CHEMO | {"route": "intra_arterial_infusion", "minutes": 481}, "96425"),
        (OTHER | {"route": "pump_refill_portable"}, "96521"),
        (OTHER | {"route": "pump_refill_implantable"}, "96522"),
    ],
)
def test_one_service_by_route(coded, facts, code):
    assert coded(facts) == {code: 1}


def test_arterial_hours(coded):
    assert coded(CHEMO | {"route": "intra_arterial_infusion", "minutes": 151}) == {"96422": 1, "96423": 2}


def test_infusion_under_the_skin(coded):
    given = OTHER | {"route": "subcutaneous", "minutes": 95}
    assert coded(given, reason="drug_treatment") == {"96369": 1, "96370": 1}


def test_hormone_for_something_else_is_an_ordinary_injection(coded):
    given = HORMONE | {"route": "intramuscular"}
    assert coded(given, reason="drug_treatment", diagnoses=[{"code": "N80.9"}]) == {"96372": 1}


def test_each_drug_its_own_injection_and_one_syringe_one(coded):
    second = OTHER | {"drug": "drug u", "route": "intramuscular"}
    first = OTHER | {"route": "intramuscular"}
    assert coded(first, second) == {"96372": 1, "96372-59": 1}
    assert coded(first | {"bag": "S"}, second | {"bag": "S"}) == {"96372": 1}


def test_one_dose_over_two_sites_is_one_unit(coded):
    assert coded(OTHER | {"route": "intramuscular", "injections": 2}) == {"96372": 1}


def test_oral_has_no_administration(coded):
    assert coded(CHEMO | {"route": "oral"}) == {}


PUMP = CHEMO | {"route": "pump_prolonged", "start": "11:00"}


def test_pump_by_payer_and_owner(coded, derived):
    commercial = {"kind": "commercial", "name": "Plan"}
    long = PUMP | {"minutes": 2760}
    assert coded(long, payer=commercial) == {"96416": 1}
    assert coded(long | {"pump": {"owned_by": "practice"}}) == {"G0498": 1}
    assert coded(long | {"pump": {"owned_by": "supplier"}}) == {"96416": 1}
    found = derived(long)
    assert found.claim.lines == ()
    assert "pump.owned_by" in {q.field for q in found.questions}


def test_pump_of_eight_hours_is_an_ordinary_infusion(coded):
    assert coded(PUMP | {"minutes": 480}) == {"96413": 1, "96415": 7}


def test_refill_on_the_day_of_the_start_is_included(coded):
    refill = OTHER | {"route": "pump_refill_portable"}
    assert coded(PUMP | {"minutes": 2760, "pump": {"owned_by": "supplier"}}, refill) == {"96416": 1}


def test_push_and_pump_of_one_drug_are_two_services(coded):
    push = CHEMO | {"route": "iv_push", "start": "10:00", "stop": "10:04"}
    assert coded(push, PUMP | {"minutes": 2760, "pump": {"owned_by": "supplier"}}) == {"96409": 1, "96416": 1}


FLUSH = {"drug": "flush", "class": "therapeutic", "route": "access_flush"}


def test_flush_is_billed_alone_only(coded):
    assert coded(FLUSH, reason="access_care") == {"96523": 1}
    assert coded(FLUSH, OTHER | {"route": "intramuscular"}) == {"96372": 1}
    assert coded(FLUSH, reason="access_care", services=[{"code": "99213", "performed_by": "physician"}]) == {"99213": 1}


def test_declot_once_for_each_catheter(coded):
    declot = OTHER | {"route": "catheter_declot", "access": "port"}
    assert coded(declot) == {"36593": 1}
    assert coded(declot, declot) == {"36593": 1}
    assert coded(declot, declot | {"access": "left arm"}) == {"36593": 1, "36593-59": 1}


@pytest.mark.parametrize(("day", "expected"), [("2026-03-05", {}), ("2026-03-04", {"96523": 1})])
def test_flush_when_a_pump_comes_off_is_included(coded, day, expected):
    history = [{"date_of_service": day, "code": "96416"}]
    assert coded(FLUSH, reason="access_care", history=history) == expected
