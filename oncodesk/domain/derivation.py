"""What deriving gives back (`oncodesk.derivation/1`)."""

from typing import Literal

from oncodesk.domain.base import Frozen
from oncodesk.domain.claim import Claim
from oncodesk.domain.report import Citation, Report


class Trace(Frozen):
    """Why a line is there: the facts it came from and the steps, in order."""

    line: str
    facts: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    citation: Citation | None = None


class Question(Frozen):
    """What must be asked before the claim is whole.

    `fact` names the administration, service or event; `field` the field that would answer; `why` what hangs on it.
    """

    fact: str
    ask: str
    field: str | None = None
    why: str | None = None


class Derivation(Frozen):
    """A claim with the reason for every line, and what could not be decided."""

    format: Literal["oncodesk.derivation/1"] = "oncodesk.derivation/1"
    claim: Claim
    trace: tuple[Trace, ...] = ()
    questions: tuple[Question, ...] = ()
    report: Report | None = None
