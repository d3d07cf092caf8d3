"""Finalised claims: the list of them, and one looked at whole."""
