"""Tags. Source: the official C# SDK, whose names leave open whether keys begin with a capital: both are read."""

from __future__ import annotations

from attrs import frozen

from deskbridge.wire import Wire, key


@frozen(kw_only=True, slots=True)
class Tag(Wire):
    """A tag of a department, with keys in either case."""

    small_name: str | None = key("name", default=None)
    capital_name: str | None = key("Name", default=None)
    small_parents: tuple[str, ...] | None = key("parentTags", default=None)
    capital_parents: tuple[str, ...] | None = key("ParentTags", default=None)
    small_deleted: bool | None = key("isDeleted", default=None)
    capital_deleted: bool | None = key("IsDeleted", default=None)

    @property
    def name(self) -> str:
        """The tag itself."""
        return self.small_name or self.capital_name or ""

    @property
    def parents(self) -> tuple[str, ...]:
        """The tags above it."""
        return self.small_parents or self.capital_parents or ()

    @property
    def is_deleted(self) -> bool:
        """Whether it is offered no more."""
        return bool(self.small_deleted or self.capital_deleted)
