"""Prolonged office time is billed by the wrong code or without the visit it prolongs.

What it checks
    Medicare takes G2212, other payers 99417; either stands with 99205 or 99215, and where the facts give the minutes
    they reach the threshold, the level having been chosen by time.

Why it matters
    The other payer's code is rejected, and time that does not reach the threshold is not prolonged.

How to fix it
    Use the payer's own code, or take the line off.
"""

from collections.abc import Iterator

from oncodesk.codes.tables import Tables
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, set_code, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for the wrong code, a missing visit, or too few minutes."""
    for day, lines in subject.days.items():
        tables = subject.tables.at(day)
        codes = tables.policy.table("evaluation.prolonged_codes")
        for prolonged in (held for held in lines if held.code in codes.values()):
            yield from _judge(rule, subject, tables, lines, prolonged)


def _judge(
    rule: Rule, subject: Subject, tables: Tables, lines: tuple[ClaimLine, ...], prolonged: ClaimLine
) -> Iterator[Outcome]:
    policy, payer = tables.policy, subject.claim.payer
    medicare = payer is not None and payer.kind in policy.codes("evaluation.prolonged_medicare_payers")
    wanted = str(policy.table("evaluation.prolonged_codes")["medicare" if medicare else "other"])
    if prolonged.code != wanted:
        change = Fix(
            title=f"Use {wanted}",
            only_if="the time reaches that code's threshold",
            edits=(set_code(prolonged, wanted),),
        )
        why = f"{'Medicare' if medicare else 'This payer'} takes {wanted} for prolonged office time."
        yield rule.finding(f"{prolonged.code} is not this payer's code", why=why, lines=[prolonged], fixes=(change,))
        return
    least = policy.table("evaluation.prolonged_medicare_minutes" if medicare else "evaluation.prolonged_minutes")
    visit = next((held for held in lines if held.code in least), None)
    drop = without(prolonged, "the visit was not prolonged", "Remove it")
    if visit is None:
        why = f"It prolongs only {' or '.join(least)}."
        yield rule.finding(f"{prolonged.code} has no visit it prolongs", why=why, lines=[prolonged], fixes=(drop,))
        return
    services = subject.visit.services if subject.visit else ()
    told = next((s for s in services if s.code == visit.code and (s.minutes is not None or s.level_by)), None)
    if told is None:
        yield rule.not_checked(f"the minutes of {visit.code} are not recorded")
    elif told.level_by == "mdm" or (told.minutes or 0) < least[visit.code]:
        why = f"{visit.code} is prolonged from {least[visit.code]} minutes on, its level chosen by time."
        yield rule.finding(f"{prolonged.code} is not supported", why=why, lines=[prolonged], fixes=(drop,))


RULE = Rule(
    __name__,
    title="Prolonged office time by the wrong code or without support",
    severity="error",
    covers=("EM-07",),
    citation=cite("pfs-2021"),
    check=check,
    bad=lambda: claim(line("99215"), line("99417"), dx="C18.2"),
    good=lambda: claim(line("99215"), line("G2212"), dx="C18.2"),
    reads=("evaluation.prolonged_codes", "evaluation.prolonged_medicare_minutes", "evaluation.prolonged_minutes"),
)
