"""What is said when input cannot be used."""


class UnusableInput(Exception):
    """Input that cannot be used: names the source, the field and what was expected, in one line."""

    def __init__(self, field: str, expected: str, source: str = "") -> None:
        """`field` is a dotted path such as `administrations.a2.stop`; `source` a file or stream name."""
        self.field, self.expected, self.source = field, expected, source
        super().__init__(": ".join(part for part in (source, field, expected) if part))

    def of(self, source: str) -> "UnusableInput":
        """The same complaint, saying where the input came from."""
        return UnusableInput(self.field, self.expected, source)
