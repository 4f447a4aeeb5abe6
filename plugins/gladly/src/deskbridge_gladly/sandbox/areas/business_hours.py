"""Business hours: list, get, create, replace, delete. Exactly one configuration is the primary one."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_gladly.sandbox.areas.office_hours import read_office_hours
from deskbridge_gladly.sandbox.calls import Call, Fields, Refused, Table, answer, done, missing, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, new_id

NAME_LENGTH = 200


class BusinessHours:
    """Answers the operations on business hours."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held = store.business_hours

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/business-hours": {"GET": self.all_of_them, "POST": self.create},
            "/business-hours/{business_hours_id}": {"GET": self.get, "PUT": self.replace, "DELETE": self.delete},
        }

    @operation("BusinessHours_list")
    def all_of_them(self, _: Call) -> Response:
        """List every configuration."""
        return answer(list(self._held.values()))

    @operation("BusinessHours_getById")
    def get(self, call: Call) -> Response:
        """Get a configuration."""
        return answer(self._named(call))

    @operation("BusinessHours_create")
    def create(self, call: Call) -> Response:
        """Create a configuration: 201 with it and without a Location (D17)."""
        given = _read(call.fields())
        now = self._store.now()
        # The first one is the primary one, asked for or not: there always is one (inferred).
        given["primary"] = bool(given["primary"]) or not self._held
        return answer(
            self._put({"id": f"bh_{new_id()}", "version": 1, "createdAt": now, "updatedAt": now} | given), 201
        )

    @operation("BusinessHours_update")
    def replace(self, call: Call) -> Response:
        """Replace a configuration of the version that the caller has seen; the version goes up by one (inferred)."""
        held = self._named(call)
        fields = call.fields()
        version = _version(fields)
        given = _read(fields)
        if version != held["version"]:
            raise Refused(409, problem("version_outdated", "the version provided is outdated"))
        if given["primary"] is None:  # a default is only named for a create (inferred)
            given["primary"] = held["primary"]
        if held["primary"] and not given["primary"]:  # inferred from the refusal of its deletion
            raise Refused(400, problem("invalid", "there must be a primary business hours", attr="primary"))
        return answer(self._put(self._touched(held) | given))

    @operation("BusinessHours_delete")
    def delete(self, call: Call) -> Response:
        """Delete a configuration other than the primary one."""
        held = self._named(call)
        if held["primary"]:
            raise Refused(400, problem("invalid", "cannot delete primary business hours"))
        del self._held[held["id"]]
        return done()

    def _named(self, call: Call) -> Json:
        if held := self._held.get(call.path["business_hours_id"]):
            return held
        raise missing("business hours")

    def _put(self, configuration: Json) -> Json:
        """Hold a configuration; the one that was primary before it no longer is, in a new version (inferred)."""
        if configuration["primary"]:
            for other in list(self._held.values()):
                if other["primary"] and other["id"] != configuration["id"]:
                    self._held[other["id"]] = self._touched(other) | {"primary": False}
        self._held[configuration["id"]] = configuration
        return configuration

    def _touched(self, configuration: Json) -> Json:
        return configuration | {"version": configuration["version"] + 1, "updatedAt": self._store.now()}


def _read(fields: Fields) -> Json:
    """Read what a caller can set; `primary` is None when it is not given."""
    name = fields.text("name") or ""
    if not name.strip() and not fields.problems:
        fields.wrong("invalid", "name", "name cannot be blank")  # not blank, as everywhere else (D16)
    if len(name) > NAME_LENGTH:
        fields.wrong("too_long", "name", f"name cannot be longer than {NAME_LENGTH} characters")
    primary = fields.flag("primary")
    office_hours = read_office_hours(fields)
    fields.settle()
    return {"name": name, "primary": primary, "officeHours": office_hours}


def _version(fields: Fields) -> int:
    version = fields.values.get("version")
    if version is None:
        fields.wrong("blank", "version", "version cannot be blank")
    elif not isinstance(version, int) or isinstance(version, bool):
        fields.wrong("not_a_number", "version", "version must be an integer")
    else:
        return version
    return 0
