"""What is told of the records' safety."""

from typing import TYPE_CHECKING

from oncodesk.domain.base import Frozen
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.vault.proof import Verdict


class Verified(Frozen):
    """What verifying found."""

    problems: tuple[str, ...]
    audit_entries: int
    claims: int
    head: str

    @classmethod
    def of(cls, verdict: "Verdict") -> "Verified":
        """From the vault's own verdict."""
        return cls(
            problems=verdict.problems, audit_entries=verdict.audit_rows, claims=verdict.claims, head=verdict.head
        )

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def as_text(self) -> str:
        """In a few lines."""
        counted = say(
            "{entries:,} audit entries, {claims:,} sealed claims, head {head}",
            entries=self.audit_entries, claims=self.claims, head=self.head[:16],
        )  # fmt: skip
        whole = counted if self.problems else say("Everything fits: {counted}", counted=counted)
        return "\n".join((*self.problems, whole))
