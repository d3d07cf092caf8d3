"""Chooses the language of the window; nothing of the window is imported before."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from oncodesk import paths, words


def choose(home: Path) -> None:
    """The language that was chosen on this workstation, else the system's, as far as there is a catalog of it."""
    from oncodesk.services.preferences import read_preferences

    chosen = read_preferences(home).language
    words.speak((chosen,) if chosen else QLocale.system().uiLanguages(), paths.resources() / "locale")


def wear_on(app: QCoreApplication) -> None:
    """Qt's own buttons, dialogs and menus in the language that is spoken."""
    spoken = words.spoken()
    made = QTranslator(app)
    if spoken and made.load(f"qtbase_{spoken}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(made)
