"""Choosing and counting infusions, pushes and injections."""
