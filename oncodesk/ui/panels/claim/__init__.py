"""The derived claim: diagnoses with their letters, lines, total."""
