"""The token's own user, and adding, removing and finding users. The texts of the messages are inferred."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from deskbridge_glassix.sandbox import happenings
from deskbridge_glassix.sandbox.call import Call, Operation, message
from deskbridge_glassix.sandbox.fields import Fields, parse, strings, words
from deskbridge_glassix.sandbox.refusal import RefusedError, invalid, unknown
from deskbridge_glassix.sandbox.shapes import Wire, pascal, user
from deskbridge_glassix.sandbox.statuses import NUMBERS, STATUSES
from deskbridge_glassix.sandbox.times import read_day

UNIQUE_ARGUMENT_LENGTH = 50
MOST_DAYS = 366
"""How many days of status logs one may ask for (inferred)."""
_MOST_ADDED = 100
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TYPES = words("AGENT", "BOT", "API")
_FIRST_ROLES = words("SystemUser", "ReadOnly")
_PRIMARY_ROLES = frozenset({"SystemUser", "DepartmentAdmin", "DataControler", "MasterUser", "ReadOnly"})
_ROLES = words("MasterUser", "DepartmentAdmin", "SystemUser", "ReadOnly", "DataControler", "EmailSession", "webChat",
               "FaceBookMessenger", "FaceBookPosts", "SMSchat", "WhatsApp", "InstagramFeed", "PhoneCall",
               "InstagramDM", "Viber", "AppleBusinessChat")  # fmt: skip
_ADMIN_ROLES = frozenset({"DepartmentAdmin", "MasterUser"})
_NAMES = ("shortName", "fullName", "jobTitle")


def _soon(call: Call, changes: Wire, *, everywhere: bool) -> None:
    """Change the token's user: at once, or when the switch says that it shows."""
    mine = call.world.users_of(call.user["id"]) if everywhere else [call.user]

    def change(_: datetime) -> None:
        for one in mine:
            one.update(changes)

    call.world.agenda.after(timedelta(seconds=call.world.switches.user_lag_seconds), change)


def set_status(call: Call) -> Wire:
    """Set the status of the token's user; it is one status for all departments (inferred)."""
    body = call.body()
    body.needed("nextStatus")
    status = body.choice("nextStatus", STATUSES, default="")
    _soon(call, {"status": status}, everywhere=True)
    call.world.statuses.note(call.user["id"], status, call.now)
    happenings.status_changed(call.world, {**call.user, "status": status}, call.now)
    return message(f"User status was changed to: {status}")


def get_status(call: Call) -> Wire:
    """Return the status of the token's user as a word and as a number; the keys' casing is inferred."""
    status = call.user["status"]
    shown = {"status": status, "_status": NUMBERS[status]}
    return pascal(shown) if call.world.switches.pascal_case else shown


def status_logs(call: Call) -> list[Wire]:
    """Return the status changes of one user, or of all the department's, day by day in UTC (inferred)."""
    query = call.query
    since = read_day(query.needed("since"), "since")
    until = read_day(query.needed("until"), "until")
    if until < since or (until - since).days >= MOST_DAYS:
        raise invalid(f"until must not be before since, and at most {MOST_DAYS} days may be asked for.")
    users = list(call.department.users.values())
    wanted = query.text("userId")
    if wanted:
        found = call.department.user_of(wanted)
        if found is None:
            raise unknown(f"User {wanted[:64]!r} was not found.")
        users = [found]
    return [call.world.statuses.shown(user, since, until, call.now) for user in users]


def add(call: Call) -> Wire:
    """Add users to the token's department, all of them or none (inferred), each with a valid mail address.

    One who is a user of another department keeps id and names; one who is here already is refused (both inferred).
    """
    query = call.query
    for name in ("userType", "role"):
        query.needed(name)
    kind, role = query.choice("userType", _TYPES, default=""), query.choice("role", _FIRST_ROLES, default="")
    rows = parse(call.content)
    if not isinstance(rows, list) or not 0 < len(rows) <= _MOST_ADDED:
        raise invalid(f"The request body must be an array of 1 to {_MOST_ADDED} users.")
    made = [_new(call, Fields(row, f"[{place}]"), kind, role) for place, row in enumerate(rows)]
    names = [one["UserName"].lower() for one in made]
    if len(set(names)) < len(names):
        raise invalid("A user name must be given once only.")
    call.department.users.update(zip(names, made, strict=True))
    return message(f"{len(made)} users were added.")


