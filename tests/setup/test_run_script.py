"""What `run.py` does before any package is there."""

import ast
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

STAND_IN = "import sys; sys.version_info = (3, 9, 18); exec(compile(open('run.py').read(), 'run.py', 'exec'))"


def test_an_old_python_can_read_it_and_says_one_line(root: Path) -> None:
    ast.parse((root / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    done = subprocess.run([sys.executable, "-c", STAND_IN], cwd=root, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "OncoDesk needs Python 3.11 or newer; this is 3.9\n"


def test_it_needs_only_the_standard_library(root: Path) -> None:
    tree = ast.parse((root / "run.py").read_text(encoding="utf-8"))
    names = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {str(n.module).split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert names <= set(sys.stdlib_module_names)


def test_a_half_made_environment_is_made_anew(run: ModuleType) -> None:
    left_over = run.VENV / "lib" / "half-written"
    left_over.mkdir(parents=True)
    run.BIN.mkdir(parents=True)
    run.PYTHON.write_text("cut off in the midd")
    assert not run.is_ready("use")
    run.make_venv(_uv())
    assert not left_over.exists()
    assert subprocess.run([run.PYTHON, "-c", "print('alive')"], capture_output=True, text=True).stdout == "alive\n"
    assert not run.is_ready("use"), "the stamp comes last, after the packages"


def test_the_stamp_tells_whether_the_environment_is_current(run: ModuleType) -> None:
    run.make_venv(_uv())
    run.STAMP.write_text(run.fingerprint("use"))
    assert run.is_ready("use")
    assert not run.is_ready("development")
    with (run.ROOT / "requirements.lock").open("a") as lock:
        lock.write("# another day\n")
    assert not run.is_ready("use")


def test_an_interrupted_update_of_a_whole_environment_is_seen_too(run: ModuleType) -> None:
    run.make_venv(_uv())
    run.STAMP.write_text("an older lock")
    run.make_venv(_uv())
    assert run.PYTHON.exists()
    assert not run.STAMP.exists()


def test_without_the_venv_module_one_line_says_so(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(run.Trouble, match="apt-get install python3-venv") as problem:
        run.make_venv(None)
    assert "\n" not in str(problem.value)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks libraries that Qt needs")
def test_missing_system_libraries_are_named_with_the_line_to_run(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.setitem(run.QT_LIBRARIES, "libNoSuchThing.so.7", ("libnosuchthing7", "nosuchthing"))
    for manager, package in (("apt-get", "libnosuchthing7"), ("dnf", "nosuchthing")):
        _only_command(monkeypatch, tmp_path / manager, manager)
        with pytest.raises(run.Trouble, match=f"run: .*{manager} install .*{package}"):
            run.check_libraries(with_window=False, yes=False)
    _only_command(monkeypatch, tmp_path / "neither", "pacman")
    with pytest.raises(run.Trouble, match=r"missing: .*libNoSuchThing\.so\.7"):
        run.check_libraries(with_window=False, yes=True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks libraries that Qt needs")
def test_yes_installs_them(run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.setitem(run.QT_LIBRARIES, "libNoSuchThing.so.7", ("libnosuchthing7", "nosuchthing"))
    log = tmp_path / "log"
    _only_command(monkeypatch, tmp_path / "bin", "apt-get", f'echo "$@" >> {log}')
    monkeypatch.setattr("os.geteuid", lambda: 0)
    run.check_libraries(with_window=False, yes=True)
    update, install = log.read_text().splitlines()
    assert update == "update"
    assert install.startswith("install --yes --no-install-recommends ")
    assert "libnosuchthing7" in install


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only on Linux is a display a matter of variables")
def test_a_display_that_does_not_answer_counts_as_none(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert run.has_display()
    assert run.display_answers()
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not run.has_display()
    monkeypatch.setenv("DISPLAY", "unix:7654")  # X11 would ask for a bare one by TCP as well
    assert run.has_display()
    assert not run.display_answers()


def test_every_library_of_qt_is_known_by_package(run: ModuleType) -> None:
    debian = {package for package, _ in {**run.QT_LIBRARIES, **run.X11_LIBRARIES}.values()}
    assert {"libgl1", "libegl1", "libglib2.0-0", "libfontconfig1", "libdbus-1-3", "libxkbcommon0"} <= debian
    assert {"libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"} <= debian


def test_uv_is_told_of_the_index_that_pip_knows(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_CONFIG_FILE", "PIP_INDEX_URL", "UV_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nindex-url = https://index.example/simple\n[install]\nfind-links =\n  one\n  two\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    env = run.uv_environment()
    assert env["UV_DEFAULT_INDEX"] == "https://index.example/simple"
    assert env["UV_FIND_LINKS"] == "one,two"
    monkeypatch.setenv("PIP_INDEX_URL", "https://nearer.example/simple")
    assert run.uv_environment()["UV_DEFAULT_INDEX"] == "https://nearer.example/simple"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://uv.example/simple")
    assert run.uv_environment()["UV_DEFAULT_INDEX"] == "https://uv.example/simple"


def test_ci_runs_the_command_of_the_readme(root: Path) -> None:
    script = root / ".ci" / "run"
    assert "python3 run.py test" in script.read_text()
    if sys.platform != "win32":
        assert script.stat().st_mode & stat.S_IXUSR


def _uv() -> str | None:
    return shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")


def _only_command(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, body: str = "exit 1") -> None:
    folder.mkdir()
    command = folder / name
    command.write_text(f"#!/bin/sh\n{body}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
