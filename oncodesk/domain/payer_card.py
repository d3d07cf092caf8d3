"""What a payer's written policy changes for its own claims (`oncodesk.payer-card/1`)."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from oncodesk.domain.base import Frozen
from oncodesk.domain.people import Payer, PayerKind

Becomes = Literal["off", "info", "warning", "error"]
Setting = Literal["distinct_modifier", "timely_filing_days", "units_per_line"]
OF_MEDICARE = frozenset({"medicare", "railroad"})
MANAGED = "medicare_advantage"


class WrittenPolicy(Frozen):
    """Where the payer says so: `kind` is whose policy it is, `dated` its own date, `since` and `until` the dates of
    service that it holds for; a link, or the name of a file that the practice keeps."""

    kind: PayerKind
    title: str = Field(min_length=3)
    dated: date
    link: str | None = Field(default=None, pattern=r"^https?://\S+$")
    file: str | None = Field(default=None, min_length=1)
    since: date
    until: date | None = None
    reviewed: date | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> "WrittenPolicy":
        if not self.link and not self.file:
            raise ValueError("expected a `link` or a `file` where the policy can be read")
        if self.until and self.until < self.since:
            raise ValueError("expected an `until` that is not before `since`")
        return self

    def holds(self, day: date) -> bool:
        """Whether it is in force for that date of service."""
        return self.since <= day and (self.until is None or day <= self.until)


class CardException(Frozen):
    """One thing that the policy changes: a rule's findings, or a value that rules ask for.

    A rule is switched `off` or its findings become an `info`, a `warning` or an `error`. Values: `distinct_modifier`
    ("59" or "X", which form the payer wants), `timely_filing_days` and `units_per_line` (whole numbers).
    """

    rule: str | None = None
    value: Setting | None = None
    becomes: str | int
    policy: WrittenPolicy

    @model_validator(mode="after")
    def _one_thing(self) -> "CardException":
        if (self.rule is None) == (self.value is None):
            raise ValueError("expected either a `rule` or a `value`")
        if self.rule and self.becomes not in ("off", "info", "warning", "error"):
            raise ValueError(f"becomes: expected off, info, warning or error, found {self.becomes!r}")
        if self.value == "distinct_modifier" and self.becomes not in ("59", "X"):
            raise ValueError(f"becomes: expected 59 or X, found {self.becomes!r}")
        counted = self.value in ("timely_filing_days", "units_per_line")
        if counted and not (isinstance(self.becomes, int) and 0 < self.becomes < 100_000):
            raise ValueError(f"becomes: expected a whole number above 0, found {self.becomes!r}")
        return self


class CardPayer(Frozen):
    """Whom the card is of: the payer's id, or its name or one of the names it goes by, or every payer of the kind."""

    kind: PayerKind
    name: str | None = None
    also: tuple[str, ...] = ()
    id: str | None = None


class PayerCard(Frozen):
    """A payer and its exceptions, each with the written policy that it rests on.

    Medicare's own rules are changed by Medicare's own policies alone.
    """

    format: Literal["oncodesk.payer-card/1"] = "oncodesk.payer-card/1"
    payer: CardPayer
    exceptions: tuple[CardException, ...]

    @model_validator(mode="after")
    def _medicare_by_medicare(self) -> "PayerCard":
        if not self.exceptions:
            raise ValueError("exceptions: expected at least one")
        for number, one in enumerate(self.exceptions):
            softer = one.rule is not None and one.becomes != "error"
            bound = self.payer.kind in OF_MEDICARE or (self.payer.kind == MANAGED and softer)
            if bound and one.policy.kind != "medicare":
                raise ValueError(
                    f"exceptions.{number}.policy.kind: expected medicare, found {one.policy.kind!r}: "
                    "only its own policy changes Medicare's rules"
                )
        return self

    def concerns(self, payer: Payer | None) -> bool:
        """Whether the card is of that payer."""
        if payer is None or payer.kind != self.payer.kind:
            return False
        if self.payer.id and payer.id:
            return self.payer.id == payer.id
        names = [name.casefold() for name in (self.payer.name, *self.payer.also) if name]
        said = payer.name.casefold()
        return not (names or self.payer.id) or any(said == name or said.startswith(f"{name} ") for name in names)


class Applied(Frozen):
    """An exception that a report took into account: which findings it changed or which value it set, and by which
    policy."""

    rule: str | None = None
    value: Setting | None = None
    becomes: str | int
    lines: tuple[str, ...] = ()
    payer: str
    policy: WrittenPolicy
