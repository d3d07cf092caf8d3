"""Which lines of a date are visits, and which are the treatment beside them."""

from oncodesk.rules.kit import ClaimLine, Subject

BESIDE = frozenset({"administration", "pump", "access", "transfusion", "procedure", "brachytherapy"})


def visits(subject: Subject, lines: tuple[ClaimLine, ...]) -> list[ClaimLine]:
    """The visits among lines of one date."""
    return [line for line in lines if line.code in subject.at(line).policy.codes("evaluation.evaluation_codes")]


def treatments(subject: Subject, lines: tuple[ClaimLine, ...]) -> list[ClaimLine]:
    """Administrations, transfusions and procedures among them."""
    return [line for line in lines if subject.kind(line) in BESIDE]
