"""Messages outside of any ticket, with delivery states that move on the sandbox's clock."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial

from deskbridge_glassix.sandbox import happenings
from deskbridge_glassix.sandbox.call import Call, Operation
from deskbridge_glassix.sandbox.fields import Fields, is_web_address, words
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.times import iso
from deskbridge_glassix.sandbox.world import World

CHANNELS = words("WhatsApp", "SMS", "AppleBusinessChat")
SERVICE_PROVIDER = 19
MOST_FILE_BYTES = 5_000_000
MOST_LETTERS = 4_096
"""How long a text may be (inferred: WhatsApp's own limit)."""
_APPLE = "AppleBusinessChat"
_PHONE = re.compile(r"[0-9]{5,15}")
_MOST_FILES = 10
_ENDS = frozenset({"Read", "Rejected", "Failed"})
# When a message gets into which state, by how it ends; the times are inferred.
_COURSES = {
    "Accepted": (("Accepted", 1),),
    "Delivered": (("Accepted", 1), ("Delivered", 4)),
    "Read": (("Accepted", 1), ("Delivered", 4), ("Read", 60)),
    "Rejected": (("Rejected", 1),),
    "Failed": (("Accepted", 1), ("Failed", 30)),
}


def send(call: Call) -> Wire:
    """Send a message and answer it in the state Pending. A whole message may be posted: other keys don't matter."""
    body = call.body()
    body.needed("protocolType")
    channel = body.choice("protocolType", CHANNELS, default="")
    senders = call.department.senders.get(channel)
    if senders is None:
        raise invalid(f"Sending messages which are not part of a ticket is not enabled for {channel}.")
    text, sender = body.needed("text", longest=MOST_LETTERS), body.needed("from")
    if sender not in senders:
        raise invalid(f"{sender[:64]!r} is not linked to the department.")
    recipient = _recipient(channel, body.needed("to"))
    if channel == "WhatsApp" and call.world.switches.check_templates and not call.department.approves(text):
        raise invalid("The text does not match any approved WhatsApp template.")
    made = {
        "text": text,
        "html": body.text("html") or None,
        "protocolType": channel,
        "attachmentUris": None,
        "from": sender,
        "to": recipient,
        "dateTime": iso(call.now),
        "providerMessageId": call.world.guid("message"),
        "departmentId": call.department.id,
        "status": "Pending",
        "files": _files(call, body),
        "serviceProvider": SERVICE_PROVIDER,
    }
    _dispatch(call.world, made)
    return dict(made)


def _recipient(channel: str, given: str) -> str:
    good = given.startswith("urn:mbid:") if channel == _APPLE else _PHONE.fullmatch(given)
    if not good:
        wanted = "start with urn:mbid:" if channel == _APPLE else "be an international number without the leading +"
        raise invalid(f"{given[:64]!r} must {wanted}.")
    return given


def _files(call: Call, body: Fields) -> list[str] | None:
    """Read the files' addresses; the size of those that are stored here is checked, others' can't be."""
    given = body.texts("files")
    if len(given) > _MOST_FILES:
        raise invalid(f"files may hold {_MOST_FILES} entries.")
    for reference in given:
        held = call.world.files.get(call.world.files.identifier_of(reference))
        if held is not None and len(held.content) > MOST_FILE_BYTES:
            raise invalid("A file must not be larger than 5 MB.")
        if held is None and not is_web_address(reference):
            raise invalid(f"{reference[:64]!r} is not a file's address.")
    return given or None


def _dispatch(world: World, sent: Wire) -> None:
    world.counters.outbound_messages += 1
    world.direct[sent["providerMessageId"]] = sent
    for status, seconds in _COURSES[world.switches.direct_outcome]:
        world.agenda.after(timedelta(seconds=seconds), partial(_later, world, sent, status))


def _later(world: World, sent: Wire, status: str, at: datetime) -> None:
    if sent["status"] not in _ENDS:
        move(world, sent, status, at)


def move(world: World, sent: Wire, status: str, at: datetime) -> None:
    """Give a message another delivery state, and tell it."""
    sent["status"] = status
    happenings.direct_message_moved(world, sent, at)


OPERATIONS = (Operation(method="POST", path="protocols/send", run=send, writes=True),)
