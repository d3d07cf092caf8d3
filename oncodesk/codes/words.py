"""How text becomes words, for what is stored and for what is typed alike."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_TYPED = re.compile(r"[a-z0-9]+(?:\+|-(?![a-z0-9]))?")
_AMERICAN = (("aemia", "emia"), ("haem", "hem"), ("oesoph", "esoph"), ("tumour", "tumor"), ("oedema", "edema"))


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SILENT = _set("a an and as at by for from in is nec nos of on or the this to with w")
"""Words that say nothing by themselves, in a code's text or in a query."""
LIGHT = _set(
    "unspecified other site sites specified not having achieved elsewhere classified initial encounter disease "
    "diseases acute condition conditions part status type primary complicated intractable code injection "
    "female malignant neoplasm 1 2 disorder disorders syndrome long term current use organ organs "
    "office visit minutes mg mcg ml"
)
"""Words of a code's text that a coder leaves unsaid: not saying them does not make the code a worse answer."""
TURNING = _set(
    "secondary benign situ history family personal newborn neonatal congenital maternal pregnancy childbirth "
    "puerperium poisoning underdosing assault undetermined sequela subsequent observation screening male "
    "complicating juvenile hereditary susceptibility tuberculous traumatic accidental self resistance ectopic "
    "obstetric donor remission relapse unlisted video telephone home hospital consultation"
)
"""Words that turn the meaning of a text: a code that has one unasked is a worse answer."""


def weight(word: str) -> int:
    """How much a word of a code's text counts."""
    return 2 if word in TURNING else 0 if word in LIGHT or (len(word) > 1 and word.isdigit()) else 1


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Lower case, without accents, in American spelling."""
    text = text.lower()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    for british, american in _AMERICAN:
        if british in text:
            text = text.replace(british, american)
    return text


def words(text: str) -> list[str]:
    """The words of a code's text, silent ones left out."""
    return [word for word in _WORD.findall(folded(text)) if word not in SILENT]


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """The word as it stands for one, where its plural ends in -ies (`ovaries`, `biopsies`)."""
    return f"{word[:-3]}y" if len(word) > 5 and word.endswith("ies") else word


def one_of(word: str) -> str:
    """The word as it stands for one, where it has any plural; not always a word, but always its beginning or -y."""
    plain = len(word) < 5 or word[-1] != "s" or word[-2] in "sui"
    return singular(word) if plain or word.endswith("ies") else word[:-1]


def typed_words(query: str) -> list[str]:
    """The words of a query as typed, silent ones kept; a closing plus or minus stays with its word (`er+`)."""
    return _TYPED.findall(folded(query))


@lru_cache(maxsize=8192)
def name(text: str) -> str:
    """A drug's name or code with case, spaces and hyphens taken out."""
    return "".join(letter for letter in text.lower() if letter.isalnum())
