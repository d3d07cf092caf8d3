"""A clinic's year of invented visits: doses that are given, vials that are opened for them, and why some may be warned.

Each maker of visits gives the facts of one and the rules that may rightly warn of it.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.rules.drugs.sizes import smallest

Facts = dict[str, Any]
Made = tuple[Facts, frozenset[str]]
AVOIDABLE = "drugs.waste-avoidable"
SEX = {"C61": "M", "C50.912": "F", "C56.1": "F"}
PAYERS = (
    "medicare", "medicare", "medicare", "railroad", "medicare_advantage", "commercial", "commercial", "medicaid",
    "tricare", "self_pay",
)  # fmt: skip
DRUGS: dict[str, tuple[str, tuple[int, int], float, str, str]] = {
    "paclitaxel": ("iv_infusion", (165, 195), 175, "mg", "m2"),
    "docetaxel": ("iv_infusion", (55, 70), 75, "mg", "m2"),
    "oxaliplatin": ("iv_infusion", (115, 130), 85, "mg", "m2"),
    "irinotecan": ("iv_infusion", (85, 100), 180, "mg", "m2"),
    "gemcitabine": ("iv_infusion", (28, 40), 1000, "mg", "m2"),
    "cisplatin": ("iv_infusion", (60, 120), 75, "mg", "m2"),
    "pemetrexed": ("iv_infusion", (10, 14), 500, "mg", "m2"),
    "carboplatin": ("iv_infusion", (30, 60), 480, "mg", "flat"),
    "cyclophosphamide": ("iv_infusion", (31, 60), 600, "mg", "m2"),
    "doxorubicin": ("iv_push", (4, 10), 60, "mg", "m2"),
    "etoposide": ("iv_infusion", (55, 70), 100, "mg", "m2"),
    "eribulin": ("iv_push", (3, 5), 1.4, "mg", "m2"),
    "vinorelbine": ("iv_push", (6, 10), 25, "mg", "m2"),
    "cabazitaxel": ("iv_infusion", (60, 70), 20, "mg", "m2"),
    "fluorouracil": ("iv_push", (3, 5), 400, "mg", "m2"),
    "leucovorin": ("iv_infusion", (110, 125), 400, "mg", "m2"),
    "vincristine": ("iv_push", (2, 5), 2, "mg", "flat"),
    "azacitidine": ("subcutaneous", (1, 1), 75, "mg", "m2"),
    "decitabine": ("iv_infusion", (60, 70), 20, "mg", "m2"),
    "bortezomib": ("subcutaneous", (1, 1), 1.3, "mg", "m2"),
    "carfilzomib": ("iv_infusion", (30, 35), 27, "mg", "m2"),
    "bevacizumab": ("iv_infusion", (30, 90), 10, "mg", "kg"),
    "trastuzumab": ("iv_infusion", (30, 90), 6, "mg", "kg"),
    "ramucirumab": ("iv_infusion", (60, 70), 8, "mg", "kg"),
    "cetuximab": ("iv_infusion", (115, 130), 400, "mg", "m2"),
    "panitumumab": ("iv_infusion", (60, 90), 6, "mg", "kg"),
    "rituximab": ("iv_infusion", (180, 300), 375, "mg", "m2"),
    "daratumumab": ("iv_infusion", (200, 300), 16, "mg", "kg"),
    "pertuzumab": ("iv_infusion", (30, 60), 420, "mg", "flat"),
    "nivolumab": ("iv_infusion", (30, 35), 240, "mg", "flat"),
    "ipilimumab": ("iv_infusion", (30, 90), 1, "mg", "kg"),
    "pembrolizumab": ("iv_infusion", (30, 40), 200, "mg", "flat"),
    "atezolizumab": ("iv_infusion", (30, 60), 1200, "mg", "flat"),
    "durvalumab": ("iv_infusion", (60, 65), 10, "mg", "kg"),
    "cemiplimab": ("iv_infusion", (30, 35), 350, "mg", "flat"),
    "palonosetron": ("iv_push", (1, 2), 0.25, "mg", "flat"),
    "ondansetron": ("iv_push", (2, 5), 8, "mg", "flat"),
    "dexamethasone": ("iv_push", (2, 5), 10, "mg", "flat"),
    "granisetron": ("iv_push", (1, 3), 1, "mg", "flat"),
    "famotidine": ("iv_push", (2, 4), 20, "mg", "flat"),
    "diphenhydramine": ("iv_push", (2, 4), 50, "mg", "flat"),
    "fosaprepitant": ("iv_infusion", (20, 35), 150, "mg", "flat"),
    "zoledronic acid": ("iv_infusion", (16, 25), 4, "mg", "flat"),
    "iron sucrose": ("iv_push", (3, 5), 200, "mg", "flat"),
    "ferric carboxymaltose": ("iv_infusion", (16, 20), 750, "mg", "flat"),
    "iron dextran": ("iv_infusion", (60, 240), 1000, "mg", "flat"),
    "leuprolide": ("intramuscular", (1, 1), 22.5, "mg", "flat"),
    "goserelin": ("implant", (1, 1), 10.8, "mg", "flat"),
    "fulvestrant": ("intramuscular", (1, 1), 500, "mg", "flat"),
    "degarelix": ("subcutaneous", (1, 1), 80, "mg", "flat"),
    "denosumab": ("subcutaneous", (1, 1), 120, "mg", "flat"),
    "octreotide": ("intramuscular", (1, 1), 30, "mg", "flat"),
    "lanreotide": ("subcutaneous", (1, 1), 120, "mg", "flat"),
    "cyanocobalamin": ("intramuscular", (1, 1), 1000, "mcg", "flat"),
    "pegfilgrastim": ("subcutaneous", (1, 1), 6, "mg", "flat"),
    "filgrastim": ("subcutaneous", (1, 1), 300, "mcg", "flat"),
    "darbepoetin alfa": ("subcutaneous", (1, 1), 200, "mcg", "flat"),
    "epoetin alfa": ("subcutaneous", (1, 1), 40000, "units", "flat"),
    "luspatercept": ("subcutaneous", (1, 1), 1, "mg", "kg"),
    "romiplostim": ("subcutaneous", (1, 1), 3, "mcg", "kg"),
}
"""Route, minutes, and dose by surface, by weight or flat, after the labels."""

PREMEDICATION = ("palonosetron", "dexamethasone", "famotidine", "diphenhydramine", "ondansetron", "granisetron",
                 "fosaprepitant")  # fmt: skip
REGIMENS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("C18.2", ("palonosetron", "dexamethasone", "oxaliplatin", "leucovorin", "fluorouracil")),
    ("C20", ("palonosetron", "irinotecan", "leucovorin", "fluorouracil")),
    ("C18.2", ("bevacizumab",)),
    ("C20", ("diphenhydramine", "cetuximab", "irinotecan")),
    ("C18.2", ("panitumumab",)),
    ("C34.11", ("dexamethasone", "famotidine", "diphenhydramine", "paclitaxel", "carboplatin")),
    ("C34.11", ("palonosetron", "pembrolizumab", "pemetrexed", "carboplatin")),
    ("C34.11", ("pembrolizumab",)),
    ("C34.11", ("nivolumab", "ipilimumab")),
    ("C34.11", ("dexamethasone", "docetaxel", "ramucirumab")),
    ("C34.11", ("durvalumab",)),
    ("C34.11", ("palonosetron", "atezolizumab", "carboplatin", "etoposide")),
    ("C25.0", ("ondansetron", "gemcitabine")),
    ("C50.912", ("fosaprepitant", "dexamethasone", "doxorubicin", "cyclophosphamide")),
    ("C50.912", ("dexamethasone", "docetaxel", "cyclophosphamide")),
    ("C50.912", ("trastuzumab", "pertuzumab")),
    ("C50.912", ("eribulin",)),
    ("C50.912", ("vinorelbine",)),
    ("C56.1", ("palonosetron", "fosaprepitant", "gemcitabine", "cisplatin")),
    ("C61", ("dexamethasone", "docetaxel")),
    ("C61", ("diphenhydramine", "cabazitaxel")),
    ("C83.31", ("diphenhydramine", "rituximab", "cyclophosphamide", "doxorubicin", "vincristine")),
    ("C82.03", ("diphenhydramine", "rituximab")),
    ("C90.00", ("bortezomib",)),
    ("C90.00", ("dexamethasone", "carfilzomib")),
    ("C90.00", ("diphenhydramine", "dexamethasone", "daratumumab")),
    ("D46.9", ("azacitidine",)),
    ("D46.9", ("decitabine",)),
    ("C44.321", ("cemiplimab",)),
)
HORMONES = (("C61", "leuprolide"), ("C61", "goserelin"), ("C61", "degarelix"), ("C50.912", "fulvestrant"))
INJECTED: tuple[tuple[tuple[str, ...], str, Facts], ...] = (
    (("C79.51", "C50.912"), "denosumab", {}),
    (("D51.9",), "cyanocobalamin", {}),
    (("C7A.8",), "octreotide", {}),
    (("C7A.8",), "lanreotide", {}),
    (("D69.3",), "romiplostim", {}),
    (("D46.1",), "luspatercept", {}),
)
ANEMIC = ("darbepoetin alfa", "epoetin alfa")


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def header(pick: random.Random, dx: tuple[str, ...], day: date) -> Facts:
    kind = pick.choice(PAYERS)
    born = date(1955, 4, 2) if kind in {"medicare", "railroad", "medicare_advantage"} else date(1972, 4, 2)
    return {
        "date_of_service": day.isoformat(),
        "payer": {"kind": kind, "name": "Example payer", "member_id": "1EG4TE5MK73"},
        "patient": {
            "account": "A-1", "family_name": "Example", "given_name": "Pat", "birth_date": born.isoformat(),
            "sex": next((SEX[code] for code in dx if code in SEX), None) or pick.choice("FM"),
        },
        "providers": {"rendering": {"name": "R. Ito", "npi": "1234567893", "credential": "MD"}},
        "diagnoses": [{"code": code} for code in dx],
        "facts": {"signed_order": True},
    }  # fmt: skip


def product(name: str, route: str, tables: Tables) -> Drug | None:
    """The drug of that generic name for that route, of no maker's own code."""
    found = [d for d in tables.drugs_named(name) if route in d.routes and d.product is None and d.indication != "esrd"]
    return found[0] if found else None


