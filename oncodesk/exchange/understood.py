"""Which segments of which loop the reader keeps; every other one is said."""

from collections import Counter

from oncodesk.exchange.loops import Loop, Parts

ALL = frozenset({"*"})
_NUMBERS = frozenset({"F8", "G1", "9F", "P4", "X4", "EA", "D9", "LX", "6R", "4N", "EW", "9A", "9C", "F5", "1J", "XM"})
_LINE_NUMBERS = frozenset({"6R", "G1", "9F", "X4", "F4", "EW", "9B", "9D", "BT"})
_PARTY = {
    "NM1": ALL, "N3": ALL, "N4": ALL, "PRV": ALL,
    "REF": frozenset({"EI", "SY", "G2", "0B", "1G", "LU", "2U", "FY", "NF", "Y4", "F8", "9F", "G1", "T4"}),
}  # fmt: skip
_PERSON = {"NM1": ALL, "N3": ALL, "N4": ALL, "DMG": ALL}
KEPT: dict[str, dict[str, frozenset[str]]] = {
    "2000A": {"HL": ALL, "PRV": ALL},
    "2010AA": _PARTY | {"PER": ALL},
    "2010AB": _PARTY,
    "2010AC": _PARTY,
    "2000B": {"HL": ALL, "SBR": ALL},
    "2010BA": _PERSON | {"PER": ALL},
    "2010BB": _PARTY,
    "2000C": {"HL": ALL, "PAT": ALL},
    "2010CA": _PERSON | {"PER": ALL},
    "2300": {
        "CLM": ALL, "DTP": ALL, "HI": frozenset({"ABK", "ABF", "BK", "BF", "BG"}), "REF": _NUMBERS, "NTE": ALL,
        "K3": ALL, "AMT": ALL, "CRC": ALL,
    },
    "2320": {"SBR": ALL, "AMT": ALL, "CAS": ALL},
    "2330A": _PERSON,
    "2330B": _PARTY | {"DTP": ALL},
    "2400": {
        "LX": ALL, "SV1": ALL, "DTP": ALL, "REF": _LINE_NUMBERS, "NTE": ALL, "K3": ALL, "AMT": ALL, "MEA": ALL,
        "CRC": ALL,
    },
    "2410": {"LIN": frozenset({""}), "CTP": ALL, "REF": frozenset({"XZ", "VY"})},
    "2430": {"SVD": ALL, "CAS": ALL, "DTP": ALL, "AMT": ALL},
    **{f"2310{x}": _PARTY for x in "ABCDEF"},
    **{f"2420{x}": _PARTY for x in "ABCDEFGH"},
}  # fmt: skip
"""By loop and segment, the qualifiers in its first element that are kept."""


def not_understood(parts: Parts, component: str) -> list[str]:
    """Loops, segments and qualifiers of the claim that are seen and not kept, such as `2300 PWK*OZ`, with how often.

    They name no value: nothing of the patient is in them.
    """
    seen: Counter[str] = Counter()
    for loop in parts.every:
        seen.update(_of(loop, component))
    return [name if count == 1 else f"{name} ({count} times)" for name, count in sorted(seen.items())]


def _of(loop: Loop, component: str) -> list[str]:
    kept = KEPT.get(loop.name)
    if kept is None:
        return [_plain(loop.name)]
    found = []
    for seg in loop.segments:
        allowed = kept.get(seg.tag)
        if allowed is ALL:
            continue
        qualifiers = [e.split(component)[0] for e in seg.elements[1:]] if seg.tag == "HI" else [seg[1]]
        for qualifier in qualifiers:
            if (qualifier and allowed and qualifier in allowed) or (allowed and not qualifier and "" in allowed):
                continue
            if seg.tag != "HI" or qualifier:
                found.append(f"{loop.name} {_plain(seg.tag)}" + (f"*{_plain(qualifier)}" if qualifier else ""))
    return found


def _plain(text: str) -> str:
    """A qualifier as written; longer text, which may be a name, is left out."""
    return text if len(text) <= 3 or (text.startswith("2") and len(text) <= 12) else "…"
