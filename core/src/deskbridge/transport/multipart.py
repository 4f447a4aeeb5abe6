"""Files as the body of a form, ``multipart/form-data``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from attrs import field, frozen

from deskbridge.errors import InvalidRequestError
from deskbridge.transport.outgoing import Content


@frozen(kw_only=True)
class UploadedFile:
    """One file of a form.

    Attributes:
        name: Its name for whoever gets it; of a path, only the last part is sent.
        content: All of it.
        content_type: What it is, such as ``image/png``.
    """

    name: str
    content: bytes = field(repr=lambda content: f"<{len(content)} bytes>")
    content_type: str = "application/octet-stream"


def multipart(files: Sequence[tuple[str, UploadedFile]]) -> Content:
    """Write files as a form, in their order, each under the name of its field.

    Quotes and line breaks in names are percent-encoded, as browsers do it, and other letters are UTF-8.

    Raises:
        InvalidRequestError: There is no file, a name is empty or no text that can be sent, or a content type is none.
    """
    from urllib3.fields import RequestField
    from urllib3.filepost import encode_multipart_formdata

    if not files:
        raise InvalidRequestError("there is no file to send; nothing was sent")
    parts = [
        RequestField.from_tuples(name, (_file_name(one.name), one.content, _content_type(one.content_type)))
        for name, one in files
    ]
    content, content_type = encode_multipart_formdata(parts)
    return Content(content=content, content_type=content_type)


def _file_name(name: str) -> str:
    # A backslash is a separator to some who get it, so it is one here on every system.
    last = PurePath(name.replace("\\", "/")).name
    if not last or last == ".." or not last.isprintable() or any("\ud800" <= letter <= "\udfff" for letter in last):
        raise InvalidRequestError("a file has a name that can't be sent; nothing was sent. Rename it.")
    return last


def _content_type(value: str) -> str:
    if not value.isascii() or not value.isprintable() or "/" not in value:
        raise InvalidRequestError("a file's content type can't be sent; nothing was sent. Give it as image/png.")
    return value
