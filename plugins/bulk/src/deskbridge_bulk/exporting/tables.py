"""What all tables have that files become: their columns, and how lines become rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Protocol

from attrs import frozen

from deskbridge_bulk.exporting.lines import Block

Row = Sequence[object] | str
"""Cells in the order of the columns, or a line of CSV that is ready."""
Tell = Callable[[int, str], None]
"""Takes the number of a line that can't be read, and what is wrong with it."""


class FieldKind(Enum):
    """What the cells of a column are, where the form has types."""

    TEXT = "text"
    TIME = "time"
    FLAG = "flag"
    PARTS = "parts"
    """Values inside one another; JSON in a text where the form has none."""


@frozen
class Field:
    """A column."""

    name: str
    kind: FieldKind = FieldKind.TEXT


class Table(Protocol):
    """Makes rows of lines.

    Attributes:
        fields: The columns.
        unplaced: How many lines there were of each kind that no column is for.
    """

    fields: tuple[Field, ...]
    unplaced: Counter[str]

    def rows(self, block: Block, wanted: Sequence[bool] | None, tell: Tell) -> list[Row]:
        """Make the rows of a block's lines.

        Args:
            block: The lines.
            wanted: Of which lines; all if it is None.
            tell: Hears of lines that can't be read.
        """
