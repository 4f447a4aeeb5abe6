"""A Gladly desk: the native client and the roles made of it."""

from __future__ import annotations

from deskbridge.desk import Desk
from deskbridge.transport import Options
from deskbridge_gladly.capabilities import CAPABILITIES
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.roles.agents import Agents
from deskbridge_gladly.roles.answers import Answers
from deskbridge_gladly.roles.calls import Calls
from deskbridge_gladly.roles.customers import Customers
from deskbridge_gladly.roles.events import Events, proof_of
from deskbridge_gladly.roles.exports import Exports
from deskbridge_gladly.roles.files import Files
from deskbridge_gladly.roles.groups import Groups
from deskbridge_gladly.roles.messages import Messages
from deskbridge_gladly.roles.reports import Reports
from deskbridge_gladly.roles.tasks import Tasks
from deskbridge_gladly.roles.tickets import Tickets
from deskbridge_gladly.roles.topics import Topics
from deskbridge_gladly.settings import GladlySettings

GladlyDesk = Desk[GladlyClient]
"""A desk whose `native` is a `GladlyClient`."""


def connect(settings: GladlySettings, options: Options | None = None) -> GladlyDesk:
    """Return a desk. Sends nothing yet."""
    client = GladlyClient(settings, options)
    reads_back = options is None or options.read_back
    return Desk(
        CAPABILITIES,
        native=client,
        roles={
            "customers": Customers(client, reads_back=reads_back),
            "tickets": Tickets(client, reads_back=reads_back),
            "messages": Messages(client),
            "topics": Topics(client, reads_back=reads_back),
            "agents": Agents(client),
            "groups": Groups(client),
            "tasks": Tasks(client, reads_back=reads_back),
            "answers": Answers(client, settings.languages, reads_back=reads_back),
            "calls": Calls(client),
            "files": Files(client),
            "exports": Exports(client),
            "reports": Reports(client),
            "events": Events(client, proof_of(settings)),
        },
        close=client.close,
    )
