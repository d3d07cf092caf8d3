"""Reads a document from JSON, naming the field at fault in one line."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from oncodesk.domain.claim import Claim
from oncodesk.domain.complaint import complaint
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.fees import Fees
from oncodesk.domain.template import Favourites, Template
from oncodesk.domain.visit import Visit

Model = TypeVar("Model", bound=BaseModel)
FORMATS: dict[str, type[Visit] | type[Claim]] = {"oncodesk.visit/1": Visit, "oncodesk.claim/1": Claim}
OWN: dict[str, type[Favourites] | type[Template] | type[Fees]] = {
    "oncodesk.template/1": Template,
    "oncodesk.favourites/1": Favourites,
    "oncodesk.fees/1": Fees,
}
MAX_BYTES = 16 * 1024 * 1024


def read_visit_or_claim(text: str | bytes) -> Visit | Claim:
    """The document that the JSON text holds; UnusableInput names the field and what was expected."""
    data = read_json(text)
    return parse(_of_format(data, FORMATS), data)


def read_own(text: str | bytes) -> Favourites | Template | Fees:
    """One of the practice's own tables: a template, its favourites, its fees."""
    data = read_json(text)
    return parse(_of_format(data, OWN), data)


def _of_format(data: Any, known: Mapping[str, type[Model]]) -> type[Model]:
    if isinstance(data, list):
        raise UnusableInput("document", "expected one document, found a list; several go one to a line, read with -")
    kind = data.get("format") if isinstance(data, dict) else None
    if not isinstance(kind, str) or kind not in known:
        raise UnusableInput("format", f"expected {' or '.join(known)}, found {kind!r:.60}")
    return known[kind]


def read_visit(text: str | bytes) -> Visit:
    """A visit, and nothing else."""
    document = read_visit_or_claim(text)
    if not isinstance(document, Visit):
        raise UnusableInput("format", "expected oncodesk.visit/1, found a claim")
    return document


def read_claim(text: str | bytes) -> Claim:
    """A claim, and nothing else."""
    document = read_visit_or_claim(text)
    if not isinstance(document, Claim):
        raise UnusableInput("format", "expected oncodesk.claim/1, found a visit")
    return document


def read_json(text: str | bytes) -> Any:
    """JSON as plain values; no NaN, no text over 16 MiB, no nesting that exhausts the stack."""
    if len(text) > MAX_BYTES:
        raise UnusableInput("document", f"expected at most {MAX_BYTES // 1024 // 1024} MiB")
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except UnicodeDecodeError as problem:
        raise UnusableInput("document", f"expected UTF-8 text, byte {problem.start} is not") from None
    except json.JSONDecodeError as problem:
        raise _no_json(problem) from None
    except (RecursionError, ValueError) as problem:
        raise UnusableInput("document", f"expected JSON: {str(problem)[:80]}") from None


def _no_json(problem: json.JSONDecodeError) -> UnusableInput:
    rest = problem.doc[problem.pos :].lstrip()
    if not problem.doc.strip():
        return UnusableInput("document", "expected a document in JSON, found an empty file")
    place = f"line {problem.lineno}, column {problem.colno}"
    if problem.msg == "Extra data":
        return UnusableInput(
            place, "expected one document, found more behind it; several go one to a line, read with -"
        )
    if rest.startswith(("//", "/*", "#")):
        return UnusableInput(place, "expected JSON, which has no comments: take this one out")
    return UnusableInput(place, f"expected JSON: {problem.msg.lower()}, found {rest.split(chr(10))[0][:40]!r}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names stand once each: of two, nobody could say which was meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnusableInput(twice, "expected once in its object, found twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def parse(model: type[Model], data: Any) -> Model:
    """The data as that model; the first fault becomes one line that names its field."""
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        raise complaint(problem, model, data) from None
