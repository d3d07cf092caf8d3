"""The practice's own particulars and its charges."""
