from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

from deskbridge.records import ChannelKind, NewDirectMessage, TicketId
from deskbridge.transport import UploadedFile
from deskbridge_contract_tests import Delivery, HelpdeskContract, Samples
from deskbridge_contract_tests.harness import Harness

OPEN = TicketId("13784")
CLOSED = TicketId("13783")
SECRET = b"glassix-sandbox-secret"
DATE = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
BODY = b'{"key": "824b4850-b24c-45ed-8d41-c740ad2618bf", "changes": [{"_event": "NEW_TICKET", "ticketId": 13784}]}'


def signed(content: bytes) -> str:
    return "sha1=" + hmac.new(SECRET, content, hashlib.sha1).hexdigest()


EVENT = {
    "X-Hub-Signature": signed(BODY),
    "X-Glassix-Auth-Signature": signed(DATE.encode()),
    "X-Glassix-Auth-Date": DATE,
}
UNPROVEN = tuple(
    ({**EVENT, name: value}, BODY)
    for name, value in (
        ("X-Hub-Signature", signed(b"another body")),
        ("X-Glassix-Auth-Signature", signed(b"another date")),
        ("X-Glassix-Auth-Date", "Mon, 01 Jan 2024 00:00:00 GMT"),
    )
)
DIRECT = NewDirectMessage(channel=ChannelKind.WHATSAPP, to="+972547101833", sender="+972524646214", text="hello")


class TestGlassix(HelpdeskContract):
    vendor = "glassix"
    # The delivery is dated when the tests begin, and they may take longer than five minutes.
    settings = {"webhook_tolerance_seconds": "86400"}  # noqa: RUF012 - as the contract asks for it
    known = Samples(
        attachment_bytes=b"GIF89a", delivery=Delivery(EVENT, BODY, UNPROVEN), direct=DIRECT, survey=(CLOSED, "73993")
    )

    @classmethod
    def start(cls) -> AbstractContextManager[Harness]:
        return with_a_file(super().start())


@contextmanager
def with_a_file(started: AbstractContextManager[Harness]) -> Iterator[Harness]:
    """Send a file by the vendor's own operations, for which there is no neutral word."""
    with started as harness:
        native = harness.desk.native
        (stored,) = native.files.upload([UploadedFile(name="a.gif", content=b"GIF89a", content_type="image/gif")])
        native.tickets.send(OPEN, text="Here it is.", files=[stored.reference])
        yield harness
