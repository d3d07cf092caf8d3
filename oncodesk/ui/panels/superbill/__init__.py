"""The superbill as it will print."""
