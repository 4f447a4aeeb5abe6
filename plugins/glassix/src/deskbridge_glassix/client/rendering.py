"""Answers that are a document and not JSON: checked, whole in memory or saved in a file."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from deskbridge.errors import InvalidRequestError, MalformedAnswerError
from deskbridge.transport import Client, DownloadResult, Response, Stream
from deskbridge_glassix.errors import VENDOR


@frozen(kw_only=True)
class Form:
    """A form of document.

    Attributes:
        operation: What asks for it.
        media_type: What the vendor calls it, in lower case.
        begins: What each begins with, b"" if that may be anything.
    """

    operation: str
    media_type: str
    begins: bytes = b""

    @property
    def headers(self) -> dict[str, str]:
        """What to ask with: errors are JSON."""
        return {"Accept": f"{self.media_type}, application/json;q=0.9"}

    def check(self, headers: Mapping[str, str], begin: bytes) -> None:
        """Check the content type, in any case and with any parameters, and how the document begins.

        Raises:
            MalformedAnswerError: It is another document.
        """
        given = headers.get("content-type", "").partition(";")[0].strip().lower()
        if given != self.media_type or not begin.startswith(self.begins):
            msg = f"{self.media_type} was expected and something else came. Check base_url and try again later."
            raise MalformedAnswerError(msg, vendor=VENDOR, operation=self.operation)


def rendered(http: Client, form: Form, path: str, body: object) -> Response:
    """Ask for a document, at most 64 MiB, and return the answer that has it.

    Raises:
        MalformedAnswerError: It is another document.
    """
    response = http.post(form.operation, path, body=body, headers=form.headers, idempotent=True)
    form.check(response.headers, response.content[: len(form.begins)])
    return response


def text_of(response: Response) -> str:
    """Return a document's text by the charset it declares, else as UTF-8; what can't be read is marked in it."""
    charset = response.headers.get("content-type", "").lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    try:
        return response.content.decode(charset or "utf-8", "replace")
    except LookupError:
        return response.content.decode("utf-8", "replace")


def save_rendered(http: Client, form: Form, path: str, body: object, target: Path) -> DownloadResult:
    """Ask for a document of any size and save it; the file is there only when it is whole.

    Raises:
        MalformedAnswerError: It is another document.
        InvalidRequestError: The file can't be written.
    """
    with (
        http.stream(form.operation, "POST", path, body=body, headers=form.headers, idempotent=True) as stream,
        _part_of(target, form.operation) as part,
    ):
        size = 0
        with part.open("xb") as file:
            for chunk in _checked(form, stream):
                size += file.write(chunk)
        part.replace(target)
        return DownloadResult(path=target, size_bytes=size, content_type=stream.headers.get("content-type", ""))


def _checked(form: Form, stream: Stream) -> Iterator[bytes]:
    held = b""
    chunks = stream.chunks()
    for chunk in chunks:
        held += chunk
        if len(held) >= len(form.begins):
            break
    form.check(stream.headers, held[: len(form.begins)])
    yield held
    yield from chunks


@contextmanager
def _part_of(target: Path, operation: str) -> Iterator[Path]:
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")
    try:
        yield part
    except OSError as error:
        msg = f"{target} can't be written: {error.strerror}. Make room or choose another place."
        raise InvalidRequestError(msg, vendor=VENDOR, operation=operation) from error
    finally:
        part.unlink(missing_ok=True)
