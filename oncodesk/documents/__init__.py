"""One checked claim on paper. The only room that knows reportlab. May use `codes`, `policy` and `domain`."""
