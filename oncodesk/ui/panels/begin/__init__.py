"""The start of a visit: whose it is, its day, and what it begins with."""
