"""Column types that mean the same in SQLite and in PostgreSQL."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from oncodesk.vault.canonical import canonical


class Utc(TypeDecorator[datetime]):
    """A moment, kept in UTC; one without a time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("expected a moment with its time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives it back without its zone."""
        return value if value is None else (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


class Cents(TypeDecorator[Decimal]):
    """Dollars as Decimal, kept as whole cents."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Whole cents; less than a cent is refused."""
        if value is None:
            return None
        cents = value * 100
        if cents != int(cents):
            raise ValueError(f"expected whole cents, found {value}")
        return int(cents)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Dollars with two decimals."""
        return None if value is None else Decimal(value).scaleb(-2)


class Document(TypeDecorator[Any]):
    """Plain values as canonical JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """The text."""
        return canonical(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """The values."""
        return json.loads(value)


def sorted_text() -> Text:
    """Text that sorts by its code points everywhere, so that a beginning is a range."""
    return Text().with_variant(Text(collation="C"), "postgresql")