def _new(call: Call, given: Fields, kind: str, role: str) -> Wire:
    name = given.needed("userName").strip()
    if not _MAIL.fullmatch(name):
        raise invalid(f"{name[:64]!r} is not a valid email address.")
    if call.department.user(name) is not None:
        raise invalid(f"User {name} already exists in the department.")
    known = next((one for each in call.world.departments.values() if (one := each.user(name))), None)
    return user(
        {
            **(known or {"id": call.world.guid("user"), "UserName": name, "type": kind}),
            "uniqueArgument": given.text("uniqueArgument", longest=UNIQUE_ARGUMENT_LENGTH),
            "roles": [role],
        }
    )


def delete(call: Call) -> Wire:
    """Delete a user from the departments that they share with the token's user, and list those.

    Inferred: the list has the departments' ids, an unknown user is a 404, and nobody deletes themselves.
    """
    wanted = call.query.needed("userName")
    if wanted.strip().lower() == call.user["UserName"].lower():
        raise invalid("A user cannot delete themselves.")
    shared = [one for one in call.world.departments.values() if one.user(call.user["UserName"]) and one.user(wanted)]
    if not shared:
        raise unknown(f"User {wanted[:64]!r} was not found.")
    for department in shared:
        del department.users[wanted.strip().lower()]
    shown = {"message": "User was deleted.", "deletedFromDepartments": [one.id for one in shared]}
    return pascal(shown) if call.world.switches.pascal_case else shown


def set_unique_argument(call: Call) -> Wire:
    """Set the custom value of the token's user in this department: up to 50 characters, "" for none (inferred)."""
    body = call.body()
    if "nextUniqueArgument" not in body:
        raise invalid("nextUniqueArgument is required.")
    value = body.text("nextUniqueArgument", longest=UNIQUE_ARGUMENT_LENGTH)
    _soon(call, {"uniqueArgument": value}, everywhere=False)
    return message("User unique argument was changed.")


def update(call: Call) -> Wire:
    """Change names and job title of the token's user, in every department; absent and null stay (inferred)."""
    body = call.body()
    _soon(call, {name: body.text(name) for name in _NAMES if name in body}, everywhere=True)
    return message("User was updated.")


def get_by_unique_argument(call: Call) -> Wire:
    """Return the department's user of a custom value; of several the first (inferred)."""
    wanted = call.query.needed("uniqueArgument")
    for one in call.department.users.values():
        if one["uniqueArgument"] == wanted:
            return one
    raise unknown(f"No user has the unique argument {wanted[:64]!r}.")


def set_roles(call: Call) -> Wire:
    """Replace all roles of a user of the department; the token's user must be an admin."""
    if _ADMIN_ROLES.isdisjoint(call.user["roles"]):
        raise RefusedError(403, f"User {call.user['UserName']} is not permitted to change roles.")
    wanted = call.query.needed("userName")
    given = strings(parse(call.content), "The request body")
    wrong = [one for one in given if one.lower() not in _ROLES]
    if wrong:
        raise invalid(f"{wrong[0][:64]!r} is not a valid role.")
    roles = list(dict.fromkeys(_ROLES[one.lower()] for one in given))
    if _PRIMARY_ROLES.isdisjoint(roles):
        raise invalid(f"One of these roles is required: {', '.join(sorted(_PRIMARY_ROLES))}.")
    found = call.department.user(wanted)
    if found is None:
        raise unknown(f"User {wanted[:64]!r} was not found.")
    found["roles"] = roles
    return message(f"Roles of {found['UserName']} were changed.")


OPERATIONS = (
    Operation(method="PUT", path="users/setstatus", run=set_status, writes=True),
    Operation(method="GET", path="users/getstatus", run=get_status),
    Operation(method="GET", path="users/statuslogs", run=status_logs),
    Operation(method="POST", path="users/add", run=add, writes=True),
    Operation(method="DELETE", path="users/delete", run=delete, writes=True),
    Operation(method="PUT", path="users/setuniqueargument", run=set_unique_argument, writes=True),
    Operation(method="POST", path="users/update", run=update, writes=True),
    Operation(method="GET", path="users/getbyuniqueargument", run=get_by_unique_argument),
    Operation(method="POST", path="users/setroles", run=set_roles, writes=True),
)
