"""A service that the facts record is not on the claim.

What it checks
    Every service recorded at the visit stands on the claim, where the claim holds its facts. One that the facts make
    a line of is for `claim.due-not-billed`.

Why it matters
    Either it is included in another service and was left out rightly, or money is lost. Either way the coder should
    know.

How to fix it
    Nothing, where it is included in another service; otherwise put the line back.
"""

from collections.abc import Iterator

from oncodesk.domain.visit import Visit
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each service recorded and not billed, with the derivation's own reason where it gives one."""
    billed = {held.code for held in subject.lines}
    traces = subject.derived.trace if subject.derived else ()
    steps = [step for trace in traces for step in trace.steps]
    due = {line.code for line in subject.derived.claim.lines} if subject.derived else set()
    for service in subject.visit.services if subject.visit else ():
        if service.code not in billed | due:
            reasons = [step for step in steps if service.code in step and "not billed" in step]
            yield rule.finding(
                f"{service.code} was recorded and is not billed",
                why="; ".join(dict.fromkeys(reasons)) or "No line of the claim carries it.",
                facts=[f"services.{service.code}"],
            )


def _hydration() -> Visit:
    saline = given("a1", "normal saline", at="09:00-10:30")
    return visit(saline, dx="E86.0", reason="hydration", services=[{"code": "99211", "performed_by": "nurse"}])


RULE = Rule(
    __name__,
    title="Recorded service not billed",
    severity="info",
    covers=("EM-02", "INF-19"),
    citation=cite("service-as-recorded"),
    check=check,
    bad=lambda: claim(line("96360"), dx="E86.0", visit=_hydration()),
    good=lambda: claim(line("99214"), dx="C18.2", visit=visit(reason="evaluation", services=[{"code": "99214"}])),
    reads=("facts",),
)
