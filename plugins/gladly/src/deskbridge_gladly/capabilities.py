"""What Gladly can do: every capability with its level, the reason, and where the fact comes from."""

from __future__ import annotations

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge_gladly.capabilities_work import WORK

_API = "Gladly REST API"
_SCRIPTS = "gladly/rest-api-examples"
_FULL, _PARTIAL, _EMULATED = Level.FULL, Level.PARTIAL, Level.EMULATED
_UNSUPPORTED = Level.UNSUPPORTED

_ENUMERATED = (
    "Gladly has no list of them. Read from the export jobs that Gladly made by its schedule and keeps for 14 days, "
    "then one request each, at most 10 a second: nothing without activity in that time. The list of jobs and each "
    "file of theirs is a request more."
)
_NO_PAST = "Gladly takes no messages of the past into a conversation."

_READ_ONLY_AGENTS = Support(
    _UNSUPPORTED,
    "Agents can only be read: id, name and e-mail address.",
    source=f"{_API}, Agents",
    nearest="agents.all",
)

_CUSTOMERS = {
    Capability.CUSTOMERS_GET: Support(_FULL, "A merged one is followed once.", source=f"{_API}, Customers"),
    Capability.CUSTOMERS_FIND: Support(
        _PARTIAL,
        "At most 50, and no sign of a cut but that number. An external id only of a lookup adaptor installed before "
        "2021-05-12.",
        source=f"{_API}, Find customers",
        limit=50,
    ),
    Capability.CUSTOMERS_ALL: Support(_EMULATED, _ENUMERATED, source=f"{_API}, Export"),
    Capability.CUSTOMERS_CREATE: Support(_FULL, source=f"{_API}, Create customer; {_SCRIPTS}, create-customers"),
    Capability.CUSTOMERS_UPDATE: Support(_FULL, source=f"{_API}, Update customer; {_SCRIPTS}, update-customers"),
    Capability.CUSTOMERS_DELETE: Support(
        _FULL,
        "Takes all conversations along; they must be closed before, and the token's user must be a Compliance Admin.",
        source=f"{_API}, Delete customer; {_SCRIPTS}, delete-customers",
    ),
}
_TICKETS = {
    Capability.TICKETS_GET: Support(
        _FULL, "By the id of a merged one comes the one that survived.", source=f"{_API}, Get conversation"
    ),
    Capability.TICKETS_ALL: Support(
        _EMULATED, f"{_ENUMERATED} A conversation without items is in no export.", source=f"{_API}, Export"
    ),
    Capability.TICKETS_OF_CUSTOMER: Support(
        _PARTIAL, "At most 100.", source=f"{_API}, List conversations of a customer", limit=100
    ),
    Capability.TICKETS_FIND: Support(
        _UNSUPPORTED,
        "A conversation has no id of another system.",
        source=f"{_API}, Conversations",
        nearest="tickets.of_customer",
    ),
    Capability.TICKETS_CREATE: Support(
        _UNSUPPORTED,
        "No operation creates a conversation: a customer's message does.",
        source=f"{_API}, Conversations",
        nearest="messages.add_activity",
    ),
    Capability.TICKETS_IMPORT_PAST: Support(
        _UNSUPPORTED,
        "No operation creates a conversation.",
        source=f"{_API}, Conversations",
        nearest="messages.add_activity",
    ),
    Capability.TICKETS_UPDATE: Support(
        _FULL,
        "Status, agent, inbox and custom attributes. Closing needs a topic on the ticket, and force while the customer "
        "waits; it repeats the assignee, which is read first.",
        source=f"{_API}, Update conversation; {_SCRIPTS}, close-conversations",
    ),
    Capability.TICKETS_ERASE: Support(
        _UNSUPPORTED,
        "No operation erases a conversation: content is redacted message by message, or goes with its customer.",
        source=f"{_API}, Redact conversation item, Delete customer",
        nearest="messages.redact",
    ),
}
_MESSAGES = {
    Capability.MESSAGES_OF_TICKET: Support(
        _PARTIAL, "At most 1,000.", source=f"{_API}, List items in conversation", limit=1000
    ),
    Capability.MESSAGES_GET: Support(
        _PARTIAL, "Items of some types exist and can't be read.", source=f"{_API}, Get item"
    ),
    Capability.MESSAGES_SEND: Support(
        _EMULATED,
        "By a reply to the customer's newest message, and by its channel: three requests, one to find that and one to "
        "read what was sent. Not where the customer never wrote or the ticket is closed. 2,048 characters.",
        source=f"{_API}, Reply to message",
        limit=2048,
    ),
    Capability.MESSAGES_SEND_DIRECT: Support(
        _PARTIAL,
        "By SMS, without files, to the organization's own country unless it was given more. Mail needs a subject: "
        "native.communications.send_email. How far it came is not told. A stranger becomes a customer.",
        source=f"{_API}, Send SMS",
    ),
    Capability.MESSAGES_ADD_NOTE: Support(_FULL, source=f"{_API}, Add note"),
    Capability.MESSAGES_ADD_ACTIVITY: Support(
        _FULL,
        "Title at most 100 characters, text 25,000, source and link text 50; at most one year old; outside "
        "conversations.",
        source=f"{_API}, Create item for customer",
        limit=25_000,
    ),
    Capability.MESSAGES_REDACT: Support(
        _PARTIAL,
        "Chat, SMS, e-mail, Twitter, WhatsApp, voicemails and phone calls; Gladly refuses notes and all else.",
        source=f"{_API}, Redact conversation item",
    ),
    Capability.MESSAGES_IMPORT_PAST: Support(
        _UNSUPPORTED, _NO_PAST, source=f"{_API}, Conversation items", nearest="messages.add_activity"
    ),
}
_OTHERS = {
    Capability.TOPICS_ALL: Support(_FULL, source=f"{_API}, List topics"),
    Capability.TOPICS_CREATE: Support(_FULL, source=f"{_API}, Add topic; {_SCRIPTS}, create-topics"),
    Capability.TOPICS_UPDATE: Support(_FULL, source=f"{_API}, Update topic; {_SCRIPTS}, update-topics"),
    Capability.TOPICS_ADD: Support(_FULL, source=f"{_API}, Add topic to conversation"),
    Capability.TOPICS_REMOVE: Support(_FULL, source=f"{_API}, Delete topic of conversation"),
    Capability.AGENTS_ALL: Support(_FULL, source=f"{_API}, List agents"),
    Capability.AGENTS_GET: Support(_FULL, source=f"{_API}, Get agent"),
    Capability.AGENTS_FIND: Support(
        _EMULATED,
        "By the address, out of the list of all: one request. Agents have no id of another system.",
        source=f"{_API}, List agents",
    ),
    **dict.fromkeys((Capability.AGENTS_CREATE, Capability.AGENTS_UPDATE, Capability.AGENTS_DELETE), _READ_ONLY_AGENTS),
    **dict.fromkeys(
        (
            Capability.AGENT_NAME,
            Capability.AGENT_EXTERNAL_ID,
            Capability.AGENT_ROLES,
            Capability.AGENT_AVAILABILITY,
        ),
        _READ_ONLY_AGENTS,
    ),
    Capability.GROUPS_ALL: Support(
        _FULL, "Inboxes, then teams; only an inbox holds tickets.", source=f"{_API}, Inboxes, Teams"
    ),
    Capability.GROUPS_GET: Support(_FULL, "An inbox first, then a team.", source=f"{_API}, Inboxes, Teams"),
    Capability.GROUPS_IS_OPEN: Support(
        _PARTIAL,
        "By the organization's primary business hours: which others an inbox goes by, no operation tells; not by "
        "channel. Two or three requests.",
        source=f"{_API}, Business hours",
    ),
}
_CUSTOMER_FIELDS = {
    Capability.CUSTOMER_NAME: Support(_FULL, source=f"{_API}, Customers"),
    Capability.CUSTOMER_EMAIL: Support(
        _PARTIAL, "Without a label. Unique; one may be primary.", source=f"{_API}, Customers"
    ),
    Capability.CUSTOMER_PHONE: Support(
        _PARTIAL,
        "Labels HOME, MOBILE and OFFICE only; others are not kept. A MOBILE number is unique. A number without a "
        "country is read as one of the US.",
        source=f"{_API}, Customers; {_SCRIPTS}, create-customers",
    ),
    Capability.CUSTOMER_SOCIAL: Support(
        _UNSUPPORTED,
        "A profile has e-mail addresses and numbers only.",
        source=f"{_API}, Customers",
        nearest="customer.attributes",
    ),
    Capability.CUSTOMER_EXTERNAL_ID: Support(
        _PARTIAL,
        "One, without a label, and only with a lookup adaptor installed before 2021-05-12.",
        source=f"{_API}, Customers",
    ),
    Capability.CUSTOMER_ADDRESS: Support(_FULL, source=f"{_API}, Customers"),
    Capability.CUSTOMER_ATTRIBUTES: Support(
        _PARTIAL,
        "Texts only, and those that the organization's profile definition has; any other value is refused here.",
        source=f"{_API}, Customers; {_SCRIPTS}, create-customers",
    ),
    Capability.CUSTOMER_CREATED_AT: Support(_UNSUPPORTED, "Gladly sets it.", source=f"{_API}, Customers"),
}
_TICKET_FIELDS = {
    Capability.TICKET_SUBJECT: Support(
        _UNSUPPORTED, "A conversation has none; each e-mail has its own.", source=f"{_API}, Conversations"
    ),
    Capability.TICKET_STATUS: Support(
        _PARTIAL,
        "Open and closed can be set; pending (WAITING) is Gladly's own doing, snoozed does not exist.",
        source=f"{_API}, Update conversation",
    ),
    Capability.TICKET_CHANNEL: Support(
        _UNSUPPORTED, "A conversation has none; each message has its own.", source=f"{_API}, Conversations"
    ),
    Capability.TICKET_AGENT_ID: Support(
        _FULL, "The agent must belong to the inbox.", source=f"{_API}, Update conversation"
    ),
    Capability.TICKET_GROUP_ID: Support(_FULL, "An inbox, not a team.", source=f"{_API}, Update conversation"),
    Capability.TICKET_TOPIC_IDS: Support(
        _FULL, "By topics.add and topics.remove.", source=f"{_API}, Add topic to conversation"
    ),
    Capability.TICKET_FIELDS: Support(
        _PARTIAL,
        "Texts only, one or several, of the custom attributes that the organization has, by their ids. Written with "
        "one request to read the ticket, one for the key of each attribute, once, and one to write.",
        source=f"{_API}, Freeform topics, Add or Remove Freeform topic",
    ),
    Capability.TICKET_EXTERNAL_ID: Support(
        _UNSUPPORTED, "A conversation has none.", source=f"{_API}, Conversations", nearest="messages.add_note"
    ),
    Capability.TICKET_CREATED_AT: Support(_UNSUPPORTED, "Gladly sets it.", source=f"{_API}, Conversations"),
    Capability.TICKET_UPDATED_AT: Support(_UNSUPPORTED, "Gladly does not tell it.", source=f"{_API}, Conversations"),
    Capability.TICKET_CLOSED_AT: Support(_UNSUPPORTED, "Gladly sets it.", source=f"{_API}, Conversations"),
}
_MESSAGE_FIELDS = {
    Capability.MESSAGE_TEXT: Support(_FULL, "Of notes and activities.", source=f"{_API}, Add note"),
    Capability.MESSAGE_HTML: Support(
        _PARTIAL,
        "Of notes, in the place of the text, and of replies by e-mail, beside it.",
        source=f"{_API}, Add note, Rich content, Reply to message",
    ),
    **{
        one: Support(_UNSUPPORTED, _NO_PAST, source=f"{_API}, Conversation items", nearest="messages.add_activity")
        for one in (
            Capability.MESSAGE_KIND,
            Capability.MESSAGE_DIRECTION,
            Capability.MESSAGE_SUBJECT,
            Capability.MESSAGE_AUTHOR,
            Capability.MESSAGE_CHANNEL,
            Capability.MESSAGE_CREATED_AT,
            Capability.MESSAGE_ATTACHMENTS,
            Capability.MESSAGE_DETAILS,
        )
    },
}
_TOPIC_FIELDS = {
    Capability.TOPIC_PARENT_ID: Support(_FULL, source=f"{_API}, Topics"),
    Capability.TOPIC_DISABLED: Support(
        _FULL, "There is no delete: a topic is disabled.", source=f"{_API}, Topics; {_SCRIPTS}, update-topics"
    ),
}
CAPABILITIES = Capabilities(
    "gladly",
    {
        **_CUSTOMERS,
        **_TICKETS,
        **_MESSAGES,
        **_OTHERS,
        **_CUSTOMER_FIELDS,
        **_TICKET_FIELDS,
        **_MESSAGE_FIELDS,
        **_TOPIC_FIELDS,
        **WORK,
    },
)
"""The declaration."""
