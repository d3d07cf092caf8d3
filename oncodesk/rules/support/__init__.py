"""Supportive drugs, blood and marrow."""
