"""The report: one cause, one finding; the same bytes whatever the hash seed; nothing lost, nothing in doubt."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_correct_visits import altered, visits

from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.domain.report import SEVERITIES, Citation, Finding, Report, Severity
from oncodesk.rules.catalogue import FOLDED, RULES
from oncodesk.rules.check import check
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.folding import SAME_CURE, SAME_FAULT, WITHIN, folded
from oncodesk.services.check_claim import check_claim
from oncodesk.services.explain import report_text

OnDay = Callable[[str], Tables]


def found(rule: str, severity: Severity, *lines: str, message: str = "", covers: tuple[str, ...] = ()) -> Finding:
    return Finding(rule=rule, covers=covers or (rule,), severity=severity, lines=lines, message=message or rule,
                   why="Because.", citation=Citation(title="x"))  # fmt: skip


def test_a_symptom_is_told_in_its_cause_and_not_lost() -> None:
    cause = found("infusion.included-beside", "error", "2", covers=("INF-19",))
    row = found("edits.ncci-pair", "error", "1", "2", covers=("NCI-01",), message="36000 is not paid beside 96413")
    for order in ([cause, row], [row, cause]):
        (one,) = folded(order)
        assert one.rule == "infusion.included-beside"
        assert one.why == "Because. With it goes: 36000 is not paid beside 96413 (edits.ncci-pair)."
        assert one.covers == ("INF-19", "NCI-01")


def test_the_table_keeps_a_rule_that_is_less_grave() -> None:
    weak = found("support.marrow-sampling", "warning", "1", "2")
    row = found("edits.ncci-pair", "error", "1", "2")
    (one,) = folded([weak, row])
    assert (one.rule, one.severity) == ("edits.ncci-pair", "error")
    assert "(support.marrow-sampling)" in one.why


def test_a_pair_is_no_symptom_of_a_fault_on_another_line() -> None:
    initial = found("infusion.one-initial", "error", "1", "3")
    row = found("edits.ncci-pair", "error", "1", "2")
    assert len(folded([initial, row])) == 2


def test_what_is_folded_into_a_folded_finding_is_told_by_the_last() -> None:
    first = found("infusion.hydration-over-push", "error", "1", "2")
    second = found("edits.addon-without-primary", "error", "2")
    third = found("edits.addon-table", "error", "2")
    (one,) = folded([third, second, first])
    assert one.rule == "infusion.hydration-over-push"
    assert "(edits.addon-without-primary)" in one.why
    assert "(edits.addon-table)" in one.why


def test_a_primary_that_the_facts_give_is_one_finding_with_its_add_on(tables_on: OnDay) -> None:
    facts = visit(given("a1", "docetaxel", at="09:00-11:00"))
    report = check_claim(claim(line("96415"), visit=facts), tables_on("2026-03-12"))
    (one,) = (f for f in report.findings if f.severity == "error")
    assert one.rule == "edits.addon-without-primary"
    assert "96413: given and not billed (infusion.not-billed)" in one.why
    assert one.fixes[0].title == "Bill the administrations as the facts give them"
    assert "infusion.not-billed" not in {f.rule for f in report.findings}


def test_no_rule_is_its_own_cause() -> None:
    causes: dict[str, set[str]] = {}
    for table in (FOLDED, WITHIN, SAME_FAULT, SAME_CURE):
        for symptom, held in table.items():
            causes.setdefault(symptom, set()).update(held)
    ids = {rule.id for rule in RULES}
    assert set(causes) | {cause for held in causes.values() for cause in held} <= ids

    def reached(rule: str, way: tuple[str, ...]) -> None:
        assert rule not in way, (*way, rule)
        for cause in causes.get(rule, ()):
            reached(cause, (*way, rule))

    for rule in causes:
        reached(rule, ())


def worst_first(report: Report) -> bool:
    places = [SEVERITIES.index(f.severity) for f in report.findings]
    return places == sorted(places)


def test_altered_claims_are_reported_in_order_and_without_doubles(edit_tables_on: OnDay) -> None:
    for seen, _, derived in visits()[::40]:
        tables = edit_tables_on(seen.date_of_service.isoformat())
        for what, made in altered(derived.claim.model_copy(update={"visit": seen})):
            report = check(made, tables, derived)
            said = [(f.rule, f.message, f.lines, f.diagnoses) for f in report.findings]
            assert len(said) == len(set(said)), what
            assert worst_first(report)
            assert len({f.message for f in report.findings}) == len(report.findings), what


def test_the_order_of_lines_changes_no_verdict(edit_tables_on: OnDay) -> None:
    for seen, _, derived in visits()[::8]:
        tables = edit_tables_on(seen.date_of_service.isoformat())
        whole = derived.claim.model_copy(update={"visit": seen})
        turned = whole.model_copy(update={"lines": whole.lines[::-1]})
        one, other = check(whole, tables, derived), check(turned, tables, derived)
        assert {(f.rule, f.severity, frozenset(f.lines)) for f in one.findings} == {
            (f.rule, f.severity, frozenset(f.lines)) for f in other.findings
        }
        assert {(n.rule, n.reason) for n in one.not_checked} == {(n.rule, n.reason) for n in other.not_checked}


SCRIPT = """
import sys
sys.path[:0] = sys.argv[1:]
import loaded_tables, tempfile, pathlib
from oncodesk.codes.library import open_code_sets
from oncodesk.rules.catalogue import RULES
from oncodesk.services.check_claim import check_claim
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    sets = loaded_tables.load(open_code_sets(), folder, loaded_tables.few(folder))
    for rule in RULES:
        made = rule.bad()
        print(check_claim(made, sets.at(made.date_of_service)).model_dump_json())
