"""Business hours."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.ids import segment
from deskbridge_gladly.wire.business_hours import BusinessHours, BusinessHoursBody, BusinessHoursReplacement


class BusinessHoursArea:
    """The operations on business hours. They take no id of ours, so a create with a lost answer is not repeated."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("BusinessHours_list")
    def list(self) -> tuple[BusinessHours, ...]:
        """List every configuration."""
        return self._api.value("business_hours.list", "business-hours", tuple[BusinessHours, ...])

    @operation("BusinessHours_create")
    def create(self, body: BusinessHoursBody) -> BusinessHours:
        """Create a configuration; each call makes one more.

        Raises:
            ValidationError: The name is blank or too long, or the timezone is missing or unknown.
        """
        return self._api.answered("business_hours.create", "business-hours", body, BusinessHours)

    @operation("BusinessHours_getById")
    def get(self, business_hours_id: str) -> BusinessHours:
        """Get a configuration."""
        return self._api.value("business_hours.get", f"business-hours/{segment(business_hours_id)}", BusinessHours)

    @operation("BusinessHours_update")
    def replace(self, business_hours_id: str, body: BusinessHoursReplacement) -> BusinessHours:
        """Replace a configuration, and return it with its next version.

        Raises:
            ConflictError: Somebody was faster: the version is no longer the current one. Read, and try again.
            AmbiguousWriteError: The answer was lost; it is not repeated, as the version is an old one if it arrived.
        """
        path = f"business-hours/{segment(business_hours_id)}"
        return self._api.replaced("business_hours.replace", path, body, BusinessHours, idempotent=False)

    @operation("BusinessHours_delete")
    def delete(self, business_hours_id: str) -> None:
        """Delete a configuration.

        Raises:
            ValidationError: It is the primary one.
        """
        self._api.deleted("business_hours.delete", f"business-hours/{segment(business_hours_id)}")
