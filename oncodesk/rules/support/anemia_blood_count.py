"""A red-cell agent is billed without a blood count, or at a count at which it is not covered.

What it checks
    The latest hemoglobin or hematocrit on a claim with an agent against anemia in cancer, and for anemia of
    chemotherapy that it lies below Medicare's limit; cancers of the marrow's own red and white cells; the weeks since
    the last chemotherapy.

Why it matters
    The claim must carry the count. At 10 g/dL or 30 percent and above the agent is not covered, nor in myeloid and
    erythroid cancers, nor later than eight weeks after chemotherapy.

How to fix it
    Enter the latest count. Where it is too high the agent is not billed to Medicare, unless a notice was signed.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite
from oncodesk.rules.support.anemia import agents, first_of, has_cancer, has_diagnosis


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for a missing count, a count at the limit or above, an excluded cancer, or too late a date."""
    lines = list(agents(subject))
    if not lines:
        return
    if has_cancer(subject):
        yield from _count_missing(rule, subject, lines)
        yield from _excluded(rule, subject, lines)
    yield from _too_high(rule, subject, [held for held in lines if _for_chemotherapy(subject, held)])


def _for_chemotherapy(subject: Subject, held: ClaimLine) -> bool:
    reasons = subject.at(held).policy.table("drugs.esa_modifiers")
    said = {reasons[m] for m in held.modifiers if m in reasons}
    return "chemotherapy" in said or (not said and has_diagnosis(subject, "D64.81"))


def _count_missing(rule: Rule, subject: Subject, lines: list[ClaimLine]) -> Iterator[Outcome]:
    counts = [first_of(subject, name) for name in ("hemoglobin_g_dl", "hematocrit_pct")]
    if all(count is None for count in counts):
        yield rule.finding(
            f"{lines[0].code}: the latest hemoglobin or hematocrit is missing",
            why="A drug against anemia in cancer treatment needs the latest count on the claim.",
            lines=lines,
            severity=subject.by_payer(),
            covers=("SUP-03",),
        )


def _too_high(rule: Rule, subject: Subject, lines: list[ClaimLine]) -> Iterator[Outcome]:
    policy = subject.tables.policy
    limits = (
        ("hemoglobin_g_dl", "drugs.esa_hemoglobin_limit", "hemoglobin", "g/dL"),
        ("hematocrit_pct", "drugs.esa_hematocrit_limit", "hematocrit", "percent"),
    )
    for name, limit, said, unit in limits if lines else ():
        count, most = first_of(subject, name), policy.get(limit)
        if isinstance(count, float | int) and most and count >= float(most.value):
            yield rule.finding(
                f"{lines[0].code} at a {said} of {count:g} {unit}",
                why=f"For anemia of chemotherapy Medicare covers it below {most.value} {unit} only.",
                lines=lines,
                facts=[name],
                severity=subject.by_payer(),
                covers=("SUP-04",),
                citation=cite("ncd-110-21"),
            )
    last = first_of(subject, "last_chemotherapy_on")
    weeks = policy.get("drugs.esa_weeks_after_chemotherapy")
    late = isinstance(last, date) and weeks and subject.claim.date_of_service - last > timedelta(weeks=weeks.value)
    if lines and late and weeks:
        yield rule.finding(
            f"{lines[0].code} more than {weeks.value} weeks after the last chemotherapy",
            why=f"Last chemotherapy on {last}.",
            lines=lines,
            facts=["last_chemotherapy_on"],
            severity=subject.by_payer(),
            covers=("SUP-04",),
            citation=cite("ncd-110-21"),
        )


def _excluded(rule: Rule, subject: Subject, lines: list[ClaimLine]) -> Iterator[Outcome]:
    excluded = subject.tables.policy.codes("support.esa_excluded_prefixes")
    found = [code for code in subject.claim.diagnoses if any(subject.tables.is_under(code, e) for e in excluded)]
    if found:
        yield rule.finding(
            f"{lines[0].code} with {', '.join(found)}",
            why="In myeloid and erythroid cancers Medicare does not cover it.",
            lines=lines,
            diagnoses=found,
            severity=subject.by_payer(),
            covers=("SUP-04",),
            citation=cite("ncd-110-21"),
        )


RULE = Rule(
    __name__,
    title="Blood count of the anemia drug",
    severity="error",
    covers=("SUP-03", "SUP-04"),
    citation=cite("claims-manual-17-80-12"),
    check=check,
    bad=lambda: claim(
        line("96372"), line("J0881", 200, "EA", "JB", "JZ"), dx=_DX, facts={"hemoglobin_g_dl": 10.0}
    ),
    good=lambda: claim(
        line("96372"), line("J0881", 200, "EA", "JB", "JZ"), dx=_DX, facts={"hemoglobin_g_dl": 9.9}
    ),
    reads=(
        "drugs.esa_codes", "drugs.esa_hemoglobin_limit", "drugs.esa_hematocrit_limit",
        "drugs.esa_weeks_after_chemotherapy", "support.esa_excluded_prefixes", "diagnosis.neoplasm_prefixes",
    ),
)  # fmt: skip
_DX = "D64.81 C34.11 T45.1X5A Z79.899"
