"""A blood draw from a port or line is billed beside something that is no laboratory test.

What it checks
    The codes for drawing blood from an implanted port or a central line, on a date with services other than
    laboratory tests.

Why it matters
    They are included in every other service of the date.

How to fix it
    Take the draw off. A draw from a vein of the arm has its own code and stays payable.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such draw that stands beside another service of its date."""
    for day, lines in subject.days.items():
        draws = subject.tables.at(day).policy.codes("infusion.line_draw_codes")
        others = [held.code for held in lines if held.code not in draws and not _laboratory(subject, held)]
        for held in lines if others else ():
            if held.code in draws:
                condition = "the blood was drawn from the port or line"
                yield rule.finding(
                    f"{held.code} stands beside {', '.join(dict.fromkeys(others))}",
                    why="A draw from a port or line is payable only beside laboratory tests.",
                    lines=[held],
                    fixes=(without(held, condition),),
                )


def _laboratory(subject: Subject, held: ClaimLine) -> bool:
    code = held.code
    return subject.kind(held) == "laboratory" or (code.isdigit() and "80047" <= code <= "89398")


RULE = Rule(
    __name__,
    title="Port draw beside another service",
    severity="error",
    covers=("INF-32", "INF-19"),
    citation=cite("fee-schedule"),
    check=check,
    bad=lambda: claim(line("96413"), line("36591")),
    good=lambda: claim(line("36591"), line("85025"), dx="Z45.2 C18.2"),
    reads=("procedures", "infusion.line_draw_codes"),
)
