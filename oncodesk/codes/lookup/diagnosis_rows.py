"""What each ICD-10-CM code is found by, and how near it is to an oncology office."""

from collections.abc import Iterator

from oncodesk.codes.lookup.row import Aliases, Row, named
from oncodesk.codes.sources.icd10cm_tabular import Entry

_FIRST = ("C", "D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "Z51", "Z08", "Z09", "Z17", "Z79", "Z80", "Z85")
_SECOND = (
    *("R", "Z", "T451", "T45A", "T80", "T82", "T86", "K1", "G62", "G89", "E83", "E86", "E87", "E88", "I26", "I82"),
    *("I87", "I89", "I97", "J70", "J91", "L58", "N30", "M84", "M81", "K52", "K62", "E03", "E10", "E11", "I10"),
)
_LAST = ("O", "P", "Q", "S", "T", "V", "W", "X", "Y")


def diagnosis_rows(entries: list[Entry], aliases: Aliases, edition: tuple[str, str, str, str]) -> Iterator[Row]:
    """Every code of an ICD-10-CM edition (set, label, since, until), in its order."""
    _, label, since, _ = edition
    categories = {code[:3] for code in aliases}
    above: list[str] = []
    for place, entry in enumerate(entries):
        wider = above[entry.parent] if entry.parent is not None else ""
        names = [text for kind, text in entry.notes if kind == "inclusion"]
        above.append(_said_below(entry, wider, names) if entry.last > place else "")
        if entry.kind == "code":
            yield Row(
                set_="icd10cm", code=entry.code, text=entry.text, billable=entry.billable, built=entry.built,
                phrases=(entry.text, *names),
                named=named(entry.code, aliases) if entry.code[:3] in categories else (),
                wider=wider, since=since, edition=label, tier=tier(entry.code.replace(".", "")),
            )  # fmt: skip


def _said_below(entry: Entry, wider: str, names: list[str]) -> str:
    """What the codes below an entry are found by as well; nothing below injuries and their causes."""
    if entry.kind != "code" or entry.code[0] in _LAST:
        return ""
    return " ".join((wider, entry.text, *names, *(text for kind, text in entry.notes if kind == "includes")))


def tier(bare: str) -> int:
    """How near an ICD-10-CM code is to an oncology office, 1 nearest."""
    if bare.startswith(_FIRST):
        return 1
    if bare.startswith(_SECOND):
        return 2
    return 4 if bare.startswith(_LAST) else 3
