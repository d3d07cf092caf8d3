"""Each importer on the real file: everything in it is there, on the right day."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.codes.search import search
from oncodesk.codes.sources.installed import shipped
from oncodesk.services.code_page import code_page
from oncodesk.services.import_codes import Loading, import_codes, rollback_codes, waiting_files
from oncodesk.services.look_up import look_up

Official = Callable[[str], Path]
NOW = "2026-06-01T08:00:00+00:00"
FY2025, FY2026 = date(2025, 3, 1), date(2026, 3, 1)


def load(sets: CodeSets, *files: Path, **more: object) -> Loading:
    return import_codes(sets, files, NOW, **more)  # type: ignore[arg-type]


def inner(path: Path, name: str, folder: Path) -> Path:
    """One file of a zip, under a name that says nothing."""
    with zipfile.ZipFile(path) as archive:
        member = next(n for n in archive.namelist() if n.endswith(name))
        (folder / "download").write_bytes(archive.read(member))
    return folder / "download"


def test_order_file_of_another_year(own_sets: CodeSets, official: Official) -> None:
    done = load(own_sets, official("order"))
    assert [(c.edition, c.rows, c.against) for c in done.changes] == [("2025-04-01", 97_584, "2026-04-01")]
    day = own_sets.at(FY2025)
    assert not day.stale[:1] or "notes" in day.stale[0]
    assert day.editions.icd10cm == "2025-04-01"
    assert own_sets.at(FY2026).editions.icd10cm == "2026-04-01"
    found = day.diagnosis("C50.411")
    assert found is not None and found.billable and found.parents[:3] == ("C50.41", "C50.4", "C50")
    assert day.is_under("C43.9", "C43-C44") and not day.is_under("C45.0", "C43-C44")
    assert own_sets.at(FY2026).excludes1("D63.0", "D61.1") is not None
    assert day.excludes1("E11.9", "E10.9") is not None


def test_leaves_between_two_years(own_sets: CodeSets, official: Official) -> None:
    load(own_sets, official("order"))
    [edition] = own_sets.shelf.of("icd10cm")
    leaves = "SELECT bare FROM entry WHERE kind = 'code' AND billable"
    old, new = {b for (b,) in edition.file.rows(leaves)}, {b for (b,) in own_sets.rows(leaves)}
    assert (len(new - old), len(old - new), len(old)) == (487, 28, 74_260)


def test_a_code_has_its_own_days(own_sets: CodeSets, official: Official) -> None:
    load(own_sets, official("order"))
    [edition] = own_sets.shelf.of("icd10cm")
    leaves = "SELECT bare FROM entry WHERE kind = 'code' AND billable"
    old, new = {b for (b,) in edition.file.rows(leaves)}, {b for (b,) in own_sets.rows(leaves)}
    young = own_sets.at(FY2026).diagnosis(min(new - old))
    assert young is not None and (young.since, young.until) == (date(2025, 10, 1), None)
    ended = own_sets.at(FY2025).diagnosis(min(old - new))
    assert ended is not None and (ended.since, ended.until) == (date(2024, 10, 1), date(2025, 9, 30))
    [hit] = [h for h in search(own_sets, ended.code, FY2025) if h.code == ended.code]
    assert (hit.until, hit.edition) == (date(2025, 9, 30), "2025-04-01")
    assert ended.code not in [h.code for h in search(own_sets, ended.code, FY2026) if h.billable]


def test_conversion_table_tells_when_a_code_began(own_sets: CodeSets, official: Official) -> None:
    assert load(own_sets, official("conversion")).changes[0].rows == 5405
    for code, since in (("C43.111", date(2018, 10, 1)), ("J12.82", date(2021, 1, 1)), ("C61", date(2025, 10, 1))):
        found = own_sets.at(FY2026).diagnosis(code)
        assert found is not None and found.since == since


def test_conversion_workbook_and_text_say_the_same(own_sets: CodeSets, official: Official, tmp_path: Path) -> None:
    rows = "SELECT code, since, previous FROM conversion ORDER BY 1, 2, 3"
    load(own_sets, inner(official("conversion"), ".csv", tmp_path))
    text = own_sets.shelf.of("icd10cm_conversion")[0].file.rows(rows)
    load(own_sets, inner(official("conversion"), ".xlsx", tmp_path))
    sheet = own_sets.shelf.of("icd10cm_conversion")[0].file.rows(rows)
    assert [row[:2] for row in text] == [row[:2] for row in sheet]


def test_hcpcs_text(own_sets: CodeSets, official: Official) -> None:
    [change] = load(own_sets, official("hcpcs")).changes
    assert (change.rows, change.edition) == (6440, "2019-01-01")
    tables = own_sets.at(date(2019, 2, 1))
    found = tables.hcpcs("K0001")
    assert found is not None and found.text == "Standard wheelchair" and found.in_force(tables.on)
    ended = tables.hcpcs("J9310")
    assert ended is not None and ended.terminated == date(2018, 12, 31) and not ended.in_force(tables.on)
    long = tables.hcpcs("V5336")
    assert long is not None and long.text.endswith("device (excludes adaptive hearing aid)")
    [(modifiers,)] = own_sets.shelf.of("hcpcs")[0].file.rows("SELECT count(*) FROM modifier")
    assert modifiers == 360


def test_every_hcpcs_code_is_found_and_has_its_page(own_sets: CodeSets, official: Official) -> None:
    load(own_sets, official("hcpcs"))
    day = date(2019, 2, 1)
    rows = own_sets.shelf.of("hcpcs")[0].file.rows("SELECT code, added, terminated FROM hcpcs")
    for code, added, terminated in rows[::40]:
        stands = (added or "") <= day.isoformat() and (terminated or "9") >= day.isoformat()
        found = [hit.code for hit in search(own_sets, code, day)]
        assert (found[:1] == [code]) is stands, code
        page = code_page(own_sets, code, day)
        assert page is not None
        if page.source == "HCPCS Level II":
            assert page.in_force is stands and (page.since, page.until) == (
                date.fromisoformat(added) if added else None,
                date.fromisoformat(terminated) if terminated else None,
            )
    assert "E0100" in [hit.code for hit in search(own_sets, "cane adjustable fixed", day, limit=3)]


def test_our_newer_facts_stand_beside_an_older_file(own_sets: CodeSets, official: Official) -> None:
    load(own_sets, official("hcpcs"))
    assert own_sets.at(FY2026).drug("J9345") is not None and own_sets.at(FY2026).hcpcs("J9345") is None
    assert search(own_sets, "keytruda", FY2026)[0].code == "J9271"
    assert any(said.startswith("HCPCS") for said in own_sets.at(FY2026).stale)
    assert look_up(own_sets, "wheelchair", FY2026, ["hcpcs"]).stale


def test_hcpcs_workbook_says_the_same_as_the_text(own_sets: CodeSets, official: Official, tmp_path: Path) -> None:
    rows = "SELECT code, short, added, terminated, coverage, pricing, betos, action FROM hcpcs ORDER BY code"
    load(own_sets, inner(official("hcpcs"), "ANWEB.txt", tmp_path))
    text = own_sets.shelf.of("hcpcs")[0].file.rows(rows)
    load(own_sets, inner(official("hcpcs"), "ANWEB.xlsx", tmp_path))
    sheet = own_sets.shelf.of("hcpcs")[0].file.rows(rows)
    assert len(own_sets.shelf.of("hcpcs")) == 1
    assert len(sheet) == len(text) == 6440
    assert sheet == text


def test_a_later_hcpcs_file_ends_one_of_our_codes(own_sets: CodeSets, later_hcpcs: Path) -> None:
    day = date(2027, 2, 1)
    assert own_sets.at(day).drug("J9271") is not None
    load(own_sets, later_hcpcs)
    assert own_sets.at(day).drug("J9271") is None
    assert own_sets.at(FY2026).drug("J9271") is not None
    assert "J9271" not in [hit.code for hit in search(own_sets, "keytruda", day)]
    assert own_sets.at(day).editions.hcpcs == "2027-01-01"


@pytest.mark.parametrize(
    ("name", "rows", "title"),
    [("neoplasm", 9090, "neoplasm"), ("drugs", 40_129, "drugs"), ("external", 7478, "external")],
)
def test_indexes(own_sets: CodeSets, official: Official, name: str, rows: int, title: str) -> None:
    [change] = load(own_sets, official(name)).changes
    assert change.rows == rows and title in change.title and change.edition == "2024-10-01"


@pytest.mark.parametrize(
    ("typed", "code", "why"),
    [
        ("cauda equina malignant primary", "C72.1", "index: Neoplasm"),
        ("cisplatin underdosing", "T45.1X6A", "index: Cisplatin"),
        ("secondary neoplasm cauda equina", "C79.49", "index: Neoplasm"),
    ],
)
def test_an_index_leads_where_words_do_not(
    own_sets: CodeSets, official: Official, typed: str, code: str, why: str
) -> None:
    before = [hit.code for hit in search(own_sets, typed, FY2026)[:3]]
    load(own_sets, official("neoplasm"), official("drugs"))
    found = {hit.code: hit.matched for hit in search(own_sets, typed, FY2026)[:3]}
    assert why in found.get(code, ""), (before, found)


@pytest.mark.slow
def test_tabular_list_as_published(own_sets: CodeSets, tmp_path: Path) -> None:
    whole = tmp_path / "icd10cm_tabular_april_2026.xml"
    whole.write_bytes(shipped().tabular.read_bytes())
    [change] = load(own_sets, whole).changes
    assert (change.edition, change.since, change.until) == ("2026-04-01", date(2025, 10, 1), date(2026, 9, 30))
    assert (change.rows, change.added, change.ended, change.changed) == (98_186, 0, 0, 0)
    assert own_sets.on(FY2026).diagnoses.edition.set == "icd10cm_tabular"
    assert own_sets.at(FY2026).excludes1("D63.0", "D61.1") is not None


def test_dry_run_changes_nothing_and_rollback_goes_back(own_sets: CodeSets, official: Official) -> None:
    dry = load(own_sets, official("hcpcs"), dry_run=True)
    assert not dry.loaded and not own_sets.shelf.editions
    load(own_sets, official("hcpcs"))
    assert load(own_sets, official("hcpcs")).changes[0].already
    load(own_sets, official("conversion"))
    assert "taken back: icd10cm_conversion" in rollback_codes(own_sets)
    assert [e.set for e in own_sets.shelf.editions] == ["hcpcs"]
    rollback_codes(own_sets)
    assert not own_sets.shelf.editions and own_sets.at(FY2026).hcpcs("K0001") is None


def test_a_watched_folder(own_sets: CodeSets, official: Official, tmp_path: Path) -> None:
    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    (downloads / "a.zip").write_bytes(official("hcpcs").read_bytes())
    (downloads / "b.xml").write_bytes(official("neoplasm").read_bytes())
    (downloads / "letter.txt").write_text("Dear Sir", encoding="utf-8")
    assert waiting_files(own_sets, downloads).as_text().startswith("2 new CMS files in Downloads")
    load(own_sets, downloads / "a.zip")
    assert waiting_files(own_sets, downloads).files == ("b.xml: ICD-10-CM neoplasm table, 2024-10-01",)


def test_an_edition_that_is_named_holds_where_the_files_say_none(own_sets: CodeSets, official: Official) -> None:
    changes = load(own_sets, official("hcpcs"), official("neoplasm"), edition="2019-04-01").changes
    assert {(c.title, c.edition) for c in changes} == {
        ("HCPCS Level II", "2019-04-01"),
        ("ICD-10-CM neoplasm table", "2024-10-01"),
    }


def test_an_official_file_older_than_our_own_table_says_so_and_does_not_answer(
    own_sets: CodeSets, official: Official
) -> None:
    import_codes(own_sets, [official("hcpcs")], "2026-11-25")
    today = date(2026, 11, 25)
    page = code_page(own_sets, "J9263", today)
    assert page is not None
    assert (page.in_force, page.edition) == (None, own_sets.editions["hcpcs"].label)
    [told] = [warning for warning in page.warnings if warning.startswith("HCPCS")]
    assert "older than OncoDesk's own table" in told
    assert "load the file of 2026-11" in told
    assert ("Official text in 2019", "Injection, oxaliplatin, 0.5 mg") in {(p.name, p.value) for p in page.particulars}
    only_there = code_page(own_sets, "A0021", today)
    assert only_there is not None
    assert (only_there.in_force, only_there.edition) == (None, "2019-01-01")
    then = code_page(own_sets, "J9263", date(2019, 2, 1))
    assert then is not None
    assert then.in_force
    assert not then.warnings[:1] or not then.warnings[0].startswith("HCPCS")
    assert "Official text" in {p.name for p in then.particulars}


def test_the_newer_of_two_official_files_answers_for_today(
    own_sets: CodeSets, official: Official, later_hcpcs: Path
) -> None:
    import_codes(own_sets, [later_hcpcs], "2026-11-25", edition="2027-01-01")
    import_codes(own_sets, [official("hcpcs")], "2026-11-25")
    page = code_page(own_sets, "J9263", date(2027, 2, 1))
    assert page is not None
    assert {p.value for p in page.particulars if p.name == "Official edition"} == {"2027-01-01"}
    assert not [warning for warning in page.warnings if warning.startswith("HCPCS")]
