"""Records in and out: what a file of patients would change, and what leaves the records."""
