"""A diagnosis is a heading or lacks characters.

What it checks
    Every diagnosis is a complete code: no category or subcategory, and with its seventh character where it takes one.

Why it matters
    Only complete codes are billed. A heading, or a code without its seventh character or the placeholder before it, is
    returned.

How to fix it
    Choose one of the codes below the heading. For active treatment of an injury or an adverse effect the seventh
    character is A.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import codes, listed, padded, replaced
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite

_NAMED = 6


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each incomplete code, with what completes it where that is one code or a seventh character."""
    meanings = subject.tables.policy.table("diagnosis.seventh_characters")
    for code in dict.fromkeys(codes(subject)):
        entry = subject.tables.diagnosis(code) or padded(subject, code)
        if entry is None or entry.billable:
            continue
        seventh = bool(entry.seventh)
        able = [c for c in entry.children if (found := subject.tables.diagnosis(c)) and found.billable]
        offered = able if seventh else able[:1] if len(able) == 1 else []
        named = listed(entry.children[:_NAMED]) + (" …" if len(entry.children) > _NAMED else "")
        yield rule.finding(
            f"{code} lacks its seventh character" if seventh else f"{code} is a heading",
            why=f"below it stand {named}.",
            diagnoses=[code],
            covers=("DX-03",) if seventh else ("DX-02",),
            fixes=tuple(
                Fix(
                    title=f"Change to {new}",
                    only_if=f"the encounter is: {meanings.get(new[-1], 'as that code says')}" if seventh else "it fits",
                    edits=replaced(subject.claim, code, new),
                )
                for new in offered[:3]
            ),
        )


RULE = Rule(
    __name__,
    title="Heading or incomplete code",
    severity="error",
    covers=("DX-02", "DX-03"),
    citation=cite("icd10cm-tabular"),
    check=check,
    bad=lambda: claim(line("99214"), dx="D64.81 C34.11 T45.1X5"),
    good=lambda: claim(line("99214"), dx="D64.81 C34.11 T45.1X5A"),
    reads=("icd10cm", "diagnosis.seventh_characters"),
)
