"""The eighteen identifiers of 45 CFR 164.514(b)(2)(i), and which of our fields hold them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

IDENTIFIERS: Mapping[str, str] = {
    "A": "Names",
    "B": "Geographic subdivisions smaller than a state",
    "C": "Dates, except the year, and ages over 89",
    "D": "Telephone numbers",
    "E": "Fax numbers",
    "F": "E-mail addresses",
    "G": "Social Security numbers",
    "H": "Medical record numbers",
    "I": "Health plan beneficiary numbers",
    "J": "Account numbers",
    "K": "Certificate and license numbers",
    "L": "Vehicle identifiers",
    "M": "Device identifiers and serial numbers",
    "N": "Web addresses",
    "O": "IP addresses",
    "P": "Biometric identifiers",
    "Q": "Photographs of faces",
    "R": "Any other unique number, characteristic or code, and all free text",
}
DONE: Mapping[str, str] = {
    "B": "all left out but the state and the first three digits of the ZIP code, 000 where few people live there",
    "C": "only the year of service and of birth is kept; over 89 the group 90+ and no year of birth",
    "H": "left out; random keys in their place, which are kept nowhere",
    "J": "left out; random keys in their place, which are kept nowhere",
    "R": "left out",
}
_FIELDS = {
    "family_name": "A", "given_name": "A", "name": "A", "by": "A", "policy_holder": "A", "rendering": "A",
    "line1": "B", "line2": "B", "city": "B", "zip": "B", "address": "B", "phone": "D", "account": "H",
    "member_id": "I", "group": "I", "number": "J", "prior_authorization": "J", "visit_id": "J", "replaces": "J",
    "npi": "K", "tax_id": "K", "taxonomy": "K", "credential": "K",
}  # fmt: skip
_KEPT = frozenset({
    "sex", "state", "code", "modifiers", "units", "pointers", "charge", "diagnoses", "place_of_service", "kind",
    "severity", "rule", "format", "status", "relationship", "route", "unit", "amount", "reason_code", "class",
})  # fmt: skip
_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ].*)?")
_CLOCK = re.compile(r"\d\d:\d\d")
_IN_TEXT = (
    ("F", re.compile(r"[\w.+-]+@[\w-]+\.\w+")),
    ("G", re.compile(r"\b\d{3}-\d\d-\d{4}\b")),
    ("N", re.compile(r"https?://\S+|\bwww\.\S+")),
    ("O", re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")),
    ("D", re.compile(r"\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b")),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value that identifies or may: the letter of its rule, and the text."""

    letter: str
    text: str


def identifying(document: Any, name: str = "") -> Iterator[Found]:
    """Every value of a document that is not kept as it is, each by its rule; free text by what stands in it too."""
    if isinstance(document, Mapping):
        for key, value in document.items():
            yield from identifying(value, str(key))
    elif isinstance(document, list | tuple):
        for value in document:
            yield from identifying(value, name)
    elif document is not None and not isinstance(document, bool) and str(document) != "":
        yield from _leaf(str(document), name, isinstance(document, str))


def _leaf(text: str, name: str, is_text: bool) -> Iterator[Found]:
    if _DATE.fullmatch(text) or _CLOCK.fullmatch(text):
        yield Found("C", text)
    elif name in _FIELDS and (is_text or name in ("visit_id", "replaces")):
        yield Found(_FIELDS[name], text)
    elif name not in _KEPT and is_text:
        yield Found("R", text)
        yield from (Found(letter, hit) for letter, pattern in _IN_TEXT for hit in pattern.findall(text))


def counted(found: Iterator[Found], values: set[str]) -> Counter[str]:
    """How many there are by rule; the texts are added to `values`."""
    total: Counter[str] = Counter()
    for one in found:
        total[one.letter] += 1
        values.add(one.text)
    return total
