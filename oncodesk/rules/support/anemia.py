"""Agents that stimulate red cells: the lines of a claim and the blood counts behind them."""

from collections.abc import Iterator

from oncodesk.domain.encounter import Facts
from oncodesk.domain.icd import dotless
from oncodesk.rules.kit import ClaimLine, Subject


def agents(subject: Subject) -> tuple[ClaimLine, ...]:
    """Lines of agents for use outside dialysis; a line of waste is no line of its own."""
    found: tuple[ClaimLine, ...] | None = subject.memo.get("esa")
    if found is None:
        found = subject.memo["esa"] = tuple(_agents(subject))
    return found


def agent_lines(subject: Subject) -> Iterator[ClaimLine]:
    """Every line of such an agent, waste too."""
    return (held for held in subject.lines if held.code in subject.at(held).policy.codes("drugs.esa_codes"))


def _agents(subject: Subject) -> Iterator[ClaimLine]:
    return (held for held in agent_lines(subject) if "JW" not in held.modifiers)


def facts(subject: Subject) -> tuple[Facts, ...]:
    """The claim's documented facts, then the visit's."""
    return (subject.claim.facts, *([subject.visit.facts] if subject.visit else ()))


def first_of(subject: Subject, name: str) -> object | None:
    """The first recorded value of that fact."""
    return next((value for held in facts(subject) if (value := getattr(held, name)) is not None), None)


def has_diagnosis(subject: Subject, *beginnings: str) -> bool:
    """Whether a diagnosis of the claim starts with one of those, dots or not."""
    return any(dotless(code).startswith(tuple(dotless(b) for b in beginnings)) for code in subject.claim.diagnoses)


def has_cancer(subject: Subject) -> bool:
    """Whether a neoplasm is among the claim's diagnoses."""
    return has_diagnosis(subject, *subject.tables.policy.codes("diagnosis.neoplasm_prefixes"))
