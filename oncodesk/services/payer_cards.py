"""Payers' cards: those that travel with the program, and the practice's own."""

import hashlib
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from oncodesk import paths
from oncodesk.domain.base import Frozen
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.payer_card import CardException, PayerCard
from oncodesk.domain.people import Payer
from oncodesk.domain.reading import MAX_BYTES, parse, read_json
from oncodesk.rules.catalogue import RULES
from oncodesk.vault.values import HeldCard
from oncodesk.words import say

MOST_BYTES = 10 * 1024 * 1024
_SEALED = "payer card "
_GRADES = ("off", "info", "warning", "error")


class Offered(Frozen):
    """A card that may be kept: what it changes, one line each, and the written policies that lie beside it."""

    card: PayerCard
    files: dict[str, bytes]
    changes: tuple[str, ...]


@cache
def shipped_cards() -> tuple[PayerCard, ...]:
    """The cards of `codesets/payers`, by file name."""
    found = sorted((paths.codesets() / "payers").glob("*.toml"))
    return tuple(read_card(path.read_bytes(), toml=True) for path in found)


def read_card(text: bytes, toml: bool = False) -> PayerCard:
    """A card from JSON, or from TOML; UnusableInput names the field and what was expected."""
    data = _toml(text) if toml else read_json(text)
    if not isinstance(data, dict) or data.get("format") != "oncodesk.payer-card/1":
        raise UnusableInput("format", "expected oncodesk.payer-card/1")
    card = parse(PayerCard, data)
    known = {rule.id for rule in RULES}
    for number, one in enumerate(card.exceptions):
        if one.rule and one.rule not in known:
            raise UnusableInput(f"exceptions.{number}.rule", f"expected a rule of the rulebook, found {one.rule!r}")
    return card


def _toml(text: bytes) -> dict[str, Any]:
    if len(text) > MAX_BYTES:
        raise UnusableInput("document", f"expected at most {MAX_BYTES // 1024 // 1024} MiB")
    try:
        return tomllib.loads(text.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise UnusableInput("document", f"expected TOML: {str(problem)[:80]}") from None


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


def is_card(path: Path) -> bool:
    """Whether the file says of itself that it is a payer's card."""
    try:
        return path.suffix.lower() in (".toml", ".json") and b"oncodesk.payer-card/1" in path.read_bytes()
    except OSError:
        return False


def offered(path: Path) -> Offered:
    """The card in a file with the policies it names, which lie beside it unless they can be read at a link.

    UnusableInput where the card cannot be used or a policy that is a file alone is not there.
    """
    card = card_file(path)
    files: dict[str, bytes] = {}
    for number, one in enumerate(card.exceptions):
        content = _beside(path, one)
        if content is not None:
            files[str(one.policy.file)] = content
        elif not one.policy.link:
            expected = f"expected the written policy {one.policy.file!r} beside the card, at most 10 MiB"
            raise UnusableInput(f"exceptions.{number}.policy.file", expected, str(path))
    return Offered(card=card, files=files, changes=tuple(change_text(one) for one in card.exceptions))


def _beside(path: Path, one: CardException) -> bytes | None:
    named = one.policy.file
    if named is None or Path(named).name != named:
        return None
    place = path.parent / named
    try:
        return place.read_bytes() if 0 < place.stat().st_size <= MOST_BYTES else None
    except OSError:
        return None


def change_text(one: CardException) -> str:
    """What an exception does, with the policy it rests on."""
    policy = one.policy
    held = say("{title}, dated {day}, {place}", title=policy.title, day=policy.dated, place=policy.link or policy.file)
    if policy.until:
        return say(
            "{effect}, for services since {since} until {until} ({policy})",
            effect=_effect(one), since=policy.since, until=policy.until, policy=held,
        )  # fmt: skip
    return say("{effect}, for services since {since} ({policy})", effect=_effect(one), since=policy.since, policy=held)


def _effect(one: CardException) -> str:
    if one.value is not None:
        return say("{value} is {becomes}", value=one.value.replace("_", " "), becomes=one.becomes)
    rule = next(rule for rule in RULES if rule.id == one.rule)
    before, now = _GRADES.index(rule.severity), _GRADES.index(str(one.becomes))
    how = say("switched off") if now == 0 else say("{before} to {now}", before=rule.severity, now=one.becomes)
    turn = say("stricter") if now > before else say("softer") if now < before else say("as it is")
    return f"{rule.title} ({rule.id}): {how}, {turn}"


def in_use(held: Iterable[HeldCard]) -> tuple[PayerCard, ...]:
    """The practice's cards that count now."""
    return tuple(one.card for one in held if one.withdrawn_at is None)


def fingerprint(card: PayerCard) -> str:
    """A hash of all that the card says."""
    return hashlib.sha256(card.model_dump_json(exclude_none=True).encode()).hexdigest()


def sealed_cards(held: Iterable[HeldCard], payer: Payer | None) -> dict[str, str]:
    """The cards that a claim of that payer is judged with now, as its seal keeps them."""
    concerned = (one for one in held if one.withdrawn_at is None and one.card.concerns(payer))
    return {f"{_SEALED}{one.number}": fingerprint(one.card) for one in concerned}


def unsealed_cards(
    editions: dict[str, str], held: Iterable[HeldCard]
) -> tuple[tuple[PayerCard, ...], tuple[str, ...], dict[str, str]]:
    """The cards that a seal names, those of them that are not here any more, and the other editions of the seal."""
    here = {f"{_SEALED}{one.number}": one.card for one in held}
    named = {name: mark for name, mark in editions.items() if name.startswith(_SEALED)}
    found = {name: here[name] for name, mark in named.items() if name in here and fingerprint(here[name]) == mark}
    missing = tuple(f"{name} {mark}" for name, mark in named.items() if name not in found)
    return tuple(found.values()), missing, {name: mark for name, mark in editions.items() if name not in named}
