"""The window. Panels are strangers to one another; everything they ask, they ask of `services`."""
