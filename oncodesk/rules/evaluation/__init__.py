"""Visits beside treatment."""
