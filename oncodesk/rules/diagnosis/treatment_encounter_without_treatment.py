"""A visit for treatment is coded and no treatment is billed.

What it checks
    The code of a visit for antineoplastic drugs stands only where a drug or an administration of one is billed or
    recorded, and the code of a visit for radiation only where the claim shows work of a course of treatment.

Why it matters
    A visit for laboratory work or for an examination, or one at which treatment was cancelled, is not a visit for
    treatment.

How to fix it
    Take the code off and list the neoplasm first, with a code for the cancelled procedure where it was cancelled.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import (
    RADIATION,
    antineoplastic_lines,
    beam_lines,
    codes,
    encounter_code,
    expected,
    removed,
    stays_pointed,
    takes_no_visit,
    those,
)
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such code that neither a line nor a fact bears out."""
    for code in those(subject, "treatment_encounter_codes"):
        beam = code == encounter_code(subject, RADIATION)
        lines = beam_lines(subject) if beam else antineoplastic_lines(subject)
        if lines or code in expected(subject) or not subject.lines or _other_treatment(subject, beam):
            continue
        able = stays_pointed(subject.claim, code) and len(codes(subject)) > 1
        fix = Fix(title=f"Remove {code}", only_if="no such treatment was given", edits=(removed(subject.claim, code),))
        yield rule.finding(
            f"{code} is coded and no such treatment is billed",
            why=f"no line shows {'external radiation' if beam else 'an antineoplastic drug or its administration'}.",
            diagnoses=[code],
            fixes=(fix,) if able else (),
        )


def _other_treatment(subject: Subject, beam: bool) -> bool:
    """Whether a drug is billed that may be the treatment: of unknown kind, a hormone or a bone drug."""
    drugs = [drug for line in subject.lines if (drug := subject.drug(line))]
    return not beam and any(drug.unlisted or takes_no_visit(subject, drug) for drug in drugs)


RULE = Rule(
    __name__,
    title="Visit for treatment without any treatment",
    severity="error",
    covers=("DX-06",),
    citation=cite("ocg-treatment-encounters"),
    check=check,
    bad=lambda: claim(line("99213"), dx="Z51.11 C18.2"),
    good=lambda: claim(line("99213"), dx="C18.2 Z53.09"),
    reads=("drugs", "procedures", "diagnosis.treatment_encounter", "diagnosis.treatment_encounter_codes"),
)
