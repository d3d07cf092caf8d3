"""ICD-10-CM: valid, in order, supporting the line."""
