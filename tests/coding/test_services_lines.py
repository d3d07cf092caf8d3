"""Visits beside administrations, blood, marrow, trials."""

import pytest

CHEMO = {"drug": "drug c", "class": "antineoplastic", "start": "09:00", "stop": "10:00"}
MEDICARE = {"kind": "medicare", "name": "Medicare Part B"}


def visit_by(performed_by="physician", **more):
    return {"code": "99214", "performed_by": performed_by} | more


def test_separate_visit_takes_25(coded):
    assert coded(CHEMO, services=[visit_by(significant_separate=True)]) == {"96413": 1, "99214-25": 1}


def test_visit_of_unknown_separateness_is_asked_about(coded, derived):
    services = [visit_by()]
    assert coded(CHEMO, services=services) == {"96413": 1, "99214": 1}
    assert "significant_separate" in {q.field for q in derived(CHEMO, services=services).questions}


@pytest.mark.parametrize(
    "service",
    [
        {"code": "99211", "performed_by": "nurse", "significant_separate": True},
        visit_by("nurse"),
        visit_by(significant_separate=False),
        {"code": "96523"},
        {"code": "36591"},
        {"code": "36000"},
    ],
)
def test_what_an_administration_includes_is_left_out_and_told(derived, service):
    found = derived(CHEMO, services=[service])
    assert [line.code for line in found.claim.lines] == ["96413"]
    assert any(service["code"] in step for step in found.trace[0].steps)


def test_visit_with_laboratory_tests_only_needs_no_25(coded):
    services = [visit_by(), {"code": "36415"}, {"code": "85025"}]
    assert coded(services=services) == {"99214": 1, "36415": 1, "85025": 1}


def test_visit_beside_another_procedure(coded):
    services = [visit_by(significant_separate=True), {"code": "31575", "performed_by": "physician"}]
    assert coded(services=services) == {"99214-25": 1, "31575": 1}


def test_port_draw_goes_with_laboratory_tests_only(coded):
    assert coded(services=[{"code": "36591"}, {"code": "85025"}]) == {"36591": 1, "85025": 1}
    assert coded(services=[{"code": "36591"}, visit_by()]) == {"99214": 1}


def test_transfusion_once_and_products_by_unit(coded):
    services = [{"code": "36430", "units": 3}, {"code": "P9016", "units": 3}]
    assert coded(services=services) == {"36430": 1, "P9016": 3}


def test_marrow_of_one_site_is_one_service(coded):
    services = [{"code": "38220", "site": "left"}, {"code": "38221", "site": "left"}]
    assert coded(services=services) == {"38222": 1}
    assert coded(services=[{"code": "38220", "units": 3}]) == {"38220": 1}
    services[1]["site"] = "right"
    assert coded(services=services) == {"38220": 1, "38221-59": 1}


def test_care_addon_is_refused_beside_25_by_medicare(coded):
    services = [visit_by(significant_separate=True), {"code": "G2211"}]
    assert coded(CHEMO, services=services) == {"96413": 1, "99214-25": 1}
    assert coded(services=[visit_by(), {"code": "G2211"}]) == {"99214": 1, "G2211": 1}


@pytest.mark.parametrize(("item", "modifier"), [("routine", "Q1"), ("investigational", "Q0")])
def test_trial_item_of_each_line(coded, item, modifier):
    facts = {"clinical_trial": {"nct": "12345678", "phase_item": item}}
    assert coded(CHEMO, facts=facts) == {f"96413-{modifier}": 1}


def test_an_administrations_own_trial_item_differs_from_the_visits(coded):
    facts = {"clinical_trial": {"nct": "12345678", "phase_item": "routine"}}
    found = coded(
        CHEMO | {"trial": "investigational"},
        {"class": "therapeutic", "drug": "t", "route": "intramuscular"},
        facts=facts,
    )
    assert found == {"96413-Q0": 1, "96372-59-Q1": 1}


def test_trial_without_its_item_is_asked_about(derived):
    found = derived(CHEMO, facts={"clinical_trial": {"nct": "12345678"}})
    assert "phase_item" in {q.field for q in found.questions}
