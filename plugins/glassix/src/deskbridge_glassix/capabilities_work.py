"""What Glassix can do with messages and with the work around tickets: the second half of the declaration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deskbridge.capabilities import Capability, Level, Support

_DOCS: Final = "docs.glassix.com/reference"
_SDKS: Final = "the vendor's official JavaScript and C# SDKs"
_JS: Final = "the vendor's official JavaScript SDK"
_NO_OPERATION: Final = "The API has no such operation."
_CARRIED: Final = "carried in the head of a note, and read back from it"

_MESSAGES: Final = {
    Capability.MESSAGES_OF_TICKET: Support(Level.FULL, source=f"{_DOCS}/transaction"),
    Capability.MESSAGES_GET: Support(
        Level.EMULATED,
        "Reads the ticket with all of its messages: one call. A message's id names its ticket.",
        source=_SDKS,
    ),
    Capability.MESSAGES_SEND: Support(
        Level.PARTIAL, "Open tickets only; HTML reaches mail and web chat only.", source=_SDKS
    ),
    Capability.MESSAGES_SEND_DIRECT: Support(
        Level.PARTIAL,
        "Over WhatsApp, SMS and Apple. Glassix must have switched it on for the channel, the sender must be the "
        "department's, a WhatsApp text that of an approved template, a file at most 5 MB. A reply opens a new ticket; "
        "how far it came is told by events only.",
        source="docs.glassix.com, Send a non-ticket message; public client code",
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

_ANSWERS: Final = {
    Capability.ANSWERS_ALL: Support(Level.FULL, "The canned replies of the department.", source=_SDKS),
    Capability.ANSWERS_GET: Support(Level.EMULATED, "Reads all canned replies: one call.", source=_SDKS),
    Capability.ANSWERS_CREATE: Support(
        Level.PARTIAL,
        "Reads all before and after, since what the vendor answers is published nowhere: three calls. Refused where "
        "one has that title in that category and language. Tags that a reply adds are native only. Unverified.",
        source=_JS,
    ),
    Capability.ANSWERS_UPDATE: Support(
        Level.UNSUPPORTED, _NO_OPERATION, source=_SDKS, nearest="answers.delete and answers.create, under a new id"
    ),
    Capability.ANSWERS_DELETE: Support(
        Level.PARTIAL,
        "Reads all first, to tell one that is not there: two calls. What the vendor answers is unverified.",
        source=_JS,
    ),
    Capability.ANSWERS_SET_CONTENT: Support(
        Level.UNSUPPORTED, _NO_OPERATION, source=_SDKS, nearest="answers.create with contents, under a new id"
    ),
    Capability.ANSWERS_AUDIENCES: Support(
        Level.UNSUPPORTED, "Canned replies are for the whole department.", source=_SDKS, nearest="answer.category"
    ),
    Capability.ANSWER_CONTENTS: Support(
        Level.PARTIAL,
        "One text, as plain text, HTML or both, in one language, for messages of every kind, which is chat; its title "
        "is the answer's name.",
        source=_SDKS,
    ),
    Capability.ANSWER_CATEGORY: Support(Level.FULL, source=_SDKS),
    Capability.ANSWER_DESCRIPTION: Support(
        Level.UNSUPPORTED, "A canned reply has none.", source=_SDKS, nearest="answer.category"
    ),
    Capability.ANSWER_AUDIENCE_IDS: Support(
        Level.UNSUPPORTED, "Canned replies are for the whole department.", source=_SDKS, nearest="answer.category"
    ),
}
_OUTPUT: Final = {
    **dict.fromkeys(
        (
            Capability.CALLS_SAVE_RECORDING,
            Capability.CALLS_TRANSCRIPT,
            Capability.CALLS_RECORDER,
            Capability.CALLS_SET_RECORDING,
        ),
        Support(
            Level.UNSUPPORTED,
            "Calls are carried and recorded by another phone system; the vendor keeps a link.",
            source=_JS,
            nearest="calls.log",
        ),
    ),
    Capability.CALLS_LOG: Support(
        Level.PARTIAL,
        "Start, end and the recording's https address, one call each and none repeated; times to hundredths of a "
        "second. What the vendor answers, and whether it takes them on tickets of other channels, is unverified.",
        source=_JS,
    ),
    Capability.SURVEYS_LINK: Support(
        Level.PARTIAL,
        "For closed tickets in which no survey was sent and whose channel is mapped to none; made for phone calls.",
        source=_SDKS,
    ),
    Capability.FILES_SAVE: Support(
        Level.FULL,
        "From its link at another host, which lasts a few hours; where that is dead the ticket is read once for a "
        "fresh one.",
        source=f"{_DOCS}/attachment; the vendor's official C# SDK",
    ),
    Capability.FILES_UPLOAD: Support(
        Level.PARTIAL,
        "Never repeated by itself. What the vendor answers is published nowhere: an id and an address are looked for "
        "in it. Unverified.",
        source=_JS,
    ),
    Capability.FILES_RENDER: Support(
        Level.FULL, "With the ticket's details and without a link to the conversation.", source=_SDKS
    ),
    Capability.EVENTS_ALL: Support(
        Level.UNSUPPORTED, "The vendor keeps no events to look back at.", source=_SDKS, nearest="events.poll"
    ),
    Capability.EVENTS_RECEIVE: Support(
        Level.FULL,
        "Both signatures are checked, and that the date is within five minutes of now (webhook_tolerance_seconds). "
        "The date's format is published nowhere: RFC 1123 and ISO 8601 are read. Whether a repeated delivery is dated "
        "anew is unverified.",
        source="docs.glassix.com, Validate outbound webhooks; the vendor's official C# SDK",
    ),
    Capability.EVENTS_POLL: Support(
        Level.PARTIAL,
        "What the queue gives in one answer, of which no source tells the size: acknowledge it and poll again. "
        "Polling must be set up in the department's settings.",
        source=_SDKS,
    ),
    Capability.EVENTS_ACKNOWLEDGE: Support(
        Level.FULL,
        "By what the queue gave with the event, which ends after a time that no source tells; then poll again.",
        source="the vendor's official C# SDK; public client code",
    ),
}

_NO_TASKS: Final = Support(Level.UNSUPPORTED, "The vendor has no tasks.", source=_DOCS, nearest="messages.add_note")
_NO_EXPORTS: Final = Support(Level.UNSUPPORTED, "The vendor has no export jobs.", source=_SDKS, nearest="tickets.all")
_NO_REPORTS: Final = Support(Level.UNSUPPORTED, "The API has no reports.", source=_SDKS, nearest="tickets.all")
_OTHERS: Final = {
    Capability.MESSAGES_REDACT: Support(
        Level.UNSUPPORTED,
        "A whole ticket can be scrambled, one message can't.",
        source=f"{_DOCS}/scramble-ticket",
        nearest="tickets.erase, of the whole ticket",
    ),
    **dict.fromkeys((one for one in Capability if one.subject in {"tasks", "task"}), _NO_TASKS),
    **dict.fromkeys((one for one in Capability if one.subject == "exports"), _NO_EXPORTS),
    **dict.fromkeys((one for one in Capability if one.subject == "reports"), _NO_REPORTS),
}

WORK: Mapping[Capability, Support] = {**_MESSAGES, **_ANSWERS, **_OUTPUT, **_OTHERS}
"""The rows of those roles."""
