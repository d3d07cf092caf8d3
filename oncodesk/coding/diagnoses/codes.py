"""From documented diagnoses to codes: history, remission, suspicion, headings, seventh characters."""

from dataclasses import dataclass, field

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import DiagnosisCode
from oncodesk.coding.diagnoses.kinds import begins, kind_of
from oncodesk.domain.derivation import Question
from oncodesk.domain.icd import dotted
from oncodesk.domain.visit import Diagnosis, Visit

_NAMED_CHILDREN = 12


@dataclass(frozen=True, slots=True)
class Settled:
    """A code on its way to the claim and the diagnosis it came from; None where the engine proposes it."""

    code: str
    fact: Diagnosis | None = None

    @property
    def treated(self) -> bool:
        """Whether the visit is directed at it."""
        return self.fact is not None and self.fact.treated


@dataclass
class Findings:
    """Codes, questions and steps gathered on the way."""

    settled: list[Settled] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def ask(self, fact: str, text: str, *, answer: str | None = None, why: str | None = None) -> None:
        """Adds a question."""
        self.questions.append(Question(fact=fact, ask=text, field=answer, why=why))

    def has(self, *beginnings: str) -> bool:
        """Whether a code so beginning is among those settled."""
        return any(s.code.startswith(beginnings) for s in self.settled)


def settle(visit: Visit, tables: Tables) -> Findings:
    """Each documented diagnosis as the code its status makes it, once; what cannot be settled is asked."""
    found = Findings()
    for place, diagnosis in enumerate(visit.diagnoses):
        code = _settled(diagnosis, f"diagnoses.{place}", found, tables)
        if code is None:
            continue
        same = next((n for n, s in enumerate(found.settled) if s.code == code), None)
        if same is None:
            found.settled.append(Settled(code, diagnosis))
        elif diagnosis.treated:
            found.settled[same] = Settled(code, diagnosis)
    return found


def _settled(diagnosis: Diagnosis, fact: str, found: Findings, tables: Tables) -> str | None:
    code = dotted(diagnosis.code)
    if diagnosis.status == "suspected":
        found.steps.append(f"{code} is only suspected: not coded (guideline IV.H)")
        text = f"{code} is only suspected: which sign, symptom or abnormal finding is documented?"
        found.ask(fact, text, answer="code", why="outpatient diagnoses are coded to what is certain")
        return None
    if diagnosis.status == "history" and diagnosis.intent == "treatment":
        text = f"{code} is given as history and as under treatment: which is it?"
        found.ask(fact, text, answer="status", why="treatment means active, prevention means history")
    if kind_of(code, tables) == "neoplasm" and (diagnosis.status == "history" or diagnosis.intent == "prophylaxis"):
        return _history(code, diagnosis, fact, found, tables)
    if diagnosis.status in {"in_remission", "in_relapse"}:
        code = _remission(code, diagnosis.status, fact, found, tables)
    return _complete(code, diagnosis, fact, found, tables)


def _history(code: str, diagnosis: Diagnosis, fact: str, found: Findings, tables: Tables) -> str | None:
    """The personal-history code by the longest beginning that fits."""
    policy = tables.policy
    table = {**policy.table("diagnosis.history_of_not_malignant"), **policy.table("diagnosis.history_of")}
    fitting = max((start for start in table if code.startswith(start)), key=len, default=None)
    if fitting is None:
        found.ask(fact, f"{code} is history: which personal-history code fits?", answer="code")
        found.steps.append(f"{code} is history and has no history code in the table: left out")
        return None
    why = "preventive endocrine therapy" if diagnosis.status != "history" else "history"
    found.steps.append(f"{code}, {why} → {table[fitting]}")
    return str(table[fitting])


def _remission(code: str, status: str, fact: str, found: Findings, tables: Tables) -> str:
    """The code with the character its family uses for remission or relapse."""
    families = tables.policy.table("diagnosis.remission_characters")
    family = max((start for start in families if code.startswith(start)), key=len, default=None)
    character = families[family].get(status) if family else None
    words = status.removeprefix("in_")
    remission = families[family].get("in_remission") if family else None
    if status == "in_relapse" and character is None and remission and code[5:6] == remission:
        found.ask(fact, f"{code} says remission, relapse is documented: which site?", answer="code")
        return code
    if character is None:
        if not (family and status == "in_relapse"):
            text = f"{code} has no code for {words} on {tables.on}: active and treated, or history?"
            found.ask(fact, text, answer="status", why="only leukemia, myeloma and lymphoma have such characters")
        return code
    stem = code if len(code) == 5 else code[:5]
    wanted = f"{stem}{character}"
    entry = tables.diagnosis(wanted)
    if len(stem) < 5 or entry is None or not entry.billable:
        text = f"{code} in {words}: which code? {wanted} is none of the edition"
        found.ask(fact, text, answer="code")
        return code
    if wanted != code:
        found.steps.append(f"{code} in {words} → {wanted}")
    return wanted


def _complete(code: str, diagnosis: Diagnosis, fact: str, found: Findings, tables: Tables) -> str:
    """The code itself where billable; its only child, or the seventh character of active treatment; else a question."""
    entry = tables.diagnosis(code) or _without_placeholder(code, tables)
    if entry is None:
        found.ask(fact, f"{code} is not in ICD-10-CM on {tables.on}: which code?", answer="code")
        return code
    if entry.billable:
        return entry.code
    if entry.seventh and (diagnosis.treated or begins(code, "adverse_effect_prefixes", tables)):
        active = next((child for child in entry.children if child.endswith("A")), None)
        if active:
            found.steps.append(f"{code} under active treatment → {active}")
            return active
    children = _billable(entry, tables)
    if all(begins(child, "treatment_encounter_codes", tables) for child in children):
        return code
    caused = _of_cause(children, diagnosis, tables)
    if caused:
        found.steps.append(f"{code} due to {(diagnosis.due_to or '').replace('_', ' ')} → {caused}")
        return caused
    if len(children) == 1:
        found.steps.append(f"{code} → {children[0]}, its only code")
        return children[0]
    named = ", ".join(children[:_NAMED_CHILDREN]) + (" …" if len(children) > _NAMED_CHILDREN else "")
    what = "lacks its seventh character" if entry.seventh else "is a heading"
    found.ask(fact, f"{code} {what}: which of {named}?", answer="code", why="only complete codes are billed")
    return code


def _without_placeholder(code: str, tables: Tables) -> DiagnosisCode | None:
    """The heading of a code that was typed with its placeholder and without its seventh character."""
    entry = tables.diagnosis(code.rstrip("X"))
    return entry if entry and entry.seventh else None


def _of_cause(children: list[str], diagnosis: Diagnosis, tables: Tables) -> str | None:
    """The one code below a heading whose title names the documented cause."""
    words = tables.policy.table("diagnosis.cause_words").get(diagnosis.due_to or "", [])
    entries = [tables.diagnosis(child) for child in children]
    named = [e.code for e in entries if e and any(word in e.text.lower() for word in words)]
    return named[0] if len(named) == 1 else None


def _billable(entry: DiagnosisCode, tables: Tables) -> list[str]:
    """Billable codes below the entry, in order."""
    result: list[str] = []
    for child in entry.children:
        below = tables.diagnosis(child)
        if below:
            result += [below.code] if below.billable else _billable(below, tables)
        if len(result) > _NAMED_CHILDREN:
            break
    return result
