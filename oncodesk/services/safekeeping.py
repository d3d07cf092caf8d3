"""What is told of the records' safety."""

from typing import TYPE_CHECKING

from oncodesk.domain.base import Frozen

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
        counted = f"{self.audit_entries:,} audit entries, {self.claims:,} sealed claims, head {self.head[:16]}"
        return "\n".join((*self.problems, counted if self.problems else f"Everything fits: {counted}"))
