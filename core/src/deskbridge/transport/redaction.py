"""Takes secrets and personal data out of what is logged, raised, shown or recorded: the one place that does.

It errs on the side of hiding: a number of ten digits or more is taken for a telephone number.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from attrs import frozen

HIDDEN = "***"
LONGEST_MESSAGE = 2048
_SHORTEST_SECRET = 4

_SECRET_NAME = re.compile(
    r"auth|token|secret|passw|pwd|api[-_]?key|access[-_]?key|session|cookie|signature|credential|^sig$|^key$|^code$",
    re.IGNORECASE,
)
_PERSONAL_NAME = re.compile(
    r"mail|phone|mobile|identifier|address|user[-_]?name|first[-_]?name|last[-_]?name|^name$|customer[-_]?name"
    r"|^(?:customer|contact|requester|user|person)$|external[-_]?customer[-_]?id|search|query|^q$|^text$|unique[-_]?argument",
    re.IGNORECASE,
)
# Every rule is linear: what repeats is possessive, or bounded, and begins where no other try began in its middle.
_NAME_IN_JSON = (
    r"(?:auth|token|secret|passw|pwd|api_?key|session|credential|mail|phone|mobile|address|name)[\w-]{0,64}+"
)
_SECRET_WORD = r"(?:token|secret|passw(?:or)?d|passphrase|pwd|api[-_]?key|signature|authorization)"  # noqa: S105 - a pattern
_SCHEME = r"(?:Basic|Bearer|Digest|Token|Secret|Password|Api[-_]?Key|Api[-_]?Secret)"
# What follows the word "token" in a sentence is mostly another word. A credential has a digit, an equals
# sign, a capital in its middle or a full stop within, or is of 20 characters and more.
_CREDENTIAL = (
    r"(?=[\w.~+/=-]{6})(?:(?=[\w.~+/=-]*(?:[0-9=]|[a-z][A-Z]|[A-Z]{2}[a-z]|\w\.\w))|(?=[\w.~+/=-]{20}))"
    r"[\w.~+/=-]+"
)
# What may follow "password is" or "token:" without being one.
_COMPLAINT = (
    r"(?:not|no|never|wrong|invalid|incorrect|required|mandatory|needed|missing|absent|expired|revoked|disabled|empty"
    r"|blank|unknown|too|the|an?|of|for|in|by|must|may|can|is|was|has|cannot|null|none|true|false|valid|refused"
    r"|rejected|denied|malformed|already|only|set|unset|weak|short|long|old|stale|bad|ok|accepted|unauthorized)"
    r"(?=[\s.,;:!?)]|$)"
)
_LOCAL_PART = r"[^\s@\uff20<>\"'(),;:/=?&%]"
_AT = r"(?:@|\uff20|%(?:25){0,4}40)"
_HOST = r"(?:[\w-]++(?:\.[\w-]++)*+|\[[\w.:]{2,45}\])"
_ADDRESS = (
    # It begins where a word begins, or after an at sign that had no host.
    rf"(?:(?<!{_LOCAL_PART})(?<!%)|(?<=%40))(?={_LOCAL_PART}|%)"
    rf"{_LOCAL_PART}*+(?:%(?!(?:25){{0,4}}40){_LOCAL_PART}*+)*+{_AT}{{1,3}}{_HOST}"
)
_AT_NEEDLES = ("@", "\uff20", "40")


@frozen
class _Rule:
    """What to hide, tried only on a text that has one of `needles`, in lower case: a regex is far slower to say no."""

    needles: tuple[str, ...]
    pattern: re.Pattern[str]
    shown: str = HIDDEN


_SECRET_NEEDLES = ("token", "secret", "pass", "pwd", "api", "signature", "auth")
_RULES = (
    _Rule(
        ("basic", "bearer", "digest", *_SECRET_NEEDLES),
        re.compile(rf"\b((?i:{_SCHEME}))(\s*[:=]\s*|\s+){_CREDENTIAL}"),
        rf"\1\2{HIDDEN}",
    ),
    _Rule(
        ('"',),
        re.compile(
            rf'({_NAME_IN_JSON}\\{{0,3}}+"\s{{0,8}}:\s{{0,8}}\\{{0,3}}+)"[^"\\]*+(?:\\(?s:.)[^"\\]*+)*+"?',
            re.IGNORECASE,
        ),
        rf'\1"{HIDDEN}"',
    ),
    _Rule(("=",), re.compile(rf"({_SECRET_WORD}=)[^\s&\"'<>]++", re.IGNORECASE), rf"\1{HIDDEN}"),
    _Rule(
        _SECRET_NEEDLES,
        re.compile(
            rf"({_SECRET_WORD}['\"]?(?:\s{{0,8}}:\s{{0,8}}|\s{{1,8}}is\s{{1,8}})['\"]?"
            rf"(?:{_SCHEME}\s{{1,8}})?+)(?!{_COMPLAINT}|\*\*\*)[^\s\"'<>{{}}\[\]]++",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    _Rule(("//",), re.compile(r"(?<=//)[^/\s@]++@"), f"{HIDDEN}@"),
    _Rule(_AT_NEEDLES, re.compile(rf'"[^"\r\n]{{1,64}}"{_AT}{_HOST}')),
    _Rule(_AT_NEEDLES, re.compile(_ADDRESS)),
    _Rule(("eyj",), re.compile(r"\beyJ[\w-]{5,}+(?:\.[\w-]*+)*+")),
    _Rule(("+",), re.compile(r"\+\d[\d ().-]{5,}\d")),
    _Rule((" ", ".", "-"), re.compile(r"(?<![\w.-])\(?\d{2,4}\)?[ .-]\d{3,4}[ .-]\d{3,4}(?![\w-]|\.\d)")),
    _Rule(("",), re.compile(r"(?<![\w.-])\d{10,15}(?![\w-]|\.\d)")),
)
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\U0010ffff]+")


def redact_text(text: str, *, secrets: Iterable[str] = ()) -> str:
    """Hide e-mail addresses, telephone numbers, credentials and the given secrets in free text, in linear time.

    Args:
        text: Any text: an error body, a message, a JSON document or part of one.
        secrets: Values to hide wherever they stand, such as the credentials of the request.

    Returns:
        The text with each of them replaced by ``***``; line breaks and control characters become one space.
    """
    text = hide_secrets(text, secrets)
    lower = text.lower()
    for rule in _RULES:
        if any(needle in lower for needle in rule.needles):
            text = rule.pattern.sub(rule.shown, text)
    return _UNPRINTABLE.sub(" ", text)


def redact_message(text: str, *, secrets: Iterable[str] = (), longest: int = LONGEST_MESSAGE) -> str:
    """Redact a vendor's text and cut it to `longest` characters: the given secrets first, wherever they stand.

    It is cut between two words where it can be, since half an address is not known for one.
    """
    text = hide_secrets(text, secrets)
    if len(text) > longest:
        text = text[:longest]
        text = text[: max(text.rfind(" "), text.rfind("\n"), longest // 2)] + " ..."
    return redact_text(text)


def hide_secrets(text: str, secrets: Iterable[str]) -> str:
    """Replace the secrets by ``***``, also as URLs, JSON and HTML spell them.

    One of fewer than four characters is replaced as a word only: as a letter of other words it tells nothing.
    """
    for spelling in _spellings(secrets):
        if len(spelling) >= _SHORTEST_SECRET:
            text = text.replace(spelling, HIDDEN)
        else:
            text = re.sub(rf"(?<!\w){re.escape(spelling)}(?!\w)", HIDDEN, text)
    return text


def hide_secrets_in_body(content: bytes, secrets: Iterable[str]) -> bytes:
    """Replace the secrets in a body of any kind; see `hide_secrets`."""
    for spelling in _spellings(secrets):
        raw = spelling.encode("utf-8", "replace")
        if len(spelling) >= _SHORTEST_SECRET:
            content = content.replace(raw, HIDDEN.encode())
        else:
            content = re.sub(rb"(?<!\w)" + re.escape(raw) + rb"(?!\w)", HIDDEN.encode(), content)
    return content


def _spellings(secrets: Iterable[str]) -> list[str]:
    found: set[str] = set()
    for secret in filter(None, secrets):
        escaped = [json.dumps(secret, ensure_ascii=plain)[1:-1] for plain in (True, False)]
        slashed = [one.replace("/", r"\/") for one in escaped]
        found.update([secret, quote(secret, safe="", errors="replace"), html.escape(secret), *escaped, *slashed])
    return sorted(found, key=len, reverse=True)


def redact_url(url: str, *, secrets: Iterable[str] = ()) -> str:
    """Hide user info, personal path segments, and values of secret or personal query parameters.

    Args:
        url: An absolute URL or a path with its query. What can't be parsed is hidden whole.
        secrets: Values to hide wherever they stand.
    """
    url = hide_secrets(url, secrets)
    try:
        parts = urlsplit(url)
    except ValueError:
        return HIDDEN
    host = parts.netloc.rpartition("@")
    netloc = f"{HIDDEN}@{host[2]}" if host[1] else parts.netloc
    path = "/".join(_redact_segment(segment) for segment in parts.path.split("/"))
    query = "&".join(
        f"{quote(name, safe='')}={_redact_value(name, value)}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    return _UNPRINTABLE.sub("", urlunsplit((parts.scheme, netloc, path, query, "")))


def redact_headers(headers: Mapping[str, str], *, secrets: Iterable[str] = ()) -> dict[str, str]:
    """Return the headers, in their order, with credentials, cookies, personal data and the secrets hidden."""
    known = tuple(secrets)
    return {name: _redact_header(name, hide_secrets(value, known)) for name, value in headers.items()}


def _redact_segment(segment: str) -> str:
    plain = unquote(segment)
    shown = redact_text(plain)
    return segment if shown == plain else quote(shown, safe="*")


def _redact_value(name: str, value: str) -> str:
    if _SECRET_NAME.search(name) or _PERSONAL_NAME.search(name):
        return HIDDEN
    return quote(redact_text(value), safe="*:,")


def _redact_header(name: str, value: str) -> str:
    if _SECRET_NAME.search(name) or name.lower().endswith("-key"):
        return HIDDEN
    if name.lower() in {"location", "link", "referer", "content-location"}:
        return redact_url(value) if "<" not in value else HIDDEN
    return redact_message(value)
