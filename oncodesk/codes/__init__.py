"""Finds codes: ICD-10-CM, HCPCS, CPT, modifiers and edit tables, in the edition in force on a day.

A read-only SQLite file that can always be rebuilt; the only room besides the vault that speaks SQL. May use `policy`
and `domain`.
"""
