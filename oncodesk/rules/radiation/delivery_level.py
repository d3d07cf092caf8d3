"""The level of treatment delivery is not the one recorded.

What it checks
    The level billed for external beam treatment is the one that the facts of the session give: level 1 for electron
    fields or 2D photons, level 2 for 3D or modulated photons at one isocenter, level 3 for two isocenters, active
    motion management, photons mixed with electrons, or total skin electrons.

Why it matters
    Since 2026 the level follows what was delivered. Image guidance at set-up is in every level and raises none.

How to fix it
    Change to the level that the session's facts give, or record what raised it.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import among, events, facts_give, radiation
from oncodesk.rules.radiation.matching import Mismatch, mismatches, other_code
from oncodesk.rules.radiation.samples import fractions, treated

_ASKED = frozenset(
    {"isocenters", "active_motion_management", "technique", "areas", "ports", "blocks", "energy_mv", "site"}
)


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each session billed at another level; not checked where what raises it is not recorded."""
    lines = among(subject, "external_beam_codes")
    if not lines:
        return
    family = subject.at(lines[0]).policy.codes("radiation.external_beam_codes")
    if radiation(subject) is None or not facts_give(subject, family):
        yield rule.not_checked("delivery level: what was delivered is not recorded")
        return
    asked = subject.derived.questions if subject.derived else ()
    if any(q.field in _ASKED and _of_a_fraction(subject, q.fact) for q in asked):
        yield rule.not_checked("delivery level: isocenters, motion management or technique is not recorded")
        return
    guided = any(e.image_guidance for e in events(subject, "fraction"))
    why = "what was delivered in the session, as recorded, gives that level"
    why += "; image guidance is in every level." if guided else "."
    covers = ("RAD-02", "RAD-03") if guided else ("RAD-02",)
    for found in mismatches(subject, lines, family):
        if _of_one_payer(found):
            yield other_code(rule, found, why, covers)


def _of_a_fraction(subject: Subject, fact: str) -> bool:
    """Whether the question is on a fraction, or on the whole course."""
    held = radiation(subject)
    number = fact.removeprefix("radiation.events.")
    return held is not None and (not number.isdigit() or held.events[int(number)].type == "fraction")


def _of_one_payer(found: Mismatch) -> bool:
    """Whether both are codes of everyone, or both Medicare's own before 2026, which other payers may take too."""
    return found.line.code[0] == found.wanted.code[0]


RULE = Rule(
    __name__,
    title="Level of delivery against the facts of the session",
    severity="error",
    covers=("RAD-02", "RAD-03"),
    citation=cite("radiation-delivery-2026"),
    check=check,
    bad=lambda: claim(line("77412"), dx="Z51.0 C61", visit=treated(*fractions(1, image_guidance=True))),
    good=lambda: claim(line("77407"), dx="Z51.0 C61", visit=treated(*fractions(1, image_guidance=True))),
    reads=("procedures", "radiation.external_beam_codes", "radiation.level3_isocenters"),
)
