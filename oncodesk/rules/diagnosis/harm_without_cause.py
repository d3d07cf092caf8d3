"""A harm of chemotherapy lacks its cause or its neoplasm.

What it checks
    Anemia, neutropenia and other harms whose code names an antineoplastic drug stand with the code of the adverse
    effect and with the neoplasm that was treated.

Why it matters
    The tabular list asks for both beside the neutropenia, the guidelines beside the anemia; payers' policies for growth
    factors look for them.

How to fix it
    Add the code of the adverse effect with its seventh character, and the neoplasm.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import added, adverse_effect, begins, codes, those
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite

_ROWS = {"anemia_of_chemotherapy": "DX-10", "neutropenia_of_chemotherapy": "DX-11"}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each harm and what is missing; a warning for anemia and neutropenia, else a reminder."""
    stems = subject.tables.policy.table("diagnosis.adverse_effect")
    held = codes(subject)
    causes = [c for c in held if adverse_effect(subject, c) and c.startswith(tuple(str(s) for s in stems.values()))]
    radiated = those(subject, "radiation_cause")
    for code in [c for c in held if begins(subject, c, "antineoplastic_harms")]:
        row = next((row for name, row in _ROWS.items() if begins(subject, code, name)), "DX-29")
        if not causes and not radiated:
            cause = f"{stems['antineoplastic_drug']}A"
            fix = Fix(
                title=f"Add {cause}",
                only_if="chemotherapy caused it, and it is being treated",
                edits=(added(cause),),
            )
            yield rule.finding(
                f"{code} without the drug that caused it",
                why=f"{code} names an antineoplastic drug as its cause; the code of the adverse effect follows it.",
                diagnoses=[code],
                severity="info" if row == "DX-29" else "warning",
                covers=(row,),
                fixes=(fix,),
            )
        if row != "DX-29" and not those(subject, "neoplasm_prefixes"):
            yield rule.finding(
                f"{code} without the neoplasm",
                why="the neoplasm under chemotherapy is coded beside it.",
                diagnoses=[code],
                covers=(row,),
            )


RULE = Rule(
    __name__,
    title="Harm of chemotherapy without its cause or neoplasm",
    severity="warning",
    covers=("DX-10", "DX-11", "DX-29"),
    citation=cite("ocg-neoplasm-complications"),
    check=check,
    bad=lambda: claim(line("99214"), dx="D70.1 C50.411"),
    good=lambda: claim(line("99214"), dx="D70.1 C50.411 T45.1X5A"),
    reads=("diagnosis.antineoplastic_harms", "diagnosis.adverse_effect", "diagnosis.radiation_cause"),
)
