"""How the sandbox says no."""

from __future__ import annotations

from html import escape

import orjson
from starlette.responses import Response

JSON = "application/json; charset=utf-8"


class RefusedError(Exception):
    """A request that is answered with an error status.

    Most errors are `{"message": ...}`; what the web framework says itself (unknown route, wrong verb) is
    `{"Message": ...}`. Both casings are attested by the official JavaScript client, which reads either.
    """

    def __init__(self, status: int, message: str, *, key: str = "message") -> None:
        super().__init__(message)
        self.status = status
        self._key = key

    def response(self, form: str) -> Response:
        """Make the answer.

        Args:
            form: `message` for the error's own casing, `Message`, `text` or `html`, which clients have to bear too.
        """
        text = str(self)
        if form == "text":
            return Response(text.encode("utf-8", "replace"), self.status, media_type="text/plain")
        if form == "html":
            page = f"<html><head><title>{escape(text)}</title></head><body><h1>{escape(text)}</h1></body></html>"
            return Response(page.encode("utf-8", "replace"), self.status, media_type="text/html")
        return Response(
            orjson.dumps({"Message" if form == "Message" else self._key: text}), self.status, media_type=JSON
        )


def invalid(message: str) -> RefusedError:
    """Make the answer to input that breaks a rule: 400."""
    return RefusedError(400, message)


def unknown(message: str) -> RefusedError:
    """Make the answer to an id that isn't there, or isn't there for this department: 404 (inferred)."""
    return RefusedError(404, message)
