"""A visit for nothing but a flush lists something else first.

What it checks
    A claim whose only service is the flush of an access device lists the care of that device first.

Why it matters
    The flush is the reason for the visit; the neoplasm alone does not support it.

How to fix it
    List the code for adjustment and management of a vascular access device first.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import added, codes, moved
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder where another diagnosis stands first; a warning where the facts say what the visit was for."""
    care = str(subject.tables.policy.table("diagnosis.access_care")["care"])
    only = bool(subject.lines) and all(subject.role(x) == "access.flush" for x in subject.lines)
    held = codes(subject)
    if not only or not held or held[0] == care:
        return
    edit = moved(subject.claim, care, 0) if care in held else added(care, 0)
    yield rule.finding(
        f"{held[0]} first for a flush",
        why=f"{care} is the code of a visit for the access device.",
        diagnoses=held[:1],
        lines=subject.lines,
        severity="warning" if subject.visit and subject.visit.reason == "access_care" else "info",
        fixes=(Fix(title=f"List {care} first", only_if="the visit was for the flush alone", edits=(edit,)),),
    )


RULE = Rule(
    __name__,
    title="First diagnosis of a flush",
    severity="info",
    covers=("DX-37",),
    citation=cite("icd10cm-tabular"),
    check=check,
    bad=lambda: claim(line("96523"), dx="C50.411"),
    good=lambda: claim(line("96523"), dx="Z45.2 C50.411"),
    reads=("procedures", "diagnosis.access_care"),
)
