"""What the findings pane shows: cards in order, and what was not checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from oncodesk.domain.claim import Claim
from oncodesk.domain.decisions import Answer, Overlay, Query
from oncodesk.domain.derivation import Question
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.report import Edit, Finding, Fix, Report
from oncodesk.services.answers import answers
from oncodesk.services.explain import citation_text
from oncodesk.ui.editing.outcome import Outcome
from oncodesk.ui.editing.wording import is_missing, named_in, path_of, plain
from oncodesk.ui.shell.shortcuts import as_bound
from oncodesk.words import say

WORDS = {
    "unusable": say("Cannot use"),
    "error": say("Error"),
    "question": say("Question"),
    "warning": say("Warning"),
    "info": say("Note"),
}
_ORDER = tuple(WORDS)
_NAMED_LINES = 2
_UNREAD = say("It stands as you typed it. The claim knows nothing of it until it can be used.")
_ASKING = ("Which", "What", "Who", "When", "Where", "How", "Was", "Were", "Is", "Are", "Did", "Does")


@dataclass(frozen=True, slots=True)
class FixView:
    """A fix with its key, the sentence affirmed, and what the claim will say."""

    fix: Fix
    key: str
    preview: str


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to deal with.

    `goes_to` is the fact to jump to, as fact and field; `finding` what may be kept as it is.
    """

    key: str
    severity: str
    message: str
    where: str = ""
    why: str = ""
    citation: str = ""
    fixes: tuple[FixView, ...] = ()
    lines: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    goes_to: tuple[str, str] = ("", "")
    finding: Finding | None = None

    @property
    def word(self) -> str:
        """The severity as a word."""
        return WORDS[self.severity]

    @property
    def said(self) -> str:
        """The card in one text, for a screen reader."""
        return ". ".join(part for part in (self.word, self.message, self.where, self.why) if part)


@dataclass(frozen=True, slots=True)
class Decided:
    """Something the coder decided: a finding kept as it is, or a change of a line that fits no longer.

    `is_used` where a finding is answered by it; otherwise nothing is, and it is offered for removal.
    """

    decision: Answer | Overlay
    message: str
    reason: str
    where: str
    who: str
    is_used: bool

    @property
    def said(self) -> str:
        """All of it in one text."""
        head = say("Kept as it is") if self.is_used else say("Answers nothing now")
        return ". ".join(
            part
            for part in (head, self.message, self.where, say("Reason: {reason}", reason=self.reason), self.who)
            if part
        )


@dataclass(frozen=True, slots=True)
class FindingsState:
    """The cards, worst first, and the rules that could not be checked, as (reason, rules).

    `answered` tells what would be found and is answered by a modifier or a payer's written policy, `decided` what the
    coder answered, `queries` what was asked of the nurse or the physician; `is_empty` where there is no line to check.
    """

    cards: tuple[Card, ...] = ()
    not_checked: tuple[tuple[str, tuple[str, ...]], ...] = ()
    answered: tuple[str, ...] = ()
    decided: tuple[Decided, ...] = ()
    queries: tuple[Query, ...] = ()
    is_checked: bool = False
    is_empty: bool = False
    counts: dict[str, int] = field(default_factory=dict)


def findings_state(outcome: Outcome | None, unread: tuple[Card, ...] = ()) -> FindingsState:
    """Everything the outcome says is wrong, missing or unknown; `unread` tells of text that could not be used."""
    if outcome is None:
        return FindingsState(unread, counts=_counts(unread))
    if outcome.problem is not None:
        only = (*unread, _problem(outcome.problem, outcome))
        return FindingsState(only, queries=outcome.session.decided.queries, counts=_counts(only))
    claim, report = outcome.claim, outcome.report
    names = _names(outcome)
    questions = outcome.derivation.questions if outcome.derivation else ()
    cards = [*unread, *(_question(n, question, names, outcome) for n, question in enumerate(questions))]
    cards += [_incomplete(missing) for missing in outcome.incomplete]
    is_empty = claim is not None and not claim.lines
    found = [(n, f) for n, f in enumerate(report.findings if report else ()) if f.facts or not is_empty]
    cards += [_finding(n, f, claim, names) for n, f in found]
    cards.sort(key=lambda card: _ORDER.index(card.severity))
    unchecked: dict[str, tuple[str, ...]] = {}
    for entry in report.not_checked if report else ():
        unchecked[entry.reason] = (*unchecked.get(entry.reason, ()), entry.rule)
    told = _answered(report, claim, {answer.reason for answer in outcome.decided.answers})
    queries = outcome.decided.queries
    unasked = tuple(unchecked.items())
    return FindingsState(
        tuple(cards), unasked, told, _decided(outcome), queries, report is not None, is_empty, _counts(cards)
    )


