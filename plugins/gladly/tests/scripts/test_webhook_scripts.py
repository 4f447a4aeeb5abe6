"""The vendor's own webhook receivers in node.js, unchanged, at the sandbox's webhooks.

They are not part of this repository. To run them: clone https://github.com/gladly/webhook-examples, run `npm install`
in it, and name the clone in `DESKBRIDGE_GLADLY_WEBHOOK_SCRIPTS`. They listen on ports of their own choice, 8000 and
9000, which must be free.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3
from attrs import frozen

from deskbridge.sandbox import RunningSandbox, SandboxOptions, parse_seed, running
from deskbridge_gladly.sandbox import create

CHECKOUT = Path(os.environ.get("DESKBRIDGE_GLADLY_WEBHOOK_SCRIPTS") or "/nowhere")
NODE = shutil.which("node")
pytestmark = [
    pytest.mark.skipif(
        not (NODE and CHECKOUT.is_dir()),
        reason="needs node, and DESKBRIDGE_GLADLY_WEBHOOK_SCRIPTS with the vendor's scripts",
    ),
    pytest.mark.xdist_group("gladly webhook scripts"),
]
BOT = "XeEJwrnuTfabHMK5ZW1fGg"
UNASSIGNED = "UCeDRWE1Ro6vMYZ_MqPHsA"


@frozen
class Account:
    """A sandbox, and a script that listens to it."""

    served: RunningSandbox

    @property
    def store(self) -> Any:
        return self.served.sandbox.store

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        held = self.served.settings
        headers = urllib3.make_headers(basic_auth=f"{held['username']}:{held['api_token']}")
        answer = urllib3.request(method, f"{self.served.url}{path}", json=body, headers=headers)
        assert answer.status < 300, answer.data
        return answer

    def listen(self, url: str, event: str) -> str:
        """Make an enabled webhook, which succeeds only if the script answers the PING."""
        made = self.ask("POST", "/api/v1/webhooks", {"url": url, "events": [event], "enabled": True})
        return str(made.headers["Location"].rpartition("/")[2])

    def deliver(self) -> None:
        assert self.ask("POST", "/_sandbox/webhooks/deliver", {}).json()["waiting"] == 0

    def statuses(self, webhook_id: str) -> list[Any]:
        return [each["status"] for each in self.ask("GET", f"/_sandbox/webhooks/{webhook_id}/log").json()]


Open = Callable[..., Account]


@pytest.fixture
def open_account() -> Iterator[Open]:
    with contextlib.ExitStack() as stack:

        def begin(script: str, **more: str) -> Account:
            served = stack.enter_context(
                running(create(SandboxOptions(seeds=[parse_seed("sample")], rate_limit="off")))
            )
            environment = {
                **os.environ,
                "GLADLY_HOST": served.settings["base_url"],
                "GLADLY_USERNAME": served.settings["username"],
                "GLADLY_API_TOKEN": served.settings["api_token"],
                "GLADLY_APP_BOT_AGENT_ID": BOT,
                **more,
            }
            node = stack.enter_context(
                subprocess.Popen([NODE or "node", script], cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE)
            )
            stack.callback(node.kill)
            assert node.stdout is not None
            assert b"listening" in node.stdout.readline()
            return Account(served)

        yield begin


def test_csat_survey_tells_of_a_closed_conversation(open_account: Open, script: Callable[[], Any]) -> None:
    slack = script()
    slack.says(200, b"ok")
    account = open_account("csat-survey", CSAT_SLACK_WEBHOOK=f"{slack.url}/services/x")
    webhook = account.listen("http://127.0.0.1:9000/", "CONVERSATION/CLOSED")
    path = f"/api/v1/conversations/{UNASSIGNED}"
    account.ask("POST", f"{path}/topics", {"topicIds": ["id1"]})
    account.ask("PATCH", path, {"status": {"value": "CLOSED", "force": True}})
    account.deliver()
    assert account.statuses(webhook) == [200, 200]
    # The script answers before it has told the other service.
    ends = time.monotonic() + 10
    while not slack.asked and time.monotonic() < ends:
        time.sleep(0.02)
    ((_, _, told),) = slack.asked
    assert f"Conversation {UNASSIGNED} was closed on " in told["text"]
    assert "Topic IDs: id1" in told["text"]


def test_reply_to_message_takes_a_conversation_and_answers(open_account: Open) -> None:
    account = open_account("reply-to-message")
    url = "http://127.0.0.1:8000/contact-message-received"
    webhook = account.listen(url, "CONTACT/MESSAGE_RECEIVED")
    for text, reply, agent in (("Hello", "Thank you for your message!", BOT), ("An agent!", "Handing you off!", None)):
        account.ask("POST", "/_sandbox/gladly/messages", {"conversationId": UNASSIGNED, "text": text})
        account.deliver()
        assert account.store.items_in(UNASSIGNED)[-1]["content"]["content"] == reply
        assert account.store.conversations[UNASSIGNED].get("agentId") == agent
    assert account.statuses(webhook) == [200, 200, 200]
    assert account.served.sandbox.counters.outbound_messages == 2


def test_backend_chatbot_answers_until_it_hands_off(open_account: Open) -> None:
    account = open_account("backend-chatbot")
    webhook = account.listen("http://127.0.0.1:8000/", "AUTOMATION/MESSAGE_RECEIVED")
    wanted = {"conversationId": UNASSIGNED}
    said = account.ask("POST", "/_sandbox/gladly/automation", {**wanted, "text": "Hello"}).json()["sessionId"]
    account.deliver()
    messages = account.ask("GET", f"/api/v1/message-automation/sessions/{said}/messages").json()
    assert "Random message: " in str(messages[-1])
    account.ask("POST", "/_sandbox/gladly/automation", {**wanted, "text": "agent"})
    account.deliver()
    assert account.statuses(webhook) == [200, 200, 200]
