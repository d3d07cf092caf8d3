"""Something done with hands is billed as if at a distance.

What it checks
    Modifiers and places of a visit by audio or video on administrations, transfusions, procedures, drugs and radiation;
    and, for Medicare, CPT's own telemedicine codes.

Why it matters
    Nobody is infused by video. Medicare does not take the telemedicine codes; it wants the office visit with the place
    and modifier of the day's rules, which Congress extends from date to date.

How to fix it
    Put the place where the patient was treated, take the modifier off, or bill the office visit instead.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, remove_modifier

HANDS = frozenset({"administration", "pump", "transfusion", "procedure", "radiation_delivery", "brachytherapy"})


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line."""
    for held in subject.lines:
        policy = subject.at(held).policy
        marks = [m for m in held.modifiers if m in policy.table("evaluation.telehealth_modifiers")]
        away = subject.place(held) in policy.codes("evaluation.telehealth_places")
        if (marks or away) and (subject.kind(held) in HANDS or subject.drug(held)):
            yield _found(rule, held, marks)
        elif subject.medicare and held.code in policy.codes("evaluation.telehealth_codes_not_medicare"):
            why = "Medicare takes the office visit in its place."
            yield rule.finding(f"{held.code} is not a Medicare code", why=why, lines=[held])


def _found(rule: Rule, held: ClaimLine, marks: list[str]) -> Outcome:
    edits = tuple(remove_modifier(held, m) for m in marks)
    fix = Fix(title=f"Remove {', '.join(marks)}", only_if="the patient was there", edits=edits)
    return rule.finding(
        f"{held.code} cannot be done at a distance",
        why=f"It carries {', '.join(marks)}." if marks else "Its place of service is telehealth.",
        lines=[held],
        fixes=(fix,) if marks else (),
    )


RULE = Rule(
    __name__,
    title="Treatment at a distance",
    severity="warning",
    covers=("EM-13",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("96413", 1, "95")),
    good=lambda: claim(line("99214", 1, "95"), dx="C18.2"),
    reads=("evaluation.telehealth_modifiers", "evaluation.telehealth_places", "procedures"),
    confirm=True,
)