def unread_card(number: int, where: str, expected: str, goes_to: tuple[str, str]) -> Card:
    """Text that could not be used, where it stands; `expected` in the coder's words."""
    told = f"{expected[:1].upper()}{expected[1:]}"
    return Card(f"unread.{number}.{where}", "unusable", told, where, _UNREAD, facts=goes_to[:1], goes_to=goes_to)


def _counts(cards: Sequence[Card]) -> dict[str, int]:
    return {severity: sum(card.severity == severity for card in cards) for severity in _ORDER}


def _decided(outcome: Outcome) -> tuple[Decided, ...]:
    """What counts first, then what answers nothing any more."""
    answers = outcome.decided.answers
    ordered = sorted(answers, key=lambda answer: answer in outcome.unused)
    told = [_answer(answer, answer not in outcome.unused) for answer in ordered]
    return (*told, *(_lost(overlay) for overlay in outcome.lost))


def _answer(answer: Answer, is_used: bool) -> Decided:
    where = ", ".join((*(line.code for line in answer.lines), *answer.diagnoses))
    return Decided(answer, answer.message, answer.reason, where, f"{answer.by}, {_moment(answer.at)}", is_used)


def _lost(overlay: Overlay) -> Decided:
    own = overlay.own
    reason, who = (own.reason, f"{own.by}, {_moment(own.at or '')}") if own else ("", "")
    return Decided(overlay, overlay.title, reason, say("its line is not derived any more"), who, is_used=False)


def _moment(at: str) -> str:
    """A moment to the minute, without its offset."""
    return at[:16].replace("T", " ")


def _answered(report: Report | None, claim: Claim | None, own: set[str]) -> tuple[str, ...]:
    """What is answered by others than the coder's own reasons."""
    if report is None:
        return ()
    codes = {line.id: line.code for line in claim.lines} if claim else {}
    told = [
        say(
            "{lines}: answered by {answer} ({rule})",
            lines=", ".join(codes.get(line, line) for line in r.lines),
            answer=r.by,
            rule=r.rule,
        )
        for r in report.resolved
        if r.by.removeprefix("override: ") not in own
    ]
    told += [
        say(
            "{payer}: {rule} is {becomes} by its policy of {day}, {title}",
            payer=one.payer,
            rule=one.rule or one.value,
            becomes=one.becomes,
            day=one.policy.dated,
            title=one.policy.title,
        )
        for one in report.exceptions
    ]
    return tuple(told)


def _names(outcome: Outcome) -> dict[str, str]:
    if outcome.visit is None:
        return {}
    return {given.id: given.name for given in outcome.visit.administrations}


def _problem(problem: UnusableInput, outcome: Outcome) -> Card:
    room, _, rest = problem.field.partition(".")
    fact, _, name = rest.partition(".")
    at = (fact, name) if room == "administrations" else (path_of(problem.field), "")
    if is_missing(problem.expected) and room != "administrations":
        return _still(problem, say("Nothing is worked out until it is there."))
    fixes: tuple[FixView, ...] = ()
    if room == "administrations" and name == "stop" and "stop_next_day" in problem.expected:
        edit = Edit(op="set_fact", fact=f"administrations.{fact}.stop_next_day", value=True)
        ran = Fix(title=say("It ran past midnight"), only_if=say("the stop time is of the next day"), edits=(edit,))
        fixes = (FixView(ran, as_bound("Alt+1"), say("Stop counts as the next day")),)
    entry: dict[str, Any] = next(
        (a for a in outcome.session.draft.get("administrations", []) if a.get("id") == fact), {}
    )
    told = plain(problem.expected)
    return Card(
        "problem",
        "unusable",
        told[:1].upper() + told[1:],
        " · ".join(part for part in (str(entry.get("drug") or ""), _field_of(name, problem)) if part),
        say("The claim is worked out anew once this can be used."),
        fixes=fixes,
        facts=(fact,) if room == "administrations" else (),
        goes_to=at,
    )


def _field_of(name: str, problem: UnusableInput) -> str:
    return name.replace("_", " ") if name else named_in(path_of(problem.field)).removeprefix("the ")


def _question(number: int, question: Question, names: dict[str, str], outcome: Outcome) -> Card:
    subject = _named(question.fact, names)
    fixes = answers(question, outcome.visit) if outcome.visit else ()
    return Card(
        f"question.{number}.{question.fact}.{question.field}",
        "question",
        _asked(question.ask),
        subject,
        question.why or "",
        fixes=tuple(FixView(fix, f"Alt+{n}", preview(fix, outcome.claim)) for n, fix in enumerate(fixes, 1)),
        facts=(question.fact,),
        goes_to=(question.fact, question.field or ""),
    )