def dose_of(name: str, weight: float, surface: float) -> Decimal:
    """By label, rounded as pharmacies do: to 5 of a large dose, to a half, to a tenth of a small one."""
    _, _, amount, _, per = DRUGS[name]
    dose = Decimal(str(amount * {"m2": surface, "kg": weight, "flat": 1.0}[per]))
    if per == "flat":
        return dose
    step = Decimal(5) if dose > 50 else Decimal("0.5") if dose > 5 else Decimal("0.1")
    return (dose / step).to_integral_value() * step


def vials(pick: random.Random, drug: Drug, dose: Decimal, unit: str) -> tuple[list[Facts], Facts | None, bool]:
    """What is opened for the dose, what is thrown away, and whether other sizes would have left less.

    The least waste mostly; now and then, in a shortage, the largest size alone. A dose is often rounded to the vial.
    """
    bulk = {Decimal(x) for x in ("2500", "5000")} if drug.code == "J9190" else set()
    sizes = sorted({s for box in drug.containers if (s := box.to(unit)) and s not in bulk})
    if drug.container_kind == "multi_dose" or (drug.container_kind == "both" and pick.random() < 0.5):
        size = next((s for s in sizes if s >= dose), sizes[-1])
        count = ceil(dose / size)
        return [{"amount": float(size), "unit": unit, "count": count, "kind": "multi_dose"}], None, False
    mix = smallest(dose, tuple(sizes))
    assert mix, drug.code
    if pick.random() < 0.06:
        large = tuple([sizes[-1]] * ceil(dose / sizes[-1]))
        worse, mix = sum(large) > sum(mix), large
    else:
        worse = False
    boxes = [
        {"amount": float(size), "unit": unit, "count": mix.count(size), "kind": "single_dose"}
        for size in dict.fromkeys(mix)
    ]
    return boxes, {"amount": float(sum(mix) - dose), "unit": unit}, worse


