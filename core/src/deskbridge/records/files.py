"""Files: the forms in which a ticket can be written down."""

from __future__ import annotations

from enum import StrEnum


class RenderForm(StrEnum):
    """What a ticket with its messages is written as."""

    HTML = "html"
    PDF = "pdf"
