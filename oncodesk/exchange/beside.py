"""What an 837P claim or line says that a claim document has no field for."""

from collections.abc import Iterator

from oncodesk.exchange.loops import Loop
from oncodesk.exchange.parties import party
from oncodesk.exchange.values import Beside

_ADJUDICATED = frozenset({"SVD", "CAS"})


def beside(loops: list[Loop], component: str) -> Beside:
    """Numbers, dates, amounts, notes, tests, conditions and parties of a claim (2300 on) or a line (2400 on)."""
    own = loops[0]
    return Beside(
        numbers=tuple((seg[1], seg[2]) for loop in loops if loop.name in _OWN for seg in loop.every("REF")),
        dates=tuple((seg[1], seg[3]) for seg in own.every("DTP")),
        amounts=tuple((seg[1], seg[2]) for seg in own.every("AMT")),
        notes=(*((seg[1], seg[2]) for seg in own.every("NTE")), *(("K3", seg[1]) for seg in own.every("K3"))),
        tests=tuple((f"{seg[1]}*{seg[2]}", seg[3]) for seg in own.every("MEA")),
        conditions=tuple(_conditions(own, component)),
        parties=tuple(party(loop) for loop in loops if loop.name.startswith(("2310", "2420", "2010AB", "2010AC"))),
        adjudications=tuple(
            "*".join(seg.elements) for loop in loops if loop.name == "2430" for seg in loop.segments
            if seg.tag in _ADJUDICATED
        ),
    )  # fmt: skip


_OWN = frozenset({"2300", "2400", "2410"})


def _conditions(own: Loop, component: str) -> Iterator[str]:
    yield from ("*".join(seg.elements[1:]) for seg in own.every("CRC"))
    held = (element for seg in own.every("HI") for element in seg.elements[1:])
    yield from (element.replace(component, "*") for element in held if element.startswith("BG"))
