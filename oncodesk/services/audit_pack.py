"""One finalised claim with every ground it stands on, as one PDF."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from oncodesk.codes.library import CodeSets
from oncodesk.codes.tables import Tables
from oncodesk.documents.content import Content, Stamp, superbill_content, verification_code
from oncodesk.domain.claim import Claim
from oncodesk.domain.derivation import Trace
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Citation, Finding, Report
from oncodesk.domain.visit import Visit
from oncodesk.services.derive_claim import derive_claim
from oncodesk.services.explain import citation_text, line_text
from oncodesk.services.prove_claim import Proof, prove_claim
from oncodesk.vault.values import AuditRow, FinalClaim, SealedClaim

if TYPE_CHECKING:
    from oncodesk.documents.audit_pack import Judged, Pack, Reason
    from oncodesk.vault.proof import Verdict
    from oncodesk.vault.store import Store


def audit_pack(store: "Store", code_sets: CodeSets, number: int, now: datetime) -> bytes:
    """The PDF, and its entry in the audit; UnusableInput where there is no claim of that number.

    The whole file is verified and the claim judged anew: the pack says how both came out.
    """
    from oncodesk.documents.audit_pack import audit_pack_pdf

    try:
        kept = store.sealed_claim(number)
    except KeyError:
        raise UnusableInput("NUMBER", f"expected a finalised claim, found no {number}") from None
    tables = code_sets.at(kept.final.claim.date_of_service)
    printed = f"{now:%Y-%m-%d %H:%M}"
    superbill, missing = _superbill(store, kept.final, tables, printed)
    store.note("export", f"claim:{number}", document="audit pack")
    proof, verdict, history = (
        prove_claim(code_sets, kept, store.cards()),
        store.verify(),
        store.audit(f"claim:{number}"),
    )
    return audit_pack_pdf(pack_of(kept, tables, proof, verdict, history, printed, missing), superbill)


def _superbill(store: "Store", final: FinalClaim, tables: Tables, printed: str) -> tuple[Content | None, str]:
    """The superbill's content, or what it lacks."""
    created = f"{final.finalised_at.astimezone():%Y-%m-%d %H:%M}"
    replaces = str(final.replaces) if final.replaces is not None else None
    stamp = Stamp(str(final.number), created, printed, replaces, final.state == "void")
    try:
        return superbill_content(final.claim, final.claim.practice or store.practice(), tables, stamp), ""
    except UnusableInput as problem:
        return None, problem.expected


def pack_of(
    kept: SealedClaim,
    tables: Tables,
    proof: Proof,
    verdict: "Verdict",
    history: Iterable[AuditRow],
    printed: str,
    missing: str = "",
) -> "Pack":
    """What the pack says, as plain text by place."""
    from oncodesk.documents.audit_pack import Pack

    final = kept.final
    claim, report = final.claim, final.report
    traces = _traces(kept, tables)
    return Pack(
        number=final.number,
        code=verification_code(claim, str(final.number)),
        printed=printed,
        summary=tuple(_summary(final, missing)),
        reasons=tuple(_reasons(claim, traces, bool(proof.missing))),
        findings=tuple(_findings(report)),
        overrides=tuple(_overrides(claim)),
        not_checked=tuple((one.rule, one.reason) for one in report.not_checked),
        citations=tuple(_citations(report, traces)),
        editions=tuple((name, edition) for name, edition in sorted(kept.editions.items())),
        history=tuple(map(_entry, history)),
        proof=tuple(_proof(kept, proof, verdict)),
    )


def _summary(final: FinalClaim, missing: str) -> Iterator[tuple[str, str]]:
    claim = final.claim
    yield "Claim", f"{final.number}, {final.state}" + (f", replaces {final.replaces}" if final.replaces else "")
    yield "Finalised", f"{final.finalised_at.astimezone():%Y-%m-%d %H:%M %Z} by {final.by}"
    yield "Date of service", f"{claim.date_of_service:%m/%d/%Y}, place of service {claim.place_of_service}"
    if claim.patient:
        yield "Patient", f"{claim.patient.name}, account {claim.patient.account}"
    if claim.payer:
        yield "Payer", f"{claim.payer.name} ({claim.payer.kind})"
    yield "Diagnoses", " ".join(claim.diagnoses) or "none"
    yield "Lines", f"{len(claim.lines)}, total {'not priced' if claim.total is None else f'${claim.total:,.2f}'}"
    if missing:
        yield "Superbill", f"cannot be drawn: {missing}"


