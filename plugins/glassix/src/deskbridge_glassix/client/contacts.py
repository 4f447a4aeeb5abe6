"""Contacts. They are made by tickets only, and there is no list of them."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_glassix.client.area import Area, done, read, segment, written_done
from deskbridge_glassix.wire.contacts import Contact


class ContactsApi(Area):
    """Operations on contacts. Source: both official SDKs; limits: docs.glassix.com, Contact."""

    @operation("contacts_get")
    def get(self, contact_id: str) -> Contact:
        """Read a contact without its deleted identifiers.

        Raises:
            NotFoundError: There is none of that id.
        """
        return read(self._http.get("contacts.get", f"/contacts/get/{segment(contact_id)}"), Contact)

    @operation("contacts_setname")
    def set_name(self, contact_id: str, name: str) -> str:
        """Rename it; at most 25 characters."""
        path = f"/contacts/setname/{segment(contact_id)}"
        return done(self._http.put("contacts.setname", path, body={"nextName": name}, idempotent=True))

    @operation("contacts_addidentifier")
    def add_identifier(
        self, contact_id: str, identifier_type: str, identifier: str, *, force_merge: bool = False
    ) -> str:
        """Add an address.

        Args:
            contact_id: The contact.
            identifier_type: ``PhoneNumber``, ``MailAddress``, ``FacebookId`` or ``InstagramId``.
            identifier: The address; a phone number international without a plus.
            force_merge: Merge with the contact that has it already. Can't be undone.

        Raises:
            ConflictError: Another contact has it.
        """
        body = {"forceMerge": force_merge, "identifierType": identifier_type, "identifier": identifier}
        path = f"/contacts/addidentifier/{segment(contact_id)}"
        return written_done(self._http.post("contacts.addidentifier", path, body=body))

    @operation("contacts_deleteidentifier")
    def delete_identifier(self, contact_id: str, identifier_id: int) -> str:
        """Take an address away, by the id it has on the contact."""
        path = f"/contacts/deleteidentifier/{segment(contact_id)}"
        query = {"contactIdentifierId": str(identifier_id)}
        return done(self._http.delete("contacts.deleteidentifier", path, query=query, idempotent=True))

    @operation("contacts_setuniqueargument")
    def set_unique_argument(self, contact_id: str, argument: str) -> str:
        """Set another system's id of it; at most 50 characters."""
        path = f"/contacts/setuniqueargument/{segment(contact_id)}"
        body = {"nextUniqueArgument": argument}
        return done(self._http.put("contacts.setuniqueargument", path, body=body, idempotent=True))
