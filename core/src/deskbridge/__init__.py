"""One API for every helpdesk.

::

    import deskbridge

    with deskbridge.connect("support") as desk:
        for customer in desk.customers.find(email="person1@person.com"):
            print(customer.name, [str(ticket.status.kind) for ticket in desk.tickets.of_customer(customer.id)])

Everything public is importable from here and loaded at first use; importing the package imports no vendor.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deskbridge import errors, records
    from deskbridge.capabilities import Capabilities, Capability, Level, Support
    from deskbridge.connecting import connect
    from deskbridge.hookspecs import Move, Skip, hookimpl
    from deskbridge.listing import Listing, TruncatedWarning
    from deskbridge.memory import MemoryHelpdesk
    from deskbridge.plugins import Vendor, register
    from deskbridge.protocols import Helpdesk
    from deskbridge.records import Erase
    from deskbridge.settings import Secret

__version__ = "0.1.0"

__all__ = [
    "Capabilities",
    "Capability",
    "Erase",
    "Helpdesk",
    "Level",
    "Listing",
    "MemoryHelpdesk",
    "Move",
    "Secret",
    "Skip",
    "Support",
    "TruncatedWarning",
    "Vendor",
    "connect",
    "errors",
    "hookimpl",
    "records",
    "register",
]

_HOME = {
    "Capabilities": "capabilities",
    "Capability": "capabilities",
    "Erase": "records",
    "Helpdesk": "protocols",
    "Level": "capabilities",
    "Listing": "listing",
    "MemoryHelpdesk": "memory",
    "Move": "hookspecs",
    "Secret": "settings",
    "Skip": "hookspecs",
    "Support": "capabilities",
    "TruncatedWarning": "listing",
    "Vendor": "plugins",
    "connect": "connecting",
    "hookimpl": "hookspecs",
    "register": "plugins",
}
_MODULES = frozenset({"errors", "records"})


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"deskbridge.{name}")
    if name not in _HOME:
        msg = f"module 'deskbridge' has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(importlib.import_module(f"deskbridge.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
