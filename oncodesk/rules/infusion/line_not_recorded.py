"""Two drugs ran at the same time and nobody recorded through which line.

What it checks
    Overlapping infusions of which one at least is no antineoplastic, where either lacks its access site.

Why it matters
    On one line the second is concurrent; on another line, needed for a reason, it is an initial service of its own.

How to fix it
    Record the access site of each.
"""

from collections.abc import Iterator

from oncodesk.domain.clock import overlap
from oncodesk.domain.visit import Visit
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import administrations, compared, spans_of
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each overlapping pair without both sites."""
    c = compared(subject)
    if c is None:
        return
    least = c.tables.policy.number("infusion.concurrent_minimum_overlap_minutes")
    drugs = [a for a in administrations(c, "iv_infusion") if c.drug_class(a) not in {None, "hydration"}]
    for n, one in enumerate(drugs):
        for other in drugs[n + 1 :]:
            mixed = one.bag is not None and one.bag == other.bag
            both = c.chemotherapy(one) and c.chemotherapy(other)
            shared = overlap(spans_of(c.visit, one), spans_of(c.visit, other))
            if shared >= least and not (one.access and other.access) and not mixed and not both:
                beside = c.billed_lines("therapeutic.infusion.concurrent")
                yield rule.finding(
                    f"{one.name} and {other.name} ran together, and their lines are not recorded",
                    why=f"{shared} minutes together; taken as the same line.",
                    lines=beside,
                    facts=[one.id, other.id],
                )


def _visit(access: str | None) -> Visit:
    times = "09:00-10:00"
    first = given("a1", "oxaliplatin", at=times, access="port")
    more = {"access": access} if access else {}
    second = given("a2", "leucovorin", at=times, **more)
    return visit(first, second)


RULE = Rule(
    __name__,
    title="Line of overlapping infusions",
    severity="warning",
    covers=("INF-13",),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(line("96413"), line("96368"), visit=_visit(None)),
    good=lambda: claim(line("96413"), line("96368"), visit=_visit("port")),
    reads=("infusion.concurrent_minimum_overlap_minutes",),
)
