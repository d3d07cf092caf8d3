"""One cause, one finding: a symptom goes into the finding that explains it, and stays told there."""

from collections.abc import Callable, Iterable

from oncodesk.domain.report import SEVERITIES, Finding
from oncodesk.rules.catalogue import FOLDED

SAME_FAULT: dict[str, tuple[str, ...]] = {
    "edits.ncci-pair": (
        "edits.injection-not-apart",
        "infusion.one-initial",
        "infusion.included-beside",
        "infusion.pump-includes",
        "infusion.flush-beside-other",
        "infusion.line-draw-beside-other",
        "infusion.route-code",
        "evaluation.separate-visit-unmarked",
        "evaluation.nurse-visit-with-treatment",
        "evaluation.two-visits-a-day",
        "radiation.stereotactic-managed-weekly",
        "radiation.brachytherapy-managed-weekly",
        "radiation.management-together",
        "radiation.visit-in-course",
        "radiation.proton-with-photons",
        "radiation.planning-in-imrt-plan",
        "radiation.calculation-included",
        "radiation.imrt-device",
        "radiation.source-handling",
        "radiation.physics-count",
        "radiation.guidance-included",
        "radiation.port-images-with-guidance",
        "radiation.superficial-includes",
        "support.marrow-sampling",
        "claim.not-in-facts",
    ),
    "edits.unlikely-units": (
        "infusion.one-initial",
        "infusion.repeat-push-in-office",
        "infusion.concurrent-count",
        "infusion.another-drug-count",
        "infusion.extra-hours",
        "infusion.injection-count",
        "radiation.delivery-per-session",
        "radiation.port-images-by-film",
        "radiation.management-count",
        "radiation.stereotactic-management-repeated",
        "radiation.intraoperative-repeated",
        "radiation.simulation-repeated",
        "radiation.plans-of-one-volume",
        "radiation.imrt-device",
        "radiation.physics-count",
        "radiation.special-physics-repeated",
        "radiation.special-treatment-repeated",
        "radiation.clinical-plan-repeated",
        "radiation.usual-limits",
        "support.transfusion-count",
        "support.marrow-sampling",
        "drugs.units-from-dose",
        "drugs.waste-units",
        "drugs.product-code",
        "drugs.same-line-twice",
        "evaluation.consultation-refused",
        "evaluation.two-visits-a-day",
        "edits.repeat-unmarked",
        "claim.billed-already",
        "claim.blood-drawn-twice",
        "claim.impossible-amount",
        "claim.wrong-place",
        "claim.not-in-facts",
    ),
    "edits.addon-table": (
        "edits.addon-without-primary",
        "infusion.hydration-over-push",
        "infusion.hours-of-another-family",
        "infusion.another-drug-count",
        "radiation.motion-study-without-plan",
        "evaluation.care-relation-addon",
        "evaluation.prolonged-visit",
        "claim.not-in-facts",
    ),
}
"""Rule over an official table to rules that say the same of the same lines: the graver finding keeps the other, and
where both are as grave the rule that names the cause does."""

WITHIN: dict[str, tuple[str, ...]] = {
    "claim.billed-already": (
        "infusion.one-initial",
        "infusion.extra-hours",
        "infusion.another-drug-count",
        "infusion.concurrent-count",
        "radiation.delivery-per-session",
        "radiation.management-count",
        "radiation.simulation-repeated",
        "radiation.clinical-plan-repeated",
        "radiation.plans-of-one-volume",
        "radiation.imrt-device",
        "radiation.special-physics-repeated",
        "radiation.special-treatment-repeated",
        "radiation.stereotactic-management-repeated",
        "radiation.intraoperative-repeated",
        "support.transfusion-count",
    ),
    "evaluation.two-visits-a-day": ("claim.billed-already",),
    "infusion.initial-by-reason": ("infusion.hydration-over-push",),
    "infusion.another-drug-count": (
        "infusion.hydration-over-push",
        "infusion.initial-by-reason",
        "infusion.wrong-family",
        "infusion.push-or-infusion",
    ),
    "infusion.extra-hours": ("infusion.hours-of-another-family",),
    "drugs.wastage-modifier-missing": ("drugs.waste-among-given",),
    "drugs.ndc-missing": ("drugs.unlisted-content",),
    "drugs.waste-of-multi-dose": ("drugs.product-code",),
    "drugs.product-for-other-route": ("drugs.product-code",),
    "drugs.waste-not-recorded": ("drugs.waste-units",),
    "claim.wrong-place": ("infusion.repeat-push-in-office", "drugs.unlisted-content"),
    "infusion.drug-and-administration": ("claim.wrong-place",),
    "evaluation.separate-visit-unmarked": ("edits.visit-modifier-misplaced",),
    "edits.addon-without-primary": ("evaluation.care-relation-addon", "evaluation.prolonged-visit"),
    "radiation.delivery-per-session": ("radiation.stereotactic-delivery",),
    "radiation.management-together": ("radiation.short-course-management",),
}
"""Symptom to causes: as `FOLDED`, where the lines of one are among those of the other; the symptom's rows stay."""

