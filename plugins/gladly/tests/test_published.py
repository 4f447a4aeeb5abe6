"""What Gladly published, played to the real client over a socket; see `published.json` for each example's source."""

from __future__ import annotations

import json
from pathlib import Path

from deskbridge.errors import NotFoundError, ValidationError
from deskbridge.records import AgentId, AnswerId, CustomerId, ExportJobId, MessageId, TaskId, TicketId
from deskbridge_contract_tests import PublishedContract

HERE = Path(__file__).parent
RECORDED = {one["name"]: one for one in json.loads((HERE / "published.json").read_text("utf-8"))["exchanges"]}
CUSTOMER = CustomerId("OOrlNMXeS72gs_WEX2TtMg")
ANSWER = AnswerId("1grfSzATQLa334VDLCWc4A")
AGENT = AgentId("WmeA3Y51Q5ayCAaZ1AotIA")
JOB = ExportJobId("vZgCEQlDR6aQz_0HeWZ9_Q")


def last(name: str) -> str:
    """Return the last part of an example's path."""
    return str(RECORDED[name]["path"]).rpartition("/")[2]


def customer(name: str):
    return lambda desk: desk.customers.get(CustomerId(last(name)))


def message(name: str):
    return lambda desk: desk.messages.get(MessageId(last(name)))


class TestGladlyPublished(PublishedContract):
    vendor = "gladly"
    recording = HERE / "published"
    reads = {  # noqa: RUF012 - as the contract asks for it
        **{name: customer(name) for name in RECORDED if name.startswith("customer")},
        **{name: message(name) for name in RECORDED if name.startswith("item-")},
        "conversation": lambda desk: desk.tickets.get(TicketId("HXRqKC5GSV-jAlq0-sxYTA")),
        "conversations-of-a-customer": lambda desk: desk.tickets.of_customer(CustomerId("o2sg-TMTSD2rTwMuxzewbA")),
        "items-of-a-conversation": lambda desk: desk.messages.of_ticket(TicketId("9BcE2O0DQ2ynGHRmk9FeoA")),
        "voice-transcript": lambda desk: desk.calls.transcript(MessageId("AloLvEkzQlqc7c4kyYQY1A")),
        "topics": lambda desk: desk.topics.all(),
        "agents": lambda desk: desk.agents.all(),
        "agent": lambda desk: desk.agents.get(AGENT),
        "call-recorder": lambda desk: desk.calls.recorder(AGENT),
        "inboxes-and-teams": lambda desk: desk.groups.all(),
        "task": lambda desk: desk.tasks.get(TaskId("pOVVdzweSumI4bFxjlT8LA")),
        "task-comments": lambda desk: desk.tasks.comments(TaskId("dzweSumI4bFxjlT8LApOVV")),
        "answer": lambda desk: desk.native.answers.get(ANSWER),
        "audiences": lambda desk: desk.answers.audiences(),
        "business-hours": lambda desk: desk.native.business_hours.list(),
        "organization": lambda desk: desk.native.organization.get(),
        "webhooks": lambda desk: desk.native.webhooks.list(),
        "export-job": lambda desk: desk.exports.get(JOB),
        "export-jobs": lambda desk: desk.exports.jobs(),
        "export-schedules": lambda desk: desk.native.exports.schedules(),
        "freeform-topic": lambda desk: desk.native.freeform_topics.get(ANSWER),
        "automation-session": lambda desk: desk.native.message_automation.session("hyLceTJzT5yTAxz1SYJ65A"),
    }
    errors = {  # noqa: RUF012 - as the contract asks for it
        "error-no-such-customer": (NotFoundError, lambda desk: desk.customers.get(CUSTOMER)),
        "error-customer-with-open-conversations": (ValidationError, lambda desk: desk.customers.delete(CUSTOMER)),
        "error-item-of-an-unsupported-kind": (
            ValidationError,
            lambda desk: desk.messages.get(MessageId("pOVVdzweSumI4bFxjlT8LA")),
        ),
        "error-no-such-agent": (NotFoundError, lambda desk: desk.calls.recorder(AGENT)),
        "error-no-such-answer": (NotFoundError, lambda desk: desk.answers.get(ANSWER)),
        "error-answer-in-use": (ValidationError, lambda desk: desk.answers.delete(ANSWER)),
        "error-export-job-in-progress": (ValidationError, lambda desk: desk.exports.delete(JOB)),
        "error-no-such-business-hours": (
            NotFoundError,
            lambda desk: desk.native.business_hours.get("bh_WmeA3Y51Q5ayCAaZ1AotIA"),
        ),
    }
