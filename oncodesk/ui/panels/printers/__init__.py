"""Where superbills are printed."""
