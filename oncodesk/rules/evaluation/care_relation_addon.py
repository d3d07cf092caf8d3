"""G2211 stands where it is not paid.

What it checks
    The add-on for a lasting care relation stands with a visit it belongs to, and not on a date on which that visit
    carries 25, unless the other service is among the preventive ones that allow it.

Why it matters
    Medicare denies G2211 beside a visit with 25, which is every visit of a treatment date; since 2025 a wellness visit,
    vaccine administration or other Part B preventive service of the day leaves it payable.

How to fix it
    Take G2211 off: it cannot be paid beside what else the date holds.
"""

from collections.abc import Iterator

from oncodesk.domain.report import Severity
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each G2211 without its visit, or beside one with 25."""
    for day, lines in subject.days.items():
        policy = subject.tables.at(day).policy
        for addon in (held for held in lines if held.code in policy.codes("evaluation.g2211_codes")):
            primaries = [held for held in lines if held.code in policy.codes("evaluation.g2211_primaries")]
            marked = [held for held in primaries if "25" in held.modifiers]
            others = {held.code for held in lines if held not in primaries and held is not addon}
            if not primaries:
                yield _finding(rule, addon, "has no visit it belongs to", ("EM-06",), "error")
            elif marked and not others & policy.codes("evaluation.g2211_allowed_with"):
                told = f"is not paid beside {marked[0].code} with 25"
                yield _finding(rule, addon, told, ("EM-05",), subject.by_payer())


def _finding(rule: Rule, addon: ClaimLine, what: str, covers: tuple[str, ...], severity: Severity) -> Outcome:
    fix = without(addon, "the visit of this date is as billed", "Remove G2211")
    why = "It is added to an office visit that stands alone, or beside preventive care of the day."
    return rule.finding(f"{addon.code} {what}", why=why, lines=[addon], severity=severity, covers=covers, fixes=(fix,))


RULE = Rule(
    __name__,
    title="G2211 where it is not paid",
    severity="error",
    covers=("EM-05", "EM-06"),
    citation=cite("pfs-2025"),
    check=check,
    bad=lambda: claim(line("96413"), line("99214", 1, "25"), line("G2211")),
    good=lambda: claim(line("99214"), line("G2211"), dx="C18.2"),
    reads=("evaluation.g2211_codes", "evaluation.g2211_primaries", "evaluation.g2211_allowed_with"),
)
