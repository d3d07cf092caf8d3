"""What reading another's file gives: claims, what stands beside them, what was not understood, what is wrong."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from oncodesk.domain.claim import Claim


class Fault(NamedTuple):
    """Something wrong with a file or its envelopes: at which segment, and what."""

    segment: int
    said: str


class RawClaim(NamedTuple):
    """A claim as its segments stand in the file, with those of its provider, subscriber and patient before it.

    `segment` is that of its CLM; `texts` are (number, text) pairs, `parents` how many of them come before the CLM.
    """

    segment: int
    element: str
    component: str
    repetition: str
    texts: tuple[tuple[int, str], ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A provider, facility or service on a claim; `loop` says in which part, such as 2310C, the place of service."""

    loop: str
    name: str
    npi: str | None = None
    taxonomy: str | None = None
    numbers: tuple[tuple[str, str], ...] = ()
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherPayer:
    """Another payer of the claim: its turn (P, S, T …), filing indicator (SBR09), and amounts by AMT qualifier."""

    turn: str
    indicator: str
    name: str
    id: str | None = None
    member_id: str | None = None
    amounts: tuple[tuple[str, str], ...] = ()
    adjustments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What an 837P says, claim or line, that `oncodesk.claim/1` has no field for.

    `numbers` by REF qualifier, `dates` by DTP qualifier and `amounts` by AMT qualifier as written, `notes` by
    NTE qualifier (K3 for a fixed-format one), `tests` by MEA qualifiers, `conditions` as CRC and HI print them.
    """

    numbers: tuple[tuple[str, str], ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    amounts: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    tests: tuple[tuple[str, str], ...] = ()
    conditions: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    adjudications: tuple[str, ...] = ()

    def number(self, qualifier: str) -> str | None:
        """The first reference number of that qualifier: F8 the payer's own number of the original claim, G1 prior
        authorisation, 9F referral, P4 trial, X4 CLIA, EA medical record, D9 clearinghouse, 6R line control."""
        return next((value for name, value in self.numbers if name == qualifier), None)


@dataclass(frozen=True, slots=True)
class Kept:
    """All that stands beside a claim: of the claim itself, of each line in order, and its other payers."""

    claim: Beside
    lines: tuple[Beside, ...]
    other_payers: tuple[OtherPayer, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """One claim of a file, read or not.

    `claim` is None where it cannot be read, and `problem` says why. `frequency` is CLM05-3: 1 original, 7 replacement,
    8 void. `not_understood` names segments and qualifiers that were seen and are not kept; `remarks` says how a doubt
    was read.
    """

    segment: int
    account: str
    claim: Claim | None = None
    problem: str = ""
    frequency: str = ""
    total: Decimal | None = None
    not_understood: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
