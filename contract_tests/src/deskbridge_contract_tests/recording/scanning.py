"""Looks through a recording for what may not stand in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from deskbridge_contract_tests.recording.folder import Provenance, Recording

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


def findings(folder: Path, *, secrets: Collection[str] = ()) -> Iterator[str]:
    """Tell of every place of a recording that holds a secret or, in a live one, what belongs to a person.

    Args:
        folder: The recording.
        secrets: What is known to be secret, beside what looks like it.

    Returns:
        One line each: the file, the line's number and what is there, not the thing itself.
    """
    live = Recording.about_in(folder).provenance is Provenance.LIVE
    looked_for = {**_SECRETS, **(_PERSONAL if live else {})}
    if secrets:
        looked_for["a known secret"] = re.compile("|".join(re.escape(one) for one in secrets))
    for path in sorted(folder.iterdir()):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            yield from (f"{path.name}:{number}: {what}" for what, form in looked_for.items() if form.search(line))
