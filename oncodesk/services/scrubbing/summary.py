"""What a bulk run found, by rule, payer and dollars."""

from collections import Counter
from decimal import Decimal
from typing import Any, Literal

from oncodesk.domain.base import Frozen
from oncodesk.domain.encounter import Money
from oncodesk.domain.report import SEVERITIES

MOST_NAMES = 1_000
SHARED = (
    "dollars: of every line that a rule stands on; one line may stand under several rules",
    "counted once: of each line under the gravest of them alone, which adds up to the totals above",
)


class RuleCount(Frozen):
    """One rule's findings: how many of each severity, on how many claims, and the charges at stake.

    `at_stake` are those of every line that its errors and warnings stand on, which other rules may share;
    `counted_once` those of the lines on which it is the gravest, which add up over the rules.
    """

    rule: str
    errors: int
    warnings: int
    infos: int
    claims: int
    at_stake: Money
    counted_once: Money


class PayerCount(Frozen):
    """One kind of payer's claims; `at_stake` are the charges of lines that an error stands on."""

    payer: str
    claims: int
    with_errors: int
    charges: Money
    at_stake: Money


class NameCount(Frozen):
    """A rule that was not checked, or a segment that was not understood, and on how many claims."""

    name: str
    claims: int


class Summary(Frozen):
    """The outcome of a bulk run; money in dollars.

    `at_stake` are the charges of lines that an error stands on, `at_stake_by_warnings` of those that only a warning
    does: each line once, whatever stands on it.
    """

    format: Literal["oncodesk.scrub-summary/1"] = "oncodesk.scrub-summary/1"
    claims: int
    clean: int
    with_errors: int
    with_warnings: int
    unreadable: int
    faults: int
    passed_over: int
    errors: int
    warnings: int
    infos: int
    resolved: int
    charges: Money
    at_stake: Money
    at_stake_by_warnings: Money
    by_rule: tuple[RuleCount, ...]
    by_payer: tuple[PayerCount, ...]
    not_checked: tuple[NameCount, ...]
    not_understood: tuple[NameCount, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every claim could be read and no error was found."""
        return not (self.with_errors or self.unreadable or self.faults)

    def as_text(self) -> str:
        """The summary for people."""
        parts = [
            f"{self.claims:,} claims: {self.clean:,} clean, {self.with_errors:,} with errors, "
            f"{self.with_warnings:,} with warnings only, {self.unreadable:,} that cannot be read",
            f"{self.errors:,} errors, {self.warnings:,} warnings, {self.infos:,} reminders; {self.resolved:,} resolved",
            f"{self.charges:,.2f} dollars billed: {self.at_stake:,.2f} on lines with an error, "
            f"{self.at_stake_by_warnings:,.2f} on lines with a warning only, each line once",
        ]
        if self.faults or self.passed_over:
            parts.append(f"{self.faults:,} faults of files, {self.passed_over:,} files passed over")
        parts += _table("by payer", ("claims", "errors", "dollars", "with an error"), [
            (x.payer, f"{x.claims:,}", f"{x.with_errors:,}", f"{x.charges:,.2f}", f"{x.at_stake:,.2f}")
            for x in self.by_payer
        ])  # fmt: skip
        parts += _table("by rule", ("errors", "warnings", "infos", "claims", "dollars", "counted once"), [
            (x.rule, f"{x.errors:,}", f"{x.warnings:,}", f"{x.infos:,}", f"{x.claims:,}", f"{x.at_stake:,.2f}",
             f"{x.counted_once:,.2f}")
            for x in self.by_rule
        ])  # fmt: skip
        parts += SHARED if self.by_rule else ()
        parts += _table("not checked", ("claims",), [(x.name, f"{x.claims:,}") for x in self.not_checked])
        parts += _table("not understood", ("claims",), [(x.name, f"{x.claims:,}") for x in self.not_understood])
        return "\n".join(parts)


def _table(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    first = max(len(title), *(len(row[0]) for row in rows))
    wide = [max(len(h), *(len(row[n]) for row in rows)) for n, h in enumerate(heads, 1)]
    lines = ((r[0], "".join(f"  {c:>{w}}" for c, w in zip(r[1:], wide, strict=True))) for r in [(title, *heads), *rows])
    return ["", *(f"{name:<{first}}{cells}" for name, cells in lines)]


class Tally:
    """Adds up the lines of a run; its size does not grow with them."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()
        self._found: Counter[tuple[str, str]] = Counter()
        self._claims: Counter[tuple[str, str]] = Counter()
        self._dollars: dict[tuple[str, str], Decimal] = {}

    def add(self, counted: dict[str, Any]) -> None:
        """Counts one line."""
        self._kinds[counted["kind"]] += 1
        for name in counted.get("not_understood", ()):
            self._name("not_understood", name.split(" (")[0])
        if counted["kind"] != "claim":
            return
        self._found.update(counted["findings"])
        worst = min((SEVERITIES.index(s) for _, s in counted["findings"]), default=2)
        self._kinds[("errors", "warnings", "clean")[worst]] += 1
        self._kinds["resolved"] += counted["resolved"]
        for rule in {rule for rule, _ in counted["findings"]}:
            self._claims["rule", rule] += 1
        for rule in counted["not_checked"]:
            self._name("not_checked", rule)
        self._payer(counted["payer"], worst == 0, counted)
        for kind in ("at_stake", "counted_once"):
            for rule, dollars in counted[kind].items():
                self._money(kind, rule, dollars)

    def _payer(self, payer: str, has_errors: bool, counted: dict[str, Any]) -> None:
        self._claims["payer", payer] += 1
        self._claims["payer errors", payer] += has_errors
        self._money("payer", payer, counted["charges"])
        self._money("payer errors", payer, counted["counted_once"].get("error", "0.00"))

    def _name(self, kind: str, name: str) -> None:
        known = (kind, name) in self._claims or len(self._claims) < MOST_NAMES
        self._claims[kind, name if known else "…"] += 1

    def _money(self, kind: str, name: str, dollars: str) -> None:
        self._dollars[kind, name] = self._dollars.get((kind, name), Decimal(0)) + Decimal(dollars)

    def summary(self) -> Summary:
        """The summary so far: rules by dollars at stake, then by name."""
        severities = {s: sum(n for (_, own), n in self._found.items() if own == s) for s in SEVERITIES}
        return Summary(
            claims=self._kinds["claim"] + self._kinds["unreadable"], clean=self._kinds["clean"],
            with_errors=self._kinds["errors"], with_warnings=self._kinds["warnings"],
            unreadable=self._kinds["unreadable"], faults=self._kinds["fault"], passed_over=self._kinds["passed"],
            errors=severities["error"], warnings=severities["warning"], infos=severities["info"],
            resolved=self._kinds["resolved"], charges=self._sum("payer"),
            at_stake=self._at_stake("error"), at_stake_by_warnings=self._at_stake("warning"),
            by_rule=tuple(sorted(map(self._rule, self._names("rule")), key=lambda r: (-r.at_stake, r.rule))),
            by_payer=tuple(map(self._of_payer, self._names("payer"))),
            not_checked=self._counts("not_checked"), not_understood=self._counts("not_understood"),
        )  # fmt: skip

    def _names(self, kind: str) -> list[str]:
        return sorted(name for own, name in self._claims if own == kind)

    def _counts(self, kind: str) -> tuple[NameCount, ...]:
        found = [NameCount(name=name, claims=self._claims[kind, name]) for name in self._names(kind)]
        return tuple(sorted(found, key=lambda n: (-n.claims, n.name)))

    def _sum(self, kind: str) -> Decimal:
        return sum((dollars for (own, _), dollars in self._dollars.items() if own == kind), Decimal(0))

    def _rule(self, rule: str) -> RuleCount:
        errors, warnings, infos = (self._found[rule, severity] for severity in SEVERITIES)
        return RuleCount(
            rule=rule, errors=errors, warnings=warnings, infos=infos, claims=self._claims["rule", rule],
            at_stake=self._at_stake(rule, "at_stake"), counted_once=self._at_stake(rule),
        )  # fmt: skip

    def _at_stake(self, name: str, kind: str = "counted_once") -> Decimal:
        return self._dollars.get((kind, name), Decimal(0))

    def _of_payer(self, payer: str) -> PayerCount:
        return PayerCount(
            payer=payer, claims=self._claims["payer", payer], with_errors=self._claims["payer errors", payer],
            charges=self._dollars["payer", payer], at_stake=self._dollars["payer errors", payer],
        )  # fmt: skip
