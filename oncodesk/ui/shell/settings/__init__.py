"""The sections of the settings: each joins one panel to the desk."""
