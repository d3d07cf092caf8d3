"""Whether a billed drug came from single-dose containers."""

from oncodesk.rules.kit import ClaimLine, Subject


def single_dose(subject: Subject, line: ClaimLine) -> bool | None:
    """True or False where the facts or the drug's table say so; None where neither does, or it is not a drug.

    The containers recorded at the visit go before what the product is usually sold in.
    """
    drug = subject.drug(line)
    if drug is None or drug.unlisted or drug.drug_class == "hydration":
        return False
    given = subject.visit.administrations if subject.visit else ()
    kinds = {box.kind for a in given if a.id in line.facts for box in a.containers if box.kind}
    if kinds:
        return kinds == {"single_dose"}
    return {"single_dose": True, "multi_dose": False}.get(drug.container_kind)
