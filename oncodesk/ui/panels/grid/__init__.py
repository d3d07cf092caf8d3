"""The drugs and fluids given, one row each, typed with shorthands."""
