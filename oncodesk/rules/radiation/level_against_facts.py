"""A radiation code of several levels is not the one that the facts give.

What it checks
    Clinical plan, simulation, treatment device, dose plan, superficial, proton, stereotactic and brachytherapy codes
    are those that the recorded events give for the date: by level, tube voltage, channels or number of sources.

Why it matters
    The level is what was done and recorded; another one is returned or recovered.

How to fix it
    Change to the code that the facts give, or correct the facts.
"""

from collections.abc import Iterator

from oncodesk.domain.report import Severity
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import with_role
from oncodesk.rules.radiation.matching import Mismatch, mismatches, other_code
from oncodesk.rules.radiation.samples import event, treated

_FAMILIES: dict[str, tuple[tuple[str, ...], str]] = {
    "radiation.plan.clinical": (("simple", "intermediate", "complex"), "RAD-40"),
    "radiation.simulation": (("simple", "intermediate", "complex"), "RAD-42"),
    "radiation.device": (("simple", "intermediate", "complex"), "RAD-47"),
    "radiation.plan": (("imrt", "3d", "isodose.complex", "isodose.simple", "isodose.special"), "RAD-45"),
    "radiation.plan.brachytherapy": (("simple", "intermediate", "complex"), "RAD-54"),
    "radiation.brachytherapy.hdr": (("one", "few", "many", "skin_small", "skin_large"), "RAD-54"),
    "radiation.brachytherapy.intracavitary": (("simple", "intermediate", "complex"), "RAD-54"),
    "radiation.delivery.superficial": (("low", "ortho"), "RAD-09"),
    "radiation.delivery.proton": (("simple", "simple_compensated", "intermediate", "complex"), "RAD-30"),
    "radiation.delivery.srs": (("cobalt", "linac"), "RAD-28"),
    "radiation.delivery.intraoperative": (("xray", "electron"), "RAD-29"),
    "radiation.management": (("srs", "sbrt"), "RAD-26"),
}
_ROWS = {"radiation.plan.3d": "RAD-44"} | {
    f"radiation.plan.isodose.{n}": "RAD-49" for n in ("simple", "complex", "special")
}
_WARNED = frozenset({"RAD-29", "RAD-30", "RAD-44", "RAD-45", "RAD-47"})


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each line of a family for which the facts give another code on its date."""
    if subject.derived is None:
        return
    for start, (levels, row) in _FAMILIES.items():
        roles = [f"{start}.{level}" for level in levels]
        lines = with_role(subject, *roles)
        if lines:
            tables = subject.at(lines[0])
            family = frozenset(p.code for p in map(tables.role, roles) if p)
            for found in mismatches(subject, lines, family):
                yield _other(rule, found, _ROWS.get(subject.role(found.line), row))
    yield from _whole_in_one(rule, subject)


def _whole_in_one(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A stereotactic fraction where the facts give cranial treatment complete in one session."""
    lines = with_role(subject, "radiation.delivery.sbrt")
    roles = [f"radiation.delivery.srs.{machine}" for machine in ("cobalt", "linac")] if lines else []
    family = frozenset(p.code for role in roles if (p := subject.at(lines[0]).role(role)))
    for found in mismatches(subject, lines, family):
        yield _other(rule, found, "RAD-28")


def _other(rule: Rule, found: Mismatch, row: str) -> Outcome:
    severity: Severity = "warning" if row in _WARNED else "error"
    return other_code(rule, found, "by what is recorded for the date.", (row,), severity)


RULE = Rule(
    __name__,
    title="Level of a radiation service against the facts",
    severity="error",
    covers=tuple(dict.fromkeys((*(row for _, row in _FAMILIES.values()), *_ROWS.values()))),
    citation=cite("cpt-radiation"),
    check=check,
    bad=lambda: claim(line("77263"), dx="C61", visit=treated(event("clinical_plan", level="simple"))),
    good=lambda: claim(line("77261"), dx="C61", visit=treated(event("clinical_plan", level="simple"))),
    reads=("procedures",),
)
