"""Whatever was given or done is on a line, in a question, or told as not billed."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from oncodesk.codes.library import open_code_sets
from oncodesk.coding.derive import derive
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

DRUGS = (
    *("docetaxel", "ondansetron", "normal saline", "1/2 NS", "leuprolide", "infliximab", "Cathflo", "heparin"),
    *("Wonderdrug", "prednisone", "capecitabine", "BCG", "Aranesp", "5-FU", "IVIG", "sodium bicarbonate"),
)
ROUTES = (
    *(
        "iv_infusion",
        "iv_infusion",
        "iv_push",
        "subcutaneous",
        "intramuscular",
        "oral",
        "access_flush",
        "pump_prolonged",
    ),
    *("intrathecal", "intravesical", "pleural", "intraperitoneal", "catheter_declot", "on_body_injector", "implant"),
    *("intra_arterial_push", "intra_arterial_infusion", "pump_refill_portable", "pump_refill_implantable"),
)
ADMINISTRATION = re.compile(r"96[345]\d\d|3659\d|51720|G0498")


def clock(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def visits(draw):
    held = []
    for n in range(draw(st.integers(1, 4))):
        start = draw(st.sampled_from([540, 550, 600, 630]))
        facts = {"id": f"a{n}", "drug": draw(st.sampled_from(DRUGS)), "route": draw(st.sampled_from(ROUTES))}
        facts |= {"start": clock(start)} if draw(st.booleans()) else {}
        if "start" in facts and draw(st.booleans()):
            facts["stop"] = clock(start + draw(st.sampled_from([5, 15, 16, 30, 31, 95, 500])))
        optional = {
            "dose": st.sampled_from([{"amount": n, "unit": u} for n, u in ((100, "mg"), (500, "mL"), (0, "mg"))]),
            "purpose": st.sampled_from(["keep_open", "diluent"]),
            "supplied_by": st.sampled_from(["patient", "study"]),
            "bag": st.just("B"),
        }
        held.append(facts | {name: draw(choice) for name, choice in optional.items() if draw(st.integers(0, 2)) == 0})
    return {
        "date_of_service": "2026-03-12",
        "place_of_service": draw(st.sampled_from(["11", "22"])),
        "reason": draw(st.sampled_from(["drug_treatment", "antineoplastic_treatment", "access_care"])),
        "payer": {"kind": "medicare", "name": "Medicare"},
        "diagnoses": [{"code": "C18.2"}],
        "administrations": held,
    }


@given(visits())
@settings(max_examples=200, deadline=None)
def test_every_drug_and_its_giving_is_accounted_for(document):
    visit = parse(Visit, document)
    found = derive(visit, open_code_sets().at(visit.date_of_service))
    steps = " ".join(step for trace in found.trace for step in trace.steps)
    asked = {question.fact for question in found.questions}
    for line_kind in (True, False):
        billed = {
            fact
            for line in found.claim.lines
            if bool(ADMINISTRATION.match(line.code)) is line_kind
            for fact in line.facts
        }
        for one in visit.administrations:
            if one.id in asked or f"({one.id})" in steps or (line_kind and one.route == "oral"):
                continue
            named = "the bag is not billed" in steps or "no drug line" in steps or "was flushed with" in steps
            assert one.id in billed or (not line_kind and named), one


def test_services_left_out_are_told():
    document = {
        "date_of_service": "2026-03-12",
        "reason": "antineoplastic_treatment",
        "payer": {"kind": "medicare", "name": "Medicare"},
        "diagnoses": [{"code": "C18.2"}],
        "administrations": [
            {"id": "a1", "drug": "docetaxel", "route": "iv_infusion", "start": "09:00", "stop": "10:00"}
        ],
        "services": [{"code": code} for code in ("99211", "36591", "96523", "A4216", "96413")],
    }
    found = derive(parse(Visit, document), open_code_sets().at(parse(Visit, document).date_of_service))
    steps = " ".join(step for trace in found.trace for step in trace.steps)
    assert [line.code for line in found.claim.lines] == ["96413"]
    assert all(f"{service['code']} not billed" in steps for service in document["services"])
