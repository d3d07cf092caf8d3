"""Two kinds of treatment management stand for one course.

What it checks
    Weekly, short-course and stereotactic management do not share a course, on the claim or with its history.

Why it matters
    Each kind is the whole management of its course: weekly management excludes the others, and short-course management
    is never a remainder.

How to fix it
    Keep the kind that fits the course as a whole.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, remove_line
from oncodesk.rules.radiation.course import among, history, role_of, same_course


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each pair of kinds; with a history of an unknown course a warning."""
    lines = among(subject, "management_codes")
    table = subject.tables.policy.table("radiation.management_excludes")
    first = {x.code.upper(): x for x in reversed(lines)}
    for code, held in first.items():
        for other in sorted(set(first) & set(table.get(code, ()))):
            if code < other or code not in table.get(other, ()):
                yield _finding(rule, subject, held, first[other].code, [held, first[other]], sure=True)
        past = [h for h in history(subject) if h.code.upper() in table.get(code, ()) and h.code.upper() not in first]
        if past:
            sure = same_course(subject, past[0])
            yield _finding(rule, subject, held, past[0].code, [held], sure=sure)


def _finding(rule: Rule, subject: Subject, held: ClaimLine, other: str, lines: list[ClaimLine], sure: bool) -> Outcome:
    stereotactic = ("radiation.management.srs", "radiation.management.sbrt")
    rows = ["RAD-26"] if any(role_of(subject, x) in stereotactic for x in lines) else []
    if any(role_of(subject, x) == "radiation.management.short" for x in lines):
        rows.append("RAD-21")
    return rule.finding(
        f"{held.code} and {other} in one course",
        why="each is the management of a whole course; they do not stand together.",
        lines=lines,
        severity=rule.severity if sure else "warning",
        covers=tuple(rows) or ("RAD-26",),
        fixes=tuple(
            Fix(
                title=f"Take {x.code} off",
                only_if="both concern one course, and the other kind fits it",
                edits=tuple(remove_line(y) for y in subject.lines if y.code == x.code),
            )
            for x in lines
            if any(y.code != x.code for y in subject.lines) and not _of_delivery(subject, x)
        ),
    )


def _of_delivery(subject: Subject, held: ClaimLine) -> bool:
    """Whether the claim bills the stereotactic delivery that this management belongs to."""
    role = subject.role(held).replace(".management.", ".delivery.")
    return "delivery.s" in role and any(subject.role(x).startswith(role) for x in subject.lines)


RULE = Rule(
    __name__,
    title="One kind of treatment management in a course",
    severity="error",
    covers=("RAD-21", "RAD-26"),
    citation=cite("radiation-management"),
    check=check,
    bad=lambda: claim(line("77427"), line("77431", date_of_service="2026-03-18"), dx="Z51.0 C61"),
    good=lambda: claim(line("77427"), dx="Z51.0 C61"),
    reads=("radiation.management_codes", "radiation.management_excludes"),
)
