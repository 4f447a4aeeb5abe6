"""Customer profiles: create, find, get, update, delete."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_gladly.sandbox import happenings
from deskbridge_gladly.sandbox.areas.profiles import changed_profile, read_profile
from deskbridge_gladly.sandbox.calls import Call, Refused, Table, answer, created, done, missing, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, new_id, normal_email, normal_phone

FIND_LIMIT = 50
IDENTIFIERS = ("email", "externalCustomerId", "phoneNumber")


class Customers:
    """Answers the operations on customer profiles."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/customer-profiles/{customer_id}": {"GET": self.get, "PATCH": self.update, "DELETE": self.delete},
            "/customer-profiles": {"GET": self.find, "POST": self.create},
        }

    @operation("Customers_createProfile")
    def create(self, call: Call) -> Response:
        """Create a profile: 201 with a Location and no body (D17)."""
        fields = call.fields()
        customer_id = fields.new_id() or new_id()
        changes = read_profile(fields)
        people = self._store.people
        if customer_id in people.profiles or customer_id in people.merged:
            raise Refused(409, problem("taken", "customer ID exists", attr="id"))
        self._refuse_taken(customer_id, changes)
        people.put(changed_profile({"id": customer_id, "createdAt": self._store.now()}, changes))
        happenings.profile_changed(self._store, "CREATED", customer_id)
        return created(f"/api/v1/customer-profiles/{customer_id}")

    @operation("Customers_findProfiles")
    def find(self, call: Call) -> Response:
        """Find by exactly one identifier: at most 50, last updated first, an empty array for none (D54)."""
        given = [name for name in IDENTIFIERS if call.query.get(name)]
        if len(given) != 1:
            # What no identifier or several give is not said; 400 is the only error listed (inferred).
            code = "invalid" if given else "blank"
            raise Refused(400, problem(code, f"exactly one of {', '.join(IDENTIFIERS)} must be present"))
        found = self._found(given[0], call.query[given[0]])
        found.sort(key=lambda each: str(each.get("updatedAt", each["createdAt"])), reverse=True)
        return answer(found[:FIND_LIMIT])

    @operation("Customers_getProfileById")
    def get(self, call: Call) -> Response:
        """Get a profile; a merged one is a 301 that names the new id."""
        return answer(self._known(call.path["customer_id"]))

    @operation("Customers_updateProfileById")
    def update(self, call: Call) -> Response:
        """Change the fields that are given; arrays are replaced whole."""
        customer_id = call.path["customer_id"]
        people = self._store.people
        if customer_id in people.merged:
            # One text says 404, the other an error that names the new id: this is both (inferred).
            raise Refused(404, _moved(customer_id, people.merged[customer_id]))
        profile = self._known(customer_id)
        changes = read_profile(call.fields())
        self._refuse_taken(customer_id, changes)
        # A profile has no updatedAt until its first change (D10).
        people.put(changed_profile({**profile, "updatedAt": self._store.now()}, changes))
        happenings.profile_changed(self._store, "UPDATED", customer_id)
        return done()

    @operation("Customers_deleteProfile")
    def delete(self, call: Call) -> Response:
        """Delete a customer with all conversations, which must be closed (D50, D72)."""
        customer_id = call.path["customer_id"]
        if customer_id not in self._store.people.profiles:
            raise missing(f"customer profile [{customer_id}]")  # also for a merged one (inferred)
        if any(each["status"] != "CLOSED" for each in self._store.conversations_of(customer_id)):
            detail = "Unable to delete the profile. Please close any open or waiting conversations."
            raise Refused(400, problem("invalid_state", detail, attr="conversation"))
        self._store.remove_customer(customer_id)
        happenings.profile_changed(self._store, "DELETED", customer_id)
        return done()

    def _known(self, customer_id: str) -> Json:
        people = self._store.people
        if new := people.merged.get(customer_id):
            # No Location is declared, but a third party reads one (D61).
            raise Refused(301, _moved(customer_id, new), location=f"/api/v1/customer-profiles/{new}")
        if profile := people.profiles.get(customer_id):
            return profile
        raise missing(f"customer profile [{customer_id}]")

    def _found(self, identifier: str, value: str) -> list[Json]:
        people = self._store.people
        if identifier == "email":
            normal = normal_email(value)
            return people.with_email(normal[1]) if normal else []
        if identifier == "externalCustomerId":
            return people.with_external_id(value)
        phone = normal_phone(value) if value.startswith("+") else None
        if phone is None:
            raise Refused(400, problem("invalid", "phoneNumber must be in E.164 format", attr="phoneNumber"))
        return people.with_phone(phone[0])

    def _refuse_taken(self, customer_id: str, changes: Json) -> None:
        people = self._store.people
        for email in changes.get("emails") or ():
            if any(each["id"] != customer_id for each in people.with_email(email["normalized"])):
                raise Refused(409, problem("taken", "email address is already in use", attr="emails"))
        for phone in changes.get("phones") or ():
            if phone["type"] == "MOBILE" and self._mobile_taken(customer_id, phone["normalized"]):
                raise Refused(409, problem("taken", "mobile phone number is already in use", attr="phones"))

    def _mobile_taken(self, customer_id: str, number: str) -> bool:
        # Only numbers of type MOBILE are unique; one without a type may be shared (D12).
        return any(
            each["id"] != customer_id
            and any(phone["normalized"] == number and phone["type"] == "MOBILE" for phone in each["phones"])
            for each in self._store.people.with_phone(number)
        )


def _moved(old: str, new: str) -> Json:
    return problem("moved", "customer id has changed", attr="customerId", meta={"old": old, "new": new})
