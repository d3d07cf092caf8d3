"""Small tables in CMS's own layouts, invented or rewritten from what is at hand, to load and to spoil."""

import csv
import gzip
import itertools
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

PTP_HEAD = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t\r\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"
    "\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n"
)
MUE_HEAD = (
    '"A notice over\r\n\r\nseveral lines.",,,\r\n'
    '"HCPCS/\r\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n'
)
ADDON_HEAD = (
    ("A notice",),
    (
        *("AOC_Edit_Type", "Add-On_Code", "AOC_DelDT", "Primary_Code", "Primary_Code_DelDT"),
        *("AOC_Edit_EffDT", "AOC_Edit_DelDT", "Special_Instruction_Notes"),
    ),
)
ASP_HEAD = (
    "Payment Allowance Limits for Medicare Part B Drugs,,,\r\n,,,\r\n"
    '"Effective July 1, 2026 through September 30, 2026",,,\r\n,,,\r\n,,,\r\n,,,\r\n,,,\r\n,,,\r\n'
    "HCPCS Code,Short Description,HCPCS Code Dosage,Payment Limit,Co-insurance Percentage,Notes\r\n"
)
NDC_HEAD = (
    "July 2026 ASP NDC - HCPCS Crosswalk for Medicare Part B Drugs,,,\r\n"
    '"     Effective July 1, 2026 through September 30, 2026",,,\r\n,,,\r\n,,,\r\n,,,\r\n,,,\r\n,,,\r\n,,,\r\n'
    "_2026_CODE,Short Description,LABELER NAME,NDC2,Drug Name,HCPCS dosage,PKG SIZE,PKG QTY,BILLUNITS,BILLUNITSPKG\r\n"
)
FEES_HEAD = (
    ",,2026 National Physician Fee Schedule Relative Value File July Release,,,,,,,,,\r\n"
    ",,A notice,,,,,,,,,\r\n,,,,,,,,,,,\r\n"
    ",,,,NOT USED,,,,,,,\r\n,,,,FOR,,,NON-FAC,,FACILITY,,\r\n"
    ",,,STATUS,MEDICARE,WORK,NON-FAC,NA,FACILITY,NA,MP,CONV\r\n"
    "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,FACTOR\r\n"
)
GPCI_HEAD = (
    "ADDENDUM E. FINAL CY 2026 GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY,,,,,,\r\n"
    ",,,,,,\r\n"
    "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,"
    "2026 PW GPCI (without 1.0 Floor),2026 PW GPCI (with 1.0 Floor),2026 PE GPCI,2026 MP GPCI\r\n"
)
CODES = ["0075T", *(f"{n}0{n}3{n}" for n in range(1, 10)), "A4305", "C9101", "E0781", "G0498", "J1111", "J2222"]
CODES += ["L8600", "Q5199", "V2020"]


def text(path: Path, said: str) -> Path:
    """A text file as CMS writes it."""
    path.write_bytes(said.encode("cp1252"))
    return path


def ptp(folder: Path) -> Path:
    """Pairs of invented codes, with repeated and withdrawn ones."""
    rows = [f"{a}\t{b}\t\t20180701\t*\t1\tMisuse of one with the other" for a in CODES for b in CODES if a != b]
    rows.insert(1, f"{CODES[0]}\t{CODES[1]}\t*\t19960101\t20041231\t0\tAn older row of the same pair")
    rows.insert(3, f"{CODES[0]}\t{CODES[3]}\t\t20260701\t20260701\t9\tWithdrawn")
    return text(folder / "ccipra-v322r0-f1.txt", PTP_HEAD + "".join(f"{row}\r\n" for row in rows))


def mue(folder: Path) -> Path:
    """Units of invented codes."""
    rows = (f"{code},{n},{n % 3 + 1} Date of Service Edit: Policy,A reason\r\n" for n, code in enumerate(CODES, 1))
    return text(folder / "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv", MUE_HEAD + "".join(rows))


def addon(folder: Path) -> Path:
    """Add-on codes, as a workbook."""
    body = [("1", code, "", prime, "", "2026182", "", "") for code, prime in itertools.pairwise(CODES)]
    return workbook(folder / "AOC.xlsx", [*ADDON_HEAD, *body, ("2", "G0498", "", "CCCCC", "", "2013091", "", "x")])


def asp(folder: Path) -> Path:
    """Limits of invented codes."""
    rows = (f"{code},A drug,1 MG,{n}.125,20.000,\r\n" for n, code in enumerate(CODES))
    return text(folder / "limits.csv", ASP_HEAD + "".join(rows))


def ndc(folder: Path) -> Path:
    """Products of invented labelers, one in a letter that is no ASCII."""
    rows = (f"{c},A drug,Bayérn Inc,{10000 + n}-0001-01,Brand,1 MG,4,1,100,100\r\n" for n, c in enumerate(CODES))
    return text(folder / "crosswalk.csv", NDC_HEAD + "".join(rows))


