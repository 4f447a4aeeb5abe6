"""Customer profiles."""

from __future__ import annotations

from attrs import evolve

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.ids import new_id, segment
from deskbridge_gladly.wire.customers import Profile, ProfileBody


class Customers:
    """The operations on customer profiles."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Customers_createProfile")
    def create(self, body: ProfileBody) -> str:
        """Create a profile and return its id; one is made up where the body has none.

        Raises:
            ConflictError: The id, an e-mail address or a mobile number is taken. With an id of ours it may be our own
                first try: look the id up.
        """
        sent_id = body.id if isinstance(body.id, str) and body.id else new_id()
        sent = body if body.id == sent_id else evolve(body, id=sent_id)
        return self._api.created("customers.create", "customer-profiles", sent, sent_id=sent_id)

    @operation("Customers_getProfileById")
    def get(self, customer_id: str) -> Profile:
        """Get a profile.

        Raises:
            MergedError: It was merged; not followed.
            NotFoundError: There is none.
        """
        return self._api.value("customers.get", f"customer-profiles/{segment(customer_id)}", Profile)

    @operation("Customers_findProfiles")
    def find_by_email(self, email: str) -> tuple[Profile, ...]:
        """Find by e-mail address, at most 50, last updated first."""
        return self._find("email", email)

    @operation("Customers_findProfiles")
    def find_by_phone(self, phone: str) -> tuple[Profile, ...]:
        """Find by number in E.164, at most 50, last updated first."""
        return self._find("phoneNumber", phone)

    @operation("Customers_findProfiles")
    def find_by_external_id(self, external_id: str) -> tuple[Profile, ...]:
        """Find by `externalCustomerId`, at most 50; only with a lookup adaptor installed before 2021-05-12."""
        return self._find("externalCustomerId", external_id)

    @operation("Customers_updateProfileById")
    def update(self, customer_id: str, body: ProfileBody) -> None:
        """Change what is set; lists replace those that there are."""
        self._api.changed("customers.update", f"customer-profiles/{segment(customer_id)}", body)

    @operation("Customers_deleteProfile")
    def delete(self, customer_id: str) -> None:
        """Delete a profile with all its conversations, which must be closed.

        Raises:
            ValidationError: One is still open or waiting.
            PermissionDeniedError: The token's user is no Compliance Admin.
        """
        self._api.deleted("customers.delete", f"customer-profiles/{segment(customer_id)}")

    def _find(self, name: str, value: str) -> tuple[Profile, ...]:
        return self._api.value("customers.find", "customer-profiles", tuple[Profile, ...], query={name: value})
