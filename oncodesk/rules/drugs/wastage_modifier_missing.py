"""A drug from single-dose containers says nothing about waste.

What it checks
    Every drug line whose drug comes only in single-dose containers, or whose facts name single-dose containers, has
    on the same date a line with JW, or carries JZ itself; JZ on another line of the drug does not answer for it.

Why it matters
    Medicare returns the claim: since October 2023 a separately paid drug from single-dose containers must say either
    how much was discarded (JW, on a line of its own) or that nothing was (JZ).

How to fix it
    Add JZ where nothing was discarded; where something was, put the discarded units on a second line with JW.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import NONE_WASTED, WASTED, Billed, billed_drugs, single_dose
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_line, add_modifier, cite, remove_modifier


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each drug and date without either modifier; not checked where container or payer is not known."""
    payer = subject.claim.payer
    for billed in billed_drugs(subject):
        policy = subject.tables.at(billed.day).policy
        exempt = (*policy.codes("drugs.jw_jz_exempt_codes"), *policy.codes("drugs.oral_prefixes"))
        follows = payer is None or payer.kind in policy.codes("drugs.waste_modifier_payers")
        silent = [held for held in billed.lines if not policy.codes("drugs.waste_modifiers") & set(held.modifiers)]
        if not silent or billed.wasted or not follows or billed.drug.code.startswith(exempt):
            continue
        single = single_dose(subject, silent[0])
        if len(silent) < len(billed.lines) and not single:
            continue
        if payer is None:
            if single:
                yield rule.not_checked(
                    f"{billed.drug.code}: whether it must carry JW or JZ depends on the payer, who is not named"
                )
        elif single is None:
            yield rule.not_checked(f"{billed.drug.code}: whether its container is single-dose is not recorded")
        else:
            jz = policy.get("drugs.jz_required") is not None
            if single and (jz or billed.due_waste):
                yield _missing(rule, billed, silent[0], jz)


def _missing(rule: Rule, billed: Billed, line: ClaimLine, jz: bool) -> Outcome:
    wanted = "JW or JZ" if jz else "JW"
    recorded = "" if billed.may_be_none_wasted else ", and by the visit not all of it was given"
    why = f"{line.code} comes from single-dose containers and no line of the date carries {wanted}{recorded}."
    beside = [held for held in billed.lines if NONE_WASTED in held.modifiers]
    if beside:
        why = f"{line.code} comes from single-dose containers; JZ on another line does not answer for this one."
    return rule.finding(
        f"{line.code} says nothing about waste",
        why=why,
        lines=[line, *beside],
        covers=(*(("JW-01", "JW-03") if jz and not billed.due_waste else ("JW-01",)), *(("JW-02",) if beside else ())),
        fixes=tuple(_were_waste(held) for held in beside) or _fixes(billed, line, jz),
    )


def _were_waste(line: ClaimLine) -> Fix:
    edits = (remove_modifier(line, NONE_WASTED), add_modifier(line, WASTED))
    return Fix(title=f"Change JZ to {WASTED}", only_if=f"the {line.units} units with JZ were discarded", edits=edits)


def _fixes(billed: Billed, line: ClaimLine, jz: bool) -> tuple[Fix, ...]:
    """JZ where nothing speaks against it; what was discarded, where the units billed are those given."""
    if billed.due_waste and billed.units == billed.due:
        more = add_line(
            line.code, after=line, units=billed.due_waste, modifiers=[*line.modifiers, WASTED], pointers=line.pointers
        )
        only_if = "the recorded dose and waste are right"
        return (Fix(title=f"Bill what was discarded with {WASTED}", only_if=only_if, edits=(more,)),)
    if not jz or not billed.may_be_none_wasted:
        return ()
    return (Fix(title="Add JZ", only_if="nothing was discarded", edits=(add_modifier(line, NONE_WASTED),)),)


RULE = Rule(
    __name__,
    title="Single-dose drug without JW or JZ",
    severity="error",
    covers=("JW-01", "JW-02", "JW-03"),
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
