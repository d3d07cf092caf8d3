"""Several documents as one file, each with its own pages and numbers."""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2


def joined(documents: Sequence[bytes]) -> bytes:
    """One PDF of all pages in order, with no metadata."""
    whole = pypdfium2.PdfDocument.new()
    for content in documents:
        part = pypdfium2.PdfDocument(content)
        whole.import_pages(part)
        part.close()
    target = BytesIO()
    whole.save(target)
    whole.close()
    return target.getvalue()
