"""A practice of one's own: Mina manages it, Ada reviews, one visit is typed."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.services import sample_practice
from oncodesk.vault import door
from oncodesk.vault.keys import FLOOR

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.services.entrance import Entrance

NOW = datetime(2026, 9, 17, 14, 30)  # noqa: DTZ001
PASSWORD = "correct horse battery"
OF_ADA = "staple correct horse"


@pytest.fixture(scope="session")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workstation with that practice, closed."""
    home = tmp_path_factory.mktemp("own")
    made = door.create(home / "practice", PASSWORD, FLOOR, "Mina")
    made.save_practice(sample_practice.practice())
    made.staff.add("Ada", "reviewer", OF_ADA, FLOOR)
    made.save_draft(None, sample_practice.read("visit-mfolfox6"))
    made.close()
    return home


@pytest.fixture
def entrance(own_home: Path, code_sets: CodeSets, tmp_path: Path) -> "Entrance":
    """The ways into a copy of that practice."""
    from oncodesk.services.entrance import Entrance

    home = tmp_path / "home"
    shutil.copytree(own_home, home)
    return Entrance(code_sets, home, lambda: NOW)


@pytest.fixture
def own_desk(entrance: "Entrance") -> "Iterator[Desk]":
    """The desk over that practice, as Mina."""
    found = entrance.unlock(PASSWORD, "Mina")
    yield found
    found.store.close()
