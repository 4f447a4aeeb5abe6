"""Leaves out of what is shown of a run the secrets that nobody told: it may break off before it knows any setting."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from deskbridge import settings
from deskbridge.errors import DeskbridgeError
from deskbridge.plugins import plugins
from deskbridge_contract_tests.harness import secrets_of
from deskbridge_contract_tests.spelling import remembered, without

_SECRET_NAME = re.compile(r"token|secret|passw|api_?key|private_?key|credential", re.IGNORECASE)
_SHORTEST = 8
"""What a variable is called proves nothing: a shorter value may be a number or a word such as `true`."""


def remember_settings(vendor: str = "") -> None:
    """Leave out of every text from now on what the environment and `deskbridge.toml` keep secret.

    These are the secret settings of every desk of the file and of the vendor's own variables, and every variable that
    is called a secret. What can't be read is passed over.

    Args:
        vendor: One that its environment variables may connect.
    """
    called = (value for name, value in os.environ.items() if _SECRET_NAME.search(name) and len(value) >= _SHORTEST)
    remembered(tuple(called))
    with suppress(DeskbridgeError):
        _remember(vendor, settings.from_environment(plugins().vendor(vendor).environment))
    with suppress(DeskbridgeError):
        for desk in settings.configured().values():
            _remember(desk.vendor, _resolved(desk))


def shown_of_crash(text: str, vendor: str) -> str:
    """Return what a process has said before it broke off, line by line as the transport redacts an answer.

    Args:
        text: All of it: what is cut before may be half a secret.
        vendor: The vendor it was about.
    """
    from deskbridge.transport import redact_text

    remember_settings(vendor)
    return "\n".join(redact_text(line) for line in without(text, ()).splitlines())


def _resolved(desk: settings.Configured) -> dict[str, Any]:
    """Return a desk's settings, but for those that the environment lacks."""
    found: dict[str, Any] = {}
    for name, value in desk.values.items():
        with suppress(DeskbridgeError):
            found |= settings.resolve({name: value}, vendor=desk.vendor)
    return found


def _remember(vendor: str, given: Mapping[str, Any]) -> None:
    """Remember a desk's secrets: all that it is given where its vendor can't be asked which of it are any."""
    try:
        secrets_of(plugins().vendor(vendor), given)
    except Exception:  # noqa: BLE001  a plugin that is broken in whatever way must not end what tells of it
        remembered(tuple(one for one in given.values() if isinstance(one, str)))
