"""The ranked look-up: what a code is found by, how a query is read, which rows answer, and which of them is meant.

`row`, `shipped_rows`, `diagnosis_rows` and `written` make the file; the rest asks it. The door is `codes/search.py`.
"""
