"""The departments that a desk can read: its own, and others whose credentials the settings have."""

from __future__ import annotations

from collections.abc import Sequence

from deskbridge_glassix.client import GlassixClient


class Departments:
    """The native clients of departments by id.

    Args:
        own: The one that the desk is of.
        others: The others.
    """

    def __init__(self, own: GlassixClient, others: Sequence[GlassixClient] = ()) -> None:
        self.own = own
        self._clients = {one.department_id.lower(): one for one in (own, *others)}

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids as they were given, the desk's own first."""
        return tuple(one.department_id for one in self._clients.values())

    def client(self, department_id: str) -> GlassixClient | None:
        """Return the client of a department, None if there are no credentials of it."""
        return self._clients.get(department_id.lower())