def _asked(ask: str) -> str:
    """The question as a sentence."""
    told = ask[:1].upper() + ask[1:]
    return f"{told}?" if told.split(" ", 1)[0] in _ASKING and not told.endswith("?") else told


def _incomplete(missing: UnusableInput) -> Card:
    return _still(missing, say("The claim is worked out without it for now."))


def _still(missing: UnusableInput, why: str) -> Card:
    path = path_of(missing.field)
    return Card(
        f"incomplete.{path}",
        "question",
        say("Still missing: {field}", field=named_in(path)),
        "",
        why,
        goes_to=(path, ""),
    )


def _finding(number: int, finding: Finding, claim: Claim | None, names: dict[str, str]) -> Card:
    fixes = tuple(FixView(fix, as_bound(f"Alt+{n}"), preview(fix, claim)) for n, fix in enumerate(finding.fixes[:3], 1))
    return Card(
        f"{finding.rule}.{number}",
        finding.severity,
        finding.message[:1].upper() + finding.message[1:],
        where(finding, claim, names),
        finding.why,
        citation_text(finding.citation),
        fixes,
        finding.lines,
        finding.facts,
        (finding.facts[0], "") if finding.facts else ("", ""),
        finding,
    )


def where(finding: Finding, claim: Claim | None, names: dict[str, str]) -> str:
    """The lines, diagnoses and facts it is about, in the coder's words."""
    facts = tuple(_named(fact, names) for fact in finding.facts)
    return ", ".join(dict.fromkeys((*_lines(finding.lines, claim), *finding.diagnoses, *facts)))


def _lines(identifiers: tuple[str, ...], claim: Claim | None) -> tuple[str, ...]:
    """Each line with its code; more than two are counted and only their codes named."""
    held = {identifier: claim.line(identifier) if claim else None for identifier in identifiers}
    codes = tuple(dict.fromkeys(line.code for line in held.values() if line))
    if len(held) > _NAMED_LINES:
        return (say("{number} lines", number=len(held)) + (f" · {', '.join(codes)}" if codes else ""),)
    return tuple(say("line {number}", number=n) + (f" · {line.code}" if line else "") for n, line in held.items())


def _named(fact: str, names: dict[str, str]) -> str:
    return names.get(fact) or fact.removeprefix("services.").removeprefix("administrations.")


def preview(fix: Fix, claim: Claim | None) -> str:
    """What the claim or the visit will say once the fix is applied."""
    return "; ".join(dict.fromkeys(text for edit in fix.edits if (text := _effect(edit, fix, claim))))


def _effect(edit: Edit, fix: Fix, claim: Claim | None) -> str:
    line = claim.line(edit.line) if claim and edit.line else None
    match edit.op:
        case "set_fact":
            return say(
                "{field} becomes {value}",
                field=(edit.fact or "").rpartition(".")[2].replace("_", " "),
                value=_value(edit.value),
            )
        case "remove_line":
            if line is None:
                return say("line {line} goes", line=edit.line)
            return say("line {line} ({code}) goes", line=edit.line, code=line.code)
        case "add_line":
            return say("new line {line}", line=_value(edit.value))
        case "add_diagnosis":
            return say("{diagnosis} joins the diagnoses", diagnosis=edit.diagnosis)
        case "remove_diagnosis":
            return say("{diagnosis} leaves the diagnoses", diagnosis=edit.diagnosis)
        case "move_diagnosis":
            return say("{diagnosis} moves to place {place}", diagnosis=edit.diagnosis, place=int(edit.value or 0) + 1)
    if line is None:
        return ""
    own = [e for e in fix.edits if e.line == edit.line]
    modifiers = [m for m in line.modifiers if not any(e.op == "remove_modifier" and e.value == m for e in own)]
    modifiers += [str(e.value) for e in own if e.op == "add_modifier" and e.value not in modifiers]
    code = next((str(e.value) for e in own if e.op == "set_code"), line.code)
    units = next((e.value for e in own if e.op == "set_units"), line.units)
    pointers = next((str(e.value) for e in own if e.op == "set_pointers"), "")
    becomes = f"{'-'.join((code, *modifiers))} × {units}"
    if pointers:
        becomes = say(
            "{line} × {units} to {pointers}", line="-".join((code, *modifiers)), units=units, pointers=pointers
        )
    return say("line {line} becomes {becomes}", line=line.id, becomes=becomes)


def _value(value: object) -> str:
    if isinstance(value, dict) and "code" in value:
        return "-".join((str(value["code"]), *map(str, value.get("modifiers", ())))) + f" × {value.get('units', 1)}"
    if isinstance(value, dict) and "amount" in value:
        return f"{value['amount']} {value.get('unit', '')}"
    if value is None:
        return say("nothing")
    return (say("yes") if value else say("no")) if isinstance(value, bool) else str(value)
