"""Infusions, pushes, injections and the other ways a drug is given: which code, how many."""
