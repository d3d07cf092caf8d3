"""The alphabetic index, of which no official file is at hand: an invented one in the layout of its schema."""

from datetime import date
from pathlib import Path

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.codes.search import search
from oncodesk.codes.sources import icd10cm_index
from oncodesk.domain.errors import UnusableInput
from oncodesk.services.import_codes import import_codes

NOW, DAY = "2026-06-01T08:00", date(2026, 3, 1)
TERMS = """
<mainTerm><title>Zebra's complaint<nemod>(striped)</nemod></title><code>R64</code>
  <term level="1"><title>with</title>
    <term level="2"><title>gallop of the breast</title><code>C50.4-</code></term>
  </term>
  <term level="1"><title>chronic</title><see>Complaint, chronic</see></term>
  <term level="1"><title>recurrent</title><seeAlso>Return</seeAlso></term>
</mainTerm>
"""


def made(path: Path, letters: str = "ABCDEFGHIJKLMNOPQRSTUVWZ") -> Path:
    body = "".join(f"<letter><title>{one}</title>{TERMS if one == 'Z' else ''}</letter>" for one in letters)
    title = "ICD-10-CM INDEX TO DISEASES and INJURIES"
    head = f'<?xml version="1.0" encoding="utf-8"?><ICD10CM.index><version>2026</version><title>{title}</title>'
    path.write_text(f"{head}{body}</ICD10CM.index>", encoding="utf-8")
    return path


@pytest.fixture
def indexed(own_sets: CodeSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CodeSets:
    monkeypatch.setattr(icd10cm_index.DISEASES, "FEWEST_ROWS", 1)
    [change] = import_codes(own_sets, [made(tmp_path / "download")], NOW).changes
    assert (change.edition, change.since, change.rows) == ("2025-10-01", date(2025, 10, 1), 4)
    return own_sets


def test_every_term_is_kept(indexed: CodeSets) -> None:
    [edition] = indexed.shelf.of("icd10cm_index")
    assert edition.file.rows("SELECT path, code, see, see_also FROM term ORDER BY id") == [
        ("Zebra's complaint", "R64", None, None),
        ("Zebra's complaint, with, gallop of the breast", "C50.4-", None, None),
        ("Zebra's complaint, chronic", None, "Complaint, chronic", None),
        ("Zebra's complaint, recurrent", None, None, "Return"),
    ]


def test_a_term_leads_to_its_code(indexed: CodeSets) -> None:
    found = search(indexed, "zebra complaint", DAY, limit=3)
    assert found[0].code == "R64" and found[0].matched == "index: Zebra's complaint"


def test_an_incomplete_code_leads_to_those_that_may_be_billed(indexed: CodeSets) -> None:
    found = search(indexed, "zebra gallop", DAY, limit=4)
    assert {hit.code for hit in found} <= {"C50.411", "C50.412", "C50.419", "C50.421", "C50.422", "C50.429"}
    assert all(hit.billable and hit.set == "icd10cm" for hit in found)


def test_without_the_index_there_is_no_such_way(own_sets: CodeSets) -> None:
    assert not any("index" in hit.matched for hit in search(own_sets, "zebra complaint", DAY))


def test_an_index_of_a_few_letters_is_refused(
    own_sets: CodeSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(icd10cm_index.DISEASES, "FEWEST_ROWS", 1)
    with pytest.raises(UnusableInput, match="expected 20 letters"):
        import_codes(own_sets, [made(tmp_path / "download", "ABCZ")], NOW)
