"""What is wrong with a document, in one line: the field, what was expected there, what was found."""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from oncodesk.domain.errors import UnusableInput

EXAMPLES = {
    "Quantity": '{"amount": 150, "unit": "mg"}',
    "Ndc": '{"code": "00703398601", "unit": "ML", "quantity": "30"}',
}
LIMITS = {
    "greater_than_equal": "at least", "greater_than": "more than", "less_than_equal": "at most",
    "less_than": "less than",
}  # fmt: skip
PATTERNS = {
    r"^[A-Za-z]\d[A-Za-z0-9](\.?[A-Za-z0-9]{1,4})?$": "an ICD-10-CM code such as C18.2",
    r"^[A-Za-z0-9]{5}$": "a CPT or HCPCS code such as 99214",
    r"^[A-Za-z0-9]{2}$": "a modifier of two letters or digits such as 25",
    r"^\d\d$": "two digits such as 11",
    r"^(mg|mcg|g|mL|units|million_units|mEq|mmol|mCi|uCi|vial)$": "a unit such as mg, mL or units",
    r"^https?://\S+$": "a link that begins with https://",
}
"""What a form is called."""
LONGEST = 60
DATES = "date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"
CLOSE = 0.75
"""A worse likeness is no help: milligrams are no million units."""
SHORT, FEW = 3, 3


def complaint(problem: ValidationError, model: type[BaseModel], data: Any) -> UnusableInput:
    """The first fault of a document, and how many more there are."""
    first = problem.errors(include_url=False)[0]
    field, message = _path(first["loc"], data), first["msg"].removeprefix("Value error, ")
    if first["type"] == "value_error":
        named, colon, rest = message.partition(": ")
        if colon and named.replace(".", "").isidentifier():
            field, message = named, rest
    else:
        message = _expected(first, model)
    more = problem.error_count() - 1
    return UnusableInput(field or "document", message + (f" (and {more} more)" if more else ""))


def _expected(error: Any, model: type[BaseModel]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return "expected a value, found none"
    if kind == "extra_forbidden":
        known = sorted({name for held in _models_at(model, error["loc"][:-1]) for name in _names(held)})
        return f"unknown field; expected one of the document's own fields{_nearest(error['loc'][-1], known)}"
    if kind == "literal_error":
        choices = [str(choice) for choice in _choices(context["expected"])]
        return f"expected one of {', '.join(choices)}; found {_shown(error)}{_nearest(error['input'], choices)}"
    if kind in DATES:
        return f"expected a day as 2026-03-12 (year, month, day), found {_shown(error)}"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        example = EXAMPLES.get(context.get("class_name", ""), "{…}")
        return f"expected an object in braces, such as {example}, found {_shown(error)}"
    if kind in ("tuple_type", "list_type"):
        return f"expected a list in square brackets, found {_shown(error)}"
    if kind in LIMITS:
        return f"expected {LIMITS[kind]} {next(iter(context.values()))}, found {_shown(error)}"
    if context.get("pattern") in PATTERNS:
        return f"expected {PATTERNS[context['pattern']]}, found {_shown(error)}"
    if kind.startswith(("decimal_", "int_", "float_")):
        return f"expected a number, found {_shown(error)}"
    message = error["msg"]
    return f"{message[:1].lower()}{message[1:]}, found {_shown(error)}"


def _shown(error: Any) -> str:
    found = json.dumps(error["input"], default=str)
    return found if len(found) <= LONGEST else found[: LONGEST - 3] + "…"


def _choices(expected: str) -> list[str]:
    """Out of pydantic's words: 'a', 'b' or 'c'."""
    return expected.split("'")[1::2] or [expected]


def _nearest(found: object, known: list[str]) -> str:
    """The names that may have been meant: those that begin so, the one that is begun so, else the most alike."""
    said = str(found).strip().casefold().replace(" ", "_")
    folded = {name.casefold(): name for name in known}
    begun = [name for name in folded if len(said) > 1 and name.startswith(said)]
    begins = [name for name in folded if len(name) > SHORT and said.startswith(name)]
    near = (begun if len(begun) <= FEW else []) or begins or get_close_matches(said, folded, 1, CLOSE)
    return f"; did you mean {' or '.join(folded[name] for name in near)}?" if near else ""


def _names(model: type[BaseModel]) -> Iterator[str]:
    return (field.alias or name for name, field in model.model_fields.items())


def _models_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[type[BaseModel]]:
    """The models that a value at that place may be of."""
    held = [model]
    for step in loc:
        if isinstance(step, str):
            fields = [field for one in held for name, field in one.model_fields.items() if step in (name, field.alias)]
            held = [found for field in fields for found in _models_in(field.annotation)] or held
    return held


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _path(loc: tuple[int | str, ...], data: Any) -> str:
    """The place as a coder would say it: list items by their id where they have one."""
    parts: list[str] = []
    for step in loc:
        name = str(step)
        if name[:1].isupper() or name == "str":
            continue  # pydantic puts the names of a union's members into the path
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            data = None
        if isinstance(step, int) and isinstance(data, dict) and isinstance(data.get("id"), str):
            name = data["id"]
        parts.append(name)
    return ".".join(parts)
