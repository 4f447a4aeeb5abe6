"""The events of a Gladly desk: the stream of the last 24 hours, and what webhooks deliver."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from deskbridge.errors import InvalidRequestError, SettingError
from deskbridge.listing import Listing, Pages
from deskbridge.records import Event, EventKind
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.settings import GladlySettings
from deskbridge_gladly.translate import events as translate
from deskbridge_gladly.webhooks import Authenticity
from deskbridge_gladly.wire.events import ENTITIES


class Events:
    """See `deskbridge.protocols.Events`.

    Args:
        client: The native client.
        proof: What a delivery must bring; None where the settings have nothing, and none is taken.
    """

    def __init__(self, client: GladlyClient, proof: Authenticity | None) -> None:
        self._client = client
        self._proof = proof

    def all(
        self, *, since: datetime, until: datetime | None = None, kinds: Collection[EventKind] | None = None
    ) -> Listing[Event]:
        """List the stream, oldest first; events appear up to 15 seconds after they happened.

        The vendor is asked for the entities that have events of these kinds only, for all of them if there is no kind.

        A line that is no event is left out with a warning, and makes the listing truncated.
        """
        if since.tzinfo is None or (until is not None and until.tzinfo is None):
            msg = "since and until must have a time zone; nothing was sent"
            raise InvalidRequestError(msg, vendor="gladly", operation="events.all")

        entities = ENTITIES if kinds is None else translate.entities_of(kinds)

        def fetch() -> Pages[Event]:
            if not entities:
                return False
            lines = self._client.events.stream(since, entities, end_at=until)
            yield from (one for one in map(translate.event, lines) if kinds is None or one.kind in kinds)
            return lines.skipped > 0

        return Listing(fetch, what="events")

    def receive(self, headers: Mapping[str, str], body: bytes) -> tuple[Event, ...]:
        """Read a webhook's delivery, which is always one event, if it brings what the settings say.

        Raises:
            SettingError: The settings say nothing, and everybody's deliveries would be taken.
        """
        if self._proof is None:
            msg = (
                "the settings don't say what a delivery must bring: set webhook_username and webhook_password, or "
                "webhook_header_name and webhook_header_value, as the webhook was created with them"
            )
            raise SettingError(msg, field="webhook_password", vendor="gladly")
        return (translate.event(self._proof.open(headers, body)),)


def proof_of(settings: GladlySettings) -> Authenticity | None:
    """Return what deliveries must bring by the settings, None if they don't say."""
    password, header = settings.webhook_password, settings.webhook_header_value
    if not password and not header:
        return None
    return Authenticity(
        username=settings.webhook_username,
        password=password.reveal() if password else "",
        headers={settings.webhook_header_name: header.reveal()} if header else {},
    )
