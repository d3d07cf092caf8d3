"""Applying an injector worn on the body is billed as an ordinary injection, or the other way round.

What it checks
    The injection codes against the recorded route of the white-cell growth factor.

Why it matters
    Applying the injector has its own code; a syringe has the injection's.

How to fix it
    Bill the code of what was done.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import administrations, compared
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

WORN, INJECTED = "therapeutic.on_body_injector", "therapeutic.injection"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where one of the two is billed too often and the other too seldom."""
    c = compared(subject)
    if c is None:
        return
    for told, due in ((INJECTED, WORN), (WORN, INJECTED)):
        if c.billed(told) > c.due(told) and c.billed(due) < c.due(due):
            worn = list(administrations(c, "on_body_injector"))
            yield rule.finding(
                f"{c.code(told)} is billed, {c.code(due)} was done",
                why=c.steps(due),
                lines=c.billed_lines(told),
                facts=[a.id for a in worn],
                fixes=as_given(c),
            )


_WORN = visit(
    given("a1", "gemcitabine", at="09:00-10:00"), given("a2", "Neulasta", "on_body_injector", at="10:15"), dx="C25.0"
)
RULE = Rule(
    __name__,
    title="Injector worn on the body",
    severity="error",
    covers=("SUP-08",),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(line("96413"), line("96372", 1, "59"), dx="Z51.11 C25.0", visit=_WORN),
    good=lambda: claim(line("96413"), line("96377", 1, "59"), dx="Z51.11 C25.0", visit=_WORN),
    reads=("procedures",),
)