class Chair:
    """One patient's administrations of a day, one after another."""

    def __init__(self, pick: random.Random, tables: Tables, start: int = 8 * 60) -> None:
        self.pick, self.tables, self.at = pick, tables, start + pick.randint(0, 60)
        self.weight = pick.uniform(52, 98)
        self.surface = pick.uniform(1.5, 2.2)
        self.given: list[Facts] = []
        self.may_warn: set[str] = set()

    def give(self, name: str, **more: Any) -> None:
        """A drug of the list at its dose."""
        route, (low, high), _, unit, _ = DRUGS[name]
        drug = product(name, route, self.tables)
        if drug is None:
            return
        dose = dose_of(name, self.weight, self.surface)
        if drug.container_kind == "single_dose" and DRUGS[name][4] != "flat" and self.pick.random() < 0.4:
            small = min(s for box in drug.containers if (s := box.to(unit)))
            dose = max(small, (dose / small).to_integral_value() * small)
        boxes, waste, worse = vials(self.pick, drug, dose, unit)
        minutes = self.pick.randint(low, high)
        timed = {"stop": clock(self.at + minutes)} if route in {"iv_infusion", "iv_push"} else {}
        place = {"access": "port"} if timed else {}
        self.given.append(
            {"id": f"a{len(self.given) + 1}", "drug": drug.code, "route": route, "start": clock(self.at),
             "dose": {"amount": float(dose), "unit": unit}, "containers": boxes, **timed, **place,
             **({"discarded": waste} if waste else {}), **more}
        )  # fmt: skip
        self.at += minutes + self.pick.randint(1, 5)
        if worse:
            self.may_warn.add(AVOIDABLE)

    def hang(self, purpose: str) -> None:
        """A liter of saline before or without a drug."""
        minutes = self.pick.randint(31, 150)
        self.given.append(
            {"id": f"a{len(self.given) + 1}", "drug": "normal saline", "class": "hydration", "route": "iv_infusion",
             "purpose": purpose, "start": clock(self.at), "stop": clock(self.at + minutes), "access": "port"}
        )  # fmt: skip
        self.at += minutes + 1

    def made(self, dx: tuple[str, ...], reason: str, **more: Any) -> Made:
        """The visit's facts, each container with a label number where Medicaid pays."""
        facts = header(self.pick, dx, self.tables.on)
        if facts["payer"]["kind"] == "medicaid":
            for n, given in enumerate(self.given):
                for box in given.get("containers", ()):
                    box["ndc"] = f"99999-{1000 + n}-01"
        own = facts["facts"] | more.pop("facts", {})
        return facts | {"reason": reason, "administrations": self.given, "facts": own} | more, frozenset(self.may_warn)


