"""A keystroke beside the ways others search the same rows, in the same run, with every set at full size.

OpenEMR asks `LIKE '%word%'` for each word; a plain full-text index ranks by bm25; tantivy is a search engine.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import tantivy

from oncodesk.codes.library import CodeSets
from oncodesk.codes.search import search

DAY = date(2026, 6, 1)
QUERIES = (Path(__file__).parents[1] / "codes" / "lookup_queries.tsv").read_text(encoding="utf-8").splitlines()[1:66]
TYPED = [query[:end] for query, _ in (row.split("\t") for row in QUERIES) for end in range(1, len(query) + 1)]
ROUNDS = 2
Rows = list[tuple[str, str]]


def nothing() -> None:
    """Where nothing is remembered."""


def p99(act: Callable[[str], object], typed: list[str], forget: Callable[[], None] = nothing) -> float:
    """The 99th percentile in milliseconds of the processor's time, each query taken at the better of its rounds.

    The queries are typed letter by letter; `forget` throws away between rounds what was remembered of spellings.
    """
    spent = [float("inf")] * len(typed)
    for _ in range(ROUNDS):
        forget()
        for place, text in enumerate(typed):
            start = time.thread_time()
            act(text)
            spent[place] = min(spent[place], 1000 * (time.thread_time() - start))
    return sorted(spent)[int(0.99 * len(spent))]


@pytest.fixture(scope="module")
def rows(full_sets: CodeSets) -> Rows:
    """Every code with its text."""
    sql = "SELECT code, text FROM find"
    return [row for source in full_sets.on(DAY).sources for row in source.file.rows(sql)]


@pytest.fixture(scope="module")
def plain(rows: Rows) -> Iterator[sqlite3.Connection]:
    """The rows as others keep them: a table, and a full-text index."""
    db = sqlite3.connect(":memory:")
    db.executescript("CREATE TABLE code (code TEXT, text TEXT); CREATE VIRTUAL TABLE fts USING fts5(code, text);")
    db.executemany("INSERT INTO code VALUES (?, ?)", rows)
    db.execute("INSERT INTO fts SELECT code, text FROM code")
    yield db
    db.close()


def by_like(db: sqlite3.Connection) -> Callable[[str], object]:
    def ask(text: str) -> object:
        words = text.split() or [""]
        where = " AND ".join("(code LIKE ? OR text LIKE ?)" for _ in words)
        values = [f"%{word}%" for word in words for _ in range(2)]
        return db.execute(f"SELECT code, text FROM code WHERE {where} ORDER BY code LIMIT 10", values).fetchall()

    return ask


def by_bm25(db: sqlite3.Connection) -> Callable[[str], object]:
    def ask(text: str) -> object:
        match = " ".join(f'"{word}"*' for word in text.replace('"', "").split())
        sql = "SELECT code, text FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT 10"
        return db.execute(sql, (match,)).fetchall() if match else []

    return ask


def by_tantivy(rows: Rows) -> Callable[[str], object]:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("code", stored=True)
    builder.add_text_field("text", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(50_000_000)
    for code, text in rows:
        writer.add_document(tantivy.Document(code=code, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> object:
        words = [word.lower() for word in text.split()]
        if not words:
            return []
        parts = [(tantivy.Occur.Must, tantivy.Query.regex_query(schema, "text", _begins(word))) for word in words]
        found = searcher.search(tantivy.Query.boolean_query(parts), 10).hits
        if not found:  # spelling is doubted where nothing is found, as ours does
            near = [tantivy.Query.fuzzy_term_query(schema, "text", word, prefix=True) for word in words]
            found = searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Must, q) for q in near]), 10).hits
        return [searcher.doc(address)["code"] for _, address in found]

    return ask


def _begins(word: str) -> str:
    return "".join(letter if letter.isalnum() else f"\\{letter}" for letter in word) + ".*"


def test_a_keystroke_with_everything_switched_on(full_sets: CodeSets, rows: Rows, plain: sqlite3.Connection) -> None:
    assert len(rows) > 116_000
    search(full_sets, "warming upp", DAY)
    ours = p99(lambda text: search(full_sets, text, DAY), TYPED, full_sets.vocabulary(DAY).near.cache_clear)
    like = p99(by_like(plain), TYPED[::8])
    bm25 = p99(by_bm25(plain), TYPED)
    print(f"p99 of a keystroke: ours {ours:.2f} ms, LIKE {like:.2f} ms ({ours / like:.3f}), bm25 {bm25:.2f} ms")
    assert ours < 0.12 * like


def test_beside_a_search_engine(full_sets: CodeSets, rows: Rows) -> None:
    ask = by_tantivy(rows)
    search(full_sets, "warming upp", DAY)
    ours, theirs = (
        p99(lambda text: search(full_sets, text, DAY), TYPED, full_sets.vocabulary(DAY).near.cache_clear),
        p99(ask, TYPED),
    )
    print(f"p99 of a keystroke: ours {ours:.2f} ms, tantivy {theirs:.2f} ms")
    assert ours <= theirs * 1.1
