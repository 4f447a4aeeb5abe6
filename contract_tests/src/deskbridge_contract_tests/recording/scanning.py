"""Looks through a recording for what may not stand in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping

from deskbridge_contract_tests.recording import people
from deskbridge_contract_tests.recording.bodies import unpacked
from deskbridge_contract_tests.recording.folder import Kept, Recording
from deskbridge_contract_tests.recording.page import Provenance
from deskbridge_contract_tests.spelling import SPELLINGS

_SECRETS = {
    "credentials of a header": re.compile(r"\b(?:Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{12,}").search,
    "a JSON web token": re.compile(r"\beyJ[\w-]{10,}\.[\w-]{10,}").search,
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----").search,
    "an access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b").search,
    "a token that is not hidden": re.compile(
        r'"(?:access|refresh|id)_?token"\s*:\s*"(?!hidden-)', re.IGNORECASE
    ).search,
}
_PERSONAL = {
    "an e-mail address": people.first_email,
    "a telephone number": people.first_phone,
    "a number of a payment card": people.first_card,
}


def findings(recording: Recording, *, secrets: Collection[str] = ()) -> Iterator[str]:
    """Tell of every exchange of a recording that holds a secret or, if it is of an account, what belongs to a person.

    What the vendor published holds people of its own invention, and a sandbox holds nobody; secrets are looked for in
    every exchange.

    Args:
        recording: The recording. It is looked through as it was said, not as YAML breaks its lines, and within gzip.
        secrets: What is known to be secret, beside what looks like it, in any spelling.

    Returns:
        One line each: the file, the exchange's number in it and what is there, not the thing itself.
    """
    looked_for: dict[str, Callable[[str], object]] = dict(_SECRETS)
    if spelled := {spell(one) for one in secrets if one for spell in SPELLINGS}:
        looked_for["a known secret"] = re.compile("|".join(re.escape(one) for one in sorted(spelled))).search
    for where, provenance, text in _places(recording):
        also: Mapping[str, Callable[[str], object]] = _PERSONAL if provenance is Provenance.LIVE else {}
        yield from (f"{where}: {what}" for what, look in {**looked_for, **also}.items() if look(text))


def _places(recording: Recording) -> Iterator[tuple[str, Provenance, str]]:
    about, counted = recording.about, Counter[str]()
    yield "recording.json", about.provenance, f"{about.vendor}\n{dict(about.settings)}\n{dict(about.known)}"
    for kept in recording.kept():
        counted[kept.file] += 1
        yield f"{kept.file}:{counted[kept.file]}", kept.provenance, "\n".join(_said(kept))


def _said(kept: Kept) -> Iterator[str]:
    yield kept.request.uri
    yield kept.source
    yield from (f"{name}: {value}" for name, value in kept.answer.headers)
    for body in (kept.request.body or b"", kept.answer.body):
        inner = unpacked(body)
        yield (body if inner is None else inner).decode("utf-8", "replace")
