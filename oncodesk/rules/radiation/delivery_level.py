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
from oncodesk.rules.radiation.matching import mismatches, other_code
from oncodesk.rules.radiation.samples import fractions, treated

_LEVELS = ("radiation.delivery.level1", "radiation.delivery.level2", "radiation.delivery.level3")
_ASKED = frozenset({"isocenters", "active_motion_management", "technique"})


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each session billed at another level; not checked where what raises it is not recorded."""
    lines = [x for x in among(subject, "external_beam_codes") if subject.role(x) in _LEVELS]
    if not lines:
        return
    family = frozenset(p.code for p in map(subject.at(lines[0]).role, _LEVELS) if p)
    if radiation(subject) is None or not facts_give(subject, family):
        yield rule.not_checked("delivery level: what was delivered is not recorded")
        return
    asked = subject.derived.questions if subject.derived else ()
    if any(q.field in _ASKED for q in asked):
        yield rule.not_checked("delivery level: isocenters, motion management or technique is not recorded")
        return
    guided = any(e.image_guidance for e in events(subject, "fraction"))
    why = "isocenters, motion management and beam of the session give that level"
    why += "; image guidance is in every level." if guided else "."
    covers = ("RAD-02", "RAD-03") if guided else ("RAD-02",)
    yield from (other_code(rule, found, why, covers) for found in mismatches(subject, lines, family))


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
