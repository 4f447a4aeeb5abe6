"""Groups: the departments that there are credentials of."""

from __future__ import annotations

from deskbridge.errors import InvalidRequestError, NotFoundError
from deskbridge.listing import Listing, whole
from deskbridge.records import ChannelKind, Group, GroupId, GroupKind
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.roles.departments import Departments
from deskbridge_glassix.roles.ids import guid
from deskbridge_glassix.translate.people import group
from deskbridge_glassix.translate.words import PROTOCOLS


class GlassixGroups:
    """`deskbridge.protocols.Groups`: the vendor lists no departments, so there are those of the settings."""

    def __init__(self, departments: Departments) -> None:
        self._departments = departments

    def all(self, *, kind: GroupKind | None = None) -> Listing[Group]:
        """List the desk's own department and then those of the setting `departments`. Nothing is sent."""
        asked = self._departments.ids if kind in (None, GroupKind.DEPARTMENT) else ()
        return Listing(lambda: whole(map(group, asked)), what="groups")

    def get(self, group_id: GroupId) -> Group:
        """Return one of these departments. Nothing is sent.

        Raises:
            NotFoundError: It is another one, of which the vendor tells nothing.
        """
        if found := self._departments.client(group_id):
            return group(found.department_id)
        msg = f"there is no department {group_id!r}, or the settings have no credentials of it"
        raise NotFoundError(msg, vendor=VENDOR, operation="groups.get")

    def is_open(self, group_id: GroupId, *, channel: ChannelKind | None = None) -> bool:
        """Tell whether any department has opening hours now.

        Raises:
            NotFoundError: There is no such department.
            InvalidRequestError: The vendor has no such channel.
        """
        department = guid(group_id, what="department", operation="groups.is_open")
        if channel is not None and channel not in PROTOCOLS:
            msg = f"Glassix has no channel {channel.value!r}; it has: {', '.join(PROTOCOLS)}"
            raise InvalidRequestError(msg, vendor=VENDOR, operation="groups.is_open")
        protocol = PROTOCOLS[channel] if channel is not None else ""
        return self._departments.own.tenants.is_online(department, protocol_type=protocol)
