"""What is wrong with a claim, why, by whose authority, and what would make it right.

One file per rule, listed in `catalogue.py`. May use `codes`, `policy` and `domain`; derived lines come in as a value.
"""
