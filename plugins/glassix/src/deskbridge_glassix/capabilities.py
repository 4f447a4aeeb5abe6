"""What Glassix can do: one row a capability, with level, note and source."""

from __future__ import annotations

from typing import Final

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge_glassix.capabilities_work import WORK
from deskbridge_glassix.errors import VENDOR

_DOCS: Final = "docs.glassix.com/reference"
_SDKS: Final = "the vendor's official JavaScript and C# SDKs"
_SCAN: Final = (
    "every listing of all months since first_day, 2015 unless set (about 12 calls a year of history, and one more per "
    "100 tickets)"
)
_NO_OPERATION: Final = "The API has no such operation."

_CUSTOMERS: Final = {
    Capability.CUSTOMERS_GET: Support(Level.FULL, source=f"{_DOCS}/contact"),
    Capability.CUSTOMERS_FIND: Support(
        Level.EMULATED,
        f"There is no search. Reads {_SCAN}, then one call per contact; contacts without a ticket can't be found.",
        source=_SDKS,
    ),
    Capability.CUSTOMERS_ALL: Support(
        Level.EMULATED,
        f"There is no list. Reads {_SCAN}, then one call per contact; contacts without a ticket can't be found.",
        source=_SDKS,
    ),
    Capability.CUSTOMERS_CREATE: Support(
        Level.UNSUPPORTED,
        "Contacts are made by tickets only.",
        source=_SDKS,
        nearest="tickets.create or tickets.import_past, with a requester of that name and identifier",
    ),
    Capability.CUSTOMERS_UPDATE: Support(
        Level.PARTIAL,
        "Name, external id and identifiers; one call for each that changes. Nothing is ever merged: that the vendor "
        "refuses an identifier of another contact then is unverified.",
        source=_SDKS,
    ),
    Capability.CUSTOMERS_DELETE: Support(
        Level.UNSUPPORTED,
        _NO_OPERATION,
        source=_SDKS,
        nearest="tickets.erase, on each of its tickets",
    ),
    Capability.CUSTOMER_NAME: Support(Level.FULL, "At most 25 characters.", source=f"{_DOCS}/contact", limit=25),
    Capability.CUSTOMER_EMAIL: Support(Level.FULL, source=_SDKS),
    Capability.CUSTOMER_PHONE: Support(
        Level.FULL, "International numbers, kept as digits without a plus.", source=_DOCS
    ),
    Capability.CUSTOMER_SOCIAL: Support(
        Level.PARTIAL, "FacebookId and InstagramId can be added; all other types can only be read.", source=_SDKS
    ),
    Capability.CUSTOMER_EXTERNAL_ID: Support(
        Level.FULL, "As the contact's uniqueArgument: one each.", source=f"{_DOCS}/contact", limit=50
    ),
    Capability.CUSTOMER_ADDRESS: Support(
        Level.UNSUPPORTED, "A contact has no postal address.", source=f"{_DOCS}/contact", nearest="ticket.fields"
    ),
    Capability.CUSTOMER_ATTRIBUTES: Support(
        Level.UNSUPPORTED, "A contact has no fields of its own.", source=f"{_DOCS}/contact", nearest="ticket.fields"
    ),
    Capability.CUSTOMER_CREATED_AT: Support(
        Level.UNSUPPORTED, "The vendor sets it: the moment of the contact's first ticket.", source=f"{_DOCS}/contact"
    ),
}

