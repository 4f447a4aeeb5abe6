"""What the areas share: asking, and reading the answer as a wire value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urljoin

from attrs import frozen

from deskbridge.errors import (
    AmbiguousWriteError,
    MalformedAnswerError,
    RateLimitedError,
    TransportError,
    UnavailableError,
)
from deskbridge.reading import line_reader, tagged_line_reader
from deskbridge.transport import Client, DownloadResult, Response
from deskbridge.wire import Wire, structure, unstructure
from deskbridge_gladly.client.ids import last_segment
from deskbridge_gladly.client.lines import Lines, OnBroken
from deskbridge_gladly.client.rows import Rows

T = TypeVar("T")
W = TypeVar("W", bound=Wire)
VENDOR = "gladly"
LIMITED_DATA = "Gladly-Limited-Data"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@frozen
class Capped(Generic[T]):
    """A list that the vendor may have cut.

    Attributes:
        values: In the vendor's order.
        truncated: Whether the vendor says that there is more.
    """

    values: tuple[T, ...]
    truncated: bool

    def __iter__(self) -> Iterator[T]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)


class Api:
    """Asks through one transport client. Each method is named after what comes back."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def value(self, operation: str, path: str, kind: type[T], *, query: Mapping[str, str] | None = None) -> T:
        """Read one value, or a tuple of them."""
        return self._read(self._client.get(operation, path, query=query), kind)

    def capped(
        self, operation: str, path: str, kind: type[tuple[T, ...]], *, query: Mapping[str, str] | None = None
    ) -> Capped[T]:
        """Read a list that may be cut. The header says true or false; its presence alone says nothing."""
        response = self._client.get(operation, path, query=query)
        truncated = response.headers.get(LIMITED_DATA, "").strip().lower() == "true"
        return Capped(self._read(response, kind), truncated)

    def lines(self, operation: str, path: str, kind: type[W], *, on_broken: OnBroken = "skip") -> Lines[W]:
        """Read a file of JSON lines, all of one kind."""
        reader = line_reader(kind, vendor=VENDOR, operation=operation)
        return Lines(self._client, operation, path, reader, on_broken=on_broken)

    def stream_of(
        self,
        operation: str,
        path: str,
        kinds: Mapping[str, type[W]],
        other: type[W],
        *,
        query: Mapping[str, str | Sequence[str]],
        on_broken: OnBroken,
    ) -> Lines[W]:
        """Read JSON lines whose `type` names their kind; `other` is for those that name none of them."""
        reader = tagged_line_reader("type", kinds, other, vendor=VENDOR, operation=operation)
        return Lines(self._client, operation, path, reader, query=query, on_broken=on_broken)

    def rows(self, operation: str, path: str, body: Wire, kind: type[W]) -> Rows[W]:
        """Read the rows of a report."""
        return Rows(self._client, operation, path, unstructure(body), kind)

    def saved(self, operation: str, path: str, target: Path) -> DownloadResult:
        """Save what is there in a file."""
        return self._client.download(operation, path, target)

    def saved_from_link(self, operation: str, path: str, target: Path) -> DownloadResult:
        """Save what a redirect leads to in a file. Another host than ours is asked without credentials."""
        response = self._client.get(operation, path, headers={"Accept": "*/*"}, accept_status=_REDIRECTS)
        if response.status not in _REDIRECTS:
            return self._client.download(operation, path, target)
        return self._client.download(operation, _led_to(response), target)

    def created(self, operation: str, path: str, body: Wire, *, sent_id: str = "") -> str:
        """Create, and return the id: from the body, else from the Location, else the one that was sent.

        With an id of ours the request may be repeated: the vendor refuses the second one.
        """
        response = self._post(operation, path, body, repeatable=bool(sent_id))
        answer = _acknowledged(response)
        if isinstance(answer, dict) and isinstance(answer.get("id"), str):
            return str(answer["id"])
        return last_segment(response.headers.get("location", "")) or sent_id

    def answered(self, operation: str, path: str, body: Wire, kind: type[T], *, sent_id: str = "") -> T:
        """Create, and read what comes back; with an id of ours the request may be repeated."""
        return self._written(self._post(operation, path, body, repeatable=bool(sent_id)), kind)

    def asked(self, operation: str, path: str, body: Wire, kind: type[T]) -> T:
        """Post a question that changes nothing, and read the answer."""
        return self._read(self._client.post(operation, path, body=unstructure(body), idempotent=True), kind)

    def put_in(self, operation: str, path: str, body: Wire, *, idempotent: bool = True) -> None:
        """Post what may be posted again without effect, unless said otherwise."""
        _acknowledged(self._client.post(operation, path, body=unstructure(body), idempotent=idempotent))

    def replaced(self, operation: str, path: str, body: Wire, kind: type[T], *, idempotent: bool = True) -> T:
        """Put, and read what is there now; doing it twice is the same as once unless said otherwise."""
        return self._written(self._client.put(operation, path, body=unstructure(body), idempotent=idempotent), kind)

    def set(self, operation: str, path: str, body: Wire) -> None:
        """Put; doing it twice is the same as once."""
        _acknowledged(self._client.put(operation, path, body=unstructure(body), idempotent=True))

    def done(self, operation: str, path: str, *, idempotent: bool) -> str:
        """Post without a body, and return the id of what it was done to, "" where the answer has no Location."""
        response = self._client.post(operation, path, idempotent=idempotent)
        _acknowledged(response)
        return last_segment(response.headers.get("location", ""))

    def changed(self, operation: str, path: str, body: Wire, *, idempotent: bool = True) -> None:
        """Change; doing it twice is the same as once unless said otherwise."""
        _acknowledged(self._client.patch(operation, path, body=unstructure(body), idempotent=idempotent))

    def deleted(self, operation: str, path: str, *, idempotent: bool = False) -> None:
        """Delete; a second time is usually a 404, so it is not repeated."""
        _acknowledged(self._client.delete(operation, path, idempotent=idempotent))

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def _post(self, operation: str, path: str, body: Wire, *, repeatable: bool) -> Response:
        """Post, and where the outcome is unknown once more with all the transport's patience, if that is safe.

        Not at once as idempotent: a failure in the end would then count as one that the caller may simply repeat,
        with another id, which makes a second record.
        """
        content = unstructure(body)
        try:
            return self._client.post(operation, path, body=content, idempotent=False)
        except AmbiguousWriteError as unknown:
            if not repeatable:
                raise
            try:
                return self._client.post(operation, path, body=content, idempotent=True)
            except (TransportError, UnavailableError, RateLimitedError) as wrong:
                raise unknown from wrong

    @staticmethod
    def _written(response: Response, kind: type[T]) -> T:
        """Read what answers a write.

        Raises:
            AmbiguousWriteError: It can't be read.
        """
        try:
            return structure(_acknowledged(response), kind, vendor=VENDOR, operation=response.operation)
        except MalformedAnswerError as wrong:
            raise _ambiguous(response, wrong) from wrong

    @staticmethod
    def _read(response: Response, kind: type[T]) -> T:
        return structure(response.json(), kind, vendor=VENDOR, operation=response.operation)


def _led_to(response: Response) -> str:
    """Return where a redirect leads.

    Raises:
        MalformedAnswerError: Nowhere, or to something that is no address.
    """
    link = ""
    if location := response.headers.get("location", ""):
        # What the library says of a wrong one repeats it, so our own error is raised without that in its context.
        with suppress(ValueError):
            link = urljoin(response.url, location)
    if not link:
        raise response.malformed("a redirect to a file does not say where the file is")
    return link


def _acknowledged(response: Response) -> Any:
    """Return what answers a write, None for an empty body.

    Raises:
        AmbiguousWriteError: It is a success by its status and a page of HTML or the like by its body, as from a proxy:
            nobody knows whether the write arrived.
    """
    if not response.content.strip():
        return None
    try:
        return response.json()
    except MalformedAnswerError as wrong:
        raise _ambiguous(response, wrong) from wrong


def _ambiguous(response: Response, wrong: MalformedAnswerError) -> AmbiguousWriteError:
    msg = f"the write was answered with something else than an acknowledgement: {wrong.text} Look the record up."
    return AmbiguousWriteError(msg, vendor=VENDOR, operation=response.operation, status=response.status)
