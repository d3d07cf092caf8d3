"""Radiation treatment: the lines of a course's events."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.lines import Part
from oncodesk.domain.visit import Visit


def derive_radiation(visit: Visit, tables: Tables) -> Part:
    """Lines for the events the visit claims; empty where it holds no course."""
    return Part()
