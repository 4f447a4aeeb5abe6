"""Tags. Source: the official C# SDK, whose names leave open whether keys begin with a capital: both are read."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from deskbridge.wire import Wire, key


@frozen(kw_only=True, slots=True)
class Tag(Wire):
    """A tag of a department.

    Attributes:
        label: The tag itself.
        color: In hexadecimal.
        parent_tags: The tags above it.
        deleted: Whether it is offered no more.
    """

    any_case: ClassVar[bool] = True

    label: str | None = key("name", default=None)
    color: str | None = None
    parent_tags: tuple[str, ...] | None = None
    deleted: bool | None = key("isDeleted", default=None)

    @property
    def name(self) -> str:
        """The tag itself, "" if it has no name."""
        return self.label or ""

    @property
    def parents(self) -> tuple[str, ...]:
        """The tags above it."""
        return self.parent_tags or ()

    @property
    def is_deleted(self) -> bool:
        """Whether it is offered no more."""
        return bool(self.deleted)
