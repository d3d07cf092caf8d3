"""Drugs were given and no physician or practitioner is named who was at hand.

What it checks
    For Medicare in an office: claims with infusions or injections whose rendering provider is a nurse, with nobody
    named as supervising.

Why it matters
    Medicare covers them as incident to a physician's service, under direct supervision only.

How to fix it
    Name the physician or practitioner who was present and bill under that name.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

NURSES = frozenset({"RN", "LPN", "LVN", "BSN", "OCN", "MA", "CMA", "PHARMD"})


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning where a nurse stands as rendering and nobody as supervising; not checked without a provider."""
    codes = subject.tables.policy.codes("infusion.direct_supervision_codes")
    lines = [held for held in subject.lines if held.code in codes and subject.in_office(held)]
    if not lines or not subject.medicare:
        return
    providers = subject.claim.providers
    if providers.rendering is None and providers.supervising is None:
        yield rule.not_checked("no rendering or supervising provider is named")
        return
    credential = (providers.rendering.credential or "") if providers.rendering else ""
    held_titles = {part.strip(" .").upper() for part in credential.replace("-", ",").split(",")}
    if held_titles & NURSES and not held_titles & {"MD", "DO", "NP", "PA", "CNS"} and providers.supervising is None:
        yield rule.finding(
            "drug administration with a nurse as rendering and nobody supervising",
            why=f"Rendering: {credential}. Direct supervision by a physician or practitioner is required.",
            lines=lines,
        )


RULE = Rule(
    __name__,
    title="Supervision of drug administration",
    severity="warning",
    covers=("INF-43",),
    citation=cite("cfr-410-26"),
    check=check,
    bad=lambda: claim(
        line("96413"),
        line("J9271", 200, "JZ"),
        dx="Z51.12 C18.2",
        providers={"rendering": {"name": "R. Ito", "npi": "1234567893", "credential": "RN"}},
    ),
    good=lambda: claim(line("96413"), line("J9271", 200, "JZ"), dx="Z51.12 C18.2"),
    reads=("infusion.direct_supervision_codes",),
)
