"""Which diagnoses a claim holds, in what order, and which of them support a line."""
