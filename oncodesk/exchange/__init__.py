"""Other people's formats: X12 and CSV. May use `codes`, `policy` and `domain`."""
