"""Payers' cards: those that travel with the program, and the practice's own."""

import tomllib
from functools import cache
from pathlib import Path

from oncodesk import paths
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.payer_card import PayerCard
from oncodesk.domain.reading import parse, read_json
from oncodesk.rules.catalogue import RULES


@cache
def shipped_cards() -> tuple[PayerCard, ...]:
    """The cards of `codesets/payers`, by file name."""
    found = sorted((paths.codesets() / "payers").glob("*.toml"))
    return tuple(read_card(path.read_bytes(), toml=True) for path in found)


def read_card(text: bytes, toml: bool = False) -> PayerCard:
    """A card from JSON, or from TOML; UnusableInput names the field and what was expected."""
    if toml:
        try:
            data = tomllib.loads(text.decode("utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
            raise UnusableInput("document", f"expected TOML: {problem}") from None
    else:
        data = read_json(text)
    if not isinstance(data, dict) or data.get("format") != "oncodesk.payer-card/1":
        raise UnusableInput("format", "expected oncodesk.payer-card/1")
    card = parse(PayerCard, data)
    known = {rule.id for rule in RULES}
    for number, one in enumerate(card.exceptions):
        if one.rule and one.rule not in known:
            raise UnusableInput(f"exceptions.{number}.rule", f"expected a rule of the rulebook, found {one.rule!r}")
    return card


def card_file(path: Path) -> PayerCard:
    """The card in a file, TOML by its ending and else JSON; UnusableInput names the file."""
    try:
        text = path.read_bytes()
    except OSError as problem:
        raise UnusableInput("file", f"cannot be read: {(problem.strerror or '').lower()}", str(path)) from None
    try:
        return read_card(text, path.suffix.lower() == ".toml")
    except UnusableInput as problem:
        raise problem.of(str(path)) from None
