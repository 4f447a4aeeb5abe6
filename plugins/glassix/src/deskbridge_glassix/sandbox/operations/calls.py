"""Phone calls that another system carried, written into a ticket.

The names of the transactions' types and the answers are inferred; that there is a type for each is documented.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from deskbridge_glassix.sandbox import shapes
from deskbridge_glassix.sandbox.call import Call, Operation, message
from deskbridge_glassix.sandbox.fields import is_web_address
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.times import iso, read_query

STARTED, ENDED, AUDIO_LINK = "PhoneCallStarted", "PhoneCallEnded", "PhoneCallAudioLink"
_LONGEST_LINK = 2_048


def _moment(call: Call) -> datetime:
    """Read `dd/MM/yyyy HH:mm:ss:ff`; without it, it is now (inferred)."""
    text = call.body_or_nothing().text("dateTime")
    return read_query(text, "dateTime") if text else call.now


def _record(call: Call, kind: str, when: datetime, attachments: list[Wire]) -> Wire:
    """Write it in any state of the ticket (inferred), as from the main customer."""
    ticket = call.ticket()
    sender = (ticket.clients or [shapes.participant(0, type="System")])[0]
    call.world.transact(
        ticket, sender, call.now, type=kind, dateTime=iso(when), status="Read",
        fromProtocolType="PhoneCall", attachments=attachments,
    )  # fmt: skip
    return message(f"{kind} was added to ticket #{ticket.id}")


def started(call: Call) -> Wire:
    """Record that a call started."""
    call.ticket()
    return _record(call, STARTED, _moment(call), [])


def ended(call: Call) -> Wire:
    """Record that a call ended; that it started is not asked for (inferred)."""
    call.ticket()
    return _record(call, ENDED, _moment(call), [])


def audio_link(call: Call) -> Wire:
    """Record where the recording is: an absolute web address (inferred), kept as it came."""
    call.ticket()
    address = call.body().needed("audioUri", longest=_LONGEST_LINK)
    if not is_web_address(address):
        raise invalid("audioUri must be an absolute http or https address.")
    name = urlsplit(address).path.rsplit("/", 1)[-1]
    recording = shapes.attachment(1, type="Audio", originalFileName=name, uri=address)
    return _record(call, AUDIO_LINK, call.now, [recording])


OPERATIONS = (
    Operation(method="POST", path="phonecalls/started", run=started, takes="ticketId", writes=True),
    Operation(method="POST", path="phonecalls/ended", run=ended, takes="ticketId", writes=True),
    Operation(method="POST", path="phonecalls/audiolink", run=audio_link, takes="ticketId", writes=True),
)
