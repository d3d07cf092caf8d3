"""Further ways into ICD-10-CM: the alphabetic index, the neoplasm table, the table of drugs, where they are loaded."""

from collections.abc import Collection

from oncodesk.codes.answering import OnDay
from oncodesk.codes.lookup.query import Group
from oncodesk.codes.lookup.ranking import Candidate, Ranked, bonus, rank
from oncodesk.codes.lookup.worth import Prepared, prepared

POOL = 60
LED = 5
"""Entries of the indexes that are followed."""
LEAVES = 12
"""Codes below an incomplete code that are looked at."""
SHORTEST = 4
WORTH = 0.9
"""Worth of an index entry beside a code's own words."""


def led(answering: OnDay, groups: tuple[Group, ...], favourites: Collection[str] = ()) -> list[Ranked]:
    """Codes that index entries with every typed word lead to, best first."""
    if sum(len(group.said) for group in groups) < SHORTEST:
        return []
    query = prepared(groups)
    said = tuple(group for group in groups if not group.is_letter)
    if not said:
        return []
    entries: list[Ranked] = []
    for source in answering.ways:
        match = answering.vocabulary.of[source.file.path].match(said)
        if match is None:
            continue
        rows = source.file.rows(
            "SELECT f.id, f.set_, f.code, f.bare, f.billable, f.phrases, f.tier, f.text FROM words w "
            f"JOIN find f ON f.id = w.rowid WHERE words MATCH ? ORDER BY w.rowid LIMIT {POOL}",
            (match,),
        )
        for *row, text in rows:
            found = rank(Candidate(0, *row), query)
            if found.whole:
                entries.append(found._replace(score=found.score * WORTH, way=f"index: {text}"))
    entries.sort(key=lambda r: -r.score)
    return [code for entry in entries[:LED] for code in _codes(answering, entry, query, favourites)]


def joined(ranked: list[Ranked], further: list[Ranked]) -> list[Ranked]:
    """Both, each code once, best first."""
    best: dict[tuple[str, str], Ranked] = {}
    for found in (*ranked, *further):
        key = (found.candidate.set, found.candidate.code)
        held = best.get(key)
        if held is None or found.score > held.score:
            best[key] = found
    return sorted(best.values(), key=lambda found: found.order)


def _codes(answering: OnDay, entry: Ranked, query: Prepared, favourites: Collection[str]) -> list[Ranked]:
    """The code an entry names in the edition that answers; below an incomplete one, the codes that may be billed."""
    bare = entry.candidate.bare
    place, source = next(
        (n, s) for n, s in enumerate(answering.sources) if s.file.path == answering.diagnoses.edition.path
    )
    rows = source.file.rows(
        "SELECT id, set_, code, bare, billable, phrases, tier FROM find WHERE bare >= ? AND bare < ? "
        f"AND set_ = 'icd10cm' ORDER BY bare LIMIT {LEAVES}",
        (bare, bare + "~"),
    )
    found = [Candidate(place, *row) for row in rows]
    whole = [c for c in found if c.bare == bare and c.billable] or found
    own = [(rank(c, query).score, c) for c in whole]
    most = max((score for score, _ in own), default=0.0)
    return [
        entry._replace(score=entry.score + 0.1 * (score - most) + bonus(c, favourites), candidate=c, phrase=0)
        for score, c in own
    ]
