"""The HTTP client of one desk: one pool, one budget, one way to ask; safe to use from many threads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from deskbridge.transport.auth import Auth
from deskbridge.transport.budget import Account, shared_budget
from deskbridge.transport.clock import SYSTEM_CLOCK, Clock
from deskbridge.transport.downloads import DownloadResult, download
from deskbridge.transport.engine import Engine
from deskbridge.transport.exchange import ErrorReader, Response
from deskbridge.transport.observing import Observer
from deskbridge.transport.options import ABSENT, Limit, Options, RateHeaders
from deskbridge.transport.origin import Base, Query
from deskbridge.transport.pool import Pool
from deskbridge.transport.resuming import resumed_blocks, resumed_lines
from deskbridge.transport.streams import Stream


class Client:
    """HTTP for one account of one vendor.

    Redirects are never followed, credentials go to the origin of `base_url` only, reads and idempotent writes are
    repeated when that may help, a refusal for its rate (429) is repeated for every method, since the request was
    not carried out, and no proxy is taken from the environment.

    Args:
        base_url: What paths are added to, such as ``https://example.test/api/v1``.
        vendor: The vendor's name, for errors and observers.
        auth: The credentials.
        options: What the application chose.
        limits: The vendor's rate limits; all clients of one account in this process keep them together.
        rate_headers: The response headers that correct the limit with the shortest window.
        read_error: The plugin's table from answers to errors; what it leaves, the status decides.
        request_id_header: The response header with the vendor's id of the request.
        account: Tells accounts on one origin apart for their budgets. Not a secret: a user or workspace name.
        clock: Where time comes from.

    Raises:
        SettingError: `base_url` or `ca_file` can't be used.
    """

    def __init__(
        self,
        base_url: str,
        *,
        vendor: str,
        auth: Auth,
        options: Options | None = None,
        limits: Sequence[Limit] = (),
        rate_headers: RateHeaders | None = None,
        read_error: ErrorReader | None = None,
        request_id_header: str = "",
        account: str = "",
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        options = options or Options()
        base = Base(base_url, vendor=vendor, allow_plain_http=options.allow_plain_http)
        account_key = Account(vendor, str(base.origin), account)
        self._engine = Engine(
            vendor=vendor,
            base=base,
            auth=auth,
            options=options,
            budget=shared_budget(account_key, limits, options.quota_share, clock),
            rate_headers=rate_headers,
            read_error=read_error,
            clock=clock,
            observer=Observer(vendor, options.observe, request_id_header, clock),
            pool=Pool(base.origin, timeout_seconds=options.timeout_seconds, ca_file=options.ca_file),
        )

    def __repr__(self) -> str:
        return f"Client({self._engine.vendor}, {self._engine.base.origin})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections. A call after that is refused."""
        self._engine.pool.close()

    def request(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: object = ABSENT,
        headers: Mapping[str, str] | None = None,
        idempotent: bool | None = None,
        authenticated: bool = True,
        accept_status: Collection[int] = (),
        secrets: Sequence[str] = (),
    ) -> Response:
        """Send a request, again where that is safe, and return its whole answer.

        Args:
            operation: Its name, for errors and observers.
            method: The HTTP method.
            path: Below the base address with its parts percent-encoded, or an absolute URL on its origin.
            query: Parameters; a sequence repeats the name.
            body: A JSON value, None for JSON's null, or `Content` as it is; nothing is sent if it is absent.
            headers: More headers.
            idempotent: Whether doing it twice is the same as once; by default that of GET, HEAD and OPTIONS only.
            authenticated: Whether credentials go along.
            accept_status: Statuses other than 2xx to return as an answer instead of raising.
            secrets: What is secret in the body, hidden wherever an answer repeats it, like the credentials.

        Raises:
            InvalidRequestError: It can't be sent as it is; nothing was.
            ForeignOriginError: The link or a redirect leads to another origin.
            TransportError: There was no answer that could be read, or not within the deadline.
            AmbiguousWriteError: A write that is not idempotent was sent and its outcome is unknown.
            VendorError: The vendor answered with an error, or what `read_error` made of it.
        """
        engine = self._engine
        call = engine.call(
            operation,
            method,
            path,
            query=query,
            body=body,
            headers=headers,
            idempotent=idempotent,
            authenticated=authenticated,
            accept_status=accept_status,
            secrets=secrets,
        )
        return engine.run(call, engine.whole)

    def get(
        self,
        operation: str,
        path: str,
        *,
        query: Query | None = None,
        headers: Mapping[str, str] | None = None,
        authenticated: bool = True,
        accept_status: Collection[int] = (),
    ) -> Response:
        """Read; see `request`."""
        return self.request(
            operation,
            "GET",
            path,
            query=query,
            headers=headers,
            authenticated=authenticated,
            accept_status=accept_status,
        )

    def post(
        self,
        operation: str,
        path: str,
        *,
        query: Query | None = None,
        body: object = ABSENT,
        headers: Mapping[str, str] | None = None,
        idempotent: bool | None = None,
        authenticated: bool = True,
        secrets: Sequence[str] = (),
    ) -> Response:
        """Create or do; see `request`."""
        return self.request(
            operation,
            "POST",
            path,
            query=query,
            body=body,
            headers=headers,
            idempotent=idempotent,
            authenticated=authenticated,
            secrets=secrets,
        )

    def put(
        self,
        operation: str,
        path: str,
        *,
        query: Query | None = None,
        body: object = ABSENT,
        idempotent: bool | None = None,
    ) -> Response:
        """Replace; see `request`."""
        return self.request(
            operation,
            "PUT",
            path,
            query=query,
            body=body,
            idempotent=idempotent,
        )

    def patch(
        self,
        operation: str,
        path: str,
        *,
        body: object = ABSENT,
        idempotent: bool | None = None,
    ) -> Response:
        """Change; see `request`."""
        return self.request(
            operation,
            "PATCH",
            path,
            body=body,
            idempotent=idempotent,
        )

    def delete(
        self,
        operation: str,
        path: str,
        *,
        query: Query | None = None,
        idempotent: bool | None = None,
    ) -> Response:
        """Delete; see `request`."""
        return self.request(
            operation,
            "DELETE",
            path,
            query=query,
            idempotent=idempotent,
        )

    @contextmanager
    def stream(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: object = ABSENT,
        headers: Mapping[str, str] | None = None,
        idempotent: bool | None = None,
    ) -> Iterator[Stream]:
        """Send a request and read its answer bit by bit; see `request`.

        The deadline bounds the time to the first byte of the body, and from then on each read by itself.
        A connection that breaks in the middle is an error here; `lines` and `download` go on where it broke.
        """
        engine = self._engine
        call = engine.call(
            operation,
            method,
            path,
            query=query,
            body=body,
            headers=headers,
            idempotent=idempotent,
        )
        stream = engine.run(call, engine.begun)
        try:
            yield stream
        finally:
            stream.close()

    def lines(self, operation: str, path: str, *, query: Query | None = None) -> Iterator[bytes]:
        """Read a body of lines, such as JSON lines, through constant memory.

        A broken connection is taken up where it broke, with no line lost or doubled: up to `attempts` in all.

        Returns:
            Each line that is not blank, without its line feed.

        Raises:
            MalformedAnswerError: The body stays cut, changed between two tries, or has a line above 64 MiB.
        """
        return resumed_lines(self._engine, self._engine.call(operation, "GET", path, query=query))

    def whole_lines(self, operation: str, path: str, *, query: Query | None = None) -> Iterator[bytes]:
        """Read a body of lines as `lines` does, but by as many at once as came in, for those who read millions.

        Returns:
            Whole lines with their line feeds, blank ones too; only the last one may lack it.

        Raises:
            MalformedAnswerError: See `lines`.
        """
        return resumed_blocks(self._engine, self._engine.call(operation, "GET", path, query=query))

    def download(self, operation: str, url_or_path: str, target: Path) -> DownloadResult:
        """Save a body in a file, which appears under its name only when it is whole.

        It grows as ``<name>.part`` beside it; a broken or abandoned download goes on from there if the server can
        prove that it still has the same content. Another host is asked without credentials.

        Args:
            operation: Its name, for errors and observers.
            url_or_path: Below the base address, or any https URL.
            target: The file; an existing one is replaced when the new one is whole.

        Raises:
            MalformedAnswerError: The body stays cut after all tries.
            InvalidRequestError: The file can't be written, or the URL is neither https nor on our origin.
        """
        return download(self._engine, operation, url_or_path, target)
