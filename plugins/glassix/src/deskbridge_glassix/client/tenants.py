"""Tags and opening hours of a department."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_glassix.client.area import Area, read
from deskbridge_glassix.wire.tenants import Tag


class TenantsApi(Area):
    """Operations on departments. Source: both official SDKs."""

    @operation("tenants_gettags")
    def tags(self) -> tuple[Tag, ...]:
        """Read all tags of the department; tags can't be made by the API."""
        return read(self._http.get("tenants.gettags", "/tenants/gettags"), tuple[Tag, ...])

    @operation("tenants_isonline")
    def is_online(self, department_id: str, *, protocol_type: str = "") -> bool:
        """Tell whether a department is open now, on one channel or at all. Needs no token, so none is sent."""
        query = {"departmentId": department_id}
        if protocol_type:
            query["protocolType"] = protocol_type
        response = self._http.get("tenants.isonline", "/tenants/isonline", query=query, authenticated=False)
        return read(response, bool)