def _traces(kept: SealedClaim, tables: Tables) -> tuple[Trace, ...]:
    """The reasons for the lines, worked out from the facts that were sealed; none where they are no whole visit."""
    visit = kept.final.claim.visit
    if visit is None:
        facts = (kept.facts or {}).get("draft")
        try:
            visit = parse(Visit, facts)
        except UnusableInput:
            return ()
    return derive_claim(visit, tables).trace


def _reasons(claim: Claim, traces: tuple[Trace, ...], is_other_edition: bool) -> "Iterator[Reason]":
    from oncodesk.documents.audit_pack import Reason

    told = ("worked out with other editions than those sealed",) if is_other_edition else ()
    by_line: dict[str, list[Trace]] = {}
    for trace in traces:
        by_line.setdefault(trace.line, []).append(trace)
    for line in claim.lines:
        own = by_line.pop(line.id, [])
        steps = [step for trace in own for step in trace.steps]
        if line.override:
            steps.append(f"by the coder's own decision: {line.override.reason}")
        facts = ", ".join(dict.fromkeys(fact for trace in own for fact in trace.facts))
        cited = next((citation_text(trace.citation) for trace in own if trace.citation), "")
        reasons = (*steps, *(told if own else ())) or ("put in by hand; no fact of the visit derives it",)
        yield Reason(f"{line.id}  {line_text(line)}", facts, tuple(reasons), cited)
    for identifier, left in by_line.items():
        for trace in left:
            cited = citation_text(trace.citation) if trace.citation else ""
            where = "no line" if not identifier else f"{identifier}  (not on the claim)"
            yield Reason(where, ", ".join(trace.facts), trace.steps, cited)


def _findings(report: Report) -> "Iterator[Judged]":
    from oncodesk.documents.audit_pack import Judged

    for one in report.findings:
        said = "; ".join(filter(None, (one.message, one.why)))
        yield Judged(one.severity, one.rule, _where(one), said, citation_text(one.citation), "stands")
    for done in report.resolved:
        where = f"line {', '.join(done.lines)}" if done.lines else ""
        yield Judged("resolved", done.rule, where, "would be found", "", f"answered by {done.by}")
    for used in report.exceptions:
        policy = f"{used.policy.title}, dated {used.policy.dated}"
        where = f"line {', '.join(used.lines)}" if used.lines else ""
        yield Judged(
            "exception", used.rule or used.value or "", where, f"{used.payer}: {policy}", "", str(used.becomes)
        )


def _where(finding: Finding) -> str:
    return ", ".join([*(f"line {line}" for line in finding.lines), *finding.diagnoses, *finding.facts])


def _overrides(claim: Claim) -> Iterator[tuple[str, str, str]]:
    for one in claim.overrides:
        where = ", ".join([*(f"line {line}" for line in one.lines), *one.diagnoses])
        yield f"{one.rule}{f' ({where})' if where else ''}", one.reason, _signed(one.by, one.at)
    for line in claim.lines:
        if line.override:
            yield f"line {line.id}", line.override.reason, _signed(line.override.by, line.override.at)


def _signed(by: str | None, at: str | None) -> str:
    return ", ".join(filter(None, (by, at))) or "not recorded here; see what was done with it"


def _citations(report: Report, traces: tuple[Trace, ...]) -> Iterator[tuple[str, str, str]]:
    cited: list[Citation] = [one.citation for one in report.findings]
    cited += [trace.citation for trace in traces if trace.citation]
    for one in dict.fromkeys(cited):
        since = f"since {one.effective}" if one.effective else ""
        yield one.title, ", ".join(filter(None, (one.section, since))), one.source or ""


def _entry(row: AuditRow) -> tuple[str, str, str, str]:
    what = f"{row.action} ({row.said})" if row.said else row.action
    return str(row.sequence), f"{row.at.astimezone():%Y-%m-%d %H:%M:%S}", row.by, what


def _proof(kept: SealedClaim, proof: Proof, verdict: "Verdict") -> Iterator[tuple[str, str]]:
    yield "Seal", "whole: nothing of it was changed since" if kept.is_whole else "BROKEN: it is not what was sealed"
    yield "Judged anew", proof.as_text().replace("\n", "; ")
    yield "Audit chain", "whole" if verdict.is_whole else "; ".join(verdict.problems)
    yield "Chain head", f"{verdict.head} after {verdict.audit_rows:,} entries, {verdict.claims:,} sealed claims"
    yield "Verification", f"{verification_code(kept.final.claim, str(kept.final.number))}, as on the superbill"
