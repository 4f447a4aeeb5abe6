"""Composes the desk: one connection, the native client, the roles."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from deskbridge.desk import Desk
from deskbridge.transport import Client, Options, Token
from deskbridge_glassix.capabilities import capabilities
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.client.tokens import SharedToken
from deskbridge_glassix.errors import VENDOR, read_error
from deskbridge_glassix.roles.agents import GlassixAgents
from deskbridge_glassix.roles.answers import GlassixAnswers
from deskbridge_glassix.roles.calls import GlassixCalls
from deskbridge_glassix.roles.customers import GlassixCustomers
from deskbridge_glassix.roles.departments import Departments
from deskbridge_glassix.roles.events import GlassixEvents, proof_of
from deskbridge_glassix.roles.files import GlassixFiles
from deskbridge_glassix.roles.groups import GlassixGroups
from deskbridge_glassix.roles.messages import GlassixMessages
from deskbridge_glassix.roles.surveys import GlassixSurveys
from deskbridge_glassix.roles.tickets import GlassixTickets
from deskbridge_glassix.roles.topics import GlassixTopics
from deskbridge_glassix.settings import GlassixSettings

GlassixDesk: TypeAlias = Desk[GlassixClient]


@frozen
class _Connection:
    """A department's native client, and what it sends by."""

    http: Client
    client: GlassixClient


def _connection(settings: GlassixSettings, options: Options) -> _Connection:
    def fetch() -> Token:
        return client.token.get()

    http = Client(
        settings.api_url,
        vendor=VENDOR,
        auth=SharedToken(settings, fetch),
        options=options,
        read_error=read_error,
        account=f"{settings.api_key}/{settings.user_name}",
    )
    client = GlassixClient(http, settings)
    return _Connection(http, client)


def connect(settings: GlassixSettings, options: Options) -> GlassixDesk:
    """Return a desk of one department, as one user. Sends nothing yet.

    Of the other departments of the settings it reads the tickets that were moved there, and nothing else.

    No rate limit is declared, since no source tells the vendor's numbers. Its 429 answers are waited out.
    """
    own, *others = (_connection(one, options) for one in (settings, *settings.others()))
    departments = Departments(own.client, [one.client for one in others])
    client = own.client
    agents = GlassixAgents(client, own_address=settings.user_name)

    def close() -> None:
        for one in (own, *others):
            one.http.close()

    return Desk(
        capabilities(),
        native=client,
        roles={
            "customers": GlassixCustomers(client),
            "tickets": GlassixTickets(departments, agents),
            "messages": GlassixMessages(client),
            "topics": GlassixTopics(client),
            "agents": agents,
            "groups": GlassixGroups(departments),
            "answers": GlassixAnswers(client),
            "calls": GlassixCalls(client),
            "surveys": GlassixSurveys(client),
            "files": GlassixFiles(client),
            "events": GlassixEvents(client, proof_of(settings)),
        },
        close=close,
    )
