"""The hours of the visit to scale, one lane per administration, and the same as a table."""