def fees(folder: Path) -> Path:
    """Relative values."""
    codes = (*CODES, "99607", "V5364")
    rows = (f"{code},,A service,A,,{n}.10,2.20,,1.10,NA,0.07,33.4009\r\n" for n, code in enumerate(codes))
    return text(
        folder / "PPRRVU.csv", FEES_HEAD + "".join(rows) + "96413,26,A service,A,,0.28,0.11,,0.11,,0.01,33.4009\r\n"
    )


def gpci(folder: Path) -> Path:
    """Localities, with the notes that stand below the table."""
    rows = [f"{10112 + n},AL,{n:02d},PLACE {n}*,0.950,1.000,0.8{n},0.575\r\n" for n in range(20)]
    return text(
        folder / "GPCI2026.csv", GPCI_HEAD + "".join(rows) + ",,,,,,,\r\n* A note on the work index.,,,,,,,\r\n"
    )


def cpt(folder: Path) -> Path:
    """Invented wordings in the layout of the licensed long file."""
    return text(
        folder / "LONGULT.txt", "".join(f"9{n:03d}1\tInvented service number {n}, long wording\r\n" for n in range(90))
    )


def coverage(folder: Path) -> Path:
    """The export: a zip of csv files."""
    stamp, page = "2026-07-02 10:00:00", "<p>a page, as HTML</p>\r\n" * 8000
    files = {
        "article.csv": "article_id,article_version,title,article_eff_date,article_end_date,last_updated,description\r\n"
        + "".join(
            f'{n},3,"Billing, article {n}",2026-01-01 00:00:00,,{stamp},"{page}"\r\n' for n in range(50001, 50021)
        ),
        "article_x_hcpc_code.csv": "article_id,article_version,hcpc_code_id,hcpc_code_group,long_description\r\n"
        + "".join(f"{n},3,{code},1,left out\r\n" for n in range(50001, 50021) for code in CODES),
        "article_x_icd10_covered.csv": "article_id,article_version,icd10_code_id,icd10_covered_group,description\r\n"
        + "".join(f"{n},3,C34.1{d},{d + 1},left out\r\n" for n in range(50001, 50021) for d in range(3)),
        "article_x_contractor.csv": "article_id,article_version,contractor_id,contractor_version\r\n"
        + "".join(f"{n},3,7,1\r\n" for n in range(50001, 50021)),
        "contractor.csv": "contractor_id,contractor_version,contractor_bus_name,contractor_number\r\n"
        "7,1,Invented Administrators,99101\r\n",
    }
    return zipped(folder / "current_article.zip", files)


SMALL: dict[str, Callable[[Path], Path]] = {
    "ptp": ptp, "mue": mue, "addon": addon, "asp": asp, "ndc_crosswalk": ndc, "fee_schedule": fees, "gpci": gpci,
    "cpt_files": cpt, "coverage": coverage,
}  # fmt: skip


def zipped(path: Path, files: dict[str, str]) -> Path:
    """A zip of those texts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, said in files.items():
            archive.writestr(name, said.encode("cp1252"))
    return path


def workbook(path: Path, rows: Iterable[Sequence[str]], tab: str = "AOC_V2026Q3-MCR", sheet: str | None = None) -> Path:
    """A workbook of one sheet with its texts in the cells; `sheet` replaces the sheet's XML."""
    body = "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{chr(65 + n)}{r}" t="inlineStr"><is><t>{cell}</t></is></c>' for n, cell in enumerate(row))
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    names = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{names}"><sheets><sheet name="{tab}"/></sheets></workbook>'
        )
        said = sheet or f'<worksheet xmlns="{names}"><sheetData>{body}</sheetData></worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", said)
    return path


def official_mue(source: Path, folder: Path) -> Path:
    """The whole table of the third quarter of 2024, as CMS lays it out."""
    with source.open(newline="") as file:
        rows = [
            f'{r["hcpcs"]},{r["mue"]},{r["mai"]} Date of Service Edit,"{r["rationale"]}"\r\n'
            for r in csv.DictReader(file)
        ]
    return text(folder / "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv", MUE_HEAD + "".join(rows))


def official_ptp_of_oncology(oncology: Path, whole: Path, folder: Path) -> Path:
    """The oncology pairs of the third quarter of 2024, and those of infusion with the start of a line."""
    with gzip.open(whole) as file:
        found = re.findall(rb"^96413,36000,.*$", file.read(), re.MULTILINE)
    rows = csv.reader([*oncology.read_text().splitlines()[1:], *(line.decode() for line in found)])
    lines = [f"{a}\t{b}\t\t19960101\t{end.replace('-', '') or '*'}\t{mod}\t{why}\r\n" for a, b, end, mod, why in rows]
    return text(folder / "ccipra-v302r0-f1.txt", PTP_HEAD + "".join(sorted(lines)))
