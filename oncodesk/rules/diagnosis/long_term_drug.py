"""Long-term use of a drug has a closer code.

What it checks
    The code for other long-term drug use does not stand where a drug of the claim has a code of its own kind.

Why it matters
    Since October 2022 long-term use of antineoplastic drugs has codes by kind; the residual code says less.

How to fix it
    Use the code of the drug's kind, unless the payer's policy asks for the other one.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import codes, replaced
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder where a drug billed has a closer code that the claim does not list."""
    other = subject.tables.policy.table("diagnosis.long_term_drug_codes").get("other")
    if other not in codes(subject):
        return
    for held in subject.lines:
        drug = subject.drug(held)
        closer = drug.long_term if drug else None
        if not drug or not closer or closer == other or closer in codes(subject):
            continue
        fix = Fix(
            title=f"Change to {closer}",
            only_if=f"it stands for {drug.generic}",
            edits=replaced(subject.claim, str(other), closer),
        )
        yield rule.finding(
            f"{closer} is closer than {other}",
            why=f"long-term use of drugs such as {drug.generic} has a code of its own.",
            diagnoses=[str(other)],
            lines=[held],
            fixes=(fix,),
        )
        return


RULE = Rule(
    __name__,
    title="Closer code of long-term drug use",
    severity="info",
    covers=("DX-27",),
    citation=cite("icd10cm-tabular"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9201", 8, "JZ"), dx="Z51.11 C25.0 Z79.899"),
    good=lambda: claim(line("96413"), line("J9201", 8, "JZ"), dx="Z51.11 C25.0 Z79.631"),
    reads=("drugs", "diagnosis.long_term_drug_codes"),
)
