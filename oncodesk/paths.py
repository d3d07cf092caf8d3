"""Finds what travels with the program and where its own files go."""

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def codesets() -> Path:
    """Folder of what others publish, dated."""
    return _shipped("codesets")


def resources() -> Path:
    """Folder of what we make, undated."""
    return _shipped("resources")


def home() -> Path:
    """Folder of the user's OncoDesk files; the environment variable ONCODESK_HOME moves it."""
    chosen = os.environ.get("ONCODESK_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("OncoDesk", appauthor=False))
