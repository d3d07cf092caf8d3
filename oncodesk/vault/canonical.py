"""One way of writing a value down, so that the same value always has the same bytes."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces; moments in UTC, bytes in hex, Decimal as dollars and cents."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    raise TypeError(f"{type(value).__name__} has no canonical form")
