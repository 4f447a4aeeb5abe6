"""Uploading files, for use in messages."""

from __future__ import annotations

from deskbridge_glassix.sandbox import multipart
from deskbridge_glassix.sandbox.call import Call, Operation
from deskbridge_glassix.sandbox.filestore import File
from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import Wire

_LONGEST_NAME = 255


def upload(call: Call) -> list[Wire]:
    """Store each file of a form, whatever its field is called; the official client's guide counts them.

    The answer's shape isn't known (inferred: an array with identifier, name, type and signed link of each file).
    Either the identifier or the link may then stand in the `files` of a message.
    """
    parts = [part for part in multipart.read(call.content_type, call.content) if part.file_name]
    if not parts:
        raise invalid("The form has no file.")
    return [_stored(call, part) for part in parts]


def _stored(call: Call, part: multipart.Part) -> Wire:
    # Only the name's last part counts, whichever system's separator it has.
    name = part.file_name.replace("\\", "/").rsplit("/", 1)[-1][-_LONGEST_NAME:] or "file"
    file = File(name=name, media_type=part.media_type, content=part.content)
    identifier = call.world.files.keep(file)
    return {
        "fileIdentifier": identifier,
        "originalFileName": name,
        "type": file.kind,
        "uri": call.world.files.link(identifier),
    }


OPERATIONS = (Operation(method="POST", path="files/upload", run=upload, writes=True),)
