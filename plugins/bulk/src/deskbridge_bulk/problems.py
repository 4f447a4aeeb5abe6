"""What can be wrong with a job before it starts, and with one row of it."""

from __future__ import annotations

from deskbridge.errors import ConfigurationError, DeskbridgeError


class BulkError(ConfigurationError):
    """A job can't start, or can't go on; the text says what to do."""


class SheetError(BulkError):
    """A file is no table that can be read; shows the first offending row."""


class JournalError(BulkError):
    """A journal belongs to another job, or can't be kept."""


class RowError(DeskbridgeError):
    """A row can't be done as it stands; nothing was sent for it.

    Attributes:
        column: The column that is wrong, "" if it is the row as a whole.
    """

    def __init__(self, text: str, *, column: str = "") -> None:
        super().__init__(f"column {column}: {text}" if column else text)
        self.column = column
