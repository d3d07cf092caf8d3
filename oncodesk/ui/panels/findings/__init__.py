"""What is wrong, what must be asked, and what was not checked."""