def seen(pick: random.Random, part: float = 0.3) -> Facts:
    """Now and then a visit of its own on the day of a treatment."""
    visit = {"code": pick.choice(("99213", "99214")), "performed_by": "physician", "significant_separate": True}
    return {"services": [visit]} if pick.random() < part else {}


def regimen(pick: random.Random, tables: Tables) -> Made:
    """A regimen in common use, some with fluid before it."""
    chair = Chair(pick, tables)
    dx, names = pick.choice(REGIMENS)
    if "cisplatin" in names:
        chair.hang("prehydration")
    for name in names:
        chair.give(name)
    return chair.made((dx,), "antineoplastic_treatment", **seen(pick))


def chemotherapy(pick: random.Random, tables: Tables) -> Made:
    """One or two infused antineoplastic drugs after one or two pushes."""
    chair = Chair(pick, tables)
    for name in pick.sample(PREMEDICATION, pick.randint(0, 2)):
        chair.give(name)
    pool = [n for dx, names in REGIMENS for n in names if n not in PREMEDICATION and DRUGS[n][0] == "iv_infusion"]
    for name in pick.sample(sorted(set(pool) - {"leucovorin"}), pick.randint(1, 2)):
        chair.give(name)
    return chair.made((pick.choice(("C18.2", "C34.11", "C25.0", "C56.1")),), "antineoplastic_treatment", **seen(pick))


