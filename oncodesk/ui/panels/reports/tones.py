"""Which colours of the palette the parts of a bar have, in the order of the series."""

TONES = ("accent", "warning")
