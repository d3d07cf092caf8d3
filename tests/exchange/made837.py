"""Invented 837P files, short to write."""

from collections.abc import Sequence

HEAD = (
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261123*1200*^*00501*000000007*0*T*:",
    "GS*HC*SENDER*RECEIVER*20261123*1200*7*X*005010X222A1",
)
BILLING = (
    "HL*1**20*1",
    "PRV*BI*PXC*207RX0202X",
    "NM1*85*2*RIVERSIDE ONCOLOGY PC*****XX*1234567893",
    "N3*100 TEST AVENUE",
    "N4*SPRINGFIELD*IL*627010001",
    "REF*EI*123456789",
    "PER*IC*BILLING OFFICE*TE*5555550100",
)
SELF = (
    "HL*2*1*22*0",
    "SBR*P*18*******MB",
    "NM1*IL*1*EXAMPLE*PAT****MI*1EG4TE5MK73",
    "N3*1 SAMPLE STREET",
    "N4*SPRINGFIELD*IL*62701",
    "DMG*D8*19500102*F",
    "NM1*PR*2*MEDICARE PART B*****PI*06102",
)
CLAIM = (
    "CLM*A-1*316***11:B:1*Y*A*Y*Y",
    "HI*ABK:Z5111*ABF:C182",
    "NM1*82*1*ITO*R****XX*1093717936",
    "LX*1",
    "SV1*HC:96413*250.5*UN*1***1:2",
    "DTP*472*D8*20260312",
    "REF*6R*L1",
    "LX*2",
    "SV1*HC:96415*65.5*UN*1***1:2",
    "DTP*472*D8*20260312",
)


def transaction(
    *body: Sequence[str], control: str = "0001", version: str = "005010X222A1", kind: str = "837"
) -> list[str]:
    """ST to SE around those segments."""
    inside = [segment for part in body for segment in part]
    begin = (f"ST*{kind}*{control}*{version}", "BHT*0019*00*BATCH*20261123*1200*CH", "NM1*41*2*SENDER*****46*1",
             "NM1*40*2*RECEIVER*****46*2")  # fmt: skip
    return [*begin, *inside, f"SE*{len(inside) + len(begin) + 1}*{control}"]


def interchange(*transactions: Sequence[str], end: str = "~\n", element: str = "*", component: str = ":") -> bytes:
    """ISA to IEA around transactions of one group."""
    inside = [segment for one in transactions for segment in one]
    every = [*HEAD, *inside, f"GE*{len(transactions)}*7", "IEA*1*000000007"]
    text = "".join(f"{segment}{end}" for segment in every)
    return text.translate(str.maketrans({"*": element, ":": component})).encode()


def file_of(*claims: Sequence[str], subscriber: Sequence[str] = SELF, **separators: str) -> bytes:
    """A file of one subscriber's claims."""
    return interchange(transaction(BILLING, subscriber, *claims), **separators)


def claim_with(*more: str, instead: dict[str, str] | None = None, line: int | None = None) -> list[str]:
    """The claim with segments after its HI, or at the end of a line; `instead` changes segments that begin so."""
    changed = [next((new for old, new in (instead or {}).items() if s.startswith(old)), s) for s in CLAIM]
    changed = [s for s in changed if s]
    if line is None:
        place = next((n for n, s in enumerate(changed) if s.startswith("LX")), len(changed))
        place = next((n + 1 for n, s in enumerate(changed) if s.startswith("HI")), place)
    else:
        starts = [n for n, s in enumerate(changed) if s.startswith("LX")] + [len(changed)]
        place = starts[line]
    return [*changed[:place], *more, *changed[place:]]
