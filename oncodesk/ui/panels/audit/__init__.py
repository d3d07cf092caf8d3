"""The audit, and proving it."""
