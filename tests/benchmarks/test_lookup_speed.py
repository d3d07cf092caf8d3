"""A keystroke beside the way others search: `LIKE '%word%'` over the same rows, in the same run."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from oncodesk.codes.library import CodeSets
from oncodesk.codes.search import search

DAY = date(2026, 6, 1)
QUERIES = (Path(__file__).parents[1] / "codes" / "lookup_queries.tsv").read_text(encoding="utf-8").splitlines()[1:25]
TYPED = [query[:end] for query, _ in (row.split("\t") for row in QUERIES) for end in range(1, len(query) + 1)]


def milliseconds(act: Callable[[str], object], typed: list[str]) -> float:
    """The 99th percentile."""
    spent = []
    for text in typed:
        start = time.perf_counter()
        act(text)
        spent.append(1000 * (time.perf_counter() - start))
    return sorted(spent)[int(0.99 * len(spent))]


def test_a_keystroke_costs_a_fraction_of_like(code_sets: CodeSets) -> None:
    def by_like(text: str) -> object:
        words = text.split() or [""]
        where = " AND ".join("text LIKE ?" for _ in words)
        sql = f"SELECT code, text FROM find WHERE {where} ORDER BY code LIMIT 10"
        return code_sets.rows(sql, tuple(f"%{word}%" for word in words))

    search(code_sets, "warming upp", DAY)
    ours = milliseconds(lambda text: search(code_sets, text, DAY), TYPED)
    like = milliseconds(by_like, TYPED[::8])
    print(f"p99 {ours:.2f} ms, LIKE {like:.2f} ms, ratio {ours / like:.3f}")
    assert ours < 0.25 * like