SAME_CURE: dict[str, tuple[str, ...]] = {
    "infusion.not-billed": (
        "edits.addon-without-primary",
        "infusion.hours-of-another-family",
        "infusion.extra-hours",
    ),
    "edits.addon-without-primary": ("infusion.initial-by-reason",),
    "infusion.another-drug-count": ("infusion.initial-by-reason",),
    "infusion.extra-hours": ("infusion.pump-includes", "infusion.another-drug-count"),
}
"""Symptom to causes: where a fix of the one is a fix of the other, whatever their lines; the symptom's rows stay."""


def folded(findings: Iterable[Finding], answered: Callable[[Finding], bool] = lambda _: False) -> list[Finding]:
    """Equal findings once, and every symptom told in the finding of its cause.

    A cause that the coder has answered for keeps no row of an official table: the payer's edit stands all the same.
    """
    once = list({finding.model_dump_json(): finding for finding in findings}.values())
    silent = {id(f) for f in once if answered(f)}
    causes = {id(f): cause for f in once if (cause := _cause(once, f, silent))}
    symptoms: dict[int, list[Finding]] = {}
    for f in once:
        if id(f) in causes:
            symptoms.setdefault(id(_root(causes, f)), []).append(f)
    return [_with(f, symptoms.get(id(f), [])) for f in once if id(f) not in causes]


def _cause(once: list[Finding], symptom: Finding, silent: set[int]) -> Finding | None:
    loud = [f for f in once if f is not symptom and not (id(f) in silent and symptom.rule in SAME_FAULT)]
    able = [f for f in loud if _explains(f, symptom)]
    return min(able, key=lambda f: (SEVERITIES.index(f.severity), f.rule, f.lines, f.message), default=None)


def _root(causes: dict[int, Finding], f: Finding) -> Finding:
    while id(f) in causes:
        f = causes[id(f)]
    return f


def _explains(cause: Finding, symptom: Finding) -> bool:
    graver = SEVERITIES.index(cause.severity) - SEVERITIES.index(symptom.severity)
    lines, others = set(cause.lines), set(symptom.lines)
    if graver <= 0 and cause.rule in SAME_CURE.get(symptom.rule, ()):
        return any(one.edits == other.edits for one in cause.fixes for other in symptom.fixes)
    if graver > 0 or not lines & others:
        return False
    if cause.rule in FOLDED.get(symptom.rule, ()):
        return True
    nested = lines <= others or others <= lines
    if nested and cause.rule in WITHIN.get(symptom.rule, ()):
        return True
    return nested and _same_fault(cause, symptom) and (graver < 0 or symptom.rule in SAME_FAULT)


def _same_fault(cause: Finding, symptom: Finding) -> bool:
    return cause.rule in SAME_FAULT.get(symptom.rule, ()) or symptom.rule in SAME_FAULT.get(cause.rule, ())


def _keeps_rows(cause: Finding, symptom: Finding) -> bool:
    return _same_fault(cause, symptom) or cause.rule in (
        *WITHIN.get(symptom.rule, ()),
        *SAME_CURE.get(symptom.rule, ()),
    )


def _with(cause: Finding, symptoms: list[Finding]) -> Finding:
    told = sorted({(f.rule, f.message) for f in symptoms if f.message != cause.message})
    if not symptoms:
        return cause
    also = "; ".join(f"{message} ({rule})" for rule, message in told)
    why = f"{cause.why.rstrip('.')}. With it goes: {also}." if also else cause.why
    rows = (row for f in symptoms if f.severity != "info" and _keeps_rows(cause, f) for row in f.covers)
    covers = tuple(dict.fromkeys((*cause.covers, *sorted(rows))))
    return cause.model_copy(update={"why": why, "covers": covers})
