"""What Glassix can do with messages and with the work around tickets: the second half of the declaration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deskbridge.capabilities import Capability, Level, Support

_DOCS: Final = "docs.glassix.com/reference"
_SDKS: Final = "the vendor's official JavaScript and C# SDKs"
_NO_OPERATION: Final = "The API has no such operation."
_CARRIED: Final = "carried in the head of a note, and read back from it"

_MESSAGES: Final = {
    Capability.MESSAGES_OF_TICKET: Support(Level.FULL, source=f"{_DOCS}/transaction"),
    Capability.MESSAGES_GET: Support(
        Level.UNSUPPORTED, _NO_OPERATION, source=_SDKS, nearest="messages.of_ticket, with the ticket's id"
    ),
    Capability.MESSAGES_SEND: Support(
        Level.PARTIAL, "Open tickets only; HTML reaches mail and web chat only.", source=_SDKS
    ),
    Capability.MESSAGES_ADD_NOTE: Support(
        Level.FULL, "Written as the token's user; the ticket is read back to return the note.", source=_SDKS
    ),
    Capability.MESSAGES_ADD_ACTIVITY: Support(
        Level.UNSUPPORTED, "A contact has no timeline.", source=_SDKS, nearest="messages.add_note on a ticket"
    ),
    Capability.MESSAGES_IMPORT_PAST: Support(
        Level.EMULATED,
        "Written as a note, so that no customer ever sees it; author, time and channel stand in its head. One call; "
        "the note's own id is not answered.",
        source=_SDKS,
    ),
    Capability.MESSAGE_TEXT: Support(Level.FULL, source=f"{_DOCS}/transaction"),
    Capability.MESSAGE_HTML: Support(
        Level.PARTIAL, "Of past messages what is active (scripts, forms, styles) is taken out.", source=_SDKS
    ),
    Capability.MESSAGE_KIND: Support(Level.EMULATED, f"Of past messages {_CARRIED}.", source=_SDKS),
    Capability.MESSAGE_DIRECTION: Support(Level.EMULATED, f"Of past messages {_CARRIED}.", source=_SDKS),
    Capability.MESSAGE_SUBJECT: Support(Level.EMULATED, f"Of past messages {_CARRIED}.", source=_SDKS),
    Capability.MESSAGE_AUTHOR: Support(
        Level.EMULATED, f"A note's author is the token's user; that of past messages is {_CARRIED}.", source=_SDKS
    ),
    Capability.MESSAGE_CHANNEL: Support(Level.EMULATED, f"Of past messages {_CARRIED}.", source=_SDKS),
    Capability.MESSAGE_CREATED_AT: Support(
        Level.EMULATED, f"A note's time is that of its writing; that of past messages is {_CARRIED}.", source=_SDKS
    ),
    Capability.MESSAGE_ATTACHMENTS: Support(
        Level.PARTIAL,
        f"Names and links of past messages' files are {_CARRIED}; the files are not copied.",
        source=_SDKS,
    ),
    Capability.MESSAGE_DETAILS: Support(Level.EMULATED, f"Of past messages {_CARRIED}.", source=_SDKS),
}

_LATER: Final = "The vendor has it; this version of the plugin does not reach it."
_NO_TASKS: Final = Support(Level.UNSUPPORTED, "The vendor has no tasks.", source=_DOCS, nearest="messages.add_note")
_NO_EXPORTS: Final = Support(Level.UNSUPPORTED, "The vendor has no export jobs.", source=_SDKS, nearest="tickets.all")
_NO_REPORTS: Final = Support(Level.UNSUPPORTED, "The API has no reports.", source=_SDKS, nearest="tickets.all")
_OTHERS: Final = {
    Capability.MESSAGES_REDACT: Support(
        Level.UNSUPPORTED,
        "A whole ticket can be scrambled, one message can't.",
        source=f"{_DOCS}/scramble-ticket",
        nearest="scrambling the ticket in the vendor's application",
    ),
    **dict.fromkeys((one for one in Capability if one.subject in {"tasks", "task"}), _NO_TASKS),
    **dict.fromkeys((one for one in Capability if one.subject == "exports"), _NO_EXPORTS),
    **dict.fromkeys((one for one in Capability if one.subject == "reports"), _NO_REPORTS),
    **dict.fromkeys(
        (
            *(one for one in Capability if one.subject in {"answers", "answer", "calls", "surveys", "files", "events"}),
            *(one for one in Capability if one.subject == "agent"),
            Capability.TICKETS_ERASE,
            Capability.MESSAGES_SEND_DIRECT,
            Capability.AGENTS_CREATE,
            Capability.AGENTS_UPDATE,
            Capability.AGENTS_DELETE,
        ),
        Support(Level.NOT_IMPLEMENTED, _LATER, source=_SDKS, nearest="the vendor's own application"),
    ),
    Capability.EVENTS_ALL: Support(
        Level.UNSUPPORTED, "The vendor keeps no events to look back at.", source=_SDKS, nearest="events.poll"
    ),
}

WORK: Mapping[Capability, Support] = {**_MESSAGES, **_OTHERS}
"""The rows of those roles."""
