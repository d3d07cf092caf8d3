"""More units of a code than CMS's table of unlikely edits takes.

What it checks
    Units of every code that has a value in the table of the date: line by line where its indicator is 1, summed over
    the date where it is 2 or 3, also with what the same practitioner billed before. A code without a value has no
    published limit, which is not the same as none.

Why it matters
    Above the value the line, or every line of the date, is denied: for indicator 2 for good, for 3 until an appeal
    shows records, for 1 unless what was repeated stands on a line of its own.

How to fix it
    Check the count first: most such lines are a slip or a wrong unit of measure. Otherwise do what the indicator
    allows. A procedure done on both sides is one unit with 50 where the fee schedule pays it so.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.codes.edit_values import NotLoaded, UnlikelyUnits
from oncodesk.domain.report import Severity
from oncodesk.rules.edits.table_reading import codes_of, earlier, limits, of_older_quarter, unbound
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import (
    ClaimLine,
    Edit,
    Fix,
    Outcome,
    Rule,
    Subject,
    add_modifier,
    cite,
    remove_line,
    remove_modifier,
    set_units,
)

SAYS = {
    1: "Indicator 1: each line is judged alone. Units that were truly repeated go on a further line with 76, 77, 91 or "
    "a modifier that says what was apart.",
    2: "Indicator 2: the limit of a date by policy. No modifier, no further line and no appeal gets past it.",
    3: "Indicator 3: the limit of a date by what is clinically likely. More is denied at first, also on further lines; "
    "an appeal with records may win it.",
}

BOTH_SIDES = "The same on both sides is one unit with 50, which is within the limit."


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each code over its value; not checked, or a warning, where the date's table is absent."""
    if reason := unbound(subject):
        yield rule.not_checked(reason)
        return
    for day in subject.days:
        found = limits(subject, day)
        if not isinstance(found, NotLoaded):
            yield from _judged(rule, subject, day, found)
            continue
        yield rule.not_checked(found.words)
        held = of_older_quarter(subject, day, "mue", found)
        older = held[0].mues(codes_of(subject, day)) if held else ()
        if held and not isinstance(older, NotLoaded):
            yield from _judged(rule, subject, day, older, held[1])


def _judged(
    rule: Rule, subject: Subject, day: date, found: tuple[UnlikelyUnits, ...], older: str = ""
) -> Iterator[Outcome]:
    apart = subject.tables.at(day).policy.codes("claim.mue_uncounted_modifiers")
    for limit in found:
        lines = [x for x in subject.days[day] if x.code == limit.code and not apart & set(x.modifiers)]
        if limit.indicator == 1:
            over = [x for x in lines if x.units > limit.units]
            if over:
                yield _found(rule, subject, day, limit, over, max(x.units for x in over), older)
            continue
        before = sum(x.units for x in earlier(subject, day) if x.code == limit.code and not apart & set(x.modifiers))
        count = sum(x.units for x in lines) + before
        if lines and count > limit.units:
            yield _found(rule, subject, day, limit, lines, count, older, before)


def _found(
    rule: Rule,
    subject: Subject,
    day: date,
    limit: UnlikelyUnits,
    lines: list[ClaimLine],
    count: int,
    older: str,
    before: int = 0,
) -> Outcome:
    by_facts = _facts_give(subject, day, limit.code)
    supported = by_facts >= count and limit.indicator != 2
    severity: Severity = "warning" if older or supported else subject.by_payer()
    said = [
        f"Unlikely edits of {limit.edition}: {limit.code} at most {limit.units}; {limit.rationale}.",
        SAYS[limit.indicator],
        BOTH_SIDES if _both_sides(subject, limit, lines) else "",
        f"{before} of them were billed before." if before else "",
        f"The facts give {by_facts}: keep the record at hand." if supported else "",
        "" if subject.medicare else "It is Medicare's table; this payer may use its own.",
        older,
    ]
    each = "a line" if limit.indicator == 1 else f"{day}"
    none = f"{limit.code} is not taken from a practitioner: the limit is 0 units"
    return rule.finding(
        f"{limit.code}: {count} units for {each}, above {limit.units}" if limit.units else none,
        why=" ".join(part for part in said if part),
        lines=lines,
        severity=severity,
        fixes=_fixes(subject, limit, lines, before),
    )


def _facts_give(subject: Subject, day: date, code: str) -> int:
    return sum(x.units for x in subject.due(day, code))


def _fixes(subject: Subject, limit: UnlikelyUnits, lines: list[ClaimLine], before: int) -> tuple[Fix, ...]:
    left = limit.units - before
    if limit.indicator == 1:
        edits = tuple(set_units(held, limit.units) for held in lines if limit.units > 0)
    else:
        edits = _cut(lines, left)
    if _both_sides(subject, limit, lines) and not before:
        return (_as_bilateral(subject, lines), *_fewer(subject, limit, lines, left, edits))
    return _fewer(subject, limit, lines, left, edits)


def _both_sides(subject: Subject, limit: UnlikelyUnits, lines: list[ClaimLine]) -> bool:
    """Whether the units may be one procedure on two sides, which is one unit with 50."""
    known = subject.at(lines[0]).policy.codes("support.bilateral_codes")
    return limit.code in known and limit.units == 1 and sum(x.units for x in lines) == 1 + limit.units


def _as_bilateral(subject: Subject, lines: list[ClaimLine]) -> Fix:
    first, *rest = lines
    sides = subject.at(first).policy.codes("claim.anatomic_modifiers") | subject.distinct_modifiers
    edits = [*([set_units(first, 1)] if first.units > 1 else []), *(remove_line(held) for held in rest)]
    edits += [remove_modifier(first, m) for m in first.modifiers if m in sides and m != "50"]
    edits += [add_modifier(first, "50")] if "50" not in first.modifiers else []
    condition = f"{first.code} was done once on each side of the body"
    return Fix(title=f"Bill one unit of {first.code} with 50", only_if=condition, edits=tuple(edits))


def _fewer(
    subject: Subject, limit: UnlikelyUnits, lines: list[ClaimLine], left: int, edits: tuple[Edit, ...]
) -> tuple[Fix, ...]:
    gone = sum(edit.op == "remove_line" for edit in edits)
    if not edits or gone >= len(subject.lines):
        return ()
    few = max(limit.units if limit.indicator == 1 else left, 0)
    condition = f"no more than {few} were given, and the rest is a slip or a wrong unit of measure"
    return (Fix(title=f"Bill {few} of {limit.code}", only_if=condition, edits=edits),)


def _cut(lines: list[ClaimLine], left: int) -> tuple[Edit, ...]:
    """The lines, in order, cut to what is left."""
    edits: list[Edit] = []
    for held in lines:
        if left <= 0:
            edits.append(remove_line(held))
        elif held.units > left:
            edits.append(set_units(held, left))
        left -= held.units
    return tuple(edits)


RULE = Rule(
    __name__,
    title="More units than are likely",
    severity="error",
    covers=("DRG-14", "INF-39"),
    citation=cite("ncci-mue"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9271", 500, "JZ"), dx="Z51.12 C34.11"),
    good=lambda: claim(line("96413"), line("J9271", 400, "JZ"), dx="Z51.12 C34.11"),
    reads=("mue", "history", "claim.mue_uncounted_modifiers", "support.bilateral_codes"),
)
