"""One box over every code set, and the page of the chosen code."""
