"""Looks through a recording for what may not stand in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from vcr.request import Request

from deskbridge_contract_tests.recording.bodies import unpacked
from deskbridge_contract_tests.recording.folder import Answer, Provenance, Recording
from deskbridge_contract_tests.spelling import SPELLINGS

_SECRETS = {
    "credentials of a header": re.compile(r"\b(?:Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{12,}"),
    "a JSON web token": re.compile(r"\beyJ[\w-]{10,}\.[\w-]{10,}"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token that is not hidden": re.compile(r'"(?:access|refresh|id)_?token"\s*:\s*"(?!hidden-)', re.IGNORECASE),
}
_PERSONAL = {
    "an e-mail address": re.compile(
        r"[\w.%+-]+@(?!(?:[a-z0-9-]+\.)*(?:example\.(?:com|net|org)|example|invalid|test|localhost)\b)[a-z0-9-]+\.[a-z]",
        re.IGNORECASE,
    ),
    "a telephone number": re.compile(r"\+(?!1\d{3}555)\d{10,14}\b"),
}


def findings(recording: Recording, *, secrets: Collection[str] = ()) -> Iterator[str]:
    """Tell of every exchange of a recording that holds a secret or, in a live one, what belongs to a person.

    Args:
        recording: The recording. It is looked through as it was said, not as YAML breaks its lines, and within gzip.
        secrets: What is known to be secret, beside what looks like it, in any spelling.

    Returns:
        One line each: the file, the exchange's number in it and what is there, not the thing itself.
    """
    live = recording.about.provenance is Provenance.LIVE
    looked_for = {**_SECRETS, **(_PERSONAL if live else {})}
    if spelled := {spell(one) for one in secrets if one for spell in SPELLINGS}:
        looked_for["a known secret"] = re.compile("|".join(re.escape(one) for one in sorted(spelled)))
    for where, text in _places(recording):
        yield from (f"{where}: {what}" for what, form in looked_for.items() if form.search(text))


def _places(recording: Recording) -> Iterator[tuple[str, str]]:
    about, counted = recording.about, Counter[str]()
    yield "recording.json", f"{about.vendor}\n{dict(about.settings)}\n{dict(about.known)}"
    for file, request, answer in recording.kept():
        counted[file] += 1
        yield f"{file}:{counted[file]}", "\n".join(_said(request, answer))


def _said(request: Request, answer: Answer) -> Iterator[str]:
    yield request.uri
    yield from (f"{name}: {value}" for name, value in answer.headers)
    for body in (request.body or b"", answer.body):
        inner = unpacked(body)
        yield (body if inner is None else inner).decode("utf-8", "replace")
