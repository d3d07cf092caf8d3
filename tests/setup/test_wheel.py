"""The wheel alone, in an environment of its own, finds all that travels with it."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

FINDS = """
import oncodesk
from oncodesk import paths
print(oncodesk.__file__)
print(paths.codesets())
print(paths.resources())
print(*sorted(p.relative_to(paths.codesets()).as_posix() for p in paths.codesets().rglob("*") if p.is_file()))
print(*sorted(p.relative_to(paths.resources()).as_posix() for p in paths.resources().rglob("*") if p.is_file()))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the commands of a clean environment with the wheel and the locked packages, but not this folder."""
    root, place = Path(__file__).resolve().parents[2], tmp_path_factory.mktemp("wheel")
    _must([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place], root)
    (wheel,) = place.glob("oncodesk-*.whl")
    venv.create(place / "venv", with_pip=False)
    commands = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = next(commands.glob("python*"))
    _must([sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-index", "--no-deps", wheel], place)
    inside = ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    # A path that a .pth adds does not have its own .pth files read, so the editable install stays outside.
    Path(_must([python, *inside], place).strip(), "locked.pth").write_text(sysconfig.get_path("purelib"))
    return commands


def test_it_finds_codesets_and_resources_in_itself(installed: Path, root: Path) -> None:
    python = next(installed.glob("python*"))
    where, codesets, resources, *names = _must([python, "-c", FINDS], installed).splitlines()
    for place in (where, codesets, resources):
        assert Path(place).is_relative_to(installed.parent), place
    for shipped, folder in zip(names, (root / "codesets", root / "resources"), strict=True):
        here = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        assert here <= set(shipped.split(" "))


def test_the_command_answers(installed: Path) -> None:
    text = _must([installed / "oncodesk", "--help"], installed)
    assert "superbill" in text
    assert "lookup" in text


def _must(command: list[str | Path], folder: Path) -> str:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
