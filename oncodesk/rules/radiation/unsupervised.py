"""Treatment in the office shows no physician.

What it checks
    Delivery or image guidance in an office names a physician, rendering or supervising.

Why it matters
    In a freestanding center a physician directly supervises treatment; a claim that names another practitioner only
    looks unsupervised.

How to fix it
    Name the supervising physician of the day.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import among
from oncodesk.rules.radiation.people import is_physician


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where providers are named and none is a physician."""
    lines = [x for x in among(subject, "delivery_codes", "guidance_codes") if subject.in_office(x)]
    held = subject.claim.providers
    named = [p for p in (held.rendering, held.supervising) if p and p.credential]
    if not lines or any(is_physician(p.credential) for p in named):
        return
    if not named:
        yield rule.not_checked("supervision of treatment: no credential of a provider is given")
        return
    yield rule.finding(
        f"treatment under {named[0].name}, {named[0].credential}, without a physician",
        why="delivery and image guidance in an office are directly supervised by a physician.",
        lines=lines,
    )


RULE = Rule(
    __name__,
    title="Treatment without a supervising physician",
    severity="warning",
    covers=("RAD-64",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(
        line("77407"),
        dx="Z51.0 C20",
        providers={"rendering": {"name": "A. Roe", "npi": "1234567893", "credential": "NP"}},
    ),
    good=lambda: claim(line("77407"), dx="Z51.0 C20"),
    reads=("radiation.delivery_codes", "radiation.guidance_codes"),
    confirm=True,
)
