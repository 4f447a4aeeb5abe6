"""The token, and what may be asked about a department: its tags, its users, whether it is open."""

from __future__ import annotations

from secrets import compare_digest

from deskbridge_glassix.sandbox import shapes
from deskbridge_glassix.sandbox.call import Call, Operation
from deskbridge_glassix.sandbox.refusal import RefusedError, unknown
from deskbridge_glassix.sandbox.shapes import Wire

_ADMIN_ROLES = frozenset({"DepartmentAdmin", "MasterUser"})


def token_get(call: Call) -> Wire:
    """Issue a token for one user of one department.

    Any admin, and any user of type API, may call the API; that others get 403 is inferred.
    """
    body = call.body()
    key, secret, name = (body.needed(name) for name in ("apiKey", "apiSecret", "userName"))
    department = call.world.departments.get(key.lower())
    user = department.user(name) if department else None
    if department is None or user is None or not compare_digest(secret.encode(), department.secret.encode()):
        raise RefusedError(401, "The API key, the API secret or the user name is wrong.")
    if user["type"] != "API" and _ADMIN_ROLES.isdisjoint(user["roles"]):
        raise RefusedError(403, f"User {user['UserName']} is not permitted to use the API.")
    return call.tokens.issue(department, user)


def all_users(call: Call) -> list[Wire]:
    """List the department's users."""
    return list(call.department.users.values())


def all_tags(call: Call) -> list[Wire]:
    """List the department's tags; the casing of the keys is inferred."""
    tags = list(call.department.tags.values())
    return [shapes.pascal(tag) for tag in tags] if call.world.switches.pascal_case else tags


def is_online(call: Call) -> bool:
    """Tell whether a department is open now: a bare boolean, without a token.

    The sandbox's departments are until a test closes them, or one of their channels. An unknown one is a 404
    (inferred).
    """
    channel = call.query.choice("protocolType", shapes.PROTOCOLS, default="")
    wanted = call.query.needed("departmentId")
    found = call.world.departments.get(wanted.lower())
    if found is None:
        raise unknown(f"Department {wanted[:64]!r} was not found.")
    return found.is_open and channel not in found.closed_channels


OPERATIONS = (
    Operation(method="POST", path="token/get", run=token_get, signed=False),
    Operation(method="GET", path="users/allusers", run=all_users),
    Operation(method="GET", path="tenants/gettags", run=all_tags),
    Operation(method="GET", path="tenants/isonline", run=is_online, signed=False),
)
