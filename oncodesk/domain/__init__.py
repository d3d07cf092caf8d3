"""What a visit, administration, course, claim, line, diagnosis, unit and amount of money are.

Frozen values and pure functions; the field names are those of the published documents. Uses nothing of ours.
"""
