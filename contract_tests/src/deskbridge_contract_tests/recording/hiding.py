"""What stands in a recording for secrets and personal data.

The desk itself is given the stand-ins, and what it sends back is translated, so that it runs the same when the
recording is played. So nothing that a desk sends is of a person, but for its settings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote, unquote_plus, urlsplit

from attrs import define, field

from deskbridge_contract_tests.recording import forms, people
from deskbridge_contract_tests.recording.bodies import mapped, packed, parsed, strings, unpacked, written
from deskbridge_contract_tests.recording.standing import replaced, shown
from deskbridge_contract_tests.spelling import in_json, in_url, plainly

_SECRET_NAME = re.compile(
    r"(?:token|secret|passw(?:or)?d|api[-_]?key|private[-_]?key|signature|cookie|authorization|jwt)$", re.IGNORECASE
)
_SECRET_IN_URL = re.compile(
    r"[?&;][\w.-]*(?:token|secret|passw(?:or)?d|api[-_]?key|signature|sig|credential)=([^&;#\s\"'<>\\]+)", re.IGNORECASE
)
_IN_URL = re.compile(r"([?&;]([\w.\[\]-]{1,80})=)([^&;#\s\"'<>\\]+)")
_TECHNICAL = re.compile(
    r"content-(?:type|length|range|language)|accept-ranges|retry-after|etag|last-modified|cache-control|expires|age|vary"
    r"|allow|pragma|via|access-control-.*|strict-transport-security|x-content-type-options|x-frame-options"
    r"|content-security-policy|referrer-policy|.*rate-?limit.*",
    re.IGNORECASE,
)
_LEADING = frozenset({"location", "link", "content-location", "refresh"})
_OURS = re.compile(r"contract-[a-z]+-[0-9a-f]{8}-\d+(?:@example\.com)?")
_SHORTEST = 6
_TELLING = 12
"""From this length on, what a desk wrote is known again within a longer text, such as one that was made HTML."""
_LARGEST_HARMLESS = 10**9


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
            if len(secret) >= _SHORTEST:
                self._stands(secret, "hidden")
        for setting in self.settings if self.personal else ():
            people.scrubbed(setting, self._email)
        self._given = dict(self._hidden)

    def hide(self, content: bytes, media_type: str = "") -> bytes:
        """Replace what may not be kept of an answer's body, also within gzip.

        What is called a secret in it becomes one. On an account with people in it, JSON and JSON lines are gone through
        by the names of fields, tables by those of columns, and of any other text only its form is kept; what is no
        text, such as a picture, is left out whole. What the desk sent stays.

        Args:
            content: The body.
            media_type: What its header calls it, "" where nothing does.
        """
        inner = unpacked(content)
        if inner is not None:
            hidden = self.hide(inner, media_type)
            return content if hidden == inner else packed(hidden)
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return self._opaque(content)
        found = parsed(text)
        if found is not None and self._learn_of_secrets(found):
            text = written(found := [mapped(one, self._without_short_secret) for one in found])
        self._learn_of_urls(text)
        if self.personal:
            text = self._without_people(text, found, media_type)
        return replaced(text.encode(), self._secret())

    def hide_header(self, name: str, value: str) -> str:
        """Replace what may not be kept of an answer's header; one that is called a secret is one."""
        if _SECRET_NAME.search(name) and len(value) >= _SHORTEST:
            self._stands(value, "hidden")
        self._learn_of_urls(value)
        text = self._header(name, value) if self.personal else value
        return replaced(text.encode(), self._secret()).decode()

    def hide_sent(self, content: bytes) -> bytes:
        """Replace in what the desk sent the settings that it was given. The rest is its own, or stands in already.

        What it sends is kept in mind, since the other side may tell it again.
        """
        hidden = replaced(content, self._given)
        if self.personal:
            self._keep_in_mind(hidden)
        return hidden

    def hide_again(self, content: bytes) -> bytes:
        """Replace whatever has become known of people by now, wherever it stands.

        An answer may tell a name in a place that is not called so, long before another one calls it a name. Of texts
        only those that can't be anything else are looked for: with blanks, an at sign or many digits.
        """
        inner = unpacked(content)
        if inner is not None:
            hidden = self.hide_again(inner)
            return content if hidden == inner else packed(hidden)
        return replaced(content, self._known_people())

    def show(self, content: bytes) -> bytes:
        """Put back what stand-ins stand for, in a body or a header."""
        return shown(content, self._hidden, plainly if parsed(content) is None else in_json)

    def show_in_url(self, target: str) -> str:
        """Put back what stand-ins stand for, in a path with its query."""
        return shown(target.encode(), self._hidden, in_url).decode()

    def _secret(self) -> Mapping[str, str]:
        return {
            real: stand
            for real, stand in self._hidden.items()
            if real in self._given or (stand.startswith("hidden") and len(real) >= _SHORTEST)
        }

    def _known_people(self) -> Mapping[str, str]:
        ours = "\n".join(self._texts)
        return {
            real: stand
            for real, stand in self._hidden.items()
            if stand.startswith("somebody") and _unmistakable(real) and real not in ours
        }

    def _opaque(self, content: bytes) -> bytes:
        if self.personal and not self._is_upload(content):
            return b"%d bytes stood here that are no text" % len(content)
        return replaced(content, self._secret())

    def _is_upload(self, content: bytes) -> bool:
        return any(content in one for one in self._uploads)

    def _keep_in_mind(self, content: bytes) -> None:
        found = parsed(content)
        if found is None:
            self._uploads.add(content)
            self._texts.update(value for _, value in parse_qsl(urlsplit(content.decode("utf-8", "replace")).query))
        self._texts.update(value for _, value in strings(found))

    def _learn_of_secrets(self, found: Any) -> bool:
        """Take what is called a secret for one; tell whether one is too short to be looked for anywhere else."""
        called = [value for name, value in strings(found) if value and _SECRET_NAME.search(name)]
        for value in called:
            self._stands(value, "hidden")
        return any(len(value) < _SHORTEST for value in called)

    def _without_short_secret(self, value: Any, name: str) -> Any:
        short = isinstance(value, str) and 0 < len(value) < _SHORTEST and _SECRET_NAME.search(name)
        return self._stands(value, "hidden") if short else value

    def _learn_of_urls(self, text: str) -> None:
        for value in _SECRET_IN_URL.findall(text):
            stand = self._stands(unquote(value), "hidden")
            if stand != unquote(value):
                self._hidden.setdefault(value, stand)

    def _without_people(self, text: str, found: list[Any] | None, media_type: str) -> str:
        if found is not None:
            return written([mapped(_scrubbed_keys(one, self._email), self._value) for one in found])
        if self._is_upload(text.encode()):
            return text
        if forms.is_table(text, media_type):
            return forms.without_in_table(text, self._cell)
        return forms.without_in_page(text, self._in_page)

    def _header(self, name: str, value: str) -> str:
        if _TECHNICAL.fullmatch(name):
            return people.scrubbed(value, self._email)
        if name.lower() in _LEADING:
            return people.scrubbed(self._without_in_urls(value), self._email)
        if name.lower() == "content-disposition":
            return re.sub(r"(?<==)[^;]+", lambda one: self._masked(one[0]), value)
        return value if people.harmless(value) and not people.named(name) else self._cell(value, name)

    def _value(self, value: Any, name: str) -> Any:
        """Return what is kept of a text or a number in JSON."""
        if isinstance(value, str):
            return self._text(value, name)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) < _LARGEST_HARMLESS:
            return value
        hidden = people.named(name) or people.is_card(str(value))
        return int("1" * len(str(value))) if hidden and str(value) not in self._texts else value

    def _text(self, value: str, name: str) -> str:
        if not value or self._is_ours(value) or people.is_uuid(value):
            return value
        if people.is_email(value) or people.is_birth(name) or people.named(name) or people.is_phone(value):
            return self._cell(value, name)
        return people.scrubbed(self._without_in_urls(value), self._email)

    def _cell(self, value: str, name: str) -> str:
        """Return what stands for a text that is of a person as a whole, in the form that it has."""
        if self._is_ours(value):
            return value
        if people.is_email(value):
            return self._email(value)
        if people.is_birth(name):
            return people.some_day(value)
        if self._ours_in(value).search(value):
            return forms.without_in_page(value, self._in_page)
        return people.zeros(value) if value.isdigit() and not people.named(name) else self._stands(value, "somebody")

    def _in_page(self, value: str, name: str) -> str:
        if name == forms.ADDRESS:
            return people.scrubbed(self._without_in_urls(value), self._email)
        return self._masked(value)

    def _masked(self, value: str) -> str:
        """Return the form of a text, with what the suites wrote in it."""
        ours = self._ours_in(value)
        between = ours.split(value)
        return "".join(people.masked(one) + kept for one, kept in zip(between, [*ours.findall(value), ""], strict=True))

    def _without_in_urls(self, text: str) -> str:
        def one(match: re.Match[str]) -> str:
            value = unquote_plus(match[3])
            personal = people.named(match[2]) or people.is_phone(value) or people.scrubbed(value, self._email) != value
            keep = not personal or self._is_ours(value)
            return match[0] if keep else match[1] + in_url(self._stands(value, "somebody"))

        return _IN_URL.sub(one, text)

    def _is_ours(self, value: str) -> bool:
        """Tell whether the suites wrote a text."""
        of_nobody = people.is_email(value) and people.reserved(value)
        return of_nobody or value in self._texts or bool(_OURS.fullmatch(value))

    def _ours_in(self, value: str) -> re.Pattern[str]:
        """Return what finds the parts of a text that the suites wrote, if the other side put something around them."""
        long = {spell(one) for one in self._texts if len(one) >= _TELLING for spell in (plainly, forms.escaped)}
        there = sorted((one for one in long if one in value), key=len, reverse=True)
        return re.compile("|".join([*map(re.escape, there), _OURS.pattern]))

    def _email(self, address: str) -> str:
        address = unquote(address)
        return address if people.reserved(address) else self._stands(address, "somebody", "@example.invalid")

    def _stands(self, real: str, kind: str, ending: str = "") -> str:
        if not real or real in self._hidden.values():
            return real
        return self._hidden.setdefault(real, f"{kind}-{sha256(real.encode()).hexdigest()[:12]}{ending}")


def _scrubbed_keys(value: Any, email: Callable[[str], str]) -> Any:
    """Return a JSON value without addresses in the names of fields."""
    if isinstance(value, dict):
        return {people.scrubbed(key, email): _scrubbed_keys(inner, email) for key, inner in value.items()}
    return [_scrubbed_keys(inner, email) for inner in value] if isinstance(value, list) else value


def _unmistakable(text: str) -> bool:
    digits = sum(one.isdigit() for one in text)
    if len(text) < _SHORTEST or people.harmless(text):
        return False
    return " " in text.strip() or "@" in text or digits > _SHORTEST
