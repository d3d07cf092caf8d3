"""A window in a process of its own: a bare one with the worklist's table, or the program, timed from its start.

`bare ROWS` and `desk HOME` print one JSON document once the window is usable: painted, with rows in its table.
`spent` is processor time without what was spent while the records were unlocked, which `processor` is.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

_HEADINGS = ("Date", "Patient", "Account", "Payer", "Status", "Charges ($)", "Age")


def bare(rows: int) -> int:
    """PySide6 and a table, nothing else."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    table = QTableWidget(rows, len(_HEADINGS))
    table.setHorizontalHeaderLabels(list(_HEADINGS))
    for row in range(rows):
        for column, name in enumerate(_HEADINGS):
            table.setItem(row, column, QTableWidgetItem(f"{name} {row}"))
    window.setCentralWidget(table)
    window.resize(1366, 768)
    window.show()
    QTimer.singleShot(0, lambda: _tell(app, {"unlocked": 0.0, "processor": 0.0}))
    return app.exec()


def desk(home: Path) -> int:
    """The program as `oncodesk` starts it where there is no practice yet; the time to unlock is told apart."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from oncodesk.app import code_sets, now
    from oncodesk.services.entrance import Entrance
    from oncodesk.ui.shell.theme import wear
    from oncodesk.ui.shell.tokens import LIGHT
    from oncodesk.ui.window import Front

    app = QApplication(sys.argv[:1])
    wear(app, LIGHT)
    spent: dict[str, float] = {}

    class Timed(Entrance):
        def sample(self) -> Any:
            clock, processor = time.perf_counter(), time.process_time()
            found = super().sample()
            spent.update(unlocked=time.perf_counter() - clock, processor=time.process_time() - processor)
            return found

    front = Front(Timed(code_sets(), home, now))
    front.begin()
    timer = QTimer()

    def look() -> None:
        if front.window is not None and front.window.today.view.table.rowCount() and front.window.isVisible():
            timer.stop()
            QTimer.singleShot(0, lambda: _tell(app, spent))

    timer.timeout.connect(look)
    timer.start(5)
    return app.exec()


def _tell(app: Any, told: dict[str, float]) -> None:
    app.processEvents()
    spent = time.process_time() - told["processor"]
    print(json.dumps(told | {"memory": held(), "spent": spent}), flush=True)
    os._exit(0)


def held() -> float:
    own = Path("/proc/self/status")
    if not own.exists():
        return 0.0
    line = next(line for line in own.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1e3


if __name__ == "__main__":
    sys.exit(bare(int(sys.argv[2])) if sys.argv[1] == "bare" else desk(Path(sys.argv[2])))
