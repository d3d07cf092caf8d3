"""What the providers' panel shows."""

from collections.abc import Sequence

from oncodesk.domain.people import Provider
from oncodesk.words import say

HEADINGS = (say("Name"), say("Credential"), say("NPI"))
EMPTY = say("No provider yet. Type the first one at the right; finalised claims add the ones they name.")


def rows(providers: Sequence[Provider]) -> tuple[tuple[str, str, str], ...]:
    """The table's texts."""
    return tuple((person.name, person.credential or "", person.npi or "none") for person in providers)
