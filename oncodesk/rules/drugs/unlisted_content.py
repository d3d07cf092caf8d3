"""An unlisted drug does not say what it was, or has more than one unit.

What it checks
    The narrative of each unlisted drug line, its one unit, and whether the drug that the narrative names, or that was
    given, has a code of its own on the date; and codes of hospital departments in an office.

Why it matters
    An unlisted line without name, NDC, strength, dose and route cannot be processed; an unlisted code for a drug that
    has its own is returned.

How to fix it
    Complete the narrative and bill one unit, or bill the drug's own code.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.codes.facts import read_uncoded
from oncodesk.rules.drugs.containers import derived_lines
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Drug, Fix, Outcome, Rule, Subject, cite, set_units


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each fault of an unlisted line; a narrative that lacks parts is a warning."""
    for held in subject.lines:
        policy = subject.at(held).policy
        if held.code in policy.codes("drugs.opps_only_codes") and subject.in_office(held):
            yield rule.finding(
                f"{held.code} is for hospital departments",
                why=f"Place of service {subject.place(held)}.",
                lines=[held],
                covers=("DRG-11",),
            )
        elif held.code in policy.codes("drugs.unlisted_codes"):
            yield from _content(rule, subject, held)
            yield from _own_code(rule, subject, held)


def _content(rule: Rule, subject: Subject, held: ClaimLine) -> Iterator[Outcome]:
    one = subject.at(held).policy.number("drugs.unlisted_units")
    wanted = ", ".join(subject.at(held).policy.get("drugs.unlisted_narrative").value)  # type: ignore[union-attr]
    if held.units != one:
        fix = Fix(title="Bill one unit", only_if="the narrative gives the whole dose", edits=(set_units(held, one),))
        yield rule.finding(
            f"{held.code}: {held.units} units of an unlisted drug",
            why="An unlisted drug is billed as one unit; its narrative gives the dose.",
            lines=[held],
            covers=("DRG-12",),
            fixes=(fix,),
        )
    text = (held.narrative or "").strip()
    if not text:
        yield rule.finding(
            f"{held.code} has no narrative",
            why=f"It must give {wanted}.",
            lines=[held],
            covers=("DRG-12",),
        )
    elif not any(letter.isdigit() for letter in text) or (held.ndc is None and "ndc" not in text.lower()):
        yield rule.finding(
            f"{held.code}: the narrative lacks dose or NDC",
            why=f"It must give {wanted}; it says: {text}",
            lines=[held],
            severity="warning",
            covers=("DRG-12",),
        )


def _own_code(rule: Rule, subject: Subject, held: ClaimLine) -> Iterator[Outcome]:
    if subject.derived and derived_lines(subject, subject.day(held), held.code):
        return
    named = _named(subject, held)
    if named:
        yield rule.finding(
            f"{held.code}: {named.generic} has a code of its own, {named.code}",
            why=f"{named.code} is in force since {named.since}; the unlisted code is for drugs without one.",
            lines=[held],
            covers=("DRG-11",),
        )


def _named(subject: Subject, held: ClaimLine) -> Drug | None:
    """The listed drug that the narrative names, else the one the visit shows and no line bills.

    The longest name counts: a new form may begin like the drug that has a code.
    """
    tables = subject.at(held)
    words = (held.narrative or "").replace(",", " ").split()
    for start in range(len(words)):
        for count in (3, 2, 1):
            name = " ".join(words[start : start + count])
            ever = tables.drugs_ever_named(name) if start == 0 or len(name) > 4 else ()
            if _uncoded(name, tables.on) or (ever and not tables.drugs_named(name)):
                return None
            found = [d for d in tables.drugs_named(name) if ever and not d.unlisted and d.drug_class != "hydration"]
            if found:
                return None if _another_form(words, found[0]) else found[0]
    if subject.derived is None:
        return None
    billed = {one.code for one in subject.lines}
    missing = [tables.drug(one.code) for one in subject.derived.claim.lines if one.code not in billed]
    return next((drug for drug in missing if drug and not drug.unlisted and drug.drug_class != "hydration"), None)


def _uncoded(name: str, on: date) -> bool:
    """Whether it is a brand that could be bought by then and has no code of its own."""
    return any(b.marketed <= on and name.lower() == b.brand.lower() for b in read_uncoded())


def _another_form(words: list[str], drug: Drug) -> bool:
    """Whether the narrative tells of the form for under the skin, which the drug's code is not for."""
    return any("hyaluronidase" in word.lower() for word in words) and "hyaluronidase" not in drug.generic.lower()


RULE = Rule(
    __name__,
    title="Unlisted drug",
    severity="error",
    covers=("DRG-11", "DRG-12"),
    citation=cite("claims-manual-17-10"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9999", 2, narrative="newdrug 100 mg iv NDC 01234567809")),
    good=lambda: claim(line("96413"), line("J9999", 1, narrative="newdrug 100 mg iv NDC 01234567809")),
    reads=(
        "drugs",
        "drugs.unlisted_codes",
        "drugs.unlisted_units",
        "drugs.unlisted_narrative",
        "drugs.opps_only_codes",
    ),
)
