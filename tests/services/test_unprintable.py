"""What a claim lacks for its superbill is known before it is finalised."""

from oncodesk.codes.library import CodeSets
from oncodesk.domain.people import Providers
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.services import sample_practice
from oncodesk.services.derive_claim import derive_claim
from oncodesk.services.print_superbill import unprintable


def test_fields_of_the_claim_are_named_and_those_of_the_practice_left(code_sets: CodeSets) -> None:
    visit = parse(Visit, sample_practice.read("visit-mfolfox6"))
    claim = derive_claim(visit, code_sets.at(visit.date_of_service)).claim
    assert claim.practice is None
    assert unprintable(claim) == ()
    bare = claim.model_copy(update={"providers": Providers(), "payer": None})
    assert unprintable(bare) == ("providers.rendering", "providers.rendering.npi", "payer")
