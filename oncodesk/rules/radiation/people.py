"""Who is a physician, by the credential on the claim."""

_PHYSICIANS = frozenset({"MD", "DO", "MBBS", "MBBCH"})


def is_physician(credential: str | None) -> bool:
    """Whether the credential names a physician: `MD`, `M.D., PhD`."""
    words = (credential or "").upper().replace(".", "").replace(",", " ").split()
    return bool(_PHYSICIANS & set(words))
