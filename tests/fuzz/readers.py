"""Every reader of other people's files, and files that each takes."""

import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

TESTS = Path(__file__).resolve().parents[1]
for folder in (TESTS, TESTS / "exchange"):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))

import made837  # noqa: E402
import made_hl7  # noqa: E402
import official_layouts  # noqa: E402

from oncodesk import paths  # noqa: E402
from oncodesk.codes import importing  # noqa: E402
from oncodesk.codes.shelf import Shelf  # noqa: E402
from oncodesk.codes.sources import ptp  # noqa: E402
from oncodesk.codes.sources.catalogue import IMPORTERS  # noqa: E402
from oncodesk.domain.errors import UnusableInput  # noqa: E402
from oncodesk.domain.reading import read_own, read_visit_or_claim  # noqa: E402
from oncodesk.exchange.claims import Claims  # noqa: E402
from oncodesk.exchange.people import Reading  # noqa: E402
from oncodesk.exchange.people_csv import read_people_csv  # noqa: E402
from oncodesk.exchange.people_hl7 import read_people_hl7  # noqa: E402
from oncodesk.exchange.read837 import read_837, what_stands_beside  # noqa: E402
from oncodesk.exchange.values import Fault  # noqa: E402
from oncodesk.services.import_people import plan  # noqa: E402
from oncodesk.services.payer_cards import read_card  # noqa: E402
from oncodesk.vault import door  # noqa: E402
from oncodesk.vault.keys import FLOOR  # noqa: E402

TODAY = date(2026, 11, 25)
Reader = Callable[[bytes], Any]
CSV = (
    "MRN,Last Name,First Name,DOB,Gender,Address,City,State,ZIP,Phone,Appt Date,Provider,NPI,Payer,Member ID,Status\r\n"
    'A-1,Example,Pat,04/02/1961,F,"12 Larch, rear",Springfield,IL,62704,217-555-0100,3/12/26 9:30 AM,R. Ito,'
    "1234567893,Medicare,1EG4TE5MK73,Booked\r\n"
    "A-2,Sample,Sam,12/31/1958,M,,,,,,,,,,,\r\n"
)
OWN = (
    {"format": "oncodesk.template/1", "name": "FOLFOX", "reason": "antineoplastic_treatment", "cycle_days": 14,
     "diagnoses": [{"code": "C18.2"}],
     "administrations": [{"drug": "oxaliplatin", "route": "iv_infusion", "dose_by": "85 mg/m2", "sequence": 1}]},
    {"format": "oncodesk.favourites/1", "codes": [{"code": "C18.2", "note": "colon"}]},
    {"format": "oncodesk.fees/1", "name": "2026", "since": "2026-01-01", "per_unit": {"96413": "410.00"}},
)  # fmt: skip
CARD = {
    "format": "oncodesk.payer-card/1", "payer": {"name": "Harbor Mutual", "kind": "commercial"},
    "exceptions": [
        {"rule": "drugs.ndc-missing", "becomes": "off",
         "policy": {"kind": "commercial", "title": "Billing", "dated": "2026-01-01", "link": "https://example.org/p",
                    "since": "2026-01-01"}},
    ],
}  # fmt: skip
ORDER = "".join(
    f"{n:05} {code:7} 1 {'Invented disorder':60} Invented disorder number {n}\r\n"
    for n, code in enumerate((*(f"A{n:02}" for n in range(40)), "C182", "Z99"), 1)
)
CONVERSION = (
    "FY 2025 (October 1, 2024)\nCurrent code assignment\tEffective\tPrevious code(s) assignment\n"
    + "".join(f"C{n:02}.1\t2024\tC{n:02}\n" for n in range(10, 40))
    + "Z98.1\t2024\tZ98\n"
)
HCPCS = "".join(
    f"{code}{n:05}3{'Injection, invented, 1 mg':80}{'Invented':28}{'':149}{'20200101':8}{'20260101':8}{'':36}\r\n"
    for n, code in enumerate(("A4305", "J1111", "J9263", "V5364"), 1)
)
INDEX = (
    '<?xml version="1.0"?><ICD10CM.index><version>2025</version><title>Table of Neoplasms</title><indexHeading>'
    '<head col="1">Neoplasm</head><head col="2">Malignant Primary</head></indexHeading>'
    + "".join(
        f'<letter><title>{a}</title><mainTerm><title>{a}bdomen</title><cell col="2">C76.2</cell>'
        f'<term level="1"><title>wall</title><cell col="2">C44.509</cell></term></mainTerm></letter>'
        for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    )
    + "</ICD10CM.index>"
)
TABULAR = (
    '<?xml version="1.0"?><ICD10CM.tabular><version>2024</version>'
    + "".join(
        f'<chapter><name>{n}</name><desc>Invented chapter ({a}00-{a}01)</desc><section id="{a}00-{a}01"><desc>S</desc>'
        f"<diag><name>{a}00</name><desc>One</desc><excludes1><note>{a}01</note></excludes1><diag><name>{a}00.1</name>"
        f"<desc>Below</desc></diag></diag><diag><name>{a}01</name><desc>Two</desc></diag></section></chapter>"
        for n, a in enumerate("ABCDEFGHIJKLMNOPQRSTUVWYZ", 1)
    )
    + "</ICD10CM.tabular>"
)
MORE_TABLES = {
    "icd10cm_order_2025.txt": ORDER, "conversion_2025.txt": CONVERSION, "HCPC2026_ANWEB.txt": HCPCS,
    "icd10cm_neoplasm_2025.xml": INDEX, "icd10cm_tabular_2024.xml": TABULAR,
}  # fmt: skip