_TICKETS: Final = {
    Capability.TICKETS_GET: Support(Level.FULL, source=f"{_DOCS}/get-ticket"),
    Capability.TICKETS_ALL: Support(
        Level.EMULATED,
        f"A listing covers a month at most. Without active_since reads {_SCAN}; tickets that were opened, closed and "
        "last active before that need an active_since. Bounds are widened to whole hundredths of a second. Whether "
        "pages shift when a ticket leaves a month is unverified: after a month of several pages one call looks whether "
        "one may have left, and then the month is read again, at most twice.",
        source=f"{_DOCS}/get-tickets-list; that no workspace is older than 2015 is inferred",
    ),
    Capability.TICKETS_OF_CUSTOMER: Support(
        Level.EMULATED, f"Reads {_SCAN} and compares the participants.", source=f"{_DOCS}/get-tickets-list"
    ),
    Capability.TICKETS_FIND: Support(
        Level.EMULATED,
        f"With created_at one listing of two seconds; without, reads {_SCAN} and compares uniqueArgument.",
        source=f"{_DOCS}/get-tickets-list",
    ),
    Capability.TICKETS_CREATE: Support(
        Level.FULL,
        "Assigned to the next available agent unless agent_id says otherwise; the vendor's introduction message is "
        "never sent. A phone number can have one open ticket.",
        source=f"{_DOCS}/create-ticket; public client code for the open ticket",
    ),
    Capability.TICKETS_IMPORT_PAST: Support(
        Level.FULL,
        "Silent: no greeting, no assignment, no webhook. A phone number can have one ticket that is not closed.",
        source=f"{_DOCS}/create-ticket",
    ),
    Capability.TICKETS_UPDATE: Support(
        Level.PARTIAL,
        "Several calls, one per kind of change; an agent can't be taken off. What the vendor says to a status that the "
        "ticket has already is unverified, so a refusal is checked by reading it.",
        source=_SDKS,
    ),
    Capability.TICKETS_ERASE: Support(
        Level.PARTIAL,
        "All texts, names, addresses and files of the ticket and its messages; it is listed again, since its last "
        "activity moves. Whether the contact's own record is scrambled too is unverified.",
        source="docs.glassix.com, Permanently scramble a ticket",
    ),
    Capability.TICKET_SUBJECT: Support(
        Level.FULL, "As field1; at most 120 characters.", source=f"{_DOCS}/create-ticket", limit=120
    ),
    Capability.TICKET_STATUS: Support(
        Level.FULL, "Every status can be imported and read; tickets.update sets all but snoozed.", source=_SDKS
    ),
    Capability.TICKET_CHANNEL: Support(
        Level.PARTIAL,
        "Follows the requester's address: e-mail is Mail, an external id is Web; the channel decides only between "
        "SMS, WhatsApp, Viber and calls to a phone number. Any other is refused by tickets.create, and not kept by "
        "tickets.import_past.",
        source=f"{_DOCS}/create-ticket",
    ),
    Capability.TICKET_AGENT_ID: Support(
        Level.PARTIAL,
        "Set by a call of its own, on open tickets only; every other imported ticket is the token's user's.",
        source=_SDKS,
        nearest="leaving agent_id out of tickets that are not open",
    ),
    Capability.TICKET_GROUP_ID: Support(
        Level.PARTIAL,
        "New tickets are the token's department's. Moving one copies it under a new id; the copy is read by the "
        "credentials of the setting departments, and without them is what was known before.",
        source=f"{_SDKS}; that a token of the other department is needed is inferred",
        nearest="connecting with the other department's API key",
    ),
    Capability.TICKET_TOPIC_IDS: Support(
        Level.FULL, "Tags must exist in the department: they are made in the vendor's settings.", source=_DOCS
    ),
    Capability.TICKET_FIELDS: Support(
        Level.PARTIAL,
        "Nine texts named field2 to field10, at most 120 characters each.",
        source=f"{_DOCS}/create-ticket",
        limit=120,
    ),
    Capability.TICKET_EXTERNAL_ID: Support(Level.FULL, "As uniqueArgument.", source=f"{_DOCS}/create-ticket"),
    Capability.TICKET_CREATED_AT: Support(Level.FULL, source=f"{_DOCS}/create-ticket"),
    Capability.TICKET_UPDATED_AT: Support(
        Level.UNSUPPORTED, "The vendor sets it: the ticket's last activity.", source=f"{_DOCS}/ticket"
    ),
    Capability.TICKET_CLOSED_AT: Support(Level.FULL, source=f"{_DOCS}/create-ticket"),
}

