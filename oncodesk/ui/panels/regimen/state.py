"""Today beside its regimen: each difference in words, and what it changes in lines, units and dollars."""

from dataclasses import dataclass
from decimal import Decimal

from oncodesk.coding.what_if import Change
from oncodesk.services.regimens.differing import Compared, Differs
from oncodesk.words import many, say

_WORDS = {
    "missing": say("Not given"), "additional": say("Beside it"), "dose": say("Dose"), "route": say("Route"),
    "duration": say("Duration"), "service": say("Service"),
}  # fmt: skip
_ICONS = {"missing": "remove", "additional": "add", "service": "add"}
_MOST = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One difference: the kind as a word, what it is, what follows in the claim, and the fact to go to."""

    icon: str
    word: str
    text: str
    effect: str
    fact: str

    @property
    def said(self) -> str:
        """All of it in one text."""
        head = self.text if self.text.startswith(self.word) else f"{self.word}: {self.text}"
        return ". ".join(part for part in (head, self.effect) if part)


@dataclass(frozen=True, slots=True)
class RegimenState:
    """`heading` names the regimen and what all differences come to; no regimen is followed where it is empty."""

    heading: str = ""
    rows: tuple[Row, ...] = ()


def regimen_state(compared: Compared | None) -> RegimenState:
    """The differences, those that change the charges most first; then the regimen as it is ordered."""
    if compared is None:
        return RegimenState()
    ordered = sorted(compared.differs, key=lambda one: (-abs(one.money or Decimal(0)), not one.lines))
    rows = tuple(_row(one) for one in ordered)
    rows += tuple(Row("", say("Ordered"), say("Ordered: {text}", text=text), "", "") for text in compared.ordered)
    return RegimenState(f"{compared.regimen} · {_whole(compared)}", rows)


def _whole(compared: Compared) -> str:
    if not compared.differs:
        return say("as ordered")
    count = many("{count} difference", "{count} differences", len(compared.differs))
    if not compared.lines:
        return say("{count}, none in the claim", count=count)
    return f"{count}, {dollars(compared.money)}"


def dollars(money: Decimal | None) -> str:
    """`+$88.00`, `−$88.00`; in words where it is not known."""
    if money is None:
        return say("charges not all known")
    return f"{'−' if money < 0 else '+'}${abs(money):,.2f}" if money else say("same charges")


def _row(one: Differs) -> Row:
    effect = f"{_lines(one.lines)} · {dollars(one.money)}" if one.lines else say("Changes nothing in the claim")
    icon = "remove" if one.kind == "service" and "not done" in one.says else _ICONS.get(one.kind, "ruler")
    return Row(icon, _WORDS[one.kind], one.says[:1].upper() + one.says[1:], effect, one.fact or "")


def _lines(changes: tuple[Change, ...]) -> str:
    told = [f"{'-'.join((one.code, *one.modifiers))} {one.before} → {one.after}" for one in changes[:_MOST]]
    more = len(changes) - _MOST
    return ", ".join(told) + (say(" and {more} more", more=more) if more > 0 else "")
