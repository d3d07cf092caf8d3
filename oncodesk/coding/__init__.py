"""From the facts of a visit to claim lines, each with its trace; what is not known becomes a question.

Pure: (visit, tables on the date) gives the derivation. May use `codes`, `policy` and `domain`.
"""
