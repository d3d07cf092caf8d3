"""Decides what is typed about a provider."""

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Provider
from oncodesk.ui.editing.particulars import npi_of
from oncodesk.ui.editing.wording import said
from oncodesk.words import say


def provider_of(name: str, credential: str, npi: str) -> Provider:
    """The provider of the fields typed; UnusableInput names the field."""
    if not name.strip():
        raise UnusableInput("name", say("expected the provider's name, as payers know it"))
    return Provider(name=name.strip(), credential=credential.strip() or None, npi=npi_of(npi))


def complaint(problem: UnusableInput) -> str:
    """The complaint with the field's name as the coder sees it."""
    return said(problem)
