"""Hydration is billed although too little of it ran by itself.

What it checks
    The hydration codes against the fluids of the visit: at least 31 minutes with no infusion beside them, of a fluid
    meant as hydration and not as diluent, to keep a line open, or mixed with a drug.

Why it matters
    Hydration of 30 minutes or less is not reportable; minutes beside another infusion belong to that infusion; a
    carrier fluid is part of the drug's administration.

How to fix it
    Take the hydration off, or put the recorded times and the purpose of the fluid right.
"""

from collections.abc import Iterator

from oncodesk.domain.clock import length, overlap, without
from oncodesk.domain.visit import Administration
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, administrations, compared, minutes_of, spans_of
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line

ROLES = ("hydration.infusion.initial", "hydration.infusion.hour")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where hydration is billed and the facts give none."""
    c = compared(subject)
    if c is None or not c.billed(*ROLES) or c.due(*ROLES):
        return
    fluids = [a for a in administrations(c, "iv_infusion", "pump_prolonged") if c.drug_class(a) == "hydration"]
    if any(minutes_of(c.visit, a) is None for a in fluids):
        yield rule.not_checked("the running time of the fluid is not recorded")
        return
    row, why = _cause(c, fluids)
    if row is None:
        return
    lines = c.billed_lines(*ROLES)
    off = Fix(
        title="Take the hydration off",
        only_if="no other hydration was given",
        edits=tuple(remove_line(held) for held in lines),
    )
    yield rule.finding(
        f"{', '.join(held.code for held in lines)}: no hydration that may be billed",
        why=why,
        lines=lines,
        facts=[a.id for a in fluids],
        covers=(row, "INF-06") if _hours_of_a_drug(c, fluids) else (row,),
        fixes=as_given(c) if _drug_instead(c) else (off,),
    )


def _drug_instead(c: Compared) -> bool:
    """Whether the facts give another administration that nobody billed: the electrolyte that was taken for a fluid."""
    families = c.tables.policy.table("infusion.family")
    given = {held.code for held in c.wanted if held.code in families}
    return not c.unsettled and bool(given - {held.code for held in c.lines})


def _hours_of_a_drug(c: Compared, fluids: list[Administration]) -> bool:
    """Whether no fluid was given, and hours of a drug are due that nobody billed."""
    hours = ("chemotherapy.infusion.hour", "therapeutic.infusion.hour")
    return not fluids and any(c.billed(role) < c.due(role) for role in hours)


def _cause(c: Compared, fluids: list[Administration]) -> tuple[str | None, str]:
    excluded = c.tables.policy.codes("infusion.hydration_purposes_excluded")
    least = c.tables.policy.number("infusion.hydration_minimum_minutes")
    meant = [a for a in fluids if a.purpose not in excluded and not _mixed(c, a)]
    if not meant:
        other = "the fluid only carried a drug or kept a line open" if fluids else "no plain fluid was given by vein"
        return "INF-36", f"By the visit, {other}."
    running = [a for a in administrations(c, "iv_infusion", "intra_arterial_infusion") if a not in fluids]
    taken = tuple(span for a in running for span in spans_of(c.visit, a))
    clocked = tuple(span for a in meant for span in spans_of(c.visit, a))
    beside = overlap(clocked, taken)
    runs = [stop - start for start, stop in without(clocked, taken)]
    total = length(clocked) if clocked else sum(minutes_of(c.visit, a) or 0 for a in meant)
    if sum(runs) >= least and max(runs) < least:
        return None, ""
    if beside and total >= least:
        return "INF-35", f"{total} min of fluid, {beside} of them beside another infusion: {total - beside} min alone."
    return "INF-34", f"{total} min of hydration; at least {least} are needed."


def _mixed(c: Compared, fluid: Administration) -> bool:
    return fluid.bag is not None and any(a.bag == fluid.bag and a.id != fluid.id for a in c.visit.administrations)


RULE = Rule(
    __name__,
    title="Hydration that is not reportable",
    severity="error",
    covers=("INF-34", "INF-35", "INF-36", "INF-06"),
    citation=cite("ncci-manual-11"),
    check=check,
    bad=lambda: claim(
        line("96360"),
        dx="E86.0",
        visit=visit(given("a1", "normal saline", at="09:00-09:30"), dx="E86.0", reason="hydration"),
    ),
    good=lambda: claim(
        line("96360"),
        dx="E86.0",
        visit=visit(given("a1", "normal saline", at="09:00-09:31"), dx="E86.0", reason="hydration"),
    ),
    reads=("procedures", "infusion.hydration_minimum_minutes", "infusion.hydration_purposes_excluded"),
)
