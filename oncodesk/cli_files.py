"""Where the commands write documents."""

from pathlib import Path

from oncodesk import private
from oncodesk.domain.errors import UnusableInput


def check_new_pdf(output: Path, document: str | None = None) -> None:
    """UnusableInput where something other than a PDF stands there, or the document itself."""
    if not output.exists():
        return
    with output.open("rb") as held:
        is_pdf = held.read(5) == b"%PDF-"
    if not is_pdf or (document is not None and output.resolve() == Path(document).resolve()):
        raise UnusableInput(
            "--output", "expected a new file or a PDF, found another file; nothing is written", str(output)
        )


def write_pdf(output: Path, pdf: bytes) -> None:
    """The file, for its owner only; UnusableInput where the place does not take it."""
    try:
        private.write(output, pdf)
    except OSError as problem:
        told = f"expected a place that can be written to: {problem.strerror}"
        raise UnusableInput("--output", told, str(output)) from None
