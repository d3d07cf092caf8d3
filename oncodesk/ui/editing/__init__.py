"""What the coder is editing, as values: the draft, edits laid over the claim, undo, and what was typed. Knows no Qt."""
