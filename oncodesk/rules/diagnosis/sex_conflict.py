"""A diagnosis does not fit the patient's sex.

What it checks
    A neoplasm of organs of men or of women, and male or female breast cancer, fits the sex on the claim, unless a line
    says that the service was right.

Why it matters
    Payers' edits stop the claim; the sex or the code is often mistyped. A modifier answers it for a
    transgender patient.

How to fix it
    Correct the code or the patient's record, or add the modifier that confirms the service.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import begins, codes
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, add_modifier, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such code; answered by the modifier on every line."""
    patient = subject.claim.patient
    if patient is None or patient.sex == "X":
        return
    modifiers = subject.tables.policy.codes("claim.transgender_modifier")
    for code in dict.fromkeys(codes(subject)):
        if _sex(subject, code) in {"", patient.sex}:
            continue
        lines = [x for x in subject.lines if code in subject.claim.pointed(x)]
        if lines and all(modifiers & set(x.modifiers) for x in lines):
            yield rule.resolved(lines, by=sorted(modifiers)[0])
            continue
        edits = tuple(add_modifier(x, m) for m in sorted(modifiers) for x in lines)
        fix = Fix(title=f"Add {sorted(modifiers)[0]}", only_if="sex and diagnosis are both right", edits=edits)
        yield rule.finding(
            f"{code} for a patient of sex {patient.sex}",
            why=f"{code} is a diagnosis of {'men' if patient.sex == 'F' else 'women'}.",
            diagnoses=[code],
            fixes=(fix,) if lines else (),
        )


def _sex(subject: Subject, code: str) -> str:
    """F or M for a diagnosis of one sex, else empty text."""
    if begins(subject, code, "female_prefixes"):
        return "F"
    if begins(subject, code, "male_prefixes"):
        return "M"
    entry = subject.tables.diagnosis(code) if begins(subject, code, "breast_prefixes") else None
    text = entry.text.lower() if entry else ""
    return "F" if "female" in text else "M" if "male" in text else ""


RULE = Rule(
    __name__,
    title="Diagnosis and sex of the patient",
    severity="warning",
    covers=("DX-31",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C61"),
    good=lambda: claim(line("99214"), dx="C56.1"),
    reads=("icd10cm", "diagnosis.female_prefixes", "diagnosis.male_prefixes", "claim.transgender_modifier"),
    confirm=True,
)
