"""Code tables with edit tables loaded beside them."""

from collections.abc import Callable
from datetime import date

import loaded_tables
import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.codes.tables import Tables


@pytest.fixture(scope="session")
def edit_tables_on(code_sets: CodeSets, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Tables]:
    """The code tables of a day with a few edit rows loaded as those of 2026."""
    folder = tmp_path_factory.mktemp("few")
    loaded = loaded_tables.load(code_sets, folder, loaded_tables.few(folder))
    return lambda day: loaded.at(date.fromisoformat(day))
