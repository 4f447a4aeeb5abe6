"""Composes the sandbox: what it holds, who answers, how to connect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.routing import BaseRoute, Route

from deskbridge.sandbox import Counters, FaultBox, SandboxOptions, basic
from deskbridge_gladly.sandbox import trying
from deskbridge_gladly.sandbox.areas.answers import Answers
from deskbridge_gladly.sandbox.areas.automation import MessageAutomation
from deskbridge_gladly.sandbox.areas.business_hours import BusinessHours
from deskbridge_gladly.sandbox.areas.call_recorder import CallRecorder
from deskbridge_gladly.sandbox.areas.campaigns import Campaigns
from deskbridge_gladly.sandbox.areas.comments import Comments
from deskbridge_gladly.sandbox.areas.communications import Communications
from deskbridge_gladly.sandbox.areas.contents import Contents
from deskbridge_gladly.sandbox.areas.conversations import Conversations
from deskbridge_gladly.sandbox.areas.custom_channels import CustomChannels
from deskbridge_gladly.sandbox.areas.customers import Customers
from deskbridge_gladly.sandbox.areas.directory import Directory
from deskbridge_gladly.sandbox.areas.events import Events
from deskbridge_gladly.sandbox.areas.exports import Exports
from deskbridge_gladly.sandbox.areas.freeform_topics import FreeformTopics
from deskbridge_gladly.sandbox.areas.identity import UserIdentity
from deskbridge_gladly.sandbox.areas.items import Items
from deskbridge_gladly.sandbox.areas.media import Media
from deskbridge_gladly.sandbox.areas.public_answers import PublicAnswers
from deskbridge_gladly.sandbox.areas.redaction import Redaction
from deskbridge_gladly.sandbox.areas.replies import Replies
from deskbridge_gladly.sandbox.areas.reports import Reports
from deskbridge_gladly.sandbox.areas.tasks import Tasks
from deskbridge_gladly.sandbox.areas.topics import Topics
from deskbridge_gladly.sandbox.areas.webhooks import Webhooks
from deskbridge_gladly.sandbox.calls import Table
from deskbridge_gladly.sandbox.control import Control
from deskbridge_gladly.sandbox.deliveries import Deliveries
from deskbridge_gladly.sandbox.gate import Gate
from deskbridge_gladly.sandbox.operations import Served, served
from deskbridge_gladly.sandbox.routing import Operations
from deskbridge_gladly.sandbox.seeds import lay
from deskbridge_gladly.sandbox.store import Store

USERNAME = "gladlyadmin@gladly.com"
WEBHOOK_USERNAME, WEBHOOK_PASSWORD = "hook", "sandbox-webhook-password"
API_TOKEN = "sandbox-api-token"  # noqa: S105  it opens nothing but this sandbox
PREFIX = "/api/v1"


class GladlySandbox:
    """One organization on Gladly, with everything in memory."""

    vendor = "gladly"

    def __init__(self, options: SandboxOptions) -> None:
        self.counters = Counters()
        self.faults = FaultBox()
        self.clock = options.clock
        self.store = Store(options.clock)
        self.deliveries = Deliveries(options.clock, self.store.switches)
        self.store.events.listeners.append(self.deliveries.announce)
        self.media = Media(self.store)
        self.automation = MessageAutomation(self.store, self.counters)
        self._gate = Gate(
            options.clock,
            self.store.switches,
            username=USERNAME,
            api_token=API_TOKEN,
            rate_limit=options.rate_limit,
        )
        self._tables = self._served_tables()
        lay(self.store, options.seeds)

    def routes(self) -> Sequence[BaseRoute]:
        """Return the operations that are served; anything else below the prefix is a 404."""
        served_below = Operations(self._gate, PREFIX, self._tables)
        control = Control(self.store, self.deliveries, self.automation)
        return [Route(PREFIX + "/{rest:path}", served_below), *control.routes(), *self.media.routes()]

    def operations(self) -> Sequence[Served]:
        """List the vendor's operations that are served, with their routes."""
        return list(served(self._tables))

    def settings(self, url: str) -> Mapping[str, str]:
        """Return the settings that connect to the sandbox at `url`."""
        webhook = {"webhook_username": WEBHOOK_USERNAME, "webhook_password": WEBHOOK_PASSWORD}
        return {"base_url": url, "username": USERNAME, "api_token": API_TOKEN, **webhook}

    def samples(self) -> Mapping[str, Any]:
        """Tell what there is to try, with a delivery that is proven by the credentials of the settings."""
        return trying.samples(self.store, basic(WEBHOOK_USERNAME, WEBHOOK_PASSWORD))

    def state(self) -> Mapping[str, Any]:
        """Count what is held, for tests."""
        store = self.store
        return {
            "customers": len(store.people.profiles),
            "conversations": len(store.conversations),
            "items": len(store.items),
            "tasks": len(store.tasks.tasks),
            "topics": len(store.topics),
            "answers": len(store.knowledge.answers),
            "business_hours": len(store.business_hours),
            "recipient_collections": len(store.recipient_collections),
            "agents": len(store.agents),
            "inboxes": len(store.inboxes),
            "export_jobs": len(store.jobs),
            "events": len(store.events),
            "webhooks": len(self.deliveries.webhooks),
            "waiting_deliveries": self.deliveries.waiting,
            "automation_sessions": len(self.automation.sessions),
            "files_asked_with_credentials": self.media.with_credentials,
            "outbound_messages": self.counters.outbound_messages,
        }

    def _served_tables(self) -> Sequence[Table]:
        store = self.store
        areas = (
            Customers(store),
            Conversations(store),
            Items(store),
            Replies(store, self.counters),
            self.media,
            Redaction(store),
            Communications(store, self.counters),
            CustomChannels(store),
            self.automation,
            CallRecorder(store),
            Webhooks(store, self.deliveries),
            Events(store),
            Reports(store, self._gate),
            Tasks(store),
            Comments(store),
            Answers(store),
            Contents(store),
            PublicAnswers(store),
            BusinessHours(store),
            UserIdentity(store),
            FreeformTopics(store),
            Campaigns(store, self.counters),
            Topics(store),
            Directory(store),
            Exports(store),
        )
        return [area.table() for area in areas]
