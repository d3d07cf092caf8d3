"""A copy of what `run.py` reads, so that its tests never touch the real `.venv`."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture
def run(tmp_path: Path) -> ModuleType:
    """`run.py` as a module of a fresh folder that holds nothing but it, the locks and pyproject.toml."""
    for path in (ROOT / "run.py", ROOT / "pyproject.toml", *ROOT.glob("requirements*.lock")):
        shutil.copy(path, tmp_path)
    spec = importlib.util.spec_from_file_location("run_copy", tmp_path / "run.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
