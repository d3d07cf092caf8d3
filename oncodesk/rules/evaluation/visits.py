"""Which lines of a date are visits, and which are the treatment beside them."""

from oncodesk.rules.kit import ClaimLine, Subject

BESIDE = frozenset({"administration", "pump", "access", "transfusion", "procedure", "brachytherapy"})

DRAWS = ("access.venous_draw", "access.port_draw", "access.catheter_draw", "access.flush")


def visits(subject: Subject, lines: tuple[ClaimLine, ...]) -> list[ClaimLine]:
    """The visits among lines of one date."""
    return [line for line in lines if line.code in subject.at(line).policy.codes("evaluation.evaluation_codes")]


def treatments(subject: Subject, lines: tuple[ClaimLine, ...]) -> list[ClaimLine]:
    """Administrations, transfusions and procedures among them; a blood draw or a flush treats nothing."""
    draws = {found.code for role in DRAWS if lines and (found := subject.at(lines[0]).role(role))}
    return [line for line in lines if subject.kind(line) in BESIDE and line.code not in draws]
