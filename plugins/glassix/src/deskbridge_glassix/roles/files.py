"""Files: attachments, uploads, and whole tickets as documents."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from deskbridge.errors import AmbiguousWriteError, InvalidRequestError, NotFoundError, VendorError
from deskbridge.records import Attachment, MessageId, RenderForm, TicketId
from deskbridge.transport import UploadedFile
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.roles.ids import message_parts, ticket_number
from deskbridge_glassix.wire.files import StoredFile
from deskbridge_glassix.wire.sending import RenderOptions

_SAVE = "files.save"


class GlassixFiles:
    """`deskbridge.protocols.Files`; the files lie at another host, under signed links that last a few hours."""

    def __init__(self, client: GlassixClient) -> None:
        self._client = client

    def save(self, message_id: MessageId, attachment: Attachment, target: Path) -> Path:
        """Save an attachment from its link; from a fresh one, for which the ticket is read once, where that is dead.

        Raises:
            NotFoundError: The message has no such file any more, or the vendor holds it back.
        """
        if attachment.url:
            try:
                return self._client.files.save(attachment.url, target).path
            except VendorError as wrong:
                if wrong.retryable:
                    raise
        return self._saved_afresh(message_id, attachment.id, target)

    def upload(self, source: Path) -> Attachment:
        """Put a file where the vendor's own operations can refer to it. Never repeated by itself.

        Returns:
            The file, with what the answer names it by: an id, an address, or both.

        Raises:
            InvalidRequestError: It can't be read. Nothing was sent.
            AmbiguousWriteError: The answer names no file.
        """
        file = _read(source)
        stored = next(iter(self._client.files.upload([file])), None)
        if stored is None:
            msg = f"{source.name!r} was uploaded, and the answer does not tell by what to refer to it"
            raise AmbiguousWriteError(msg, vendor=VENDOR, operation="files.upload")
        return _attachment(stored, file)

    def render(self, ticket_id: TicketId, target: Path, *, form: RenderForm, notes: bool) -> Path:
        """Write a ticket with its details and messages down; without a link to the conversation.

        Its HTML is the vendor's, with what customers wrote in it: don't show it as a page of your own.
        """
        number = ticket_number(ticket_id, operation="files.render")
        documents = self._client.ticket_documents
        save = {RenderForm.PDF: documents.save_pdf, RenderForm.HTML: documents.save_html}[form]
        return save(number, target, RenderOptions(include_notes=notes, include_conversation_link=False)).path

    def _saved_afresh(self, message_id: str, attachment_id: str, target: Path) -> Path:
        link = self._fresh_link(message_id, attachment_id)
        try:
            return self._client.files.save(link, target).path
        except VendorError as wrong:
            if wrong.retryable:
                raise
            msg = f"message {message_id} has a file {attachment_id}, and it is not where its fresh link leads"
            raise NotFoundError(msg, vendor=VENDOR, operation=_SAVE, status=wrong.status) from wrong

    def _fresh_link(self, message_id: str, attachment_id: str) -> str:
        ticket_id, own = message_parts(message_id, operation=_SAVE)
        ticket = self._client.tickets.get(ticket_id)
        written = next((one for one in ticket.transactions or () if str(one.id) == own), None)
        held = (written.attachments if written else None) or ()
        found = next((one for one in held if attachment_id and str(one.id) == attachment_id), None)
        if found is None or not found.uri:
            why = "has no link to it now; it may be in quarantine" if found else "has no such file, or not any more"
            msg = f"message {message_id} {why} (attachment {attachment_id[:80]!r})"
            raise NotFoundError(msg, vendor=VENDOR, operation=_SAVE)
        return found.uri


def _read(source: Path) -> UploadedFile:
    try:
        content = source.read_bytes()
    except (OSError, ValueError) as wrong:
        why = wrong.strerror if isinstance(wrong, OSError) else "its name can't be one"
        msg = f"{source.name!r} can't be read: {why}. Nothing was sent."
        raise InvalidRequestError(msg, vendor=VENDOR, operation="files.upload") from wrong
    kind, encoding = mimetypes.guess_type(source.name)
    content_type = "application/octet-stream" if kind is None or encoding else kind
    return UploadedFile(name=source.name, content=content, content_type=content_type)


def _attachment(stored: StoredFile, file: UploadedFile) -> Attachment:
    return Attachment(
        name=file.name,
        content_type=file.content_type,
        size_bytes=len(file.content),
        id=stored.file_identifier or "",
        url=stored.uri or "",
    )
