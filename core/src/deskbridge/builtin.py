"""The plugin that core itself brings, by the same door as everybody's: the desk in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskbridge.hookspecs import hookimpl

if TYPE_CHECKING:
    from deskbridge.capabilities import Capabilities
    from deskbridge.plugins import Vendor
    from deskbridge.protocols import Helpdesk
    from deskbridge.transport import Options


@hookimpl
def deskbridge_vendor() -> Vendor:
    """Return the vendor ``memory``, which takes no settings."""
    from deskbridge.plugins import Vendor

    return Vendor(name="memory", title="In memory", settings=_settings, capabilities=_capabilities, connect=_connect)


def _settings() -> type[Any]:
    from attrs import make_class

    return make_class("MemorySettings", {}, frozen=True)


def _capabilities() -> Capabilities:
    from deskbridge.memory import CAPABILITIES

    return CAPABILITIES


def _connect(_settings: object, _options: Options) -> Helpdesk:
    from deskbridge.memory import MemoryHelpdesk

    return MemoryHelpdesk()
