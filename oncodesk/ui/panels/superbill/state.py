"""What the superbill screen shows: pages, or what is missing before there can be any."""

from dataclasses import dataclass

from oncodesk.domain.errors import UnusableInput

WORDS = {
    "practice": "the practice's particulars",
    "practice.name": "the practice's name",
    "practice.address": "the practice's address",
    "practice.phone": "the practice's phone",
    "practice.tax_id": "the practice's tax ID",
    "practice.npi": "the practice's group NPI",
    "providers.rendering": "the rendering provider",
    "providers.rendering.npi": "the rendering provider's NPI",
    "patient": "the patient",
    "patient.address": "the patient's address",
    "payer": "the payer",
    "payer.member_id": "the payer's member ID",
    "diagnoses": "a diagnosis",
    "lines": "a line to bill: type a drug or a service",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A required field, in words, with its path."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class SuperbillState:
    """`pdf` is the document; without one `missing` or `message` say why. A draft has no number and is not printed."""

    pdf: bytes = b""
    number: str = ""
    is_final: bool = False
    missing: tuple[Missing, ...] = ()
    message: str = ""

    @property
    def heading(self) -> str:
        """What stands above the page."""
        if not self.pdf:
            return "No superbill yet"
        return f"Superbill {self.number}" if self.is_final else "Preview of the superbill (not finalised)"


def refused(problem: UnusableInput) -> SuperbillState:
    """The state that names every field a superbill cannot do without."""
    _, _, listed = problem.expected.partition("missing: ")
    paths = [path.strip() for path in listed.split(",") if path.strip()] or [problem.field]
    return SuperbillState(missing=tuple(Missing(path, words(path)) for path in paths))


def words(path: str) -> str:
    """The field as the coder calls it."""
    return WORDS.get(path) or path.replace(".", ", ").replace("_", " ")
