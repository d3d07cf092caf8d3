"""Official files and a shelf of one's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.codes.shelf import Shelf
from oncodesk.codes.sources.installed import shipped

Official = Callable[[str], Path]
OFFICIAL = {
    "order": "icd10cm_fy2025/2025-code-descriptions-tabular-order-april.zip",
    "neoplasm": "icd10cm_fy2025/icd10cm_neoplasm_2025.xml",
    "drugs": "icd10cm_fy2025/icd10cm_drug_2025.xml",
    "external": "icd10cm_fy2025/icd10cm_eindex_2025.xml",
    "conversion": "icd10cm_fy2025/2025-conversion-table.zip",
    "hcpcs": "hcpcs_2019/2019-Alpha-Numeric-HCPCS-File.zip",
}


@pytest.fixture(scope="session")
def official(shared_data: Path) -> Official:
    """The real file of a short name; the test is skipped, and says so, where it is absent."""

    def path(name: str) -> Path:
        if name == "tabular":
            return shipped().tabular
        found = shared_data / OFFICIAL[name]
        if not found.is_file():
            pytest.skip(f"the official file {OFFICIAL[name]} is not beside the repository")
        return found

    return path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty shelf."""
    return Shelf(tmp_path / "codesets")


@pytest.fixture
def own_sets(code_sets: CodeSets, shelf: Shelf) -> CodeSets:
    """The shipped sets beside that shelf."""
    return code_sets.with_shelf(shelf)
