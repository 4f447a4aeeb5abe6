"""What stands in a recording for secrets and personal data.

The desk itself is given the stand-ins, and what it sends back is translated, so that it runs the same when the
recording is played. So nothing that a desk sends is of a person, but for its settings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from attrs import define, field

from deskbridge_contract_tests.recording.bodies import packed, parsed, strings, unpacked, written
from deskbridge_contract_tests.spelling import SPELLINGS, Spell, in_json, in_url, plainly

_SECRET_NAME = re.compile(r"(?:token|secret|passw(?:or)?d|api[-_]?key|signature|cookie)$", re.IGNORECASE)
_SECRET_IN_URL = re.compile(
    r"[?&;][\w.-]*(?:token|secret|passw(?:or)?d|api[-_]?key|signature|sig|credential)=([^&;#\s\"'<>\\]+)", re.IGNORECASE
)
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
_TELLING = 12
"""From this length on, what a desk wrote is known again within a longer text, such as one that was made HTML."""


@define
class Stand:
    """Stand-ins, and what they stand for.

    Attributes:
        secrets: What never stands in a recording, wherever it occurs.
        settings: What the desk is connected by. Of a person's account, it may be their address.
        personal: Whether names, addresses and texts that the suites did not write are replaced too: on an account in
            which people are.
    """

    secrets: tuple[str, ...] = field(default=(), repr=False)
    settings: tuple[str, ...] = field(default=(), repr=False)
    personal: bool = False
    _hidden: dict[str, str] = field(factory=dict, init=False, repr=False)
    _given: dict[str, str] = field(factory=dict, init=False, repr=False)
    _texts: set[str] = field(factory=set, init=False, repr=False)
    _uploads: set[bytes] = field(factory=set, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for secret in self.secrets:
            self._stands(secret, "hidden")
        for setting in self.settings if self.personal else ():
            _EMAIL.sub(self._email, setting)
        self._given = dict(self._hidden)

    def hide(self, content: bytes) -> bytes:
        """Replace what may not be kept of an answer's body, also within gzip.

        What is called a secret in it becomes one. On an account with people in it, JSON and JSON lines are gone through
        by name; of other text only addresses are replaced; and what is no text, such as a picture, is left out whole
        unless the desk sent it.
        """
        inner = unpacked(content)
        if inner is not None:
            hidden = self.hide(inner)
            return content if hidden == inner else packed(hidden)
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return self._opaque(content)
        found = parsed(text)
        for name, value in strings(found):
            if _SECRET_NAME.search(name):
                self._stands(value, "hidden")
        self._learn_of_urls(text)
        if self.personal:
            text = (
                _EMAIL.sub(self._email, text) if found is None else written([self._without(one, "") for one in found])
            )
        return _replaced(text.encode(), self._secret())

    def hide_header(self, name: str, value: str) -> str:
        """Replace what may not be kept of an answer's header; one that is called a secret is one."""
        if _SECRET_NAME.search(name):
            self._stands(value, "hidden")
        self._learn_of_urls(value)
        text = _EMAIL.sub(self._email, value) if self.personal else value
        return _replaced(text.encode(), self._secret()).decode()

    def hide_sent(self, content: bytes) -> bytes:
        """Replace in what the desk sent the settings that it was given. The rest is its own, or stands in already.

        What it sends is kept in mind, since the other side may tell it again.
        """
        hidden = _replaced(content, self._given)
        if self.personal:
            self._keep_in_mind(hidden)
        return hidden

    def show(self, content: bytes) -> bytes:
        """Put back what stand-ins stand for, in a body or a header."""
        return _shown(content, self._hidden, plainly if parsed(content) is None else in_json)

    def show_in_url(self, target: str) -> str:
        """Put back what stand-ins stand for, in a path with its query."""
        return _shown(target.encode(), self._hidden, in_url).decode()

    def _secret(self) -> Mapping[str, str]:
        return {
            real: stand for real, stand in self._hidden.items() if stand.startswith("hidden") or real in self._given
        }

    def _opaque(self, content: bytes) -> bytes:
        if self.personal and not any(content in one for one in self._uploads):
            return b"%d bytes stood here that are no text" % len(content)
        return _replaced(content, self._secret())

    def _keep_in_mind(self, content: bytes) -> None:
        found = parsed(content)
        if found is None:
            self._uploads.add(content)
        self._texts.update(value for _, value in strings(found))

    def _learn_of_urls(self, text: str) -> None:
        for value in _SECRET_IN_URL.findall(text):
            stand = self._stands(unquote(value), "hidden")
            if stand != unquote(value):
                self._hidden.setdefault(value, stand)

    def _without(self, value: Any, name: str) -> Any:
        if isinstance(value, dict):
            return {_EMAIL.sub(self._email, key): self._without(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._without(inner, name) for inner in value]
        if not isinstance(value, str) or not value or self._is_ours(value):
            return value
        if _EMAIL.fullmatch(value):
            return self._stands(value, "somebody", "@example.invalid")
        if _PERSONAL_NAME.search(name) or _PHONE.match(value):
            return self._stands(value, "somebody")
        return _EMAIL.sub(self._email, value)

    def _is_ours(self, value: str) -> bool:
        """Tell whether the suites wrote a text, also if the other side put something around it."""
        if _OURS in value or _RESERVED.search(value) or value in self._texts:
            return True
        return any(len(one) >= _TELLING and one in value for one in self._texts)

    def _email(self, match: re.Match[str]) -> str:
        found = match.group()
        return found if _RESERVED.search(found) else self._stands(found, "somebody", "@example.invalid")

    def _stands(self, real: str, kind: str, ending: str = "") -> str:
        if real in self._hidden.values():
            return real
        if len(real) >= _SHORTEST or kind != "hidden":
            self._hidden.setdefault(real, f"{kind}-{sha256(real.encode()).hexdigest()[:12]}{ending}")
        return self._hidden.get(real, real)


def _replaced(content: bytes, stands: Mapping[str, str]) -> bytes:
    """Put stand-ins in the place of texts, in every spelling, the longest first."""
    pairs = {(spell(real), spell(stand)) for real, stand in stands.items() for spell in SPELLINGS}
    return _exchanged(content, sorted(pairs, key=_first_length, reverse=True))


def _shown(content: bytes, stands: Mapping[str, str], spell: Spell) -> bytes:
    """Put texts in the place of stand-ins: spelled as the stand-in is if that shows, else as the place asks for."""
    spellings: tuple[Callable[[str], str], ...] = (*(one for one in SPELLINGS if one is not plainly), plainly)
    told = [
        (one(stand), (spell if one(stand) == stand else one)(real))
        for real, stand in stands.items()
        for one in spellings
    ]
    return _exchanged(content, told)


def _exchanged(content: bytes, pairs: Iterable[tuple[str, str]]) -> bytes:
    for old, new in pairs:
        content = content.replace(old.encode(), new.encode())
    return content


def _first_length(pair: tuple[str, str]) -> int:
    return len(pair[0])
