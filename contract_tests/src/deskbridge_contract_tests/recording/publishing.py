"""Turns what a vendor published into a recording: a plain description of exchanges, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from vcr.request import Request

from deskbridge.errors import ConfigurationError
from deskbridge.plugins import plugins
from deskbridge_contract_tests.recording.folder import Answer, Recording
from deskbridge_contract_tests.recording.hiding import Stand
from deskbridge_contract_tests.recording.page import ORIGIN, About, Provenance, about_from, foreign, text
from deskbridge_contract_tests.recording.running import findings_of

_LARGEST_BYTES = 16 * 2**20
_WRONG = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
_JSON = (("Content-Type", "application/json"),)
_KNOWN = frozenset({"name", "method", "path", "sent", "status", "headers", "body", "body_of", "source"})
_STATUSES = range(100, 600)


def record_published(name: str, description: Path, folder: Path) -> Recording:
    """Write a recording of what a vendor published, in place of what the folder holds.

    The description is JSON: `vendor`; `read_on`, the day on which it was read; `settings`, by which a desk connects to
    `http://recorded.invalid`; `address`, if the examples name the vendor's own, which then becomes that one; and
    `exchanges`, each with

    - `name`, by which it is played; several may have the same, and are asked for in any order;
    - `method`, `path` with its query, and `sent`, the body of the request, if it has one;
    - `status`, `headers` (of JSON unless given), and the answer's `body`, or `body_of`, a place in another file of the
      description's folder such as `examples/ticket.json#/bodies/0`; neither for an answer without one;
    - `source`: the document, address or section in which the vendor published it.

    A body that is a text under another content type than JSON's goes as it is. What is called a secret in an answer is
    replaced by a stand-in.

    Args:
        name: The vendor's name.
        description: The description.
        folder: Where the recording goes: new, empty, or with a recording in it.

    Raises:
        ConfigurationError: The description can't be read or is of another vendor, an exchange in it is wrong or has no
            source, a secret stands in one, or the folder holds something else. Nothing was written.
    """
    Recording.check_free(folder)
    vendor = plugins().vendor(name)
    try:
        page = orjson.loads(_bounded(description))
        about = _about(page)
    except _WRONG as wrong:
        msg = f"{description} describes no exchanges that a vendor published: {_why(wrong)}"
        raise ConfigurationError(msg) from wrong
    if about.vendor != name:
        msg = f"{description} is of {about.vendor!r}, not of {name}"
        raise ConfigurationError(msg)
    recording = Recording(folder, about)
    for number, one in enumerate(page["exchanges"], 1):
        try:
            _keep(recording, one, description.parent, page.get("address", ""))
        except _WRONG as wrong:
            msg = f"{description}: exchange {number} is wrong: {_why(wrong)}"
            raise ConfigurationError(msg) from wrong
    if found := findings_of(recording, vendor):
        msg = f"{description} shows what may not be kept: {'; '.join(found[:5])}"
        raise ConfigurationError(msg)
    recording.save()
    return Recording.read(folder)


def _about(page: Any) -> About:
    settings = {text(name): text(value) for name, value in page["settings"].items()}
    about = about_from(
        {
            "vendor": page["vendor"],
            "provenance": Provenance.PUBLISHED,
            "recorded_at": datetime.fromisoformat(text(page["read_on"])).replace(tzinfo=UTC).isoformat(),
            "settings": settings,
            "origin_settings": [name for name, value in settings.items() if ORIGIN in value],
            "known": {},
        }
    )
    if foreign(about) or not about.origin_settings or not isinstance(page["exchanges"], list):
        msg = f"its settings must lead to {ORIGIN} and nowhere else, and its exchanges be a list"
        raise ValueError(msg)
    return about


def _keep(recording: Recording, described: Mapping[str, Any], folder: Path, address: str) -> None:
    if unknown := sorted(set(described) - _KNOWN):
        msg = f"there is no {unknown[0]!r} in an exchange"
        raise ValueError(msg)
    source, status = text(described["source"]), described["status"]
    if not source.strip() or status not in _STATUSES or not text(described["path"]).startswith("/"):
        msg = "it needs a source, a status of three digits, and a path that begins with a slash"
        raise ValueError(msg)
    stand = Stand()
    headers = tuple((text(name), text(value)) for name, value in described.get("headers", dict(_JSON)).items())
    told = _written(_body(described, folder), headers)
    told = told.replace(text(address).encode(), ORIGIN.encode()) if address else told
    kept = tuple((name, stand.hide_header(name, value)) for name, value in headers)
    sent = _written(described["sent"], _JSON) if "sent" in described else b""
    asked = Request(text(described["method"]), f"{ORIGIN}{described['path']}", sent, {})
    recording.begin(text(described["name"]))
    recording.keep(asked, Answer(status, kept, stand.hide(told)), source=source)


def _why(wrong: Exception) -> str:
    return f"there is no {wrong}" if isinstance(wrong, LookupError) else str(wrong) or type(wrong).__name__


_NOTHING = object()


def _body(described: Mapping[str, Any], folder: Path) -> Any:
    if "body_of" not in described:
        return described.get("body", _NOTHING)
    if "body" in described:
        msg = "it has both a body and a body_of"
        raise ValueError(msg)
    name, _, pointer = text(described["body_of"]).partition("#")
    file = (folder / name).resolve()
    if not file.is_relative_to(folder.resolve()):
        msg = "its body lies outside of the description's folder"
        raise ValueError(msg)
    found = orjson.loads(_bounded(file))
    for step in pointer.split("/")[1:]:
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def _written(body: Any, headers: tuple[tuple[str, str], ...]) -> bytes:
    if body is _NOTHING:
        return b""
    json = any(name.lower() == "content-type" and "json" in value for name, value in headers)
    return orjson.dumps(body) if json else text(body).encode()


def _bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(_LARGEST_BYTES + 1)
    if len(content) > _LARGEST_BYTES:
        msg = f"{path.name} is larger than any description"
        raise ValueError(msg)
    return content
