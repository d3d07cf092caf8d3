"""The tables that reports are made of, as the panel reads them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

Cell = str | date | int | Decimal | None


class Column(Protocol):
    """A heading and what stands below it."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...


class Table(Protocol):
    """One report."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def columns(self) -> Sequence[Column]: ...
    @property
    def rows(self) -> Sequence[Sequence[Cell]]: ...
    @property
    def plots(self) -> tuple[int, Sequence[int]]: ...
