"""What one HTTP exchange leaves: the answer for the caller, and the redacted account of it for observers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from attrs import field, frozen

from deskbridge.errors import DeskbridgeError, MalformedAnswerError
from deskbridge.transport.redaction import hide_secrets_in_body, redact_message, redact_url

_SHOWN = 80


class Headers(Mapping[str, str]):
    """Response headers by name in any case; those that came more than once are joined by a comma and a space."""

    __slots__ = ("_values",)

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._values = {name.lower(): headers[name] for name in headers}

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({', '.join(self._values)})"


def _headers(headers: Mapping[str, str]) -> Headers:
    return headers if isinstance(headers, Headers) else Headers(headers)


@frozen(kw_only=True)
class Exchange:
    """One request and its answer, with everything secret or personal hidden.

    Attributes:
        vendor: The vendor's name.
        operation: The operation that was called.
        method: The HTTP method.
        url: The whole URL.
        status: The HTTP status, None where there was no answer.
        request_id: The vendor's id of the request, None where it gave none.
        started_at: When it was sent, in UTC, after all waiting.
        elapsed_seconds: Until the answer was read, or, where it is streamed, until it began.
        attempt: 1 for the first try.
        request_headers: As sent; credentials hidden.
        response_headers: As received; cookies and personal data hidden. Empty where there was no answer.
        request_bytes: The size of the body that was sent.
        error: What went wrong on the way, None where an answer came, whatever its status.
    """

    vendor: str
    operation: str
    method: str
    url: str
    status: int | None
    request_id: str | None
    started_at: datetime
    elapsed_seconds: float
    attempt: int
    request_headers: Mapping[str, str]
    response_headers: Mapping[str, str]
    request_bytes: int
    error: str | None


@frozen(kw_only=True)
class Response:
    """A whole answer, in memory.

    Attributes:
        status: The HTTP status.
        headers: By name in any case.
        content: The body, decompressed, at most 64 MiB.
        url: The URL that was asked. It may hold personal data: show it through `redact_url`.
        operation: The operation that was called.
        vendor: The vendor's name.
        secrets: Credentials of the request, to be hidden if the answer repeats them.
    """

    status: int
    headers: Mapping[str, str] = field(converter=_headers, repr=False)
    content: bytes = field(default=b"", repr=lambda content: f"<{len(content)} bytes>")
    url: str = field(default="", repr=redact_url)
    operation: str = ""
    vendor: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False, eq=False)

    def json(self) -> Any:
        """Read the body as JSON.

        Raises:
            MalformedAnswerError: It is empty, an HTML page, cut, or anything else that is not JSON.
        """
        import orjson

        with suppress(orjson.JSONDecodeError):
            return orjson.loads(self.content)
        # Raised out here: the parser's error carries the whole document, and would be the context of this one.
        raise self.malformed(self._complaint())

    def malformed(self, complaint: str) -> MalformedAnswerError:
        """Return the error for an answer of another form than promised, with where it came from."""
        return MalformedAnswerError(complaint, vendor=self.vendor, operation=self.operation, status=self.status)

    def _complaint(self) -> str:
        if not self.content.strip():
            return "JSON was expected and the answer is empty. Check base_url and try again later."
        kind = redact_message(self.headers.get("content-type", "") or "no content type", secrets=self.secrets)
        content = hide_secrets_in_body(self.content, self.secrets)[: 16 * _SHOWN]
        start = redact_message(content.decode("utf-8", "replace"), longest=4 * _SHOWN)[:_SHOWN]
        page = self.content.lstrip()[:1] == b"<"
        what = "an HTML or XML page" if page else "not JSON"
        return (
            f"JSON was expected and the answer is {what} ({kind}), beginning {start!r}. "
            "Check base_url, and whether a proxy or a maintenance page answers in the vendor's place."
        )


ErrorReader = Callable[[Response], DeskbridgeError | None]
