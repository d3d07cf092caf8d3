"""Edit tables and modifiers: pairs, unlikely units, add-on codes."""
