"""What a new edition does to the codes a practice uses, code by code."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from oncodesk.codes.importing import Built, Keyed, keyed
from oncodesk.codes.library import CodeSets
from oncodesk.domain.base import Frozen
from oncodesk.domain.icd import dotless, dotted
from oncodesk.services.own_codes import OwnCodes

PAIRS = frozenset({"ptp", "addon"})
"""Sets whose rows join two codes: only rows of two codes of one's own touch the practice."""
WORDED = frozenset({"hcpcs", "cpt", "icd10cm", "icd10cm_tabular"})
LONGEST, MOST = 90, 8


class Touched(Frozen):
    """One of the practice's codes, where it uses it, and how the edition touches it."""

    code: str
    where: tuple[str, ...]
    how: str

    def as_text(self) -> str:
        """One line."""
        return f"{self.code} ({', '.join(self.where)}): {self.how}"


def touched(one: Built, own: OwnCodes, code_sets: CodeSets) -> tuple[Touched, ...]:
    """By code; empty where the edition leaves all of the practice's codes as they were."""
    places: dict[str, list[str]] = {}
    for held in own.codes:
        places.setdefault(dotless(held.code), []).append(held.where)
    said = _pairs(one, places) if one.edition.set in PAIRS else _codes(one, places, code_sets)
    return tuple(
        Touched(code=_written(code, one), where=tuple(dict.fromkeys(places[code])), how=how)
        for code, how in sorted(said)
    )


def _pairs(one: Built, mine: Iterable[str]) -> Iterator[tuple[str, str]]:
    known = frozenset(mine)
    for kind, key in one.difference.keys:
        first, second, *_ = (*key.split(), "")
        if first in known and second in known:
            yield first, f"with {second}: {kind}"


def _codes(one: Built, mine: Iterable[str], code_sets: CodeSets) -> Iterator[tuple[str, str]]:
    known = frozenset(mine)
    if one.before is None:
        yield from _already_ended(one, known, code_sets)
        return
    backward = one.before.label > one.edition.label
    changes = [(kind, key, part) for kind, key in one.difference.keys for part in key.split() if part in known]
    whole = [change for change in changes if change[1].strip() == change[2]]
    then, now = (keyed(edition, {key for _, key, _ in whole}) for edition in (one.before, one.edition))
    for kind, key, code in whole:
        if kind == "added":
            yield code, "added" if not backward else f"gone by the edition of {one.before.label}"
        elif kind == "ended" and backward and key not in now:
            yield code, f"not yet in the edition of {one.edition.label}"
        elif kind == "ended":
            yield code, _ended(one, code, now.get(key), code_sets)
        else:
            yield code, _changed(one, code, then[key], now[key])
    several = Counter((code, kind) for kind, key, code in changes if key.strip() != code)
    yield from ((code, f"{count} row{'s' if count > 1 else ''} {kind}") for (code, kind), count in several.items())


def _already_ended(one: Built, mine: frozenset[str], code_sets: CodeSets) -> Iterator[tuple[str, str]]:
    """With the first HCPCS edition there is nothing to compare; what it has ended, has ended all the same."""
    for code, found in keyed(one.edition, mine if one.edition.set == "hcpcs" else ()).items():
        if found.ended:
            yield code, _ended(one, code, found, code_sets)


def _ended(one: Built, code: str, now: Keyed | None, code_sets: CodeSets) -> str:
    if now is not None and now.ended:
        last = date.fromisoformat(now.ended)
        return f"ended on {last}{_successors(one, code, last + timedelta(days=1), code_sets)}"
    first = one.edition.since
    gone = f"ended on {first - timedelta(days=1)}" if first and one.edition.set.startswith("icd10cm") else "gone"
    return f"{gone}: not in the edition of {one.edition.label}{_successors(one, code, first, code_sets)}"


def _successors(one: Built, code: str, day: date | None, code_sets: CodeSets) -> str:
    """Our rows that hold the same drug from then on, and the codes that this edition adds and that name it."""
    if one.edition.set != "hcpcs" or day is None:
        return ""
    tables = code_sets.at(day)
    names = {drug.generic.lower() for drug in tables.drugs_ever_named(code) if drug.code == code}
    ours = {d.code: str(d.unit) for name in names for d in tables.drugs_named(name) if d.product is None}
    new = keyed(one.edition, {key for kind, key in one.difference.keys if kind == "added"})
    theirs = {key: found.text for key, found in new.items() if any(name in found.text.lower() for name in names)}
    return _listed("the same drug", ours, code) + _listed("new codes that name it", theirs, code)


def _listed(what: str, found: dict[str, str], but: str) -> str:
    told = [f"{code} ({_short(said)})" for code, said in sorted(found.items()) if code != but]
    return f"; {what}: {', '.join(told[:MOST])}" if told else ""


def _changed(one: Built, code: str, then: Keyed, now: Keyed) -> str:
    if one.edition.set.startswith("icd10cm") and then.text == now.text:
        if now.rest.startswith("1"):
            return "may be billed now"
        below = [key for kind, key in one.difference.keys if kind == "added" and key.startswith(code)]
        longer = f": choose a longer one, such as {', '.join(dotted(key) for key in below[:MOST])}" if below else ""
        return f"may no longer be billed{longer}"
    if then.text != now.text:
        worded = "text changed: " if one.edition.set in WORDED else ""
        return f"{worded}{_short(then.text)} → {_short(now.text)}"
    if then.ended and not now.ended:
        return f"in force again, ended on {then.ended} before"
    if then.ended != now.ended:
        return f"ends on {now.ended}, not on {then.ended}"
    return "coverage, pricing or first day changed"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _written(code: str, one: Built) -> str:
    return dotted(code) if one.edition.set.startswith("icd10cm") else code
