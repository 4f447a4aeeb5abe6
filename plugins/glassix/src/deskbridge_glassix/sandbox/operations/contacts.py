"""Reading and changing contacts. The texts of the messages are inferred."""

from __future__ import annotations

from deskbridge_glassix.sandbox.call import Call, Operation, message
from deskbridge_glassix.sandbox.contacts import NAME_LENGTH, checked
from deskbridge_glassix.sandbox.fields import words
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.times import stamp

UNIQUE_ARGUMENT_LENGTH = 50
_ADDABLE = words("PhoneNumber", "MailAddress", "FacebookId", "InstagramId")


def get(call: Call) -> Wire:
    """Return a contact."""
    return call.contact()


def set_name(call: Call) -> Wire:
    """Rename a contact: 1 to 25 characters (that it can't be blank is inferred)."""
    contact = call.contact()
    contact["name"] = call.body().needed("nextName", longest=NAME_LENGTH)
    contact["updateDateTime"] = stamp(call.now)
    return message("Contact name was changed.")


def set_unique_argument(call: Call) -> Wire:
    """Set a contact's custom value: up to 50 characters, "" for none; it needn't be unique (inferred)."""
    contact, body = call.contact(), call.body()
    if "nextUniqueArgument" not in body:
        raise invalid("nextUniqueArgument is required.")
    contact["uniqueArgument"] = body.text("nextUniqueArgument", longest=UNIQUE_ARGUMENT_LENGTH)
    contact["updateDateTime"] = stamp(call.now)
    return message("Contact unique argument was changed.")


def add_identifier(call: Call) -> Wire:
    """Add an identifier, or with `forceMerge` take it over with the whole contact that has it.

    Adding what the contact has already changes nothing and succeeds (inferred).
    """
    contact, body = call.contact(), call.body()
    body.needed("identifierType")
    kind = body.choice("identifierType", _ADDABLE, default="")
    identifier = checked(kind, body.needed("identifier"))
    merge = body.flag("forceMerge", default=False)
    other = call.world.contacts.find(kind, identifier)
    if other is None:
        call.world.contacts.identify(contact, kind, identifier, call.now)
    elif other is not contact:
        if not merge:
            raise invalid(f"{identifier} belongs to another contact; use forceMerge to merge the contacts.")
        _merge(call, contact, other)
    return message("Identifier was added to the contact.")


def _merge(call: Call, kept: Wire, other: Wire) -> None:
    call.world.contacts.merge(kept, other, call.now)
    for ticket in call.world.tickets.values():
        for one in ticket.wire["participants"]:
            if one["contactId"] == other["id"]:
                one["contactId"] = kept["id"]


def delete_identifier(call: Call) -> Wire:
    """Take an identifier from a contact."""
    contact = call.contact()
    call.world.contacts.forget(contact, call.query.number("contactIdentifierId"), call.now)
    return message("Identifier was deleted from the contact.")


OPERATIONS = (
    Operation(method="GET", path="contacts/get", run=get, takes="contactId"),
    Operation(method="PUT", path="contacts/setname", run=set_name, takes="contactId", writes=True),
    Operation(
        method="PUT",
        path="contacts/setuniqueargument",
        run=set_unique_argument,
        takes="contactId",
        writes=True,
    ),
    Operation(method="POST", path="contacts/addidentifier", run=add_identifier, takes="contactId", writes=True),
    Operation(
        method="DELETE",
        path="contacts/deleteidentifier",
        run=delete_identifier,
        takes="contactId",
        writes=True,
    ),
)
