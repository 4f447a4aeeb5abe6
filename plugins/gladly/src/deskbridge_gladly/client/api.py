"""What the areas share: asking, and reading the answer as a wire value."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from attrs import frozen

from deskbridge.errors import MalformedAnswerError
from deskbridge.transport import Client, Response
from deskbridge.wire import Wire, parse_json, structure, unstructure
from deskbridge_gladly.client.ids import last_segment

T = TypeVar("T")
W = TypeVar("W", bound=Wire)
VENDOR = "gladly"
LIMITED_DATA = "Gladly-Limited-Data"


class SkippedLineWarning(UserWarning):
    """A line of an export file could not be read and was left out."""


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


class Lines(Generic[W]):
    """The lines of an export file, typed, read as they are iterated through constant memory.

    What is no JSON object of the documented shape is left out with a `SkippedLineWarning`, as the vendor's other
    readers do.

    Attributes:
        skipped: How many lines the last iteration left out.
    """

    def __init__(self, client: Client, operation: str, path: str, kind: type[W]) -> None:
        self._client = client
        self._operation = operation
        self._path = path
        self._kind = kind
        self.skipped = 0

    def __iter__(self) -> Iterator[W]:
        self.skipped = 0
        for number, line in enumerate(self._client.lines(self._operation, self._path), start=1):
            try:
                read = structure(parse_json(line), self._kind, vendor=VENDOR, operation=self._operation)
            except MalformedAnswerError as wrong:
                self.skipped += 1
                warnings.warn(f"{self._path}, line {number}: {wrong.text}", SkippedLineWarning, stacklevel=2)
                continue
            yield read


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

    def lines(self, operation: str, path: str, kind: type[W]) -> Lines[W]:
        """Read a file of JSON lines."""
        return Lines(self._client, operation, path, kind)

    def created(self, operation: str, path: str, body: Wire, *, sent_id: str = "") -> str:
        """Create, and return the id: from the body, else from the Location, else the one that was sent.

        With an id of ours the request may be repeated: the vendor refuses the second one.
        """
        response = self._client.post(operation, path, body=unstructure(body), idempotent=bool(sent_id))
        return _id_of(response) or sent_id

    def answered(self, operation: str, path: str, body: Wire, kind: type[T], *, idempotent: bool) -> T:
        """Post, and read what comes back."""
        return self._read(self._client.post(operation, path, body=unstructure(body), idempotent=idempotent), kind)

    def put_in(self, operation: str, path: str, body: Any) -> None:
        """Post what may be posted again without effect."""
        self._client.post(operation, path, body=body, idempotent=True)

    def changed(self, operation: str, path: str, body: Wire, *, idempotent: bool = True) -> None:
        """Change; doing it twice is the same as once unless said otherwise."""
        self._client.patch(operation, path, body=unstructure(body), idempotent=idempotent)

    def deleted(self, operation: str, path: str, *, idempotent: bool = False) -> None:
        """Delete; a second time is usually a 404, so it is not repeated."""
        self._client.delete(operation, path, idempotent=idempotent)

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    @staticmethod
    def _read(response: Response, kind: type[T]) -> T:
        return structure(response.json(), kind, vendor=VENDOR, operation=response.operation)


def _id_of(response: Response) -> str:
    if response.content.strip():
        body = parse_json(response.content, vendor=VENDOR, operation=response.operation)
        if isinstance(body, dict) and isinstance(body.get("id"), str):
            return str(body["id"])
    return last_segment(response.headers.get("location", ""))
