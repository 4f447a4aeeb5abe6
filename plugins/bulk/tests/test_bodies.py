"""What the jobs send says what the vendor's own scripts send for the same tables, but for ids and what is noted here.

The bodies are from the vendor's repository `gladly/rest-api-examples`. Where one differs, the test says how and why.
"""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from attrs import evolve

INBOX, AGENT, TOPIC = "0tvvSDnvQVGchp-GaxCeGQ", "XeEJwrnuTfabHMK5ZW1fGg", "bL6mXLhbQCmMxrhn54NiIw"
HELLO, GOODBYE = "How to say hello in any language", "How to say goodbye in any language"
CLOSED = {"assignee": {"inboxId": INBOX, "agentId": AGENT}, "status": {"value": "CLOSED", "force": True}}


@contextmanager
def listening(target):
    """Stand between a client and a sandbox, and keep the method and body of each request that writes."""
    kept = []

    class Between(BaseHTTPRequestHandler):
        def pass_on(self):
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            if body:
                kept.append((self.command, json.loads(body)))
            headers = {name: self.headers[name] for name in ("Authorization", "Content-Type") if self.headers[name]}
            request = Request(target + self.path, body or None, headers, method=self.command)  # noqa: S310  loopback
            try:
                answer = urlopen(request)  # noqa: S310  loopback
            except HTTPError as refused:
                answer = refused
            with answer:
                content = answer.read()
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.headers["Content-Type"] or "application/json")
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = pass_on  # noqa: N815  the names that the server looks for

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Between) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", kept
        finally:
            server.shutdown()
            thread.join()


SENT = [
    pytest.param(
        (
            ("customers", "create"),
            "sample-new-customers.csv",
            "empty",
            # Empty cells are left out, of the attributes too; a number stays as it was written.
            (
                "POST",
                {
                    "id": "...",
                    "name": "First1 Last1",
                    "address": "Address 1, CA, 12345",
                    "emails": [{"original": "person1@person.com"}],
                    "phones": [{"original": "650 123 4567"}, {"original": "650 123 4571"}],
                    "customAttributes": {"attr1": "hello", "attr3": "world"},
                },
            ),
        ),
        id="create-customers",
    ),
    pytest.param(
        (
            ("customers", "update"),
            "sample-update-customers.csv",
            "sample",
            # The script sends the profile that it found, changed: what others change meanwhile would be lost by that.
            ("PATCH", {"name": "Person 1's New Name"}),
        ),
        id="update-customers",
    ),
    pytest.param(
        (
            ("tasks", "create"),
            "sample-new-tasks.csv",
            "sample",
            (
                "POST",
                {
                    "id": "...",
                    "assignee": {"inboxId": INBOX, "agentId": None},
                    "body": "please initiate a return",
                    "dueAt": "2124-09-28T00:00:00.000Z",
                    "customer": {"emailAddress": "person2@person.com"},
                },
            ),
        ),
        id="create-tasks",
    ),
    pytest.param(
        (
            ("tasks", "close"),
            "sample-close-tasks.csv",
            "sample",
            # The script leaves the key of an agent out where there is none; what that does is not documented, null is.
            ("PATCH", {"assignee": {"inboxId": INBOX, "agentId": None}, "status": "CLOSED"}),
        ),
        id="close-tasks",
    ),
    pytest.param(
        (
            ("tickets", "close", "--force"),
            "sample-close-conversations.csv",
            "sample",
            ("POST", {"topicIds": [TOPIC]}),
            ("PATCH", CLOSED),
        ),
        id="close-conversations",
    ),
    pytest.param(
        (
            ("topics", "create"),
            "sample-new-topics.csv",
            "empty",
            # The script leaves out what an empty cell does not say; a new topic is what the desk's language says of it,
            # and there it is disabled or not. It comes to the same.
            ("POST", {"id": "...", "name": "Wrong Size", "disabled": False, "parentId": "id1"}),
            ("POST", {"id": "...", "name": "Loyalty Program (ARCHIVED)", "disabled": True}),
        ),
        id="create-topics",
    ),
    pytest.param(
        (
            ("topics", "update"),
            "sample-update-topics.csv",
            "sample",
            # The id is in the path; the script repeats it.
            ("PATCH", {"name": "Loyalty Program", "disabled": False}),
            ("PATCH", {"name": "Wrong Size", "parentId": "id2"}),
        ),
        id="update-topics",
    ),
    pytest.param(
        (
            ("answers", "apply"),
            "answers.csv",
            "sample",
            # The script leaves the id to the vendor; with one of ours a repeated request is recognised.
            ("POST", {"id": "...", "name": "How to: Say Hello", "description": HELLO, "audienceIds": ["audience-1"]}),
            ("PATCH", {"description": GOODBYE, "audienceIds": ["audience-1", "audience-2"]}),
            ("PUT", {"bodyHtml": "<p>Hello World</p>", "title": "Hello in English"}),
        ),
        id="add-and-update-answers",
    ),
]


@pytest.mark.parametrize("parameters", SENT)
def test_what_is_sent_says_what_the_script_sends(terminal, serve, parameters):
    command, name, seed, *expected = parameters
    served = serve("gladly", seed=seed).running
    table = terminal.table(name)
    table.write_bytes(table.read_bytes().replace(b"2023-", b"2123-").replace(b"2024-", b"2124-"))
    with listening(served.settings["base_url"]) as (url, kept):
        terminal.add("gladly", evolve(served, settings={**served.settings, "base_url": url}))
        terminal.run(*command, table, "--desk", "gladly")
    sent = [(method, {**body, "id": "..."} if "id" in body else body) for method, body in kept]
    assert [one for one in expected if one not in sent] == [], sent
