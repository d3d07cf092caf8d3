"""Image guidance is billed beside a service that includes it.

What it checks
    No image guidance stands on a date beside stereotactic delivery or management, or superficial treatment.

Why it matters
    Those services include their guidance; the line is denied.

How to fix it
    Take the guidance off, unless it served another treatment of that day.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite, without
from oncodesk.rules.radiation.course import in_lists


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each guidance with only including services on its date; add-ons of their own stand."""
    for day, held in subject.days.items():
        holders = [x for x in held if in_lists(subject, x, "guidance_included_with")]
        beams = [x for x in held if in_lists(subject, x, "external_beam_codes", "proton_codes")]
        for guidance in [x for x in held if in_lists(subject, x, "guidance_codes")]:
            procedure = subject.procedure(guidance)
            if not holders or beams or (procedure and procedure.addon_to):
                continue
            if subject.distinct(guidance):
                yield rule.resolved([guidance, holders[0]], by="a distinct service modifier")
                continue
            fix = without(guidance, f"it guided the treatment billed as {holders[0].code}", "Take the guidance off")
            yield rule.finding(
                f"{guidance.code} beside {holders[0].code} on {day}",
                why=f"{holders[0].code} includes its image guidance.",
                lines=[guidance, holders[0]],
                fixes=(fix,),
            )


RULE = Rule(
    __name__,
    title="Image guidance beside a service that includes it",
    severity="error",
    covers=("RAD-05",),
    citation=cite("radiation-stereotactic"),
    check=check,
    bad=lambda: claim(line("77373"), line("77387", 1, "26"), dx="Z51.0 C34.11"),
    good=lambda: claim(line("77407"), line("77387", 1, "26"), dx="Z51.0 C34.11"),
    reads=("radiation.guidance_codes", "radiation.guidance_included_with"),
)
