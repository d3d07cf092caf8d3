"""Clinical trials: which lines were routine care, which were under investigation."""

from dataclasses import replace

from oncodesk.codes.tables import Tables
from oncodesk.coding.lines import Part, ProposedLine
from oncodesk.coding.proposing import medicare_like
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Visit


def mark(visit: Visit, part: Part, tables: Tables) -> Part:
    """Q0 or Q1 on the lines of a trial visit, for payers with Medicare's trial rules (CLM-06)."""
    own = {a.id: a.trial for a in visit.administrations if a.trial}
    trial = visit.facts.clinical_trial
    if (trial is None and not own) or not medicare_like(visit, tables, "claim.trial_number_payers"):
        return part
    whole = trial.phase_item if trial else None
    lines = tuple(_marked(line, [own.get(f) for f in line.facts], whole, tables) for line in part.lines)
    silent = [line for line in lines if trial and whole is None and not _has(line, tables)]
    asked: tuple[Question, ...] = ()
    if silent:
        why = "each line of a trial says whether it was routine care or under investigation"
        asked = (Question(fact="facts.clinical_trial", ask="routine or investigational", field="phase_item", why=why),)
    return replace(part, lines=lines, questions=part.questions + asked)


def _has(line: ProposedLine, tables: Tables) -> bool:
    return bool(set(line.modifiers) & set(tables.policy.table("claim.trial_modifiers").values()))


def _marked(line: ProposedLine, items: list[str | None], whole: str | None, tables: Tables) -> ProposedLine:
    """The item of the first administration that states one, else that of the visit."""
    item = next((i for i in items if i), None) or whole
    modifier = tables.policy.table("claim.trial_modifiers").get(item or "")
    if modifier is None or _has(line, tables):
        return line
    step = f"{item} item of a clinical trial → {modifier}"
    return replace(line, modifiers=(*line.modifiers, str(modifier)), steps=(*line.steps, step))
