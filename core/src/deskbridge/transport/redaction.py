"""Takes secrets and personal data out of what is logged, raised, shown or recorded: the one place that does.

It errs on the side of hiding: a number of ten digits or more is taken for a telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

HIDDEN = "***"

_SECRET_NAME = re.compile(
    r"auth|token|secret|passw|pwd|api[-_]?key|access[-_]?key|session|cookie|signature|credential|^sig$|^key$|^code$",
    re.IGNORECASE,
)
_PERSONAL_NAME = re.compile(
    r"mail|phone|mobile|identifier|address|user[-_]?name|first[-_]?name|last[-_]?name|^name$|customer[-_]?name"
    r"|search|query|^q$|^text$|unique[-_]?argument",
    re.IGNORECASE,
)
_NAME_IN_JSON = (
    r"[\w-]*(?:auth|token|secret|passw|pwd|api_?key|session|credential|e?mail|phone|mobile|address|name)[\w-]*"
)
# What follows the word "token" in a sentence is mostly another word. A credential has a digit, an equals
# sign, a capital in its middle or a full stop within, or is of 20 characters and more.
_CREDENTIAL = (
    r"(?=[\w.~+/=-]{6})(?:(?=[\w.~+/=-]*(?:[0-9=]|[a-z][A-Z]|[A-Z]{2}[a-z]|\w\.\w))|(?=[\w.~+/=-]{20}))"
    r"[\w.~+/=-]+"
)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"\b((?i:Basic|Bearer|Token|Api[-_]?Key))(\s*[:=]\s*|\s+){_CREDENTIAL}"), rf"\1\2{HIDDEN}"),
    (re.compile(rf'("{_NAME_IN_JSON}"\s*:\s*)"(?:[^"\\]|\\.)*"?', re.IGNORECASE), rf'\1"{HIDDEN}"'),
    (
        re.compile(r"\b((?:[\w-]*(?:token|secret|password|api[-_]?key|signature)))(=)[^\s&\"'<>]+", re.IGNORECASE),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"(?<=//)[^/\s@]+@"), f"{HIDDEN}@"),
    (re.compile(r"[^\s@<>\"'(),;:/=?&]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE), HIDDEN),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), HIDDEN),
    (re.compile(r"\+\d[\d ().-]{5,}\d"), HIDDEN),
    (re.compile(r"(?<![\w.-])\(?\d{2,4}\)?[ .-]\d{3,4}[ .-]\d{3,4}(?![\w-]|\.\d)"), HIDDEN),
    (re.compile(r"(?<![\w.-])\d{10,15}(?![\w-]|\.\d)"), HIDDEN),
)
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\U0010ffff]+")


def redact_text(text: str, *, secrets: Iterable[str] = ()) -> str:
    """Hide e-mail addresses, telephone numbers, credentials and the given secrets in free text.

    Args:
        text: Any text: an error body, a message, a JSON document or part of one.
        secrets: Values to hide wherever they stand, such as the credentials of the request.

    Returns:
        The text with each of them replaced by ``***``; line breaks and control characters become one space.
    """
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return _UNPRINTABLE.sub(" ", text)


def redact_url(url: str) -> str:
    """Hide user info, personal path segments, and values of secret or personal query parameters.

    Args:
        url: An absolute URL or a path with its query. What can't be parsed is hidden whole.
    """
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


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers, in their order, with credentials, cookies and personal data hidden."""
    return {name: _redact_header(name, value) for name, value in headers.items()}


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
    return redact_text(value)
