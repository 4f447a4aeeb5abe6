"""Files that were uploaded. Their shape is published nowhere; these are the names that attachments have."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from deskbridge.wire import Wire, optional
from deskbridge_glassix.wire.nothing import NO_TEXT


@frozen(kw_only=True, slots=True)
class StoredFile(Wire):
    """An uploaded file.

    Attributes:
        uri: Where it can be fetched.
        file_identifier: What the vendor calls it.
    """

    any_case: ClassVar[bool] = True

    uri: str | None = optional(NO_TEXT)
    file_identifier: str | None = optional(NO_TEXT)
    original_file_name: str | None = optional(NO_TEXT)
    type: str | None = None

    @property
    def reference(self) -> str:
        """What a message names the file by: its address, else its identifier; "" if neither is there."""
        return self.uri or self.file_identifier or ""
