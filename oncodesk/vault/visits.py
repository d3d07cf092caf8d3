"""Visits: the worklist, found by status, day and words; and each visit's draft."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, tuple_

from oncodesk.domain.decisions import Answer, Decisions, Overlay
from oncodesk.domain.reading import parse
from oncodesk.vault.errors import Conflict
from oncodesk.vault.ledger import Change
from oncodesk.vault.tables import claim, draft, visit, visit_word
from oncodesk.vault.values import Status, StoredVisit, Tally, VisitFilter, VisitSummary
from oncodesk.vault.words import words
from oncodesk.words import say

UNDATED = date(1, 1, 1)
"""Where a visit with no readable date stands in the list: after every other."""
RARE = 1000
_LAST_SIGN = "\U0010ffff"
_LISTED = (
    visit.c.id,
    visit.c.date_of_service,
    visit.c.family_name,
    visit.c.given_name,
    visit.c.account,
    visit.c.payer,
    visit.c.status,
    visit.c.charge,
)
STORED = (draft.c.facts, draft.c.decisions, draft.c.refused, visit.c.status, visit.c.version)
"""What a visit as it is being worked on is read from."""
_NEWEST_FIRST = (visit.c.listed_on.desc(), visit.c.id.desc())


def everything(connection: Connection, today: date) -> tuple[VisitSummary, ...]:
    """Every visit, the newest date of service first."""
    return _summaries(connection, select(*_LISTED).order_by(*_NEWEST_FIRST), today)


def find(
    connection: Connection, wanted: VisitFilter, today: date, limit: int, after: VisitSummary | None
) -> tuple[VisitSummary, ...]:
    """A page of the visits that fit, the newest first or as asked for, from behind `after`."""
    query = select(*_LISTED).where(*_plain_conditions(wanted), *word_conditions(connection, wanted.text))
    if after is not None:
        at, place = tuple_(visit.c.listed_on, visit.c.id), (after.date_of_service or UNDATED, after.id)
        query = query.where(at > place if wanted.soonest_first else at < place)
    order = (visit.c.listed_on, visit.c.id) if wanted.soonest_first else _NEWEST_FIRST
    return _summaries(connection, query.order_by(*order).limit(limit), today)


def _plain_conditions(wanted: VisitFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.status:
        found.append(visit.c.status == wanted.status)
    if wanted.account:
        found.append(visit.c.account == wanted.account)
    if wanted.since:
        found.append(visit.c.listed_on >= wanted.since)
    if wanted.until:
        found.append(visit.c.listed_on <= wanted.until)
    return found


def word_conditions(connection: Connection, text: str) -> list[ColumnElement[bool]]:
    """A rare word is looked up first and names its visits; a common one is asked of each visit in turn."""
    beginnings = sorted(words((text,)))
    rare = {word: ids for word in beginnings if (ids := _rare(connection, word)) is not None}
    first = min(rare, key=lambda word: len(rare[word]), default=None)
    found: list[ColumnElement[bool]] = [visit.c.id.in_(rare[first])] if first is not None else []
    for word in beginnings:
        if word != first:
            found.append(exists().where(visit_word.c.visit_id == visit.c.id, *_begins(word)))
    return found


def _rare(connection: Connection, word: str) -> Sequence[int] | None:
    found = connection.execute(select(visit_word.c.visit_id).where(*_begins(word)).limit(RARE + 1)).scalars().all()
    return found if len(found) <= RARE else None


def _begins(word: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return visit_word.c.word >= word, visit_word.c.word < word + _LAST_SIGN


def tallies(connection: Connection, wanted: VisitFilter) -> tuple[Tally, ...]:
    """How much of what fits waits in each status that has any, in the order of their names."""
    oldest = func.min(func.nullif(visit.c.listed_on, UNDATED), type_=visit.c.listed_on.type)
    query = (
        select(visit.c.status, func.count(), func.sum(visit.c.charge, type_=visit.c.charge.type), oldest)
        .where(*_plain_conditions(wanted), *word_conditions(connection, wanted.text))
        .group_by(visit.c.status)
        .order_by(visit.c.status)
    )
    rows = connection.execute(query)
    return tuple(Tally(status, count, total or Decimal(0), day) for status, count, total, day in rows)


def load(connection: Connection, identifier: int) -> StoredVisit:
    """The visit of that id; KeyError where there is none."""
    row = connection.execute(select(*STORED).join_from(visit, draft).where(visit.c.id == identifier)).first()
    if row is None:
        raise KeyError(identifier)
    return stored(identifier, row)


def stored(identifier: int, row: Any) -> StoredVisit:
    """A visit from a row with the columns of `STORED`."""
    decided = parse(Decisions, row.decisions)
    return StoredVisit(identifier, row.facts, decided, row.status, row.refused, row.version)


def of_patient(connection: Connection, account: str) -> tuple[StoredVisit, ...]:
    """Every visit of the patient as it is being worked on, by date of service, the oldest first."""
    query = select(visit.c.id, *STORED).join_from(visit, draft).where(visit.c.account == account)
    rows = connection.execute(query.order_by(visit.c.listed_on, visit.c.id))
    return tuple(stored(row.id, row) for row in rows)


def save(
    change: Change,
    identifier: int | None,
    facts: Mapping[str, Any],
    decided: Decisions,
    status: Status,
    charge: Decimal | None,
    refused: Mapping[str, str],
    version: int | None = None,
) -> int:
    """Keeps a draft; KeyError where it is gone, Conflict where `version` is not the one that stands there."""
    held = _searched(facts) | {"status": status, "charge": charge, "changed_at": change.at}
    written = decided.model_dump(mode="json", exclude_defaults=True)
    documents = {"facts": dict(facts), "decisions": written, "refused": dict(refused)}
    before = Decisions()
    if identifier is None:
        identifier = change.next_number("visit")
        change.insert(visit, id=identifier, **held, version=1, created_at=change.at)
        change.insert(draft, visit_id=identifier, **documents)
        change.say("create", f"visit:{identifier}")
    else:
        stands = change.connection.execute(select(visit.c.version).where(visit.c.id == identifier)).scalar()
        if stands is None:
            raise KeyError(identifier)
        if version is not None and version != stands:
            raise Conflict(say("Not saved: somebody else has changed this visit. Open it again."))
        before = decisions(change.connection, identifier)
        change.update(visit, visit.c.id == identifier, **held, version=stands + 1)
        change.update(draft, draft.c.visit_id == identifier, **documents)
        change.say("edit", f"visit:{identifier}")
    _say(change, f"visit:{identifier}", before, decided)
    _index(change, identifier, held)
    return identifier


def make(change: Change, drafts: Sequence[Mapping[str, Any]]) -> None:
    """Keeps many new visits, uncoded and with nothing decided."""
    numbers = change.next_numbers("visit", len(drafts))
    held = [_searched(facts) for facts in drafts]
    fixed = {"status": "uncoded", "charge": None, "version": 1, "created_at": change.at, "changed_at": change.at}
    numbered = list(zip(numbers, held, strict=True))
    change.insert_all(visit, [{"id": number, **found, **fixed} for number, found in numbered])
    documents = zip(numbers, drafts, strict=True)
    rows = [{"visit_id": n, "facts": dict(facts), "decisions": {}, "refused": {}} for n, facts in documents]
    change.insert_all(draft, rows)
    words_of = [{"visit_id": number, "word": word} for number, found in numbered for word in sorted(_words(found))]
    change.insert_all(visit_word, words_of)
    for number in numbers:
        change.say("create", f"visit:{number}")


def decisions(connection: Connection, identifier: int) -> Decisions:
    """What was decided about the visit beside its facts; nothing where it is gone."""
    held = connection.execute(select(draft.c.decisions).where(draft.c.visit_id == identifier)).scalar()
    return parse(Decisions, held or {})


def _say(change: Change, subject: str, before: Decisions, now: Decisions) -> None:
    """Each reason given, and each taken back, is an entry of its own."""
    was, is_now = _reasons(before), _reasons(now)
    for reason in is_now:
        if reason not in was:
            change.say("override", subject, **dict(reason))
    for reason in was:
        if reason not in is_now:
            change.say("withdraw", subject, **dict(reason))


def _reasons(decided: Decisions) -> list[tuple[tuple[str, str], ...]]:
    answers = [_of_finding(answer) for answer in decided.answers]
    return answers + [_of_line(overlay, overlay.own.reason) for overlay in decided.overlays if overlay.own]


def _of_finding(answer: Answer) -> tuple[tuple[str, str], ...]:
    codes = " ".join((*(line.code for line in answer.lines), *answer.diagnoses))
    return ("rule", answer.rule), ("on", codes), ("reason", answer.reason)


def _of_line(overlay: Overlay, reason: str) -> tuple[tuple[str, str], ...]:
    return ("on", overlay.title), ("reason", reason)


def mark(change: Change, identifier: int, status: Status) -> None:
    """Moves the visit to another status; KeyError where it is gone."""
    if not change.update(visit, visit.c.id == identifier, status=status):
        raise KeyError(identifier)


def discard(change: Change, identifier: int) -> None:
    """Removes a draft that was never finalised; Conflict where it was, KeyError where it is gone."""
    if change.connection.execute(select(claim.c.number).where(claim.c.visit_id == identifier).limit(1)).first():
        raise Conflict(say("Not removed: a claim was finalised from this visit. Void the claim instead."))
    change.delete(visit_word, visit_word.c.visit_id == identifier)
    change.delete(draft, draft.c.visit_id == identifier)
    if not change.delete(visit, visit.c.id == identifier):
        raise KeyError(identifier)
    change.say("discard", f"visit:{identifier}")


def _searched(facts: Mapping[str, Any]) -> dict[str, Any]:
    patient, payer = facts.get("patient") or {}, facts.get("payer") or {}
    day = _day(facts.get("date_of_service"))
    return {
        "date_of_service": day,
        "listed_on": day or UNDATED,
        "family_name": _text(patient, "family_name"),
        "given_name": _text(patient, "given_name"),
        "account": _text(patient, "account"),
        "payer": _text(payer, "name"),
    }


def _text(held: Any, name: str) -> str:
    found = held.get(name) if isinstance(held, Mapping) else None
    return found if isinstance(found, str) else ""


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) and text else None
    except ValueError:
        return None


def _words(held: Mapping[str, Any]) -> frozenset[str]:
    """What a visit is found by."""
    return words(held[name] for name in ("family_name", "given_name", "account", "payer"))


def _index(change: Change, identifier: int, held: Mapping[str, Any]) -> None:
    wanted = _words(held)
    query = select(visit_word.c.word).where(visit_word.c.visit_id == identifier)
    there = set(change.connection.execute(query).scalars())
    if gone := there - wanted:
        change.delete(visit_word, visit_word.c.visit_id == identifier, visit_word.c.word.in_(gone))
    change.insert_all(visit_word, [{"visit_id": identifier, "word": word} for word in sorted(wanted - there)])


def _summaries(connection: Connection, query: Select[Any], today: date) -> tuple[VisitSummary, ...]:
    return tuple(_summary(row, today) for row in connection.execute(query))


def _summary(row: Sequence[Any], today: date) -> VisitSummary:
    identifier, served, family, given, account, payer, status, charge = row
    name = ", ".join(part for part in (family, given) if part)
    age = (today - served).days if served else None
    return VisitSummary(identifier, served, name, account, payer, status, charge, age)
