"""The code of a trial participant is listed first.

What it checks
    The code of a participant in a clinical trial does not stand first beside a disease.

Why it matters
    It is secondary for a patient; first only for a healthy volunteer.

How to fix it
    List the treated disease, or the visit for its treatment, first.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import codes, moved, those
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder where it stands before a neoplasm."""
    first = next(iter(codes(subject)), "")
    others = those(subject, "treatment_encounter_codes") or those(subject, "neoplasm_prefixes")
    if first in subject.tables.policy.codes("diagnosis.trial_participant") and others:
        fix = Fix(
            title=f"List {others[0]} first",
            only_if="the patient is no healthy volunteer",
            edits=(moved(subject.claim, others[0], 0),),
        )
        yield rule.finding(
            f"{first} is listed first",
            why=f"{others[0]} is what was treated; {first} only says that it was in a trial.",
            diagnoses=[first, others[0]],
            fixes=(fix,),
        )


RULE = Rule(
    __name__,
    title="Trial participant listed first",
    severity="info",
    covers=("DX-35",),
    citation=cite("claims-manual-32-69"),
    check=check,
    bad=lambda: claim(line("99214"), dx="Z00.6 C18.2"),
    good=lambda: claim(line("99214"), dx="C18.2 Z00.6"),
    reads=("diagnosis.trial_participant",),
)
