"""Every set at full size: shipped ICD-10-CM, HCPCS of October 2025, ten thousand CPT rows, all indexes."""

import csv
import itertools
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.codes.shelf import Shelf
from oncodesk.services.import_codes import import_codes

HEADINGS = """
HCPC|SEQNUM|RECID|LONG DESCRIPTION|SHORT DESCRIPTION|PRICE1|PRICE2|PRICE3|PRICE4|MULT_PI|CIM1|CIM2|CIM3|MCM1|MCM2|MCM3|
STATUTE|LABCERT1|LABCERT2|LABCERT3|LABCERT4|LABCERT5|LABCERT6|LABCERT7|LABCERT8|XREF1|XREF2|XREF3|XREF4|XREF5|COV|
ASC_GRP|ASC_DT|OPPS|OPPS_PI|OPPS_DT|PROCNOTE|BETOS|TOS1|TOS2|TOS3|TOS4|TOS5|ANEST_BU|ADD DT|ACT EFF DT|TERM DT|ACTION CD
"""
CPT_ROWS = 10_000
WHAT = ("Excision", "Repair", "Biopsy", "Imaging", "Injection", "Incision", "Removal", "Insertion", "Study", "Panel")
WHERE = ("lesion", "tendon", "nerve", "vessel", "joint", "skin", "node", "gland", "bone", "duct", "valve", "muscle")
HOW = ("open", "closed", "guided", "initial", "repeat", "complex", "simple", "bilateral", "percutaneous", "staged")


def named(request: pytest.FixtureRequest) -> None:
    """Skips a benchmark of the full tables unless the command line names this folder."""
    if not any("benchmarks" in str(arg) for arg in request.config.args):
        pytest.skip("a benchmark of the full tables: name tests/benchmarks on the command line")


@pytest.fixture(scope="session")
def full_sets(
    request: pytest.FixtureRequest, code_sets: CodeSets, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> CodeSets:
    """The shipped sets beside a shelf of everything."""
    named(request)
    source = shared_data / "hcpcs_2025oct" / "hcpcs_2025oct_long_descriptions.csv"
    if not source.is_file():
        pytest.skip("the HCPCS table of October 2025 is not beside the repository")
    folder = tmp_path_factory.mktemp("full")
    sets = code_sets.with_shelf(Shelf(folder / "codesets"))
    icd = shared_data / "icd10cm_fy2025"
    files = [
        hcpcs_in_official_layout(source, folder / "hcpcs.csv"),
        cpt_rows(folder / "LONGULT.txt"),
        index_in_official_layout(icd / "ICD10CM_2025_Index.csv", folder / "index.xml"),
        *(icd / f"icd10cm_{name}_2025.xml" for name in ("neoplasm", "drug", "eindex")),
    ]
    import_codes(sets, files[1:2], "2026-06-01T08:00", "2026-01-01")
    import_codes(sets, [files[0], *files[2:]], "2026-06-01T08:00")
    return sets


def hcpcs_in_official_layout(source: Path, made: Path) -> Path:
    """Codes and texts of another's table as CMS would print them, all of one day."""
    with source.open(encoding="utf-8") as read, made.open("w", encoding="utf-8", newline="") as write:
        rows = csv.writer(write)
        rows.writerow(HEADINGS.replace("\n", "").split("|"))
        for code, text, *_ in itertools.islice(csv.reader(read), 1, None):
            dates = ["20200101", "20251001", "", "N"]
            kind = "7" if len(code.strip()) == 2 else "3"
            rows.writerow([code, "0010", kind, text, text[:28], *[""] * 39, *dates])
    return made


def cpt_rows(made: Path) -> Path:
    """Ten thousand invented procedures in the layout of a licensed file."""
    texts = itertools.product(WHAT, HOW, WHERE, HOW, ("with", "without"), WHERE)
    lines = (
        f"{code:05}\t{a}, {c}, {b}, {d} approach, {e} reconstruction of {f}"
        for code, (a, b, c, d, e, f) in zip(range(10_000, 10_000 + 8 * CPT_ROWS, 8), texts, strict=False)
    )
    made.write_text("\r\n".join(lines) + "\r\n", encoding="cp1252")
    return made


def index_in_official_layout(source: Path, made: Path) -> Path:
    """The alphabetic index, as another derived it, as XML of terms within terms."""
    out = ["<?xml version='1.0' encoding='utf-8'?><ICD10CM.index><version>2025</version><title>INDEX</title>"]
    letter, depth = "", -1
    with source.open(encoding="utf-8") as read:
        for row in csv.DictReader(read):
            level = int(row["Level"])
            while depth >= level:
                out.append("</mainTerm>" if depth == 0 else "</term>")
                depth -= 1
            if row["Letter"] != letter and level == 0:
                out.append(f"{'</letter>' if letter else ''}<letter><title>{row['Letter']}</title>")
                letter = row["Letter"]
            if level > depth + 1:
                continue
            out.append("<mainTerm>" if level == 0 else f'<term level="{level}">')
            depth = level
            beside = f"<nemod>{escape(row['NonEssModif'])}</nemod>" if row["NonEssModif"] else ""
            out.append(f"<title>{escape(row['Term'])}{beside}</title>")
            for tag, name in (("code", "Code"), ("see", "See"), ("seeAlso", "SeeAlso")):
                if row[name]:
                    out.append(f"<{tag}>{escape(row[name])}</{tag}>")
    out += ["</mainTerm>" if n == 0 else "</term>" for n in range(depth, -1, -1)]
    made.write_text("".join((*out, "</letter></ICD10CM.index>")), encoding="utf-8")
    return made


@pytest.fixture(scope="session")
def edited_sets(
    request: pytest.FixtureRequest, code_sets: CodeSets, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> CodeSets:
    """The shipped sets beside the complete edit tables: pairs, unlikely units, add-on codes."""
    named(request)
    if not (shared_data / "ncci").is_dir():
        pytest.skip("the NCCI tables are not beside the repository")
    from bulk import official_files

    folder = tmp_path_factory.mktemp("edits")
    sets = code_sets.with_shelf(Shelf(folder / "codesets"))
    import_codes(sets, official_files(shared_data, folder), "2026-04-02T08:00")
    return sets
