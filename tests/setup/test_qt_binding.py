"""PySide6 6.12.0 dropped a reference to None or True at each call and ended the process after some thousands."""

import os
import subprocess
import sys

PROGRAM = """
import sys
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QStandardItemModel

class Speaker(QObject):
    said = Signal(int)

application = QGuiApplication([])
heard = []
speaker = Speaker()
speaker.said.connect(heard.append)
for number in range(5000):
    speaker.said.emit(number)
model = QStandardItemModel()
for number in range(20000):
    model.setObjectName(str(number))
QTimer.singleShot(0, application.quit)
application.exec()
print(len(heard), model.objectName())
"""


def test_thousands_of_signals_and_calls_leave_the_process_alive() -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "5000 19999\n"), done.stderr
