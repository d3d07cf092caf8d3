"""What the coder decided beside the facts: changes laid over the derived claim, findings answered, questions asked."""

from collections.abc import Iterable

from oncodesk.domain.base import Frozen
from oncodesk.domain.claim import Claim, ClaimLine, LineOverride, Reason
from oncodesk.domain.report import Edit


class Anchor(Frozen):
    """A claim line by what it is, so that it is found again under another number.

    `id` is its number when it was pointed at; of the `of` lines with the same code, modifiers and facts it was the
    `nth`, from 0.
    """

    id: str
    code: str
    modifiers: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    nth: int = 0
    of: int = 1


class Overlay(Frozen):
    """A fix applied, or a line changed, added or removed by the coder's `own` decision.

    `anchors` say which derived lines the edits mean and `diagnoses` which codes their pointers meant; None until the
    overlay was laid over a claim for the first time.
    """

    edits: tuple[Edit, ...]
    title: str = ""
    own: LineOverride | None = None
    anchors: tuple[Anchor, ...] | None = None
    diagnoses: tuple[str, ...] | None = None


class Answer(Frozen):
    """A finding that is kept as it is: its rule, where it stood, what it said then, and the coder's reason."""

    rule: str
    lines: tuple[Anchor, ...] = ()
    diagnoses: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    message: str
    reason: Reason
    by: str
    at: str


class Query(Frozen):
    """A question to the nurse or the physician; `about` names the finding or the missing fact by its place."""

    about: str
    text: Reason
    by: str
    at: str
    answer: str | None = None
    answered_by: str | None = None
    answered_at: str | None = None


class Decisions(Frozen):
    """Everything the coder decided about one visit, in the order of deciding."""

    overlays: tuple[Overlay, ...] = ()
    answers: tuple[Answer, ...] = ()
    queries: tuple[Query, ...] = ()

    @property
    def takes_off(self) -> bool:
        """Whether a derived line was taken off the claim."""
        return any(edit.op == "remove_line" for overlay in self.overlays if overlay.own for edit in overlay.edits)

    @property
    def is_waiting(self) -> bool:
        """Whether a question has not been answered yet."""
        return any(query.answer is None for query in self.queries)


UNDECIDED = Decisions()


def anchor(line: ClaimLine, claim: Claim) -> Anchor:
    """The line as it can be found again."""
    same = _like(claim.lines, line.code, line.facts, line.modifiers)
    place = [other.id for other in same].index(line.id)
    return Anchor(
        id=line.id, code=line.code, modifiers=line.modifiers, facts=line.facts, nth=place, of=len(same)
    )  # fmt: skip


def found(wanted: Anchor, claim: Claim) -> ClaimLine | None:
    """The line that is meant, or None where there is none or several might be meant."""
    same = _like(claim.lines, wanted.code, wanted.facts, wanted.modifiers)
    if len(same) == wanted.of:
        return same[wanted.nth]
    alike = [line for line in claim.lines if (line.code, line.facts) == (wanted.code, wanted.facts)]
    return alike[0] if len(alike) == wanted.of == 1 else None


def _like(lines: Iterable[ClaimLine], code: str, facts: tuple[str, ...], modifiers: tuple[str, ...]) -> list[ClaimLine]:
    return [line for line in lines if (line.code, line.facts, line.modifiers) == (code, facts, modifiers)]
