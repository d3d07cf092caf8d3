"""The providers whom claims name."""
