"""What README, CONTRIBUTING and CHANGELOG promise is there."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from oncodesk.cli import main


def _blocks(text: str) -> list[str]:
    return re.findall(r"^```\n(.*?)\n```$", text, re.M | re.S)


def test_the_two_commands_of_the_readme_are_those_of_run_py(root: Path) -> None:
    commands = [block for block in _blocks((root / "README.md").read_text()) if block.startswith("python3 ")]
    assert commands == ["python3 run.py", "python3 run.py test"]
    usage = subprocess.run([sys.executable, "run.py", "--help"], cwd=root, capture_output=True, text=True).stdout
    for command in commands:
        assert re.search(rf"^{re.escape(command)}\s", usage, re.M)
    assert "--yes" in usage


def test_run_py_refuses_words_it_does_not_know(root: Path) -> None:
    done = subprocess.run([sys.executable, "run.py", "tests"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 2
    assert "invalid choice: 'tests'" in done.stderr


def test_every_documented_command_exists(root: Path) -> None:
    documented = re.findall(r"`oncodesk ([a-z0-9]+)(?: ([a-z-]+))?", (root / "README.md").read_text())
    assert len(documented) > 5
    for name, below in documented:
        command = main.commands[name]
        if isinstance(command, click.Group):
            assert below in command.commands


def test_every_command_is_documented(root: Path) -> None:
    documented = set(re.findall(r"`oncodesk ([a-z0-9]+)", (root / "README.md").read_text()))
    assert set(main.commands) <= documented


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "packaging/README.md"])
def test_every_link_leads_to_a_file(root: Path, name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (root / name).read_text()):
        if "://" not in target:
            assert (root / name).parent.joinpath(target).is_file(), target


def test_the_map_names_every_room(root: Path) -> None:
    (drawn,) = [block for block in _blocks((root / "README.md").read_text()) if "oncodesk/\n" in block]
    rooms = {f"{path.parent.name}/" for path in (root / "oncodesk").glob("*/__init__.py")}
    assert rooms <= set(drawn.split())


def test_the_changelog_knows_the_version(root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    assert version in (root / "CHANGELOG.md").read_text()


def test_the_licence_is_the_declared_one(root: Path) -> None:
    assert tomllib.loads((root / "pyproject.toml").read_text())["project"]["license"] == "Apache-2.0"
    assert "Apache License" in (root / "LICENSE").read_text()
