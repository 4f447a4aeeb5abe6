"""A desk and its roles: one small Protocol each, without code.

Verbs mean the same everywhere: `get` raises `NotFoundError`; `find` may give none; `all` iterates lazily; `create` and
`update` return what the vendor now holds; `delete` returns nothing. Every method belongs to exactly one `Capability`,
``role.method``; one that is not declared as possible raises `UnsupportedError` before a request is sent. Beside what is
named at a method, each may raise any `TransportError` or `VendorError`, and a write `AmbiguousWriteError`.
"""

from __future__ import annotations

from deskbridge.protocols.cases import Tickets, Topics
from deskbridge.protocols.helpdesk import Helpdesk
from deskbridge.protocols.messages import Calls, Messages
from deskbridge.protocols.output import Events, Exports, Files, Reports, Surveys
from deskbridge.protocols.people import Agents, Customers, Groups
from deskbridge.protocols.work import Answers, Tasks

__all__ = [
    "Agents",
    "Answers",
    "Calls",
    "Customers",
    "Events",
    "Exports",
    "Files",
    "Groups",
    "Helpdesk",
    "Messages",
    "Reports",
    "Surveys",
    "Tasks",
    "Tickets",
    "Topics",
]
