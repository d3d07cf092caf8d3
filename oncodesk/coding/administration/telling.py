"""How an auditor would put it: why a service is initial, and how minutes become hours."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.streams import Stream

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def first_because(stream: Stream, others: tuple[Stream, ...], *, fluids: bool) -> str:
    """Why a stream is the initial service, by what else was given; whatever ran before it by the clock."""
    rest = [other for other in others if other is not stream and other.drugs != stream.drugs]
    family = [other for other in rest if other.family == stream.family]
    reasons = []
    if stream.family == "chemotherapy" and len(family) < len(rest):
        reasons.append("antineoplastics and complex biologics come before other drugs")
    if stream.how == "infusion" and any(other.how == "push" for other in family):
        reasons.append("an infusion before a push")
    if any(other.how == stream.how for other in family):
        reasons.append("the longest of its kind" if stream.how == "infusion" else "the first of its kind")
    if fluids:
        reasons.append("a drug before hydration")
    return f"{stream.name} is initial: {', '.join(reasons) or 'nothing else was given by that line'}"


def hours_told(minutes: int, tables: Tables) -> str:
    """`165 min = 2 h + 45 min: 45 min past the second hour count as one more`; what falls short is said too."""
    hour = tables.policy.number("infusion.hour_minutes")
    needed = tables.policy.number("infusion.extra_hour_after_minutes")
    whole, rest = divmod(minutes, hour)
    if not rest or not whole:
        return f"{minutes} min = {whole} h" if whole else f"{minutes} min"
    past = f"{_ORDINALS[whole - 1]} hour" if whole <= len(_ORDINALS) else f"hour {whole}"
    counts = "count as one more" if rest >= needed else f"do not count, {needed} would"
    return f"{minutes} min = {whole} h + {rest} min: {rest} min past the {past} {counts}"
