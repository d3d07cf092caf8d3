"""The main window, its theme, shortcuts and worker thread."""
