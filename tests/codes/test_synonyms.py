"""Every saying leads somewhere."""

from oncodesk.codes import facts
from oncodesk.codes.library import CodeSets
from oncodesk.codes.words import words
from oncodesk.domain.icd import dotless


def test_every_meaning_stands_in_some_code(code_sets: CodeSets) -> None:
    lost = []
    for said, kind, meaning in facts.read_synonyms():
        if kind in ("code", "alike", "noise", "drug"):
            continue
        match = " AND ".join(f'"{word}"*' for word in words(meaning))
        if not match or not code_sets.rows("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (match,)):
            lost.append(f"{said} = {meaning}")
    assert not lost


def test_every_code_named_exists(code_sets: CodeSets) -> None:
    named = [(said, dotless(code)) for said, kind, code in facts.read_synonyms() if kind == "code"]
    held = {bare for (bare,) in code_sets.rows("SELECT bare FROM find")}
    assert not [(said, code) for said, code in named if code not in held]


def test_there_are_several_hundred() -> None:
    assert len({said for said, _, _ in facts.read_synonyms()}) > 1000
