"""Walks every screen in the made-up language; run by `test_words.py` in a process of its own, with `-p pseudo`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest
from fitting import clipped
from pydantic import BaseModel
from pytestqt.qtbot import QtBot
from reaching import doors, places, settle
from said import Drawn, texts, unsaid

from oncodesk.rules.catalogue import RULES
from oncodesk.services.explain import citation_text
from oncodesk.services.payer_cards import shipped_cards
from oncodesk.ui.panels.course.details import said as details_said

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.services.entrance import Entrance
    from oncodesk.ui.editing.outcome import Outcome
    from oncodesk.ui.shell.main_window import MainWindow

_KEYS = re.compile(r"(Ctrl|Alt|Shift)\+[\w,+]+|\bEsc\b|\bEnter\b|https?://\S+")
_TERMS = re.compile(  # of the trade, of units, and our own name: alike in every language
    r"\b(OncoDesk|ICD-10-CM|ICD-10|HCPCS|CPT|NCCI|TRICARE|SBRT|SRS|IMRT|VMAT|TBI|MUE|AUC|MD|[JF][A-Z]|[A-L]{1,4}|X{5}"
    r"|mg|mcg|mL|g|kg|m2|min|units|sdv|mdv|per|external beam)\b"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def _leaves(value: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _leaves([*value.keys(), *value.values()])
    elif isinstance(value, BaseModel):
        yield from _leaves(list(value.__dict__.values()))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _leaves([getattr(value, field.name) for field in fields(value)])
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        for one in value:
            yield from _leaves(one)


def _events(facts: Any) -> list[str]:
    return [details_said(event) for event in (facts.get("radiation") or {}).get("events", ())]


def _records(desk: "Desk") -> Iterator[Any]:
    """What the records and the code sets hold, and what the rooms of the trade say of it."""
    store = desk.store
    visits = [store.load_visit(visit.id) for visit in store.find_visits()]
    yield from visits
    yield from (_events(visit.draft) for visit in visits)
    yield from (store.claim(number) for number in range(1, 60) if number in _numbers(desk))
    yield store.practice(), store.providers(), store.find_audit(), store.audit_words()
    yield [(rule.id, rule.title, rule.severity) for rule in RULES]
    yield desk.cards(), shipped_cards(), desk.templates(), desk.editions()
    yield [desk.expected(one, desk.today()) for one in desk.templates()]
    yield desk.code_page("J9271", desk.today()), desk.look_up("J9271", desk.today())


def _citations(outcome: "Outcome") -> list[str]:
    found = outcome.report.findings if outcome.report else ()
    traces = outcome.derivation.trace if outcome.derivation else ()
    return [citation_text(one.citation) for one in (*found, *traces) if one.citation]


def _numbers(desk: "Desk") -> set[int]:
    return {claim.number for claim in desk.store.find_claims()}


class Data:
    """Texts that are data; grows with what is worked out during the walk."""

    def __init__(self) -> None:
        self._held: set[str] = set()

    def add(self, value: Any) -> None:
        """All texts in it, as they are and as they are shown."""
        for text in _leaves(value):
            for line in {text, *text.splitlines()}:
                plain = line.strip().rstrip(".")
                self._held |= {plain, plain[:1].upper() + plain[1:], plain.replace("_", " "), plain.replace(":", " ")}

    def without(self, text: str) -> str:
        """What is left of a text when data, keys and terms are taken away."""
        if not _WORD.search(text) or (text.endswith("…") and any(one.startswith(text[:-1]) for one in self._held)):
            return ""
        for held in sorted((one for one in self._held if _WORD.search(one) and one in text), key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(held)}(?!\w)", "", text)
        return _TERMS.sub("", _KEYS.sub("", text))


def _is_empty(found: Iterable[str]) -> None:
    if told := "\n".join(found):
        pytest.fail(told, pytrace=False)


@pytest.fixture
def data() -> Data:
    """Nothing yet."""
    return Data()


def test_every_text_is_in_the_catalog_or_is_data(busy: "MainWindow", data: Data) -> None:
    for held in _records(busy.desk):
        data.add(held)
    found, seen = dict[str, str](), set[str]()
    with Drawn() as drawn:
        for name, root in places(busy):
            settle()
            outcome = busy.bench.last_whole
            if outcome is not None:
                data.add((outcome.derivation, outcome.report, outcome.claim, outcome.wordings, outcome.session))
                data.add(_citations(outcome))
            data.add((busy.desk.store.find_audit(), busy.desk.store.audit_words()))
            root.grab()
            for kind, text in (*texts(root), *(("drawn", text) for text in drawn.take())):
                if text not in seen and _WORD.search(left := data.without(unsaid(text))):
                    found.setdefault(left, f"{name}, {kind}, {left}: {text}")
                seen.add(text)
    assert len(seen) > 1000
    _is_empty(found.values())


def test_every_text_of_the_way_in_is_in_the_catalog(entrance: "Entrance", qtbot: QtBot, data: Data) -> None:
    data.add((str(entrance.folder), entrance.users()))
    found = {}
    for name, root in doors(entrance):
        settle()
        for kind, text in texts(root):
            if _WORD.search(left := data.without(unsaid(text))):
                found.setdefault(left, f"{name}, {kind}, {left}: {text}")
    _is_empty(found.values())


def test_a_third_longer_it_still_fits_the_smallest_screen(busy: "MainWindow") -> None:
    found: dict[str, str] = {}
    for name, root in places(busy):
        settle()
        for text in clipped(root):
            found.setdefault(text, name)
    assert (busy.width(), busy.height()) == (1366, 768)
    _is_empty(f"{name}: {text}" for text, name in found.items())


def test_a_third_longer_the_way_in_still_fits(entrance: "Entrance", qtbot: QtBot) -> None:
    _is_empty(f"{name}: {text}" for name, root in doors(entrance) if settle() is None for text in clipped(root))