def hormone(pick: random.Random, tables: Tables) -> Made:
    """A depot or an injection into both buttocks."""
    chair = Chair(pick, tables, 9 * 60)
    dx, name = pick.choice(HORMONES)
    chair.give(name, **({"injections": 2} if name == "fulvestrant" else {}))
    codes = (dx, "Z17.0") if dx.startswith("C50") else (dx,)
    return chair.made(codes, "antineoplastic_treatment", **seen(pick))


def injection(pick: random.Random, tables: Tables) -> Made:
    """A supportive injection."""
    chair = Chair(pick, tables, 9 * 60)
    dx, name, facts = pick.choice(INJECTED)
    chair.give(name)
    return chair.made(dx, "supportive_care", facts=facts)


def growth_factor(pick: random.Random, tables: Tables) -> Made:
    """White cells the day after chemotherapy."""
    chair = Chair(pick, tables, 9 * 60)
    chair.give(pick.choice(("pegfilgrastim", "filgrastim")))
    last = (tables.on - timedelta(days=2)).isoformat()
    return chair.made(("D70.1", "C34.11", "T45.1X5A"), "supportive_care", facts={"last_chemotherapy_on": last})


def anemia(pick: random.Random, tables: Tables) -> Made:
    """An agent against anemia of chemotherapy, with the count it needs."""
    chair = Chair(pick, tables, 9 * 60)
    chair.give(pick.choice(ANEMIC))
    known = {
        "hemoglobin_g_dl": round(pick.uniform(7.5, 9.8), 1),
        "measured_on": (tables.on - timedelta(days=1)).isoformat(),
        "last_chemotherapy_on": (tables.on - timedelta(days=10)).isoformat(),
    }
    facts, warned = chair.made((), "supportive_care", facts=known)
    due = [{"code": "D64.81", "treated": True, "due_to": "antineoplastic_drug"}, {"code": "C34.11"}]
    return facts | {"diagnoses": due}, warned


def infusion(pick: random.Random, tables: Tables) -> Made:
    """Iron, or a drug for bone."""
    chair = Chair(pick, tables, 9 * 60)
    name, dx, reason = pick.choice((
        ("iron sucrose", ("D50.9",), "drug_treatment"), ("ferric carboxymaltose", ("D50.0",), "drug_treatment"),
        ("iron dextran", ("D50.9",), "drug_treatment"), ("zoledronic acid", ("C79.51", "C61"), "supportive_care"),
    ))  # fmt: skip
    chair.give(name)
    return chair.made(dx, reason)


def hydration(pick: random.Random, tables: Tables) -> Made:
    """Fluid for dehydration."""
    chair = Chair(pick, tables, 9 * 60)
    chair.hang("hydration")
    return chair.made(("E86.0", "C18.2"), "hydration")


def seen_only(pick: random.Random, tables: Tables) -> Made:
    """A visit, sometimes with blood drawn from a vein and tests."""
    code = pick.choice(("99212", "99213", "99214", "99215"))
    more = pick.choice(((), ("36415",), ("36415", "85025"), ("36415", "85025", "80053")))
    services = [{"code": code, "performed_by": "physician"}, *({"code": test} for test in more)]
    dx = pick.choice(("C18.2", "C34.11", "C25.0", "C56.1"))
    return header(pick, (dx,), tables.on) | {"reason": "evaluation", "services": services}, frozenset()


