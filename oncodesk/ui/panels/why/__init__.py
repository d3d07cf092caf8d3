"""The reasons for one line of the claim."""
