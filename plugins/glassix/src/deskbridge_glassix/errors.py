"""The vendor's error bodies as our errors: one table.

A body is ``{"message": ...}``, ``{"Message": ...}``, plain text or an HTML page. The exact texts are published
nowhere, so rows look for words and not for sentences; what no row knows, the status decides.

Source: both official SDKs for the shapes; public client code for the open ticket of the same phone number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import orjson
from attrs import frozen

from deskbridge.errors import (
    AuthenticationError,
    ConflictError,
    DeskbridgeError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
    ValidationError,
    VendorError,
)
from deskbridge.transport import Response

VENDOR: Final = "glassix"
_SHOWN = 300
_READ = 8192
_TOO_MANY = 429
_SERVER_FAILED = 500
_HIGHEST_TICKET = 2**31 - 1

_OPEN_TICKET = re.compile(r"(?=.*\bticket)(?=.*\b(?:open|already|exist(?:s|ing))\b)(?=.*\d)", re.IGNORECASE | re.DOTALL)
_REOPENED = re.compile(r"(?=.*\bopen ticket\b)(?=.*\d)", re.IGNORECASE | re.DOTALL)
_TAKEN = re.compile(r"another contact|other contact|already|exists|in use|taken|forceMerge|belongs to", re.IGNORECASE)
_MISSING = re.compile(
    r"^(?!.*\btags?\b).*\b(?:ticket|contact|identifier|user|department)\b.*"
    r"(?:not found|not exist|n't exist|no such|unknown|could ?n[o']t? (?:be )?f[io]u?nd)",
    re.IGNORECASE | re.DOTALL,
)
_SCRIPT = re.compile(r"<(script|style|head(?!er))\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@frozen(kw_only=True)
class Row:
    """One row of the table.

    Attributes:
        status: The HTTP status it is for.
        make: What it makes of the vendor's text.
        operation: The only operation it is for, "" for all.
        pattern: What the vendor's text must contain, None for anything.
    """

    status: int
    make: Callable[[str], DeskbridgeError]
    operation: str = ""
    pattern: re.Pattern[str] | None = None

    def fits(self, status: int, operation: str, text: str) -> bool:
        """Whether an answer is of this row."""
        return (
            self.status == status
            and self.operation in {"", operation}
            and (self.pattern is None or self.pattern.search(text) is not None)
        )


def _open_ticket(text: str) -> DeskbridgeError:
    return ConflictError(f"there is an open ticket for this address already: {text}", existing_id=ticket_in(text))


def _says(kind: type[DeskbridgeError], happened: str, todo: str = "") -> Callable[[str], DeskbridgeError]:
    def make(text: str) -> DeskbridgeError:
        said = f": {text}" if text else ""
        return kind(f"{happened}{said}{'. ' + todo if todo else ''}")

    return make


_CREDENTIALS = _says(
    AuthenticationError, "the credentials were not accepted", "Check api_key, api_secret and user_name."
)

TABLE: Final = (
    Row(status=400, operation="token.get", make=_CREDENTIALS),
    Row(status=400, operation="tickets.create", pattern=_OPEN_TICKET, make=_open_ticket),
    Row(status=400, operation="tickets.setstate", pattern=_REOPENED, make=_open_ticket),
    Row(
        status=400,
        operation="contacts.addidentifier",
        pattern=_TAKEN,
        make=_says(ConflictError, "the identifier belongs to another contact"),
    ),
    Row(
        status=400,
        operation="users.add",
        pattern=_TAKEN,
        make=_says(ConflictError, "the department has such a user already"),
    ),
    Row(status=400, pattern=_MISSING, make=_says(NotFoundError, "there is no such record")),
    Row(status=400, make=_says(ValidationError, "the request was refused")),
    Row(status=401, make=_CREDENTIALS),
    Row(
        status=403,
        make=_says(PermissionDeniedError, "the user may not do this", "Ask for the role, or connect as another user."),
    ),
    Row(status=404, make=_says(NotFoundError, "there is no such record, or not in this department")),
    Row(status=405, make=_says(VendorError, "the vendor does not know this operation")),
    Row(status=409, make=_says(ConflictError, "it conflicts with what is there already")),
    Row(status=422, make=_says(ValidationError, "the values were refused")),
)


def read_error(response: Response) -> DeskbridgeError | None:
    """Make our error of an answer that is not a success; None leaves it to its status.

    A 429 is left to the transport, which reads a ``Retry-After`` should there be one.
    """
    if response.status == _TOO_MANY:
        return None
    text = message_of(response.content)
    if response.status >= _SERVER_FAILED:
        return _says(UnavailableError, "the vendor failed on its side", "Try later.")(text)
    for row in TABLE:
        if row.fits(response.status, response.operation, text):
            return row.make(text)
    return None


def message_of(content: bytes) -> str:
    """Return what an error body says, in one line of at most 300 characters; "" if nothing."""
    text = content[:_READ].decode("utf-8", "replace").strip()
    try:
        text = _from_json(orjson.loads(content))
    except orjson.JSONDecodeError:
        text = _from_page(text)
    return " ".join(text.split())[:_SHOWN].rstrip(". ")


def _from_json(body: Any) -> str:
    if not isinstance(body, dict):
        return body if isinstance(body, str) else ""
    for name in ("message", "Message"):
        if isinstance(body.get(name), str):
            return str(body[name])
    return ""


def _from_page(text: str) -> str:
    if "<" not in text:
        return text
    title = _TITLE.search(text)
    return _TAG.sub(" ", title[1] if title else _SCRIPT.sub(" ", text))


def ticket_in(text: str) -> str | None:
    """Return the ticket number that a text names, None if that can't be told.

    The text may name the phone number as well, so what exceeds 32 bits, as no ticket's number does today, is none.
    """
    for pattern in (r"#\s*(\d+)", r"\bticket(?:\s+(?:id|number|no\.?|is|with|of))*\W{0,3}(\d+)"):
        if (found := re.search(pattern, text, re.IGNORECASE)) and int(found[1]) <= _HIGHEST_TICKET:
            return found[1]
    numbers = {one for one in re.findall(r"\d+", text) if int(one) <= _HIGHEST_TICKET}
    return numbers.pop() if len(numbers) == 1 else None
