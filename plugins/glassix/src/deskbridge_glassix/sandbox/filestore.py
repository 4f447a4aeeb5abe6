"""The files of the workspace, and their signed links, which end; they lie outside of the API, as in a bucket."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode, urlsplit

from attrs import define, field, frozen
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from deskbridge.sandbox import Clock
from deskbridge_glassix.sandbox import shapes
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.switches import Switches

ROOT = "/sandbox-files"
_STAMP = "%Y%m%dT%H%M%SZ"
_NO_TYPE = "application/octet-stream"
_KINDS = (("image/", "Image"), ("video/", "Video"), ("audio/", "Audio"), ("text/", "Document"))
_DOCUMENTS = frozenset({"application/pdf", "application/msword"})


@frozen(kw_only=True)
class File:
    """A stored file.

    Attributes:
        name: As the sender called it.
        media_type: Its MIME type.
        content: Its bytes.
    """

    name: str
    media_type: str
    content: bytes

    @property
    def kind(self) -> str:
        """What the vendor calls such an attachment (inferred from the names)."""
        if self.media_type in _DOCUMENTS:
            return "Document"
        return next((kind for start, kind in _KINDS if self.media_type.startswith(start)), "File")


@define(eq=False)
class FileStore:
    """Files by their identifiers.

    Attributes:
        clock: The sandbox's time.
        switches: How long links are good, and on which host they are.
        origin: Where the sandbox was last asked: where the links lead.
        with_credentials: How many requests for files came with credentials that are none of the file host's business.
    """

    clock: Clock
    switches: Switches
    origin: str = "http://localhost"
    with_credentials: int = 0
    _held: dict[str, File] = field(factory=dict)
    _key: bytes = field(factory=lambda: secrets.token_bytes(32), repr=False)

    def __len__(self) -> int:
        return len(self._held)

    def keep(self, file: File, identifier: str = "") -> str:
        """Store a file and return its identifier, a random name by default."""
        made = identifier or secrets.token_hex(16)
        self._held[made] = file
        return made

    def get(self, identifier: str) -> File | None:
        """Return a file."""
        return self._held.get(identifier)

    def copy(self, identifier: str, name: str) -> str:
        """Store a file again under another identifier and return that; "" if there is no such file."""
        file = self._held.get(identifier)
        return self.keep(file, name) if file is not None else ""

    def remove(self, identifier: str) -> None:
        """Take a file away for good."""
        self._held.pop(identifier, None)

    def identifier_of(self, reference: str) -> str:
        """Return the identifier that a request's file reference means, "" if it is none of ours.

        Args:
            reference: An identifier, or a link as the sandbox gave it, good or ended.
        """
        with contextlib.suppress(ValueError):
            name = urlsplit(reference).path.removeprefix(f"{ROOT}/")
            return name if name in self._held else ""
        return ""

    def link(self, identifier: str) -> str:
        """Make a link that is good for a while."""
        at = self.clock.now().astimezone(UTC).strftime(_STAMP)
        path, life = f"{ROOT}/{quote(identifier)}", str(int(self.switches.link_seconds))
        signed = {"X-Amz-Date": at, "X-Amz-Expires": life, "X-Amz-Signature": self._sign(path, at, life)}
        return f"{self._origin()}{path}?{urlencode(signed)}"

    def attachment(self, number: int, identifier: str) -> Wire:
        """Make the attachment of a stored file; it has its link only when it is answered."""
        file = self._held[identifier]
        return shapes.attachment(number, type=file.kind, fileIdentifier=identifier, originalFileName=file.name)

    def linked(self, transactions: Sequence[Wire]) -> list[Wire]:
        """Return transactions with fresh links of the files that are stored here."""
        return [self._with_links(one) if one["attachments"] else one for one in transactions]

    def _with_links(self, transaction: Wire) -> Wire:
        shown = [
            {**one, "uri": self.link(one["fileIdentifier"])} if one["fileIdentifier"] in self._held else one
            for one in transaction["attachments"]
        ]
        return {**transaction, "attachments": shown}

    def routes(self) -> Iterable[BaseRoute]:
        """Return what serves the files."""
        return [Route(f"{ROOT}/{{identifier}}", self._serve)]

    async def _serve(self, request: Request) -> Response:
        self.with_credentials += "authorization" in request.headers
        given = [request.query_params.get(f"X-Amz-{name}", "") for name in ("Date", "Expires", "Signature")]
        identifier = request.path_params["identifier"]
        if not self._is_good(f"{ROOT}/{quote(identifier)}", *given):
            return _refused("AccessDenied", "Request has expired", 403)
        file = self._held.get(identifier)
        if file is None:
            return _refused("NoSuchKey", "The specified key does not exist.", 404)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
        return Response(file.content, headers=headers, media_type=file.media_type or _NO_TYPE)

    def _is_good(self, path: str, at: str, life: str, signature: str) -> bool:
        if not hmac.compare_digest(signature.encode(), self._sign(path, at, life).encode()):
            return False
        made = datetime.strptime(at, _STAMP).replace(tzinfo=UTC)  # ours, as it is signed
        return self.clock.now() < made + timedelta(seconds=int(life))

    def _sign(self, path: str, at: str, life: str) -> str:
        return hmac.new(self._key, f"{path} {at} {life}".encode(), hashlib.sha256).hexdigest()

    def _origin(self) -> str:
        host = self.switches.files_host
        if not host:
            return self.origin
        place = urlsplit(self.origin)
        return f"{place.scheme}://{host}:{place.port}" if place.port else f"{place.scheme}://{host}"


def _refused(code: str, text: str, status: int) -> Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{text}</Message></Error>'
    return Response(body, status, media_type="application/xml")
