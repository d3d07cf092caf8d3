"""A course of radiation as a calendar of fractions, and the same as a table."""