"""


def test_the_hash_seed_changes_no_byte() -> None:
    here, told = Path(__file__).parent, []
    for seed in ("1", "2026"):
        run = [sys.executable, "-c", SCRIPT, str(here), str(here.parent)]
        seeded = os.environ | {"PYTHONHASHSEED": seed}
        told.append(subprocess.run(run, env=seeded, capture_output=True, check=True).stdout)
    assert len(told[0]) > 10_000
    assert told[0] == told[1]


def test_the_last_line_says_what_was_consulted_and_what_was_not_checked(
    tables_on: OnDay, edit_tables_on: OnDay
) -> None:
    made = claim(line("96413"), line("96415", 2))
    bare = report_text(check_claim(made, tables_on("2026-03-12"))).splitlines()[-1]
    assert bare.startswith("consulted: ICD-10-CM 2026-04-01, HCPCS ")
    assert "NCCI pairs none loaded" in bare
    assert "not checked: " in bare
    assert "edits.ncci-pair" in bare
    full = report_text(check_claim(made, edit_tables_on("2026-03-12"))).splitlines()[-1]
    assert "NCCI pairs 2026-01-01, unlikely edits 2026-01-01, add-on edits 2026-01-01" in full
    assert "edits." not in full.split("not checked")[1]


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_an_override_without_a_reason_is_refused(reason: str | None) -> None:
    document = claim(line("96413")).model_dump(mode="json")
    for where in ("overrides", "lines"):
        said = {"reason": reason}
        held = [{"rule": "infusion.one-initial"} | said] if where == "overrides" else [
            document["lines"][0] | {"override": said}
        ]  # fmt: skip
        with pytest.raises(UnusableInput) as problem:
            parse(Claim, document | {where: held})
        assert "reason" in problem.value.field


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.severity == "error"], ids=lambda rule: rule.id)
def test_every_fix_says_when_it_is_right(rule, edit_tables_on: OnDay) -> None:
    made = rule.bad()
    for finding in check_claim(made, edit_tables_on(made.date_of_service.isoformat())).findings:
        for fix in finding.fixes:
            assert len(fix.only_if) > 10
            assert fix.edits
