"""Fixtures of the vault's tests."""

from invented_practice import clock, folder, new_practice, practice_file

__all__ = ["clock", "folder", "new_practice", "practice_file"]