def _claims(text: bytes) -> None:
    faults = []
    for found in Claims(io.BytesIO(text)):
        if isinstance(found, Fault):
            faults.append(found.said)
            continue
        faults += filter(None, (read_837(found).problem,))
        what_stands_beside(found)
    if faults:
        raise UnusableInput("837", faults[0])


def _planned(read: Callable[[bytes], Reading]) -> Reader:
    """Reads, and plans beside an empty practice."""
    folder = tempfile.TemporaryDirectory()
    store = door.create(Path(folder.name) / "practice", "correct horse battery", FLOOR)

    def read_and_plan(text: bytes) -> None:
        found = plan(store, read(text))
        if found.refused:
            raise UnusableInput("rows", found.refused[0].as_text())
        assert folder.name

    return read_and_plan


@contextmanager
def _short_files() -> Iterator[None]:
    """A file of few rows is whole enough, for so long."""
    with ExitStack() as changed:
        for importer in IMPORTERS:
            changed.enter_context(patch.object(importer, "FEWEST_ROWS", 0))
        changed.enter_context(patch.object(ptp, "MOST_MISSING", 90))
        yield


class CodeSets:
    """Loads a file as official tables are, into a shelf of its own."""

    def __init__(self, name: str) -> None:
        """`name` of the file, for some layouts say their year there only; one says it nowhere."""
        self._label = "2026-01-01" if name == "LONGULT.txt" else None
        self._folder = tempfile.TemporaryDirectory()
        self._name, self._shelf = name, Shelf(Path(self._folder.name) / "codesets")

    def __call__(self, text: bytes) -> None:
        path = Path(self._folder.name) / self._name
        path.write_bytes(text)
        with _short_files(), importing.built([path], self._shelf, "2026-01-01T08:00", self._label):
            pass
        assert not self._shelf.editions and not list(self._shelf.folder.iterdir())


def _json(*documents: Any) -> list[bytes]:
    return [json.dumps(document).encode() for document in documents]


def _samples() -> list[bytes]:
    return [path.read_bytes() for path in sorted((paths.resources() / "samples").glob("visit-*.json"))]


def _claim_document() -> bytes:
    return _json({
        "format": "oncodesk.claim/1", "date_of_service": "2026-03-12", "diagnoses": ["Z51.11", "C18.2"],
        "payer": {"kind": "medicare", "name": "Medicare Part B"}, "visit": None,
        "lines": [{"id": "1", "code": "96413", "modifiers": ["59"], "units": 1, "pointers": "AB", "charge": "410.00",
                   "ndc": {"code": "00703398601", "unit": "ML", "quantity": "30"}}],
        "overrides": [{"rule": "edits.ncci-pair", "lines": ["1"], "reason": "documented"}],
    })[0]  # fmt: skip


def _card_files() -> list[bytes]:
    return [path.read_bytes() for path in sorted((paths.codesets() / "payers").glob("*.toml"))]


def _837() -> list[bytes]:
    return [made837.file_of(made837.CLAIM)]


def _hl7() -> list[bytes]:
    texts = {event: pair for event, pair in made_hl7.two_of_each().items() if event != "A40"}
    batch = "FHS|^~\\&|E\rBHS|^~\\&|E\r" + "".join("".join(pair) for pair in texts.values()) + "BTS|22\rFTS|1\r"
    return [batch.encode(), *(f"\x0b{''.join(pair)}\x1c\r".encode() for pair in texts.values())]


def _tables() -> dict[str, tuple[Reader, list[bytes]]]:
    found: dict[str, tuple[Reader, list[bytes]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, make in official_layouts.SMALL.items():
            path = make(Path(folder))
            found[f"codes {name}"] = CodeSets(path.name), [path.read_bytes()]
    for name, text in MORE_TABLES.items():
        found[f"codes {name}"] = CodeSets(name), [text.encode()]
    return found


def readers() -> dict[str, tuple[Reader, list[bytes]]]:
    """By name: what reads, and files that it takes whole."""
    return {
        "people csv": (_planned(lambda text: read_people_csv(text, TODAY)), [CSV.encode(), CSV.encode("utf-16")]),
        "people hl7": (_planned(lambda text: read_people_hl7(text, TODAY)), _hl7()),
        "837p": (_claims, _837()),
        "visit": (read_visit_or_claim, _samples()),
        "claim": (read_visit_or_claim, [_claim_document()]),
        "own": (read_own, _json(*OWN)),
        "card json": (read_card, _json(CARD)),
        "card toml": (lambda text: read_card(text, toml=True), _card_files()),
        **_tables(),
    }
