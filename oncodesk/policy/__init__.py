"""What a published value was on a given day.

Reads `codesets/policy/*.toml`: each value with its dates, source and last review. May use `domain`.
"""
