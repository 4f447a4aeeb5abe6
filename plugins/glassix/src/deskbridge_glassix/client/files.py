"""Files, for messages to take along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deskbridge.operations import operation
from deskbridge.transport import DownloadResult, UploadedFile, multipart
from deskbridge_glassix.client.area import Area
from deskbridge_glassix.client.unsettled import stored_in
from deskbridge_glassix.wire.files import StoredFile


class FilesApi(Area):
    """The operation on files, and what attachments' links lead to."""

    def save(self, link: str, target: Path) -> DownloadResult:
        """Save what an attachment's `uri` leads to; another host is asked without credentials.

        Raises:
            VendorError: That host refused, as it does when the link has ended; of a kind that its status tells.
            InvalidRequestError: The file can't be written, or the link is not https.

        Source: docs.glassix.com, Attachment.
        """
        return self._http.download("files.save", link, target)

    @operation("files_upload")
    def upload(self, files: Sequence[UploadedFile]) -> tuple[StoredFile, ...]:
        """Upload files, each under its number as the field's name. Never repeated by itself.

        Returns:
            What of the answer names a file, as a message's `files` may take it (inferred); none if nothing does. The
            answer's shape is published nowhere.

        Raises:
            InvalidRequestError: There is no file, or a name can't be sent.

        Source: the official JavaScript SDK only.
        """
        form = multipart([(str(number), one) for number, one in enumerate(files)])
        return stored_in(self._http.post("files.upload", "/files/upload", body=form))
