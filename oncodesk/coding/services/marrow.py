"""Bone marrow samples: one service for each site, aspiration and biopsy of one site as one (rule SUP-17)."""

from collections.abc import Collection

from oncodesk.codes.edit_values import NotLoaded
from oncodesk.codes.tables import Tables
from oncodesk.coding.lines import Part, ProposedLine
from oncodesk.coding.proposing import DISTINCT, medicare_like
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Service, Visit
from oncodesk.policy.book import cite

BOTH_SIDES = "50"
ABSOLUTE = 2
_SIDES = ("left", "right")


def marrow_lines(services: tuple[Service, ...], done: Collection[str], visit: Visit, tables: Tables) -> Part:
    """A line for each site; a further documented site is marked as distinct.

    One code on both sides is one unit with 50 where Medicare's edit takes no second line. What was given into a vein
    or muscle beside it is asked about: an edit takes it for a part of the sampling.
    """
    both = tables.policy.table("support.marrow_both")
    found: list[tuple[str, list[Service], str, tuple[str, ...]]] = []
    for site in sorted({s.site or "" for s in services}):
        here = [s for s in services if (s.site or "") == site]
        codes = sorted({s.code.upper() for s in here})
        joined = sorted({str(both[c]) for c in codes if c in both} | {c for c in codes if c not in both})
        as_one = len(codes) > 1 and len(joined) == 1
        found += [(code, here, site, tuple(codes) if as_one else ()) for code in (joined if as_one else codes)]
    part = Part(questions=_beside(services, done, tables))
    sites = list(dict.fromkeys(site for _, _, site, _ in found))
    if _bilateral(found, visit, tables):
        code = found[0][0]
        if _one_a_day(code, tables):
            every = [s for _, here, _, _ in found for s in here]
            return part + Part((_line(code, every, " and ".join(sites), found[0][3], BOTH_SIDES),))
        part += Part(questions=(_sides_asked(code),))
    lines = (_line(c, here, site, j, DISTINCT if site != sites[0] else "") for c, here, site, j in found)
    return part + Part(tuple(lines))


def _bilateral(found: list[tuple[str, list[Service], str, tuple[str, ...]]], visit: Visit, tables: Tables) -> bool:
    """Whether it is one code on the left and on the right, and the payer takes Medicare's one unit for both."""
    sides = sorted(side for _, _, site, _ in found for side in _SIDES if side in site.lower())
    same = {code for code, _, _, _ in found}
    one = len(found) == len(_SIDES) and len(same) == 1 and sides == sorted(_SIDES)
    known = same <= tables.policy.codes("support.bilateral_codes")
    return one and known and medicare_like(visit, tables, "support.bilateral_payers")


def _one_a_day(code: str, tables: Tables) -> bool:
    """Whether the loaded unlikely edit of the date takes one unit and no further line."""
    found = tables.mues([code])
    return not isinstance(found, NotLoaded) and any(x.units == 1 and x.indicator == ABSOLUTE for x in found)


def _sides_asked(code: str) -> Question:
    ask = f"whether the payer wants {code} of both sides as one unit with 50, not on two lines with 59"
    why = "published advice differs, and an unlikely edit of one unit a date denies the second line"
    return Question(fact=f"services.{code}", ask=ask, why=why)


def _beside(services: tuple[Service, ...], done: Collection[str], tables: Tables) -> tuple[Question, ...]:
    given = sorted(set(done) & tables.policy.codes("support.marrow_included"))
    if not services or not given:
        return ()
    ask = f"whether {', '.join(given)} was for the sampling of marrow or for something else"
    why = "what eases the procedure is included in it; only something else is billed, marked as distinct"
    return (Question(fact=f"services.{services[0].code.upper()}", ask=ask, why=why),)


def _line(code: str, here: list[Service], site: str, joined: tuple[str, ...], mark: str) -> ProposedLine:
    steps: tuple[str, ...] = (f"{' and '.join(joined)} at one site → {code}",) if joined else ()
    if any(s.units > 1 for s in here):
        steps += ("one for each site, however many passes",)
    if mark == BOTH_SIDES:
        steps += (f"the same on both sides: one unit → {BOTH_SIDES}",)
    own = tuple(m.upper() for s in here for m in s.modifiers)
    return ProposedLine(
        code=code,
        units=1,
        modifiers=tuple(dict.fromkeys((*((mark,) if mark else ()), *own))),
        facts=tuple(dict.fromkeys(f"services.{s.code.upper()}" for s in here)),
        steps=(*steps, f"site: {site or 'not recorded'}"),
        citation=cite("service-as-recorded"),
    )
