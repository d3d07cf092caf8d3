"""Whatever takes long is done away from the window: by `Tasks`, long work by `run_long`, in a thread of its own."""

import ast
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

import oncodesk.ui
from oncodesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

UI = Path(oncodesk.ui.__file__).parent
SLOW = {
    "import_codes", "rollback_codes", "waiting_files", "watched_files", "keep_safe", "back_up", "try_backup", "verify",
    "superbills", "export_records", "preview_people", "import_people", "audit_pack", "final_superbill", "patient_copy",
    "find_visits", "find_claims", "find_audit", "own_codes", "patient_file", "find_people", "tallies", "check_code",
}  # fmt: skip
"""Verbs of the desk and its records that read or write much."""


def test_long_work_goes_through_run_long(busy: "MainWindow", monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Loading code sets, a backup, the trial of it, the proof, an export and many superbills, as the window asks."""
    asked: list[tuple[str, bool]] = []

    def noted(name: str, is_long: bool) -> Callable[..., None]:
        return lambda owner, work_name, *rest, **more: asked.append((work_name, is_long))

    monkeypatch.setattr(busy.tasks, "run_long", noted("run_long", True))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    file = tmp_path / "x.txt"
    file.write_text("0")
    busy.library.offer([str(file)])
    busy.settings.backups.back_up(tmp_path)
    busy.settings.backups._try()
    busy.settings.audit.verify()
    busy.exchange_sheet.export_to(tmp_path / "out.zip")
    busy.show_screen("claims")
    busy.claims._batch(on_paper=False)
    assert len(asked) == 6
    assert all(is_long for _, is_long in asked)


def test_no_screen_asks_for_what_is_slow_in_the_window_itself() -> None:
    """Each such call stands in a function handed to `Tasks`, or in one that a lambda or a work function calls."""
    found = [
        f"{path.relative_to(UI)}:{call.lineno} {name}"
        for path in sorted(UI.rglob("*.py"))
        for name, call, is_handed in _slow_calls(path)
        if not is_handed and path.name != "window.py"  # its pictures are taken with no window in use
    ]
    assert found == []


def _slow_calls(path: Path) -> list[tuple[str, ast.Call, bool]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    handed = _handed(tree)
    found = []

    def visit(node: ast.AST, inside: tuple[str, ...], in_lambda: bool) -> None:
        if isinstance(node, ast.FunctionDef):
            inside = (*inside, node.name)
        in_lambda = in_lambda or isinstance(node, ast.Lambda)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SLOW:
            on_records = any(part in ast.unparse(node.func.value) for part in ("desk", "store", "_desk"))
            if on_records:
                found.append((node.func.attr, node, in_lambda or any(name in handed for name in inside)))
        for child in ast.iter_child_nodes(node):
            visit(child, inside, in_lambda)

    visit(tree, (), False)
    return found


def _handed(tree: ast.AST) -> set[str]:
    """Functions that are given to `Tasks`, themselves or inside a lambda, and what those call."""
    handed: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_task = node.func.attr in ("run", "run_long") and "tasks" in ast.unparse(node.func.value)
            if is_task or node.func.attr == "_work":
                work = node.args[2] if is_task else node.args[1] if len(node.args) > 1 else None
                handed |= _names(work)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            handed |= _names(node.value)
    for _ in range(2):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name in handed:
                handed |= _names(node)
    return handed


def _names(node: ast.AST | None) -> set[str]:
    parts = ast.walk(node) if node is not None else ()
    return {part.attr if isinstance(part, ast.Attribute) else part.id for part in parts if _is_name(part)}


def _is_name(part: Any) -> bool:
    return isinstance(part, ast.Attribute | ast.Name)


def test_both_kinds_of_work_leave_the_window_s_thread(qtbot: QtBot) -> None:
    tasks, seen = Tasks(), {}
    tasks.run(tasks, "short", lambda: threading.current_thread(), lambda done: seen.setdefault("short", done))
    tasks.run_long(
        tasks, "long", lambda _: threading.current_thread(), lambda done: seen.setdefault("long", done), lambda *_: None
    )
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert threading.main_thread() not in seen.values()
    assert len({thread.name for thread in seen.values()}) == 2
    tasks.close()
