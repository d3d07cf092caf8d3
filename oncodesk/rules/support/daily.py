"""Services that are reported a fixed number of times for a date."""

from collections.abc import Iterator

from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, remove_line, set_units


def over_daily_limit(rule: Rule, subject: Subject, role: str, limit: str, told: str) -> Iterator[Outcome]:
    """A finding for each date on which the units of the role exceed the limit of that policy name."""
    for day, lines in subject.days.items():
        most = subject.tables.at(day).policy.number(limit)
        held = [one for one in lines if subject.role(one) == role]
        units = sum(one.units for one in held)
        if units > most:
            edits = (set_units(held[0], most), *(remove_line(one) for one in held[1:]))
            yield rule.finding(
                f"{held[0].code} billed {units} times for {day}",
                why=f"It is reported {most} time{'s' if most != 1 else ''} for a date, {told}.",
                lines=held,
                fixes=(Fix(title=f"Bill {most}", only_if="it was one date", edits=edits),),
            )
