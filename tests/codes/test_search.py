"""What a coder types, and what is found."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oncodesk.codes.library import CodeSets
from oncodesk.codes.search import search

DAY = date(2026, 6, 1)
QUERIES = (Path(__file__).parent / "lookup_queries.tsv").read_text(encoding="utf-8").splitlines()[1:]


def codes(code_sets: CodeSets, query: str, **more: object) -> list[str]:
    return [hit.code for hit in search(code_sets, query, DAY, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize("row", QUERIES)
def test_is_among_the_first_three(code_sets: CodeSets, row: str) -> None:
    query, wanted = row.split("\t")
    found = codes(code_sets, query)[:3]
    assert any(
        code.startswith(w[:-1]) if w.endswith("*") else code == w for w in wanted.split(",") for code in found
    ), found


@pytest.mark.parametrize("typed", ["C50.41", "c5041", "c50 41", "C50 .41"])
def test_the_beginning_of_a_code_with_or_without_dot(code_sets: CodeSets, typed: str) -> None:
    assert codes(code_sets, typed)[:4] == ["C50.411", "C50.412", "C50.419", "C50.41"]


def test_billable_codes_come_before_headers(code_sets: CodeSets) -> None:
    billable = [hit.billable for hit in search(code_sets, "c34", DAY, limit=40)]
    assert billable == sorted(billable, reverse=True)


def test_words_in_any_order(code_sets: CodeSets) -> None:
    first = codes(code_sets, "left lung upper lobe cancer")[0]
    assert first == codes(code_sets, "cancer upper lobe lung left")[0] == "C34.12"


def test_spelling_is_doubted_only_where_nothing_is_found(code_sets: CodeSets) -> None:
    assert all("spelling" not in hit.matched for hit in search(code_sets, "nausea", DAY))
    assert "spelling: anemia" in search(code_sets, "anemai", DAY)[0].matched


def test_each_hit_says_why(code_sets: CodeSets) -> None:
    assert "rul = upper lobe right" in search(code_sets, "rul", DAY)[0].matched
    assert search(code_sets, "c61", DAY)[0].matched == "code C61"
    assert all(hit.matched for hit in search(code_sets, "brain mets", DAY))


def test_only_the_sets_asked_for(code_sets: CodeSets) -> None:
    for name in ("icd10cm", "hcpcs", "cpt"):
        assert {hit.set for hit in search(code_sets, "chemo", DAY, sets=[name], limit=20)} <= {name}
    with pytest.raises(ValueError, match="icd10cm, hcpcs or cpt"):
        search(code_sets, "chemo", DAY, sets=["snomed"])


def test_favourites_move_up(code_sets: CodeSets) -> None:
    plain = codes(code_sets, "breast cancer", limit=10)
    assert codes(code_sets, "breast cancer", favourites={plain[5]})[0] == plain[5]


def test_only_codes_in_force_on_the_day(code_sets: CodeSets) -> None:
    assert "77385" not in codes(code_sets, "77385")
    assert [hit.code for hit in search(code_sets, "77385", date(2025, 6, 1))][:1] == ["77385"]


@pytest.mark.parametrize(
    "typed", ["", "   ", '"', "'; DROP TABLE find; --", "NEAR(", "*", "a AND", "(", "é" * 400, "\x00", "🙂"]
)
def test_anything_may_be_typed(code_sets: CodeSets, typed: str) -> None:
    assert isinstance(search(code_sets, typed, DAY), tuple)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_any_text_at_all(code_sets: CodeSets, typed: str) -> None:
    found = search(code_sets, typed, DAY, limit=5)
    assert len(found) <= 5
    assert len({hit.code for hit in found}) == len(found)


def test_may_be_asked_from_any_thread(code_sets: CodeSets) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda q: codes(code_sets, q)[0], ["prostate cancer"] * 12)) == {"C61"}
