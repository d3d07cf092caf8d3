"""A flush of a line is billed beside another service.

What it checks
    The code for flushing an implanted line, on a date with anything else billed.

Why it matters
    It is paid only when it is the sole service of the date; with any other it is included.

How to fix it
    Take the flush off, or bill the flush alone.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each flush that is not alone on its date; what is left at the end of a pump is told apart."""
    for day, lines in subject.days.items():
        flushes = subject.tables.at(day).policy.codes("infusion.flush_only_codes")
        found = [held for held in lines if held.code in flushes]
        others = [held.code for held in lines if held.code not in flushes and subject.drug(held) is None]
        if not found or not others:
            continue
        pump = any(subject.role(held) in {"chemotherapy.infusion.pump", "chemotherapy.pump.home"} for held in lines)
        fix = Fix(
            title=f"Remove {found[0].code}",
            only_if="the line was flushed as part of the other services",
            edits=tuple(remove_line(held) for held in found),
        )
        yield rule.finding(
            f"{found[0].code} stands beside {', '.join(dict.fromkeys(others))}",
            why="A flush is payable only where nothing else is billed for the date.",
            lines=found,
            covers=("INF-31", "INF-19", "INF-27") if pump else ("INF-31", "INF-19"),
            fixes=(fix,),
        )


RULE = Rule(
    __name__,
    title="Flush beside another service",
    severity="error",
    covers=("INF-31", "INF-19", "INF-27"),
    citation=cite("fee-schedule"),
    check=check,
    bad=lambda: claim(line("96413"), line("96523")),
    good=lambda: claim(line("96523"), dx="Z45.2 C18.2"),
    reads=("procedures", "infusion.flush_only_codes"),
)
