"""Fixtures of the vault's tests."""

from invented_practice import clock, folder, practice_file

__all__ = ["clock", "folder", "practice_file"]
