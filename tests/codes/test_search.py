"""What a coder types, and what is found."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oncodesk.codes.library import CodeSets
from oncodesk.codes.search import search

DAY = date(2026, 6, 1)
QUERIES = (Path(__file__).parent / "lookup_queries.tsv").read_text(encoding="utf-8").splitlines()[1:]


def codes(code_sets: CodeSets, query: str, **more: object) -> list[str]:
    return [hit.code for hit in search(code_sets, query, DAY, **more)]  # type: ignore[arg-type]


def test_what_is_meant_is_among_the_first_three(code_sets: CodeSets) -> None:
    missed = []
    for query, wanted in (row.split("\t") for row in QUERIES):
        found = codes(code_sets, query)[:3]
        if not any(
            code.startswith(w[:-1]) if w.endswith("*") else code == w for w in wanted.split(",") for code in found
        ):
            missed.append(f"{query}: {found}")
    assert len(missed) <= 0.01 * len(QUERIES), missed


def test_every_name_of_a_drug_finds_it_and_so_does_one_slip(code_sets: CodeSets) -> None:
    slips, missed = Random(11), []
    for drug in code_sets.at(DAY).drugs:
        same = {d.code for d in code_sets.at(DAY).drugs if {drug.generic, *drug.brands} & {d.generic, *d.brands}}
        for name in (drug.generic, *drug.brands):
            if not same & set(codes(code_sets, name)[:3]):
                missed.append(name)
            if len(name) > 5 and name.isalpha():
                at = slips.randrange(1, len(name))
                typed = name[:at] + slips.choice(("", name[at] * 2, "x")) + name[at + 1 :]
                if not same & set(codes(code_sets, typed)[:3]):
                    missed.append(typed)
    assert len(missed) <= 12, missed


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


@pytest.mark.parametrize("typed", ["breast cancer", "C50", "brest cancer", "breast", "breast cancer recurrent"])
def test_favourites_come_first_however_they_are_asked_for(code_sets: CodeSets, typed: str) -> None:
    assert codes(code_sets, typed)[0] != "C50.812"
    first = search(code_sets, typed, DAY, favourites={"C50.812"})[0]
    assert first.code == "C50.812" and "one of your codes" in first.matched


def test_a_favourite_never_stands_before_the_very_code_typed(code_sets: CodeSets) -> None:
    assert codes(code_sets, "C50.811", favourites={"C50.812"})[0] == "C50.811"
    assert codes(code_sets, "J9035", favourites={"J9355"})[0] == "J9035"
    assert codes(code_sets, "JZ", favourites={"JW"})[0] == "JZ"


def test_a_favourite_that_does_not_answer_stays_away(code_sets: CodeSets) -> None:
    assert "C61" not in codes(code_sets, "breast cancer", favourites={"C61"})


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("jz", "JZ"), ("59", "59"), ("no waste modifier", "JZ"), ("separate encounter", "XE"), ("modifier 25", "25"),
     ("abn on file", "GA"), ("locum tenens", "Q6")],
)  # fmt: skip
def test_modifiers_by_code_and_by_words(code_sets: CodeSets, typed: str, wanted: str) -> None:
    found = search(code_sets, typed, DAY)[0]
    assert found.code == wanted and found.set == ("cpt" if wanted.isdigit() else "hcpcs")


def test_two_letters_that_mean_something_stand_before_their_modifier(code_sets: CodeSets) -> None:
    found = codes(code_sets, "ai")
    assert found[0] == "Z79.811" and "AI" in found[:3]


def test_a_modifier_only_from_its_first_day(code_sets: CodeSets) -> None:
    assert [hit.code for hit in search(code_sets, "jz", date(2022, 12, 31))][:1] != ["JZ"]


def test_words_that_no_code_holds_together_are_left_out_and_it_is_said(code_sets: CodeSets) -> None:
    found = search(code_sets, "left glioblastoma temporal lobe", DAY)[0]
    assert found.code == "C71.2" and "without left" in found.matched


def test_a_query_of_two_things_finds_both(code_sets: CodeSets) -> None:
    assert {"C50.919", "C78.7"} <= set(codes(code_sets, "breast cancer metastatic to liver")[:4])


def test_beginnings_of_what_coders_say(code_sets: CodeSets) -> None:
    assert codes(code_sets, "lung cance")[0] == "C34.90"
    assert codes(code_sets, "low sodi")[0] == "E87.1"


def test_a_generic_code_stands_before_those_of_one_maker(code_sets: CodeSets) -> None:
    assert codes(code_sets, "pemetrexed")[0] == "J9305"
    assert codes(code_sets, "dexamethasone")[0] == "J1100"


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
