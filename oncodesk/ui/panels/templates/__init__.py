"""The practice's regimens: listed with what they expect to bill, changed, taken from files and given to them."""
