"""Bone marrow samples: one service for each site, aspiration and biopsy of one site as one (rule SUP-17)."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.lines import Part, ProposedLine
from oncodesk.coding.proposing import DISTINCT
from oncodesk.domain.visit import Service
from oncodesk.policy.book import cite


def marrow_lines(services: tuple[Service, ...], tables: Tables) -> Part:
    """A line for each site; a further documented site is marked as distinct."""
    both = tables.policy.table("support.marrow_both")
    part = Part()
    for n, site in enumerate(sorted({s.site or "" for s in services})):
        here = [s for s in services if (s.site or "") == site]
        codes = sorted({s.code.upper() for s in here})
        joined = sorted({str(both[c]) for c in codes if c in both} | {c for c in codes if c not in both})
        as_one = len(codes) > 1 and len(joined) == 1
        for code in joined if as_one else codes:
            part += Part((_line(code, here, site, tuple(codes) if as_one else (), marked=n > 0),))
    return part


def _line(code: str, here: list[Service], site: str, joined: tuple[str, ...], *, marked: bool) -> ProposedLine:
    steps: tuple[str, ...] = (f"{' and '.join(joined)} at one site → {code}",) if joined else ()
    if any(s.units > 1 for s in here):
        steps += ("one for each site, however many passes",)
    own = tuple(m.upper() for s in here for m in s.modifiers)
    return ProposedLine(
        code=code,
        units=1,
        modifiers=tuple(dict.fromkeys((*((DISTINCT,) if marked else ()), *own))),
        facts=tuple(dict.fromkeys(f"services.{s.code.upper()}" for s in here)),
        steps=(*steps, f"site: {site or 'not recorded'}"),
        citation=cite("service-as-recorded"),
    )
