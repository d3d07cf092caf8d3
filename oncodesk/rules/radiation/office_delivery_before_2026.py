"""A delivery code is not the one that Medicare took from offices before 2026.

What it checks
    For dates before 2026, external beam delivery in an office is billed to Medicare with the HCPCS delivery codes.

Why it matters
    Medicare paid freestanding centers by those codes until the end of 2025 and refused the CPT family.

How to fix it
    Use the HCPCS code for the areas and the energy of the treatment.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, set_code
from oncodesk.rules.radiation.course import in_lists


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each CPT delivery line of an office while the payer took the other family."""
    payer = subject.claim.payer
    for held in subject.lines:
        tables = subject.at(held)
        takes = tables.policy.codes("radiation.office_delivery_payers")
        if (
            payer is None
            or payer.kind not in takes
            or subject.place(held) not in tables.policy.codes("claim.office_places")
        ):
            continue
        role = subject.role(held)
        if not in_lists(subject, held, "external_beam_codes") or role.startswith("radiation.delivery.office"):
            continue
        modulated = role.startswith("radiation.delivery.imrt")
        wanted = tables.role("radiation.delivery.office.imrt") if modulated else None
        yield rule.finding(
            f"{held.code} for Medicare in an office on {subject.day(held)}",
            why="until the end of 2025 an office's delivery had HCPCS codes of its own.",
            lines=[held],
            fixes=(
                Fix(
                    title=f"Change to {wanted.code}",
                    only_if="it was intensity-modulated treatment without a compensator",
                    edits=(set_code(held, wanted.code),),
                ),
            )
            if wanted
            else (),
        )


RULE = Rule(
    __name__,
    title="Office delivery before 2026",
    severity="error",
    covers=("RAD-01",),
    citation=cite("radiation-delivery-2015"),
    check=check,
    bad=lambda: claim(line("77385"), dx="Z51.0 C61", date_of_service="2025-11-12"),
    good=lambda: claim(line("G6015"), dx="Z51.0 C61", date_of_service="2025-11-12"),
    reads=("procedures", "radiation.office_delivery_payers", "radiation.external_beam_codes", "claim.office_places"),
)
