"""Regimens: made from a visit, given to a visit, what they expect to bill, and how a day differs from them."""
