"""Derivations and reports as plain text."""

from collections.abc import Iterator

from oncodesk.domain.claim import LETTERS, Claim, ClaimLine
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.payer_card import Applied
from oncodesk.domain.report import Citation, Finding, Report
from oncodesk.domain.visit import Visit

TABLES = {
    "icd10cm": "ICD-10-CM", "hcpcs": "HCPCS", "procedures": "procedures", "ptp": "NCCI pairs", "mue": "unlikely edits",
    "addon": "add-on edits", "rules": "rules of",
}  # fmt: skip
"""How a report names each table it consults."""
EVENT = "radiation.events."
"""Before the place of an event, where a trace or a question names one."""


def derivation_text(derived: Derivation) -> str:
    """The claim, the reason for every line, what must be asked, and the report."""
    parts = [*_claim(derived.claim), "", *_traces(derived)]
    if derived.questions:
        parts += [
            "",
            "To ask:",
            *(
                f"  {fact_text(q.fact, derived.claim.visit)}: {q.ask}" + (f" ({q.why})" if q.why else "")
                for q in derived.questions
            ),
        ]
    if derived.report:
        parts += ["", report_text(derived.report)]
    return "\n".join(parts)


def report_text(report: Report) -> str:
    """Findings worst first, what resolved others, payers' exceptions, and last what was consulted and not checked."""
    parts = [line for finding in report.findings for line in _finding(finding)] or ["Nothing found."]
    parts += [f"resolved: {r.rule} by {r.by}" for r in report.resolved]
    parts += [_exception(one) for one in report.exceptions]
    parts += [f"not checked: {n.rule}: {n.reason}" for n in report.not_checked]
    return "\n".join((*parts, _coverage(report)))


def _coverage(report: Report) -> str:
    """The last line: tables and editions consulted, and how much was not checked."""
    held = report.editions.model_dump()
    consulted = ", ".join(f"{TABLES[name]} {edition or 'none loaded'}" for name, edition in held.items())
    rules = list(dict.fromkeys(n.rule for n in report.not_checked))
    left = f"not checked: {', '.join(rules)}" if rules else "every rule was checked"
    return f"consulted: {consulted}; {left}"


def _exception(one: Applied) -> str:
    what = one.rule or one.value
    where = f" on line {', '.join(one.lines)}" if one.lines else ""
    policy = one.policy
    return (
        f"by {one.payer}'s card: {what} is {one.becomes}{where}: {policy.title}, dated {policy.dated}, "
        f"{policy.link or policy.file}"
    )


def citation_text(citation: Citation) -> str:
    """The authority in one line."""
    since = f"in force since {citation.effective}" if citation.effective else None
    return ", ".join(part for part in (citation.title, citation.section, since) if part)


def line_text(line: ClaimLine) -> str:
    """`96415-59 × 2` in one word group."""
    code = "-".join((line.code, *line.modifiers))
    return f"{code} × {line.units}" if line.units != 1 else code


def fact_text(fact: str, visit: Visit | None) -> str:
    """A fact as a reader would look for it: an event of a course by what it was and its date."""
    place = fact.removeprefix(EVENT)
    if place == fact or not place.isdigit() or visit is None or visit.radiation is None:
        return fact
    event = visit.radiation.events[int(place)]
    return f"{event.type.replace('_', ' ')} of {event.date}"


def _claim(claim: Claim) -> Iterator[str]:
    yield f"Date of service {claim.date_of_service}, place of service {claim.place_of_service}"
    yield from (f"  {letter}  {code}" for letter, code in zip(LETTERS, claim.diagnoses, strict=False))
    for line in claim.lines:
        day = f"  {line.date_of_service}" if line.date_of_service else ""
        charge = "" if line.charge is None else f"  {line.charge:,.2f}"
        yield f"  {line.id:>2}  {line_text(line):22}  {line.pointers:4}{day}{charge}"


def _traces(derived: Derivation) -> Iterator[str]:
    yield "Why:"
    for trace in derived.trace:
        facts = ", ".join(fact_text(fact, derived.claim.visit) for fact in trace.facts)
        where = f"line {trace.line} ({facts})" if trace.line else "no line"
        yield f"  {where}: {'; '.join(trace.steps)}"
        if trace.citation:
            yield f"      {citation_text(trace.citation)}"


def _finding(finding: Finding) -> Iterator[str]:
    where = ", ".join([*(f"line {line}" for line in finding.lines), *finding.diagnoses, *finding.facts])
    yield f"{finding.severity.upper()} {finding.rule}{f' ({where})' if where else ''}: {finding.message}"
    if finding.why:
        yield f"    {finding.why}"
    yield f"    {citation_text(finding.citation)}"
    yield from (f"    fix: {fix.title}, only if {fix.only_if}" for fix in finding.fixes)
