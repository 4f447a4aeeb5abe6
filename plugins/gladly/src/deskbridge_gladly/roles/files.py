"""The files of a Gladly desk: the bytes of attachments."""

from __future__ import annotations

from pathlib import Path

from deskbridge.capabilities import Capability
from deskbridge.errors import UnsupportedError
from deskbridge.records import Attachment, MessageId
from deskbridge_gladly.client import GladlyClient


class Files:
    """See `deskbridge.protocols.Files`."""

    def __init__(self, client: GladlyClient) -> None:
        self._client = client

    def save(self, message_id: MessageId, attachment: Attachment, target: Path) -> Path:
        """Save an attachment from where the vendor redirects to; a host that is not the vendor's gets no credentials.

        Raises:
            UnsupportedError: It has no id: a custom channel's file lies in the open at its `url`, anywhere.
        """
        if not attachment.id:
            raise UnsupportedError(
                Capability.FILES_SAVE,
                vendor="gladly",
                reason="A file of a custom channel has no id; it lies in the open where that channel put it.",
                nearest="fetching the attachment's url" if attachment.url else "",
                asked="saving an attachment without an id",
            )
        return self._client.items.save_attachment(message_id, attachment.id, target).path