def procedure(pick: random.Random, tables: Tables) -> Made:
    """Blood given, marrow sampled, blood let, or a port flushed."""
    code, dx, reason = pick.choice((
        ("36430", ("D64.81", "C18.2", "T45.1X5A"), "procedure"), ("38222", ("C90.00",), "procedure"),
        ("99195", ("D45",), "procedure"), ("96523", ("Z45.2", "C18.2"), "access_care"),
    ))  # fmt: skip
    service = {"code": code, "performed_by": "physician" if code == "38222" else "nurse"}
    return header(pick, dx, tables.on) | {"reason": reason, "services": [service]}, frozenset()


def radiation(pick: random.Random, tables: Tables) -> Made:
    """A whole course of external radiation, on working days, each five fractions seen by physician and physicist."""
    count, technique = pick.choice((3, 5, 8, 10, 16, 20, 25, 28, 33)), pick.choice(("2d", "3d", "imrt", "vmat"))
    days, first = _weekdays(tables.on - timedelta(days=int(count * 1.45) + 3), count)
    events: list[Facts] = []
    for number, day in enumerate(days, 1):
        part = {"type": "fraction", "number": number, "isocenters": 1, "active_motion_management": False}
        before = {} if day >= date(2026, 1, 1) else {"energy_mv": 6, "ports": 3, "blocks": 1, "areas": 1}
        events.append({"date": day.isoformat()} | part | before)
        if number % 5 == 0 or number == count:
            events.append({"date": day.isoformat(), "type": "management_exam", "performed_by": "physician"})
            events.append({"date": day.isoformat(), "type": "physics_check"})
    plan = ["77301"] if technique in {"imrt", "vmat"} else ["77290", "77295"]
    return _course(pick, days[-1], first, ["77263", *plan], events, modality="external_beam", technique=technique,
                   planned_fractions=count), frozenset()  # fmt: skip


def stereotactic(pick: random.Random, tables: Tables) -> Made:
    """A course of three or five stereotactic fractions."""
    count = pick.choice((3, 5))
    days, first = _weekdays(tables.on - timedelta(days=10), count)
    events = [{"date": d.isoformat(), "type": "fraction", "number": n} for n, d in enumerate(days, 1)]
    events += [{"date": days[-1].isoformat(), "type": kind, "performed_by": "physician"}
               for kind in ("management_exam", "physics_check")]  # fmt: skip
    return _course(pick, days[-1], first, ["77263", "77301"], events, modality="sbrt", planned_fractions=count,
                   dx=("C34.11",)), frozenset()  # fmt: skip


def _weekdays(start: date, count: int) -> tuple[list[date], date]:
    days = [day for n in range(2 * count + 9) if (day := start + timedelta(days=n)).weekday() < 5][:count]
    return days, days[0]


def _course(
    pick: random.Random, last: date, first: date, past: list[str], events: list[Facts],
    dx: tuple[str, ...] = (), **course: Any,
) -> Facts:  # fmt: skip
    history = [{"date_of_service": (first - timedelta(days=n)).isoformat(), "code": code, "course": "C1"}
               for n, code in enumerate(past, 10)]  # fmt: skip
    facts = {"id": "C1", "complete": True, "areas": 1, "equipment": "practice"} | course
    return header(pick, dx or (pick.choice(("C61", "C20", "C34.11")),), last) | {
        "reason": "radiation_treatment",
        "history": history,
        "radiation": {"claim": "course", "course": facts, "events": events},
    }


KINDS: tuple[Callable[[random.Random, Tables], Made], ...] = (
    regimen, regimen, regimen, chemotherapy, chemotherapy, hormone, injection, growth_factor, anemia, infusion,
    hydration, seen_only, procedure, radiation, stereotactic,
)  # fmt: skip
