"""Reads `multipart/form-data`, which the vendor's clients send for uploads."""

from __future__ import annotations

from email.message import Message

from attrs import frozen

from deskbridge_glassix.sandbox.refusal import invalid

_MOST_PARTS = 100


@frozen(kw_only=True)
class Part:
    """One part of a form; `file_name` is "" for what is no file."""

    file_name: str
    media_type: str
    content: bytes


def read(content_type: str, body: bytes) -> list[Part]:
    """Read a form's parts, in order.

    Raises:
        RefusedError: 400, the body is no form, is cut off, or has more than 100 parts.
    """
    header = Message()
    header["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    boundary = header.get_boundary("")
    if header.get_content_type() != "multipart/form-data" or not boundary:
        raise invalid("The request body must be multipart/form-data.")
    mark = b"\r\n--" + boundary.encode("latin-1", "replace")
    _, *pieces = (b"\r\n" + body).split(mark, _MOST_PARTS + 1)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--") or len(pieces) > _MOST_PARTS + 1:
        raise invalid("The form is not complete, or has too many parts.")
    return [_part(piece) for piece in pieces[:-1]]


def _part(piece: bytes) -> Part:
    head, found, content = piece.partition(b"\r\n\r\n")
    if not found:
        raise invalid("A part of the form has no headers.")
    header = Message()
    for line in head.decode("utf-8", "replace").split("\r\n"):
        field, _, value = line.partition(":")
        if field.strip().lower() in {"content-disposition", "content-type"}:
            header[field.strip()] = value.strip()
    return Part(
        file_name=(header.get_filename("") or "").replace("\0", ""),
        media_type=header.get_content_type() if "content-type" in header else "",
        content=content,
    )
