"""What an answer or a broken connection means: which error it is, and whether another try is safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from attrs import evolve

from deskbridge.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    ConflictError,
    DeskbridgeError,
    ForeignOriginError,
    MalformedAnswerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    TransportError,
    UnavailableError,
    ValidationError,
    VendorError,
)
from deskbridge.transport.exchange import ErrorReader, Response
from deskbridge.transport.origin import Base
from deskbridge.transport.outgoing import Broken
from deskbridge.transport.redaction import hide_secrets, hide_secrets_in_body, redact_message
from deskbridge.transport.retrying import Failure, retry_after_seconds

TOO_MANY = 429
_AGAIN = frozenset({500, 502, 503, 504})
# The server did not carry the request out: it does not know the method or the protocol.
_NOT_DONE = frozenset({501, 505})
_BY_STATUS: dict[int, tuple[type[DeskbridgeError], str]] = {
    400: (ValidationError, "the request was refused as wrong"),
    401: (AuthenticationError, "the credentials were not accepted. Check them, and that they belong to this address."),
    403: (PermissionDeniedError, "the account may not do this. Ask its administrator for the permission."),
    404: (NotFoundError, "there is no such thing, or no longer"),
    409: (ConflictError, "it conflicts with what is there already"),
    410: (NotFoundError, "it is gone"),
    422: (ValidationError, "the values were refused"),
}


def failure_of(
    response: Response, *, base: Base, read_error: ErrorReader | None, idempotent: bool, now: datetime, request_id: str
) -> Failure:
    """Judge an answer that is not a success.

    Args:
        response: The answer.
        base: Where redirects may not lead away from.
        read_error: The plugin's table, asked first.
        idempotent: Whether doing it twice is the same as once.
        now: The time of day, for dates in Retry-After.
        request_id: The vendor's id of the request, "" if there is none.
    """
    after = retry_after_seconds(response.headers.get("retry-after", ""), now)
    # Before anybody cuts it: half a secret is not known for one.
    response = _without_secrets(response)
    error = _by_table(response, read_error) or _by_status(response, base, after)
    complete(error, response.vendor, response.operation, secrets=response.secrets)
    error.status = response.status if error.status is None else error.status
    error.request_id = error.request_id or request_id or None
    if response.status == TOO_MANY:
        return Failure(error, retry=True, after_seconds=after, refused=True)
    if response.status < 500 or not isinstance(error, UnavailableError):  # noqa: PLR2004 - 5xx
        return Failure(error, retry=False)
    if idempotent or response.status in _NOT_DONE:
        return Failure(error, retry=response.status in _AGAIN, after_seconds=after)
    return Failure(_ambiguous(error), retry=False)


def failure_from(broken: Broken, *, idempotent: bool) -> Failure:
    """Judge a request that got no whole answer."""
    broken.error.__cause__ = broken.__cause__
    if broken.sent and not idempotent:
        return Failure(_ambiguous(broken.error), retry=False)
    return Failure(broken.error, retry=not broken.final)


def complete(error: DeskbridgeError, vendor: str, operation: str, *, secrets: Iterable[str] = ()) -> None:
    """Say where an error comes from, and hide what it and its causes repeat of secrets and personal data."""
    error.vendor = error.vendor or vendor
    error.operation = error.operation or operation
    known = tuple(secrets)
    for one in _chain(error, known):
        one.args = (redact_message(one.text, secrets=known), *one.args[1:])
        one.codes = tuple(redact_message(code, secrets=known) for code in one.codes)
        if one.request_id:
            one.request_id = hide_secrets(one.request_id, known)


def _chain(error: DeskbridgeError, secrets: tuple[str, ...]) -> Iterator[DeskbridgeError]:
    """Yield the error and our own among its causes; drop those of others that tell a secret."""
    seen: set[int] = set()
    left: list[BaseException] = [error]
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, DeskbridgeError):
            yield one
        for link in ("__cause__", "__context__"):
            cause = getattr(one, link)
            if cause is not None and not isinstance(cause, DeskbridgeError) and _tells(cause, secrets):
                setattr(one, link, None)
            elif cause is not None:
                left.append(cause)


def _tells(error: BaseException, secrets: tuple[str, ...]) -> bool:
    text = f"{error} {error.args!r}"
    return hide_secrets(text, secrets) != text


def _without_secrets(response: Response) -> Response:
    secrets = response.secrets
    headers = {name: hide_secrets(value, secrets) for name, value in response.headers.items()}
    return evolve(response, headers=headers, content=hide_secrets_in_body(response.content, secrets))


def _ambiguous(cause: DeskbridgeError) -> AmbiguousWriteError:
    error = AmbiguousWriteError(
        f"the write was sent and its outcome is unknown: {cause.text} It may have taken effect: look the record up "
        "before you send it again.",
        vendor=cause.vendor,
        operation=cause.operation,
        status=cause.status,
        request_id=cause.request_id,
        codes=cause.codes,
    )
    error.__cause__ = cause
    return error


def _by_table(response: Response, read_error: ErrorReader | None) -> DeskbridgeError | None:
    try:
        return read_error(response) if read_error else None
    except MalformedAnswerError:
        # A proxy's page in place of the vendor's error body: the status says what there is to know.
        return None


def _by_status(response: Response, base: Base, after: float | None) -> DeskbridgeError:
    status = response.status
    if status == TOO_MANY:
        wait = None if after is None else timedelta(seconds=after)
        return RateLimitedError("the rate limit is reached. Slow down or try later.", retry_after=wait)
    if status in _BY_STATUS:
        kind, text = _BY_STATUS[status]
        return kind(text)
    if status < 400:  # noqa: PLR2004 - 1xx to 3xx that nobody accepted
        return _redirected(response, base)
    if status >= 500:  # noqa: PLR2004 - 5xx
        return UnavailableError("the vendor failed on its side. Try later.")
    return VendorError("the vendor refused the request")


def _redirected(response: Response, base: Base) -> DeskbridgeError:
    location = response.headers.get("location", "")
    try:
        if "//" in location:
            base.join(location)
    except ForeignOriginError as error:
        return error
    except DeskbridgeError:
        return TransportError("the answer redirects to an address that can't be read; it was not followed.")
    return TransportError("the answer redirects to another path; it was not followed. Check base_url.")
