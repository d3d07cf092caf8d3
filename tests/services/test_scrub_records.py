"""Every claim of the records checked anew: what has changed is said, and a run that was stopped goes on."""

import shutil
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.domain.payer_card import PayerCard
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Report
from oncodesk.services import sample_practice
from oncodesk.services.desk import Desk
from oncodesk.services.scrub_records import RecordScrub, jobs_for, ordered, record_scrub, scrub_records
from oncodesk.vault.values import StandingFilter

NOW = datetime(2026, 9, 17, 14, 30)  # noqa: DTZ001
TODAY = NOW.date()


@pytest.fixture(scope="module")
def laid_in(code_sets: CodeSets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scrub") / "practice"
    sample_practice.open_sample(folder, code_sets, with_history=True).close()
    return folder


@pytest.fixture
def desk(laid_in: Path, code_sets: CodeSets, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(laid_in, tmp_path / "practice")
    records = sample_practice.open_sample(tmp_path / "practice", code_sets)
    yield Desk(code_sets, records, lambda: NOW, is_sample=True, home=tmp_path)
    records.close()


def run_of(desk: Desk, reach: str = "all") -> RecordScrub:
    run = record_scrub(reach, TODAY)  # type: ignore[arg-type]
    desk.scrub_records(run, lambda *_: None, lambda: False)
    return run


def test_every_claim_that_stands_is_checked_and_judged_as_it_is_alone(desk: Desk) -> None:
    run = run_of(desk)
    standing = [one for one in desk.store.find_claims(limit=1000) if one.state == "current"]
    assert {row.number for row in run.rows} == {one.number for one in standing}
    assert run.is_done and run.total == len(standing)
    for row in run.rows:
        report = desk.check_claim(desk.store.claim(row.number).claim)
        assert (row.findings, row.worst) == (len(report.findings), report.worst() or "")
        assert row.first == (report.findings[0].message if report.findings else "")
        assert row.unchecked == len({one.rule for one in report.not_checked})
        assert row.is_whole


def test_under_the_same_editions_nothing_has_changed_since_it_was_sealed(desk: Desk) -> None:
    assert not [row for row in run_of(desk).rows if row.has_changed]


def test_what_is_new_and_what_is_gone_since_the_seal_is_counted(desk: Desk) -> None:
    """A claim sealed with a report that held one finding less, and one that held one more."""
    found = next(row for row in run_of(desk).rows if row.findings)
    final = desk.store.claim(found.number)
    fewer = final.report.model_copy(update={"findings": final.report.findings[1:]})
    other = final.report.findings[0].model_copy(update={"rule": "claim.made-up"})
    more = final.report.model_copy(update={"findings": (*final.report.findings, other)})
    for report, expected in ((fewer, (1, 0)), (more, (0, 1)), (final.report, (0, 0))):
        number = _sealed_again(desk, final.visit_id, found.number, report)
        (row,) = (row for row in run_of(desk).rows if row.number == number)
        assert (row.fresh, row.gone) == expected


def _sealed_again(desk: Desk, visit: int, number: int, report: Report) -> int:
    return desk.store.finalise(visit, desk.store.claim(number).claim, report, {})


def test_a_payers_card_of_the_practice_counts(desk: Desk) -> None:
    found = next(row for row in run_of(desk).rows if row.findings and row.worst != "error")
    report = desk.check_claim(desk.store.claim(found.number).claim)
    payer = desk.store.claim(found.number).claim.payer
    assert payer is not None
    policy = {"kind": payer.kind, "title": "Policy of the payer", "dated": "2026-01-01", "since": "2026-01-01"}
    policy |= {"link": "https://payer.example/p", "reviewed": "2026-09-01"}
    card = parse(
        PayerCard,
        {
            "format": "oncodesk.payer-card/1",
            "payer": {"name": payer.name, "kind": payer.kind},
            "exceptions": [{"rule": report.findings[0].rule, "becomes": "error", "policy": policy}],
        },
    )
    rows = scrub_records(run := record_scrub("all", TODAY), desk.store, desk.code_sets, (card,), 1, lambda *_: None)
    assert next(row for row in rows if row.number == found.number).worst == "error"
    assert run.mark != run_of(desk).mark


def test_the_spans_are_days_of_service_and_what_is_not_sent(desk: Desk) -> None:
    rows = run_of(desk).rows
    assert {row.number for row in run_of(desk, "month").rows} == {
        row.number for row in rows if date(2026, 9, 1) <= row.day <= TODAY
    }
    assert {row.number for row in run_of(desk, "today").rows} == {row.number for row in rows if row.day == TODAY}
    sent = {one.id for one in desk.store.list_visits() if one.status == "sent"}
    assert {row.number for row in run_of(desk, "unsent").rows} == {row.number for row in rows if row.visit not in sent}
    assert desk.store.count_standing(StandingFilter(is_unsent=True)) == len(run_of(desk, "unsent").rows)


class Stop(Exception):
    pass


def test_a_run_that_was_stopped_goes_on_where_it_was(desk: Desk) -> None:
    whole, run, judged = run_of(desk), record_scrub("all", TODAY), []

    def say(fraction: float, what: str) -> None:
        judged.append(what)
        if len(run.rows) == 5 and len(judged) == 5:
            raise Stop

    with pytest.raises(Stop):
        desk.scrub_records(run, say, lambda: False)
    assert len(run.rows) == 5 and not run.is_done
    rows = desk.scrub_records(run, say, lambda: False)
    assert len(judged) == len(whole.rows), "a claim was judged twice or left out"
    assert rows == ordered(whole.rows)
    assert run.not_checked == whole.not_checked
    assert [entry.subject for entry in desk.store.audit("claims") if entry.action == "scrub"] == ["claims"] * 2


def test_a_run_of_other_editions_begins_anew(desk: Desk) -> None:
    run = run_of(desk)
    run.mark = "other"
    run.rows.append(run.rows[0])
    desk.scrub_records(run, lambda *_: None, lambda: False)
    assert len(run.rows) == run.total


def test_it_ends_where_it_is_cancelled_between_two_claims(desk: Desk) -> None:
    run = record_scrub("all", TODAY)
    desk.scrub_records(run, lambda *_: None, lambda: len(run.rows) >= 4)
    assert len(run.rows) == 4 and not run.is_done


def test_several_processes_give_the_same_as_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oncodesk.services.scrubbing.workers.BATCH", 8)
    runs = []
    for jobs in (1, 2):
        run = record_scrub("all", TODAY)
        runs.append(scrub_records(run, desk.store, desk.code_sets, desk.cards(), jobs, lambda *_: None))
    assert runs[0] == runs[1]
    assert [jobs_for(n) for n in (1, 2, 3, 4, 16)] == [1, 2, 2, 3, 4]


def test_a_broken_seal_comes_first(desk: Desk) -> None:
    from sqlalchemy import update

    from oncodesk.vault.tables import claim

    number = min(row.number for row in run_of(desk).rows)
    document = {**desk.store.claim(number).claim.model_dump(mode="json"), "place_of_service": "12"}
    with desk.store._engine.begin() as connection:
        connection.execute(update(claim).where(claim.c.number == number).values(document=document))
    rows = ordered(run_of(desk).rows)
    assert rows[0].number == number and not rows[0].is_whole


def test_the_result_leaves_as_a_workbook_with_notes(desk: Desk, tmp_path: Path) -> None:
    run = run_of(desk)
    desk.export_scrub(tmp_path / "scrub.xlsx", run, ordered(run.rows))
    desk.export_scrub(tmp_path / "scrub.csv", run, ordered(run.rows))
    told = zipfile.ZipFile(tmp_path / "scrub.xlsx").read("xl/sharedStrings.xml").decode()
    assert f"{run.total} of {run.total} checked" in told and "Rule not checked" in told
    assert (tmp_path / "scrub.csv").read_bytes().count(b"\r\n") == run.total + 1
    assert [entry.detail["kind"] for entry in desk.store.audit("scrub")] == ["xlsx", "csv"]
