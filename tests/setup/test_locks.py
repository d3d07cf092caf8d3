"""The locked requirements: whole, hashed, without addresses, and in step with pyproject.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock")
PIN = r"^(?P<name>[a-z0-9._-]+)==(?P<version>[^\s;]+)(?P<marker> ; [^\\]+)?"
LINE = re.compile(PIN + r"( \\\n    --hash=sha256:[0-9a-f]{64})+$", re.M)


def _locked(path: Path) -> dict[str, str]:
    return {found["name"]: found["version"] for found in LINE.finditer(path.read_text())}


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_is_a_pinned_and_hashed_package(root: Path, name: str) -> None:
    text = (root / name).read_text()
    assert LINE.sub("", text).strip() == ""
    assert _locked(root / name)


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_holds_an_address(root: Path, name: str) -> None:
    assert not re.search(r"://|index|find-links|file:|@", (root / name).read_text())


def test_what_runs_is_what_is_tested(root: Path) -> None:
    use, development = _locked(root / "requirements.lock"), _locked(root / "requirements-dev.lock")
    assert use.items() <= development.items()


def test_the_locks_answer_every_declared_dependency(root: Path) -> None:
    declared = tomllib.loads((root / "pyproject.toml").read_text())
    groups = declared["dependency-groups"]
    wanted = {
        "requirements.lock": declared["project"]["dependencies"]
        + groups["setup"]
        + declared["build-system"]["requires"],
        "requirements-dev.lock": [line for line in groups["dev"] if isinstance(line, str)],
    }
    for lock, lines in wanted.items():
        locked = _locked(root / lock)
        for requirement in map(Requirement, lines):
            name = requirement.name.lower().replace("_", "-")
            assert requirement.specifier.contains(locked[name]), f"{lock}: {requirement}"


def test_the_qt_binding_that_aborts_is_kept_out(root: Path) -> None:
    declared = tomllib.loads((root / "pyproject.toml").read_text())["project"]["dependencies"]
    (binding,) = [Requirement(line) for line in declared if line.startswith("PySide6")]
    assert not binding.specifier.contains("6.12.0")
    assert binding.specifier.contains("6.11.3")
