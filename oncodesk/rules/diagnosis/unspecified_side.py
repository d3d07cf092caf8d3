"""A neoplasm of a paired organ is coded without its side.

What it checks
    No diagnosis says in its title that the side is unspecified; where the facts name the side, it is a likely denial.

Why it matters
    Payers deny codes of unspecified side, and the record nearly always says which it is.

How to fix it
    Choose the code of the documented side.
"""

import re
from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import codes
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

_SIDE = re.compile(r"\b(left|right)\b", re.IGNORECASE)


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each such code; a warning where the facts name a side."""
    words = subject.tables.policy.codes("diagnosis.unspecified_side_words")
    documented = _documented(subject)
    for code in dict.fromkeys(codes(subject)):
        entry = subject.tables.diagnosis(code)
        if entry is None or not any(word in entry.text.lower() for word in words):
            continue
        yield rule.finding(
            f"{code} leaves the side open",
            why=f"the facts say {documented}." if documented else "the side is usually documented.",
            diagnoses=[code],
            severity="warning" if documented else "info",
        )


def _documented(subject: Subject) -> str:
    visit = subject.visit
    if visit is None:
        return ""
    said = [service.site for service in visit.services]
    if visit.radiation:
        said += [visit.radiation.course.site, *(event.site for event in visit.radiation.events)]
    found = (_SIDE.search(text) for text in said if text)
    return next((match.group(0).lower() for match in found if match), "")


RULE = Rule(
    __name__,
    title="Side of a paired organ left open",
    severity="warning",
    covers=("DX-24",),
    citation=cite("ocg-laterality"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C50.919"),
    good=lambda: claim(line("99214"), dx="C50.911"),
    reads=("icd10cm", "diagnosis.unspecified_side_words"),
    confirm=True,
)
