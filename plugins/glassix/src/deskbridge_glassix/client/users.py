"""Users of a department, and the one whom the token is for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deskbridge.operations import operation
from deskbridge.wire import unstructure
from deskbridge_glassix.client.area import Area, done, read, written, written_done
from deskbridge_glassix.wire.times import format_date
from deskbridge_glassix.wire.users import DeletedUser, NewUser, OwnStatus, User, UserChange, UserDays


class UsersApi(Area):
    """Operations on any user of the department. Source: both official SDKs."""

    @operation("users_allusers")
    def all_users(self) -> tuple[User, ...]:
        """Read all users of the department."""
        return read(self._http.get("users.allusers", "/users/allusers"), tuple[User, ...])

    @operation("users_getbyuniqueargument")
    def by_unique_argument(self, argument: str) -> User:
        """Read the user with another system's id.

        Raises:
            NotFoundError: Nobody has it.
        """
        response = self._http.get(
            "users.getbyuniqueargument", "/users/getbyuniqueargument", query={"uniqueArgument": argument}
        )
        return read(response, User)

    @operation("users_add")
    def add(self, users: Sequence[NewUser], *, user_type: str, role: str) -> str:
        """Add users to the department; returns the vendor's remark. Never repeated by itself.

        Args:
            users: Whom, all of one type and role.
            user_type: ``AGENT``, ``BOT`` or ``API``.
            role: ``SystemUser`` or ``ReadOnly``.
        """
        query = {"userType": user_type, "role": role}
        return written_done(self._http.post("users.add", "/users/add", query=query, body=unstructure(list(users))))

    @operation("users_delete")
    def delete(self, user_name: str) -> DeletedUser:
        """Delete a user, by e-mail address, from all departments that the token's user belongs to as well."""
        return written(self._http.delete("users.delete", "/users/delete", query={"userName": user_name}), DeletedUser)

    @operation("users_setroles")
    def set_roles(self, user_name: str, roles: Sequence[str]) -> str:
        """Replace all roles of a user, by e-mail address; the token's user must be an admin.

        Args:
            user_name: Whose.
            roles: At least one of ``SystemUser``, ``DepartmentAdmin``, ``DataControler``, ``MasterUser``, ``ReadOnly``.

        Source: docs.glassix.com, Set Roles.
        """
        response = self._http.post(
            "users.setroles", "/users/setroles", query={"userName": user_name}, body=list(roles), idempotent=True
        )
        return done(response)

    @operation("users_statuslogs")
    def status_logs(self, since: date, until: date, *, user_id: str = "") -> tuple[UserDays, ...]:
        """Read how long who was in which status, by day; of one user, or of all.

        Source: the official C# SDK only.
        """
        query = {"since": format_date(since), "until": format_date(until)}
        if user_id:
            query["userId"] = user_id
        return read(self._http.get("users.statuslogs", "/users/statuslogs", query=query), tuple[UserDays, ...])


class OwnUserApi(Area):
    """Operations on the user whom the token is for, and on no other.

    A change may take a second before it can be read. Source: both official SDKs.
    """

    @operation("users_getstatus")
    def status(self) -> OwnStatus:
        """Read whether they take tickets."""
        return read(self._http.get("users.getstatus", "/users/getstatus"), OwnStatus)

    @operation("users_setstatus")
    def set_status(self, next_status: str) -> str:
        """Set whether they take tickets: ``Online``, ``Break``, ``Break2`` to ``Break5``, ``Offline``."""
        body = {"nextStatus": next_status}
        return done(self._http.put("users.setstatus", "/users/setstatus", body=body, idempotent=True))

    @operation("users_setuniqueargument")
    def set_unique_argument(self, argument: str) -> str:
        """Set another system's id of them in this department; at most 50 characters."""
        body = {"nextUniqueArgument": argument}
        return done(self._http.put("users.setuniqueargument", "/users/setuniqueargument", body=body, idempotent=True))

    @operation("users_update")
    def update(self, change: UserChange) -> str:
        """Change their names and job title."""
        return done(self._http.post("users.update", "/users/update", body=unstructure(change), idempotent=True))
