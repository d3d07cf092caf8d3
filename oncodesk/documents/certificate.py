"""Draws the certificate of de-identification."""

from reportlab.lib.units import inch
from reportlab.platypus import Flowable, KeepTogether, Spacer

from oncodesk.documents.paper import BODY, grid, head, paper, paragraph, signature
from oncodesk.domain.certificate import Certificate

TITLE = "Certificate of de-identification"


def certificate_pdf(found: Certificate) -> bytes:
    """What was removed, by which rule, how many; the same certificate gives the same bytes."""
    made = f"Made {found.made_at:%Y-%m-%d %H:%M} with {found.program} · {found.method}"
    return paper(TITLE, TITLE, made, lambda: _story(found))


def _story(found: Certificate) -> list[Flowable]:
    rows = [(one.letter, one.identifier, one.done, f"{one.values:,}") for one in found.removed]
    look = found.look_behind
    told = (
        ("Kept", "; ".join(found.kept)),
        ("ZIP codes", f"{found.hidden_zip3:,} patients show 000. {found.zip3}"),
        ("Ages over 89", f"{found.over_89:,} patients show 90+ and no year of birth"),
        ("Small counts", f"{found.hidden_rows:,} rows of the tables are of fewer than {found.smallest_cell} patients "
                         "and show no number"),
        ("Look behind", f"{look.looked_for:,} different values that identify were looked for in everything written; "
                        f"{look.found:,} were found"),
        ("Alone", f"{look.alone:,} of {look.patients:,} patients are the only one of their year of birth, sex, state "
                  "and three digits of the ZIP code"),
    )  # fmt: skip
    return [
        *head("What was removed: the eighteen identifiers of 45 CFR 164.514(b)(2)(i)"),
        grid(("", "Identifier", "What was done", "Values"), rows, (0.3 * inch, 2.6 * inch, 3.8 * inch, 0.8 * inch)),
        *head("What is left, and what was looked at"),
        grid((), told, (1.2 * inch, BODY - 1.2 * inch)),
        *head("To be answered by a person"),
        *(paragraph(remark) for remark in found.remarks),
        KeepTogether([Spacer(0, 26), signature("For the practice, with name")]),
    ]
