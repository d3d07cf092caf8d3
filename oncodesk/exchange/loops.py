"""Sorts a claim's segments into the loops of 005010X222A1."""

from dataclasses import dataclass

from oncodesk.exchange.values import RawClaim

NAMES = {
    "billing": {"85": "2010AA", "87": "2010AB", "PE": "2010AC"},
    "subscriber": {"IL": "2010BA", "PR": "2010BB"},
    "patient": {"QC": "2010CA"},
    "claim": {"DN": "2310A", "P3": "2310A", "82": "2310B", "77": "2310C", "DQ": "2310D", "PW": "2310E", "45": "2310F"},
    "other": {
        "IL": "2330A", "PR": "2330B", "DN": "2330C", "P3": "2330C", "82": "2330D", "77": "2330E", "DQ": "2330F",
        "85": "2330G",
    },
    "line": {
        "82": "2420A", "QB": "2420B", "77": "2420C", "DQ": "2420D", "DK": "2420E", "DN": "2420F", "P3": "2420F",
        "PW": "2420G", "45": "2420H",
    },
}  # fmt: skip
"""By the part of the claim and NM101, the loop that an NM1 begins."""
BASE = {
    "billing": "2000A", "subscriber": "2000B", "patient": "2000C", "claim": "2300", "other": "2320", "line": "2400",
}  # fmt: skip
AROUND = frozenset(BASE.values())
PARTY = frozenset({"NM1", "N2", "N3", "N4", "REF", "PRV", "PER", "DMG"})
OWN = {
    "2410": frozenset({"LIN", "CTP", "REF"}),
    "2430": frozenset({"SVD", "CAS", "DTP", "AMT"}),
    "2440": frozenset({"LQ", "FRM"}),
    "2330B": PARTY | {"DTP"},
}
"""What may follow inside a loop; anything else belongs to the loop around it."""
LEVELS = {"20": "billing", "22": "subscriber", "23": "patient"}


class Seg:
    """A segment's elements, asked by their number; what is not there is empty text."""

    __slots__ = ("elements", "number", "tag")

    def __init__(self, number: int, elements: list[str]) -> None:
        self.number, self.elements, self.tag = number, elements, elements[0]

    def __getitem__(self, place: int) -> str:
        try:
            return self.elements[place].strip()
        except IndexError:
            return ""


@dataclass(slots=True)
class Loop:
    """One occurrence of a loop."""

    name: str
    segments: list[Seg]

    def first(self, tag: str, qualifier: str = "") -> Seg | None:
        """Its first segment of that name, and of that qualifier in its first element where one is given."""
        return next((s for s in self.segments if s.tag == tag and (not qualifier or s[1] == qualifier)), None)

    def every(self, tag: str) -> list[Seg]:
        """Its segments of that name."""
        return [s for s in self.segments if s.tag == tag]


@dataclass(slots=True)
class Parts:
    """The loops of one claim: `lines` are the loops of each service line, 2400 first."""

    head: list[Loop]
    claim: list[Loop]
    others: list[list[Loop]]
    lines: list[list[Loop]]

    def loop(self, name: str) -> Loop | None:
        """The first such loop of provider, subscriber, patient or claim."""
        return next((loop for loop in (*self.head, *self.claim) if loop.name == name), None)

    @property
    def every(self) -> list[Loop]:
        """Every loop, in order."""
        return [*self.head, *self.claim, *(x for group in (*self.others, *self.lines) for x in group)]


def sorted_loops(raw: RawClaim) -> Parts:
    """The claim's segments by loop; a segment whose place is not known stands in a loop that the guide has not."""
    parts, area = Parts([], [], [], []), "billing"
    group: list[Loop] = parts.head
    for number, text in raw.texts:
        seg = Seg(number, text.split(raw.element))
        starts, area, group = _start(parts, seg, area, group)
        if starts:
            group.append(Loop(starts, [seg]))
        elif group:
            _home(group, seg.tag).segments.append(seg)
        else:
            group.append(Loop(BASE[area], [seg]))
    return parts


def _start(parts: Parts, seg: Seg, area: str, group: list[Loop]) -> tuple[str, str, list[Loop]]:
    """The loop that the segment begins, or empty text, and where what follows belongs."""
    tag = seg.tag
    if tag == "HL":
        area = LEVELS.get(seg[3], "patient")
        return BASE[area], area, parts.head
    if tag == "CLM":
        return "2300", "claim", parts.claim
    if tag == "SBR" and area in {"claim", "other", "line"}:
        parts.others.append([])
        return "2320", "other", parts.others[-1]
    if (tag == "LX" and area in {"claim", "other", "line"}) or (tag == "SV1" and area in {"claim", "other"}):
        parts.lines.append([])
        return "2400", "line", parts.lines[-1]
    if tag == "NM1":
        return NAMES[area].get(seg[1]) or f"{BASE[area]} NM1*{seg[1][:3]}", area, group
    inner = {"LIN": "2410", "SVD": "2430", "LQ": "2440"}.get(tag, "") if area == "line" else ""
    return inner, area, group


def _home(group: list[Loop], tag: str) -> Loop:
    """The last loop, or the one around it where such a segment cannot stand in the last."""
    last = group[-1]
    if last.name in AROUND or tag in OWN.get(last.name, PARTY):
        return last
    return next((loop for loop in reversed(group) if loop.name in AROUND), last)
