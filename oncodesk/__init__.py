"""OncoDesk: facts of an oncology visit in, a checked and explained claim and its superbill out."""
