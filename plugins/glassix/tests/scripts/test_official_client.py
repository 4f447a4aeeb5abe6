"""The vendor's official JavaScript client, unchanged, against the sandbox: every one of its methods.

It is not part of this repository. To run this: `npm install glassix`, or clone https://github.com/Glassix/glassix-js
and run `npm install` and `npm run build` in it; then name the package's directory in `DESKBRIDGE_GLASSIX_JS`.
`every_method.js` calls the methods, one run for all tests; the tests look at what came back and what it did.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import urllib3
from attrs import frozen

from deskbridge.sandbox import ManualClock, SandboxOptions, parse_seed, running
from deskbridge_glassix.sandbox import GlassixSandbox, seeds

CLIENT = Path(os.environ.get("DESKBRIDGE_GLASSIX_JS") or "/nowhere")
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    not (NODE and CLIENT.is_dir()), reason="needs node, and DESKBRIDGE_GLASSIX_JS with the vendor's client"
)
PAGE = 100


@frozen
class Run:
    """What one run of all methods left.

    Attributes:
        box: The sandbox.
        said: What the methods gave, by `area.method`, each time that they were called.
    """

    box: GlassixSandbox
    said: dict[str, Any]

    def one(self, name: str) -> Any:
        (answer,) = self.said[name]
        return answer

    def ticket(self, place: int) -> dict[str, Any]:
        return dict(self.box.world.tickets[self.said["tickets.create"][place]["id"]].wire)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    clock = ManualClock(datetime(2026, 3, 10, 12, tzinfo=UTC))
    box = GlassixSandbox(SandboxOptions(seeds=(parse_seed("sample"),), rate_limit="off", clock=clock))
    report = tmp_path_factory.mktemp("official") / "report.json"
    with running(box) as served:
        lay_tickets(served.url)
        environment = {
            **os.environ,
            "CLIENT": str(CLIENT.resolve()),
            "SETTINGS": json.dumps(dict(served.settings)),
            "OTHER_DEPARTMENT": seeds.OTHER_DEPARTMENT,
            "SINCE": "10/02/2026 12:00:00:00",
            "UNTIL": "10/03/2026 12:00:00:00",
            "REPORT": str(report),
        }
        command = [NODE or "node", Path(__file__).with_name("every_method.js")]
        ran = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
        assert ran.returncode == 0, ran.stderr.decode()[-2000:]
        yield Run(box, json.loads(report.read_text("utf-8")))


def lay_tickets(url: str) -> None:
    tickets = [{"open": "2026-03-01T08:00:00Z", "lastActivity": "2026-03-01T08:00:00Z"}] * (PAGE + 20)
    laid = urllib3.request("POST", f"{url}/_sandbox/glassix/tickets", json={"tickets": tickets})
    assert laid.status == 200, laid.data


def test_every_method_was_called_and_succeeded(run: Run) -> None:
    assert run.said["missed"] == []
    assert run.said["methods"] >= 41


def test_one_token_serves_all_of_it(run: Run) -> None:
    assert run.said["getToken"]["token_type"] == "bearer"
    assert run.box.state()["token_calls"] == 1


def test_a_ticket_is_opened_talked_in_labelled_and_closed(run: Run) -> None:
    assert run.one("tickets.get")["participants"][0]["identifier"] == "david.gilmour@example.org"
    assert run.one("tickets.send")["text"] == "Hello!"
    assert (run.one("tickets.addTags"), run.one("tickets.removeTag")) == (["Info", "Sales", "Excel"], ["Info", "Excel"])
    closed = run.said["tickets.setState"][0]
    assert (closed["state"], closed["tags"], closed["field1"]) == (
        "Closed", ["Info", "Excel", "VIP"], "The great gig in the sky",
    )  # fmt: skip


def test_a_list_goes_over_all_pages(run: Run) -> None:
    listed = [ticket["id"] for ticket in run.one("tickets.list")]
    assert len(listed) == len(set(listed)) > PAGE


def test_a_summary_is_rendered(run: Run) -> None:
    assert run.one("tickets.pdf").startswith("%PDF")
    assert "The great gig in the sky" in run.one("tickets.html")
    assert "Brenda Rahman" in run.one("tickets.html")


def test_a_scrambled_ticket_has_lost_its_content(run: Run) -> None:
    assert "Hello!" not in json.dumps(run.box.world.tickets[run.ticket(0)["id"]].transactions)


def test_a_ticket_moves_to_another_department_under_another_id(run: Run) -> None:
    moved = run.one("tickets.setDepartment")["ticketId"]
    old, new = run.ticket(1), run.box.world.tickets[moved].wire
    assert (new["departmentId"], old["movedToTicketId"]) == (seeds.OTHER_DEPARTMENT, moved)


def test_a_phone_call_is_told_of_and_asked_about(run: Run) -> None:
    kinds = [one["type"] for one in run.box.world.tickets[run.ticket(3)["id"]].transactions]
    assert [kind for kind in kinds if kind.startswith("PhoneCall")] == [
        "PhoneCallStarted", "PhoneCallEnded", "PhoneCallAudioLink",
    ]  # fmt: skip
    assert run.one("tickets.generateSurveyLink")["surveyLink"].startswith("http://acme.localhost:")


def test_a_user_comes_and_goes_and_the_own_one_changes(run: Run) -> None:
    assert run.one("users.getStatus")["status"] == "Online"
    assert run.one("users.getByUniqueArgument")["UserName"] == "john.doe@example.org"
    assert run.one("users.delete")["deletedFromDepartments"] == [seeds.MAIN_DEPARTMENT]
    users = run.box.world.departments[seeds.MAIN_DEPARTMENT].users
    assert "john.doe@example.org" not in users
    assert (users[seeds.API_USER]["shortName"], users[seeds.API_USER]["uniqueArgument"]) == ("John", "mine")


def test_a_contact_gets_a_name_and_an_address_and_loses_it(run: Run) -> None:
    before, after = run.said["contacts.get"]
    assert before["name"] == after["name"] == "Jane Doe"
    assert [len(each["identifiers"]) for each in (before, after)] == [2, 1]


def test_the_department_answers(run: Run) -> None:
    assert run.one("tenants.isOnline") is True
    assert "Info" in {tag["name"] for tag in run.one("tenants.getTags")}
    assert run.said["cannedReplies.getAll"][0]


def test_a_direct_message_waits_to_be_sent(run: Run) -> None:
    assert run.one("protocols.send")["status"] == "Pending"


def test_a_file_is_uploaded_from_a_form(run: Run) -> None:
    (stored,) = run.one("files.upload")
    assert (stored["originalFileName"], stored["type"]) == ("picture.png", "Image")


def test_events_are_polled(run: Run) -> None:
    told = {change["_event"] for event in run.one("webhooks.getevents") for change in event["changes"]}
    assert "NEW_TICKET" in told


def test_a_refusal_says_why(run: Run) -> None:
    assert run.said["refused"] == {"code": 400, "message": "Tag 'None such' does not exist in the department."}
