"""When the window locks, and what takes two people."""
