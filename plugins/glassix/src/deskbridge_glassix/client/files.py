"""Files, for messages to take along."""

from __future__ import annotations

from collections.abc import Sequence

from deskbridge.operations import operation
from deskbridge.transport import UploadedFile, multipart
from deskbridge_glassix.client.area import Area
from deskbridge_glassix.client.unsettled import stored_in
from deskbridge_glassix.wire.files import StoredFile


class FilesApi(Area):
    """The operation on files. Source: the official JavaScript SDK only."""

    @operation("files_upload")
    def upload(self, files: Sequence[UploadedFile]) -> tuple[StoredFile, ...]:
        """Upload files, each under its number as the field's name. Never repeated by itself.

        Returns:
            What of the answer names a file, as a message's `files` may take it (inferred); none if nothing does. The
            answer's shape is published nowhere.

        Raises:
            InvalidRequestError: There is no file, or a name can't be sent.
        """
        form = multipart([(str(number), one) for number, one in enumerate(files)])
        return stored_in(self._http.post("files.upload", "/files/upload", body=form))
