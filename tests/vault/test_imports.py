"""The window paints first: what opens a file is imported then, and Alembic only where there is a step to do."""

import subprocess
import sys
from pathlib import Path

from invented_practice import PASSWORD

from oncodesk.vault.store import Store

PROBE = """
import sys
from pathlib import Path
import oncodesk.cli, oncodesk.services.entrance, oncodesk.services.desk, oncodesk.services.sample_practice
assert "sqlalchemy" not in sys.modules, "sqlalchemy came with the entrance"
from oncodesk.vault import door
door.unlock(Path(sys.argv[1]), sys.argv[2]).close()
assert "sqlalchemy" in sys.modules
assert "alembic" not in sys.modules, "alembic came with a file that is up to date"
assert "sqlalchemy.orm" not in sys.modules, "the object mapper is not used"
"""


def test_nothing_is_imported_before_it_is_needed(practice_file: Store, folder: Path) -> None:
    practice_file.close()
    subprocess.run([sys.executable, "-c", PROBE, str(folder), PASSWORD], check=True)
