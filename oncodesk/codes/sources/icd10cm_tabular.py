"""Reads the ICD-10-CM tabular list: the official XML that travels inside the package `simple-icd-10-cm`.

The XML does not list codes of seven characters: they are built from the seventh-character tables, with X as the
placeholder. Which of them exist is settled by the list of codes beside the XML, for a few tables do not apply to every
code below them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from xml.etree.ElementTree import Element

import defusedxml.ElementTree

from oncodesk.codes.sources.installed import Shipped

Kind = Literal["chapter", "section", "code"]
NOTE_KINDS = {
    "inclusionTerm": "inclusion",
    "includes": "includes",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "notes": "general",
}


@dataclass(slots=True)
class Entry:
    """One heading or code in tabular order.

    `code` has its dot (sections are ranges such as `C15-C26`, chapters numbers); `parent` and `last` are places in
    the list: the entry above, and the last entry below or the entry itself.
    """

    kind: Kind
    code: str
    text: str
    parent: int | None
    last: int = 0
    billable: bool = False
    built: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)
    seventh: tuple[tuple[str, str], ...] = ()


def read_entries(files: Shipped) -> list[Entry]:
    """Every chapter, section and code in tabular order; ValueError where the XML is not an ICD-10-CM tabular list."""
    root = defusedxml.ElementTree.parse(files.tabular).getroot()
    if root is None or root.tag != "ICD10CM.tabular":
        raise ValueError(f"{files.tabular.name}: expected an ICD-10-CM tabular list")
    return entries_of(root, frozenset(files.codes.read_text(encoding="utf-8").split()))


def entries_of(root: Element, existing: frozenset[str] | None) -> list[Entry]:
    """The same from parsed XML; where no list says which codes exist, every one that can be built does."""
    entries: list[Entry] = []
    for chapter in root.iter("chapter"):
        _walk(chapter, None, (), entries, existing)
    return entries


def _walk(
    element: Element,
    parent: int | None,
    inherited: tuple[tuple[str, str], ...],
    out: list[Entry],
    existing: frozenset[str] | None,
) -> None:
    place = len(out)
    entry = Entry(_kind(element.tag), element.get("id") or "", "", parent)
    out.append(entry)
    below: list[Element] = []
    for child in element:
        tag = child.tag
        if tag == "diag" or tag == "section":
            below.append(child)
        elif tag == "name":
            entry.code = _said(child)
        elif tag == "desc":
            entry.text = _said(child)
        elif tag == "sevenChrDef":
            entry.seventh = inherited = tuple(_extensions(child))
        elif tag in NOTE_KINDS:
            entry.notes.extend((NOTE_KINDS[tag], _said(note)) for note in child)
    for child in below:
        _walk(child, place, inherited, out, existing)
    if not below and entry.kind == "code":
        entry.seventh = inherited
        _extend(entry, place, out, existing)
    entry.last = len(out) - 1


def _kind(tag: str) -> Kind:
    return "code" if tag == "diag" else "chapter" if tag == "chapter" else "section"


def _said(element: Element) -> str:
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return " ".join(text.split())


def _extensions(table: Element) -> Iterator[tuple[str, str]]:
    """Character and meaning; a note below an extension says more of it."""
    found: list[list[Any]] = []
    for child in table:
        if child.tag == "extension":
            found.append([child.get("char") or "", _said(child)])
        elif found:
            found[-1][1] += f"/{_said(child)}"
    yield from ((char, meaning) for char, meaning in found)


def _extend(entry: Entry, place: int, out: list[Entry], existing: frozenset[str] | None) -> None:
    stem = entry.code if "." in entry.code else f"{entry.code}."
    stem = stem.ljust(7, "X")
    built = [
        Entry("code", stem + char, f"{entry.text}, {meaning}", place, billable=True, built=True)
        for char, meaning in entry.seventh
        if existing is None or (stem + char).replace(".", "") in existing
    ]
    for step, row in enumerate(built):
        row.last = len(out) + step
    entry.billable = not built
    out.extend(built)
