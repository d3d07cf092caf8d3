"""How nurses write drug names: salts, forms and strengths left out, names typed in part, slips of spelling."""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from itertools import takewhile

from oncodesk.codes.facts import read_uncoded
from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug, UncodedBrand

_CLOSE = 80
_FORMS = frozenset(
    {"acetate", "calcium", "citrate", "disodium", "for", "hcl", "hydrochloride", "infusion", "inj", "injection", "iv"}
    | {"ivp", "ivpb", "mdv", "pf", "preservative-free", "sdv", "vial"}
    | {"mesylate", "phosphate", "sodium", "solution", "succinate", "sulfate", "tartrate", "trihydrate"}
    | {"capsule", "capsules", "implant", "injector", "kit", "obi", "on-body", "onpro", "pfs", "prefilled", "syringe"}
    | {"tab", "tablet", "tablets", "tabs", "vials"}
)
_SIZE = re.compile(
    r"\d[\d.,]*(mg|mcg|g|gm|ml|l|units?|meq)|mg|mcg|gm|ml|units?|meq|\d[\d.,]*|(\d+-?)?(months?|weeks?|monthly|weekly)"
)
_STRENGTH = re.compile(r"\d[\d.]*%")
_SOLUTIONS = frozenset({"albumin", "dextrose", "lidocaine", "mannitol", "potassium", "saline", "sodium"})
_BRACKETED = re.compile(r"([^()]+)\(([^()]+)\)([^()]*)")


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """A name in small letters and digits only."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _plain(name: str) -> str:
    words = name.replace(",", " ").split()
    return " ".join(word for word in words if word.lower() not in _FORMS)


@lru_cache(maxsize=512)
def spellings(name: str) -> tuple[str, ...]:
    """A name as typed, then without the words for its salt or form, then without a strength or bag size too.

    Of a name with another in brackets, those of both.
    """
    if texts := _bracketed(name):
        return tuple(dict.fromkeys((name, *(spelling for text in texts for spelling in spellings(text)))))
    bare = " ".join(word for word in _plain(name).split() if not _SIZE.fullmatch(word.lower()))
    strong = "" if set(bare.lower().split()) & _SOLUTIONS else _STRENGTH.sub("", bare).strip()
    return tuple(dict.fromkeys(text for text in (name, _plain(name), bare, strong) if text))


def named(name: str, tables: Tables) -> tuple[Drug, ...]:
    """Drugs in force of that name, as typed before any shortening."""
    return _looked_up(name, tables.drugs_named)


def ever_named(name: str, tables: Tables) -> tuple[Drug, ...]:
    """The same whatever the date."""
    return _looked_up(name, tables.drugs_ever_named)


def _looked_up(name: str, find: Callable[[str], tuple[Drug, ...]]) -> tuple[Drug, ...]:
    """Of `trastuzumab (Kanjinti)` what both names mean, else the brand's; nothing where they are two drugs."""
    texts = _bracketed(name)
    if not texts or find(name):
        return find(name) if texts else _first(name, find)
    one, other = (_first(text, find) for text in texts)
    both = tuple(d for d in one if d.code in {d.code for d in other})
    if both or not (one and other):
        return both or one or other
    branded = [drugs for text, drugs in zip(texts, (one, other), strict=True) if _is_brand(text, drugs)]
    same = {_word(d) for d in one} & {_word(d) for d in other}
    return branded[0] if len(branded) == 1 and same else ()


def _first(name: str, find: Callable[[str], tuple[Drug, ...]]) -> tuple[Drug, ...]:
    return next((found for text in spellings(name) if (found := find(text))), ())


def _bracketed(name: str) -> tuple[str, ...]:
    """What stands outside the brackets and what inside, or nothing."""
    found = _BRACKETED.fullmatch(name) if "(" in name else None
    return (f"{found[1]}{found[3]}".strip(), found[2].strip()) if found else ()


def _is_brand(text: str, drugs: tuple[Drug, ...]) -> bool:
    typed = {folded(spelling) for spelling in spellings(text)}
    return any(folded(brand) in typed for d in drugs for brand in d.brands)


def _word(drug: Drug) -> str:
    return drug.generic.lower().replace("-", " ").split()[0]


@lru_cache(maxsize=16)
def _index(tables: Tables) -> tuple[tuple[str, Drug], ...]:
    """Every name in force on the day with its drug, in order of the name."""
    pairs = ((folded(n), d) for d in tables.drugs for n in (d.generic, *d.brands))
    return tuple(sorted(pairs, key=lambda pair: (pair[0], pair[1].code)))


@lru_cache(maxsize=16)
def _names(tables: Tables) -> tuple[str, ...]:
    return tuple(name for name, _ in _index(tables))


def beginning(name: str, tables: Tables) -> tuple[Drug, ...]:
    """Drugs one of whose names begins with what was typed, of at least five letters; makers' own by brand only."""
    typed = folded(name)
    if len(typed) < 5:
        return ()
    index = _index(tables)
    first = bisect_left(index, typed, key=lambda pair: pair[0])
    found = takewhile(lambda pair: pair[0].startswith(typed), index[first:])
    fits = ((n, drug) for n, drug in found if drug.product is None or n != folded(drug.generic))
    return tuple({drug.code: drug for _, drug in fits}.values())


def uncoded(name: str, tables: Tables) -> UncodedBrand | None:
    """A brand that could be bought by then and has no code of its own."""
    wanted = {folded(text) for text in spellings(name)}
    brands = (b for b in read_uncoded() if b.marketed <= tables.on)
    return next((b for b in brands if wanted & {folded(b.brand), folded(b.generic)}), None)


def is_fluid(name: str, tables: Tables) -> bool:
    """Whether it is a plain fluid that has no code."""
    known = tables.policy.codes("drugs.hydration_fluid_names")
    return any(text.lower().replace("'", "") in known for text in spellings(name))


def resembling(name: str, tables: Tables) -> tuple[Drug, ...]:
    """Drugs whose names are spelled much like the one typed, the nearest first; to ask about, never to take."""
    from rapidfuzz import fuzz, process  # only for a name that nothing answers to

    names = _index(tables)
    close = process.extract(folded(name), _names(tables), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=12)
    return tuple({names[place][1].generic: names[place][1] for _, _, place in close}.values())[:3]
