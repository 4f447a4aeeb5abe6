"""What a custom channel's message holds, in conversation items and in events."""

from __future__ import annotations

from attrs import frozen

from deskbridge.wire import Wire


@frozen(kw_only=True, slots=True)
class CustomFile(Wire):
    """A file of a custom channel; its address is public."""

    url: str | None = None
    file_name: str | None = None


@frozen(kw_only=True, slots=True)
class CustomText(Wire):
    """The inner content of a custom channel's message: a text, or files with a caption."""

    text: str | None = None
    caption: str | None = None
    files: tuple[CustomFile, ...] | None = None


@frozen(kw_only=True, slots=True)
class CustomStatus(Wire):
    """How a custom channel's message fared: SENDING, SENT, ACCEPTED, DELIVERED, READ or FAILED."""

    value: str | None = None
    details: str | None = None