_DIRECTORY: Final = {
    Capability.TOPICS_ALL: Support(Level.FULL, "The tags of the department.", source=f"{_DOCS}/get-tags"),
    Capability.TOPICS_CREATE: Support(
        Level.UNSUPPORTED, _NO_OPERATION, source=_SDKS, nearest="making the tag in the department's settings"
    ),
    Capability.TOPICS_UPDATE: Support(
        Level.UNSUPPORTED, _NO_OPERATION, source=_SDKS, nearest="changing the tag in the department's settings"
    ),
    Capability.TOPICS_ADD: Support(
        Level.PARTIAL, "Open and snoozed tickets only. The department's tags are read first.", source=_SDKS
    ),
    Capability.TOPICS_REMOVE: Support(
        Level.FULL,
        "The ticket is read first, since what the vendor makes of a tag that is not there is unverified.",
        source=_SDKS,
    ),
    Capability.TOPIC_PARENT_ID: Support(Level.UNSUPPORTED, "Tags can't be made or changed by the API.", source=_SDKS),
    Capability.TOPIC_DISABLED: Support(Level.UNSUPPORTED, "Tags can't be made or changed by the API.", source=_SDKS),
    Capability.AGENTS_ALL: Support(Level.FULL, "The users of the department.", source=f"{_DOCS}/users"),
    Capability.AGENTS_GET: Support(Level.EMULATED, "Reads all users of the department: one call.", source=_SDKS),
    Capability.AGENTS_FIND: Support(
        Level.EMULATED,
        "Reads all users of the department: one call. That a uniqueArgument is one user's only is said nowhere.",
        source=_SDKS,
    ),
    Capability.AGENTS_CREATE: Support(
        Level.FULL,
        "Three calls, one more for several roles, which takes an admin's token. That an address is taken is looked up "
        "first, since no source says what the vendor answers.",
        source=f"{_SDKS}, users/add; roles: {_DOCS}/set-roles",
    ),
    Capability.AGENTS_UPDATE: Support(
        Level.PARTIAL,
        "Roles of anybody, by an admin's token; all else of the token's own user only. One call for each kind of "
        "change; the vendor may show it a second later.",
        source=f"{_SDKS}, users/update, users/setstatus, users/setuniqueargument; {_DOCS}/set-roles",
    ),
    Capability.AGENTS_DELETE: Support(
        Level.FULL,
        "From every department that the token's user belongs to as well; no source says what becomes of the tickets.",
        source=f"{_SDKS}, users/delete",
    ),
    Capability.AGENT_NAME: Support(
        Level.PARTIAL, "The full name, of the token's own user only; no new user can be given one.", source=_SDKS
    ),
    Capability.AGENT_EXTERNAL_ID: Support(
        Level.PARTIAL,
        "As uniqueArgument, one a department: of a new user, and of the token's own.",
        source=f"{_SDKS}; that it is unique is said nowhere",
        limit=50,
    ),
    Capability.AGENT_ROLES: Support(
        Level.FULL,
        "In the vendor's words; one of SystemUser, DepartmentAdmin, DataControler, MasterUser and ReadOnly is needed.",
        source=f"{_DOCS}/set-roles",
    ),
    Capability.AGENT_AVAILABILITY: Support(
        Level.PARTIAL, "Of the token's own user only; away is Break, of whose five kinds one can be set.", source=_SDKS
    ),
    Capability.GROUPS_ALL: Support(
        Level.PARTIAL,
        "The departments of the settings, by their ids alone; the vendor lists none. No request is sent.",
        source=_SDKS,
    ),
    Capability.GROUPS_GET: Support(
        Level.PARTIAL, "The departments of the settings, by their ids alone. No request is sent.", source=_SDKS
    ),
    Capability.GROUPS_IS_OPEN: Support(
        Level.FULL,
        "Of any department by its id, on one channel or at all; no token is sent.",
        source=f"{_DOCS}/is-online",
    ),
}


def capabilities() -> Capabilities:
    """Return the declaration."""
    return Capabilities(VENDOR, {**_CUSTOMERS, **_TICKETS, **_DIRECTORY, **WORK})
