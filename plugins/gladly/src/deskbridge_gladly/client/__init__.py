"""The native client: Gladly's operations, typed, one small class an area."""

from __future__ import annotations

from deskbridge.transport import BasicAuth, Client, Limit, Options, RateHeaders
from deskbridge_gladly.client.answers import Answers, Audiences
from deskbridge_gladly.client.api import Api, Capped
from deskbridge_gladly.client.business_hours import BusinessHoursArea
from deskbridge_gladly.client.communications import Communications
from deskbridge_gladly.client.conversations import Conversations
from deskbridge_gladly.client.customers import Customers
from deskbridge_gladly.client.directory import Agents, Inboxes, Organizations, Teams
from deskbridge_gladly.client.events import Events
from deskbridge_gladly.client.exports import Exports
from deskbridge_gladly.client.freeform_topics import FreeformTopics
from deskbridge_gladly.client.ids import new_id
from deskbridge_gladly.client.items import Items
from deskbridge_gladly.client.lines import Lines, SkippedLineWarning
from deskbridge_gladly.client.message_automation import MessageAutomation
from deskbridge_gladly.client.proactive_conversations import ProactiveConversations
from deskbridge_gladly.client.public_answers import PublicAnswers
from deskbridge_gladly.client.reports import Reports
from deskbridge_gladly.client.rows import Rows
from deskbridge_gladly.client.tasks import Tasks
from deskbridge_gladly.client.topics import Topics
from deskbridge_gladly.client.user_identity import UserIdentity
from deskbridge_gladly.client.webhooks import Webhooks
from deskbridge_gladly.errors import read_error
from deskbridge_gladly.settings import API_PATH, GladlySettings

__all__ = ["Capped", "GladlyClient", "Lines", "Rows", "SkippedLineWarning", "new_id"]

LIMIT = Limit(
    requests=10, per_seconds=1.0, source="Gladly REST API, Rate limit: 10 a second for the whole organization"
)
REPORT_LIMIT = Limit(
    requests=10,
    per_seconds=60.0,
    at_once=2,
    operations=("reports.run", "reports.work_sessions"),
    source="Gladly REST API, Reports: 10 per minute, 2 concurrent per organization",
)
RATE_HEADERS = RateHeaders(limit="Ratelimit-Limit-Second", remaining="Ratelimit-Remaining-Second")


class GladlyClient:
    """Gladly's API by area. Sends nothing when it is made; safe to use from many threads.

    Attributes:
        customers: Customer profiles.
        conversations: Conversations and their topics.
        items: Conversation items and notes.
        topics: The topics there are.
        agents: Who works there.
        inboxes: Where conversations wait.
        teams: Agents who work together.
        organization: The account.
        exports: Export jobs and their files.
        events: What happened within the last 24 hours.
        reports: Reports and work sessions.
        webhooks: Who is told of events.
        communications: Messages from the outside: SMS, mail and custom channels.
        message_automation: Chats that a bot answers.
        tasks: Tasks and their comments.
        answers: Answers, as they are managed.
        public_answers: Answers, as the public sees them.
        audiences: Whom answers are for.
        business_hours: When it is open.
        user_identity: Who a customer is, proven to Glad App.
        freeform_topics: Custom attributes and the values that conversations have of them.
        proactive_conversations: Whom campaigns contact.
    """

    def __init__(self, settings: GladlySettings, options: Options | None = None) -> None:
        client = Client(
            settings.base_url + API_PATH,
            vendor="gladly",
            auth=BasicAuth(settings.username, settings.api_token.reveal()),
            options=options,
            limits=(LIMIT, REPORT_LIMIT),
            rate_headers=RATE_HEADERS,
            read_error=read_error,
        )
        self._api = Api(client)
        self.customers = Customers(self._api)
        self.conversations = Conversations(self._api)
        self.items = Items(self._api)
        self.topics = Topics(self._api)
        self.agents = Agents(self._api)
        self.inboxes = Inboxes(self._api)
        self.teams = Teams(self._api)
        self.organization = Organizations(self._api)
        self.exports = Exports(self._api)
        self.events = Events(self._api)
        self.reports = Reports(self._api)
        self.webhooks = Webhooks(self._api)
        self.communications = Communications(self._api)
        self.message_automation = MessageAutomation(self._api)
        self.tasks = Tasks(self._api)
        self.answers = Answers(self._api)
        self.public_answers = PublicAnswers(self._api)
        self.audiences = Audiences(self._api)
        self.business_hours = BusinessHoursArea(self._api)
        self.user_identity = UserIdentity(self._api)
        self.freeform_topics = FreeformTopics(self._api)
        self.proactive_conversations = ProactiveConversations(self._api)

    def close(self) -> None:
        """Close all connections; the client can't be used afterwards."""
        self._api.close()

    def __repr__(self) -> str:
        return "<GladlyClient>"
