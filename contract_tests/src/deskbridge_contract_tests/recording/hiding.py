"""What stands in a recording for secrets and personal data.

The desk itself is given the stand-ins, and what it sends back is translated, so that it runs the same when the
recording is played.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import orjson
from attrs import define, field

_SECRET_NAME = re.compile(r"(?:token|secret|passw(?:or)?d|api[-_]?key|signature|cookie)$", re.IGNORECASE)
_PERSONAL_NAME = re.compile(
    r"name|mail|phone|mobile|identifier$|address|text|html|content|subject|body|descr|note|title|summary|^field\d+$"
    r"|value|argument",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_RESERVED = re.compile(r"@(?:[a-z0-9-]+\.)*(?:example\.(?:com|net|org)|example|invalid|test|localhost)$", re.IGNORECASE)
_PHONE = re.compile(r"^\+?[1-9]\d{9,14}$")
_OURS = "contract-"
_SHORTEST = 6


@define
class Stand:
    """Stand-ins, and what they stand for.

    Attributes:
        secrets: What never stands in a recording, wherever it occurs.
        personal: Whether names, addresses and texts that the suites did not write are replaced too: on an account in
            which people are.
    """

    secrets: tuple[str, ...] = field(default=(), repr=False)
    personal: bool = False
    _hidden: dict[str, str] = field(factory=dict, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for secret in self.secrets:
            self._stands(secret, "hidden")

    def hide(self, content: bytes, *, learning: bool = True) -> bytes:
        """Replace what may not be kept; content that is no text passes as it is.

        Args:
            content: What was sent or answered.
            learning: Whether what is called a secret in it becomes one. Not in what the desk sends: it was given all
                that it has to hide, and must send the same when it is played.
        """
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return content
        found = _json(text)
        for name, value in _strings(found) if learning else ():
            if _SECRET_NAME.search(name):
                self._stands(value, "hidden")
        if self.personal:
            text = _EMAIL.sub(self._email, text) if found is None else orjson.dumps(self._without(found, "")).decode()
        for real, stand in self._hidden.items():
            if stand.startswith("hidden"):
                text = text.replace(real, stand)
        return text.encode()

    def show(self, content: bytes) -> bytes:
        """Put back what stand-ins stand for."""
        for real, stand in self._hidden.items():
            content = content.replace(stand.encode(), real.encode())
        return content

    def _without(self, value: Any, name: str) -> Any:
        if isinstance(value, dict):
            return {key: self._without(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._without(inner, name) for inner in value]
        if not isinstance(value, str) or not value or _OURS in value or _RESERVED.search(value):
            return value
        if _EMAIL.fullmatch(value):
            return self._stands(value, "somebody", "@example.invalid")
        if _PERSONAL_NAME.search(name) or _PHONE.match(value):
            return self._stands(value, "somebody")
        return _EMAIL.sub(self._email, value)

    def _email(self, match: re.Match[str]) -> str:
        found = match.group()
        return found if _RESERVED.search(found) else self._stands(found, "somebody", "@example.invalid")

    def _stands(self, real: str, kind: str, ending: str = "") -> str:
        if len(real) >= _SHORTEST or kind != "hidden":
            self._hidden.setdefault(real, f"{kind}-{sha256(real.encode()).hexdigest()[:12]}{ending}")
        return self._hidden.get(real, real)


def _json(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, name)
    elif isinstance(value, str):
        yield name, value
