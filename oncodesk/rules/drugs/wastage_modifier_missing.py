"""A drug from single-dose containers says nothing about waste.

What it checks
    Every drug line whose drug comes only in single-dose containers, or whose facts name single-dose containers, has
    on the same date a line with JW, or carries JZ itself.

Why it matters
    Medicare returns the claim: since October 2023 a separately paid drug from single-dose containers must say either
    how much was discarded (JW, on a line of its own) or that nothing was (JZ).

How to fix it
    Add JZ where nothing was discarded; where something was, put the discarded units on a second line with JW.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import WASTED, derived_lines, single_dose
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each drug and date without either modifier; not checked where container or payer is not known."""
    payer = subject.claim.payer
    for day, lines in subject.days.items():
        policy = subject.tables.at(day).policy
        if payer and payer.kind not in policy.codes("drugs.waste_modifier_payers"):
            continue
        asked = policy.codes("drugs.waste_modifiers")
        exempt = (*policy.codes("drugs.jw_jz_exempt_codes"), *policy.codes("drugs.oral_prefixes"))
        for code in dict.fromkeys(held.code for held in lines if not held.code.startswith(exempt)):
            same = [held for held in lines if held.code == code]
            if any(asked & set(held.modifiers) for held in same):
                continue
            single = single_dose(subject, same[0])
            if payer is None:
                if single and subject.drug(same[0]):
                    yield rule.not_checked(
                        f"{code}: whether it must carry JW or JZ depends on the payer, who is not named"
                    )
                continue
            if single is None:
                yield rule.not_checked(f"{code}: whether its container is single-dose is not recorded")
                continue
            wasted = any(WASTED in due.modifiers for due in derived_lines(subject, day, code))
            jz = policy.get("drugs.jz_required") is not None
            if single and (jz or wasted):
                yield _missing(rule, same[0], jz, wasted)


def _missing(rule: Rule, line: ClaimLine, jz: bool, wasted: bool) -> Outcome:
    fix = Fix(title="Add JZ", only_if="nothing was discarded", edits=(add_modifier(line, "JZ"),))
    wanted = "JW or JZ" if jz else "JW"
    return rule.finding(
        f"{line.code} says nothing about waste",
        why=f"{line.code} comes from single-dose containers and no line of the date carries {wanted}.",
        lines=[line],
        covers=("JW-01", "JW-03") if jz and not wasted else ("JW-01",),
        fixes=(fix,) if jz and not wasted else (),
    )


RULE = Rule(
    __name__,
    title="Single-dose drug without JW or JZ",
    severity="error",
    covers=("JW-01", "JW-03"),
    citation=cite("claims-manual-17-40"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9271", 200)),
    good=lambda: claim(line("96413"), line("J9271", 200, "JZ"), line("J9190", 2)),
    reads=(
        "drugs",
        "drugs.waste_modifiers",
        "drugs.waste_modifier_payers",
        "drugs.jz_required",
        "drugs.jw_jz_exempt_codes",
        "drugs.oral_prefixes",
    ),
)
