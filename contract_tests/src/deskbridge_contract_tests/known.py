"""Reads what a sandbox says that it holds to try (`deskbridge.sandbox.Sampled`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from deskbridge.capabilities import Capability
from deskbridge.records import ChannelKind, NewDirectMessage, ReportQuery, TicketId
from deskbridge_contract_tests.samples import Delivery, Samples, Subject


def known_from(said: Mapping[str, Any]) -> Samples:
    """Return the samples of a sandbox's `samples()`.

    Raises:
        KeyError: It says something that there is no reader for, or leaves a part of it out.
        ValueError: It names what there is not, such as a capability.
    """
    read = [_READERS[name](value) for name, value in said.items()]
    return Samples(**{name: value for one in read for name, value in one.items()})


def _delivery(said: Mapping[str, Any]) -> Delivery:
    unproven = tuple((one["headers"], one["body"].encode()) for one in said.get("unproven", ()))
    body = said["body"].encode()
    return Delivery(said["headers"], body, unproven) if unproven else Delivery(said["headers"], body)


def _direct(said: Mapping[str, str]) -> NewDirectMessage:
    return NewDirectMessage(
        channel=ChannelKind(said["channel"]), to=said["to"], sender=said["sender"], text=said["text"]
    )


def _report(said: Mapping[str, str]) -> ReportQuery:
    first, last = date.fromisoformat(said["first_day"]), date.fromisoformat(said["last_day"])
    return ReportQuery(name=said["name"], first_day=first, last_day=last)


_READERS: Mapping[str, Callable[[Any], Mapping[str, Any]]] = {
    "attachment_text": lambda said: {"attachment_bytes": said.encode()},
    "capped": lambda said: {"capped": (Capability(said[0]), str(said[1]))},
    "delivery": lambda said: {"delivery": _delivery(said)},
    "direct": lambda said: {"direct": _direct(said)},
    "merged": lambda said: {"merged": {Subject(name): (str(old), str(new)) for name, (old, new) in said.items()}},
    "report": lambda said: {"report": _report(said)},
    "survey": lambda said: {"survey": (TicketId(said[0]), str(said[1]))},
}
