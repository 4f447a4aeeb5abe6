"""The vendor's own node.js scripts, unchanged, against the sandbox.

They are not part of this repository. To run them: clone https://github.com/gladly/rest-api-examples, run `npm install`
in it (and `npm install line-reader json2csv` where `package.json` lacks them), and name the clone in
`DESKBRIDGE_GLADLY_SCRIPTS`. Each test runs one script with the tables that it was published with, in a copy of the
clone, against a sandbox of its own.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from deskbridge.sandbox import ManualClock, SandboxOptions, parse_seed, running
from deskbridge_gladly.sandbox import create

CHECKOUT = Path(os.environ.get("DESKBRIDGE_GLADLY_SCRIPTS") or "/nowhere")
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    not (NODE and CHECKOUT.is_dir()), reason="needs node, and DESKBRIDGE_GLADLY_SCRIPTS with the vendor's scripts"
)
WHEN = datetime(2021, 10, 15, tzinfo=UTC)
"""Soon after the README's logs were printed; the tasks of the table are due later."""


@frozen
class Account:
    """A sandbox, and the scripts that may use it."""

    sandbox: Any
    settings: dict[str, str]
    scripts: Path

    def run(self, script: str, **more: str) -> str:
        """Run a script and return what it printed; it has to end by itself and without a crash."""
        environment = {
            **os.environ,
            "NODE_PATH": str(next(each for each in modules() if each.is_dir())),
            "GLADLY_HOST": self.settings["base_url"],
            "GLADLY_USERNAME": self.settings["username"],
            "GLADLY_API_TOKEN": self.settings["api_token"],
            **more,
        }
        ran = subprocess.run(
            [NODE or "node", script], cwd=self.scripts, env=environment, capture_output=True, timeout=60, check=True
        )
        assert ran.stderr == b""
        return ran.stdout.decode()

    @property
    def store(self) -> Any:
        return self.sandbox.store


def modules() -> Iterator[Path]:
    yield from (each / "node_modules" for each in (CHECKOUT, *CHECKOUT.parents))


Open = Callable[..., Account]


@pytest.fixture
def open_account(tmp_path: Path) -> Iterator[Open]:
    scripts = tmp_path / "scripts"
    shutil.copytree(CHECKOUT, scripts, ignore=shutil.ignore_patterns("node_modules", ".git", ".env"))
    with contextlib.ExitStack() as stack:

        def begin(seed: str, *, at: datetime = WHEN) -> Account:
            clock = ManualClock(at)
            sandbox = create(SandboxOptions(seeds=[parse_seed(seed)], rate_limit="off", clock=clock))
            served = stack.enter_context(running(sandbox))
            return Account(sandbox, served.settings, scripts)

        yield begin


@pytest.fixture
def sample(open_account: Open) -> Account:
    return open_account("sample")


@pytest.fixture
def empty(open_account: Open) -> Account:
    return open_account("empty")


def outcomes(printed: str) -> list[str]:
    """Give `SUCCESS 0`, `ERROR 1` and so on, sorted; the scripts ask for several rows at a time."""
    return sorted(" ".join(found) for found in re.findall(r"^(SUCCESS|ERROR) - ROW (\d+)", printed, re.MULTILINE))


ALL_FOUR = [f"SUCCESS {row}" for row in range(4)]


def test_create_customers_makes_a_profile_of_each_row(empty: Account) -> None:
    assert outcomes(empty.run("create-customers")) == ALL_FOUR
    (third,) = empty.store.people.with_email("person3+2@person.com")
    assert (third["name"], third["customAttributes"], len(third["emails"])) == ("FIrst3 Last3", {"attr3": "hi"}, 3)
    assert third["phones"][0]["normalized"] == "+16501234569"


def test_create_customers_again_is_refused_because_the_addresses_are_taken(sample: Account) -> None:
    printed = sample.run("create-customers")
    assert outcomes(printed) == [f"ERROR {row}" for row in range(4)]
    assert printed.count('"code":"taken"') >= 4


def test_update_customers_sends_the_whole_profile_back_with_another_name(empty: Account) -> None:
    empty.run("create-customers")
    before = {key: dict(value) for key, value in empty.store.people.profiles.items()}
    assert outcomes(empty.run("update-customers")) == sorted(ALL_FOUR * 2)
    for key, profile in empty.store.people.profiles.items():
        assert re.fullmatch(r"Person \d's New Name", profile["name"])
        assert {**profile, "name": "", "updatedAt": ""} == {**before[key], "name": "", "updatedAt": ""}


def test_delete_customers_deletes_each_of_them(sample: Account) -> None:
    # The script opens its table by another name than it was published under.
    folder = sample.scripts / "delete-customers"
    shutil.copy(folder / "sample-customers-to-delete.csv", folder / "sample-new-customers.csv")
    assert outcomes(sample.run("delete-customers")) == sorted(ALL_FOUR * 2)
    assert not any(sample.store.people.with_email(f"person{number}@person.com") for number in range(1, 5))


def test_create_tasks_makes_the_two_tasks_of_the_published_log(sample: Account) -> None:
    held = set(sample.store.tasks.tasks)
    printed = sample.run("create-tasks")
    assert outcomes(printed) == ["ERROR 2", "ERROR 3", "ERROR 4", "SUCCESS 0", "SUCCESS 1"]
    assert printed.count("Inbox witih name") == 3
    made = [task for key, task in sample.store.tasks.tasks.items() if key not in held]
    assert {task["body"] for task in made} == {"please create a return label", "please initiate a return"}
    assert {task["assignee"].get("agentId") is None for task in made} == {True, False}


def test_close_tasks_closes_them_where_they_are(sample: Account) -> None:
    before = {key: task["assignee"] for key, task in sample.store.tasks.tasks.items()}
    assert outcomes(sample.run("close-tasks")) == ["SUCCESS 0", "SUCCESS 1"]
    for task_id in ("12345", "54321"):
        task = sample.store.tasks.tasks[task_id]
        assert (task["status"], task["assignee"]) == ("CLOSED", before[task_id])


def test_close_conversations_adds_a_topic_and_closes(sample: Account) -> None:
    assert outcomes(sample.run("close-conversations")) == ["SUCCESS 0", "SUCCESS 1"]
    for conversation_id in ("pzQgtVEsSsWho4qm1086WA", "6lvC3C0BQ6Ky1ysTBwC6ig"):
        closed = sample.store.conversations[conversation_id]
        assert (closed["status"], closed["topicIds"]) == ("CLOSED", ["bL6mXLhbQCmMxrhn54NiIw"])


def test_add_and_update_answers_adds_a_name_once_and_then_updates_it(sample: Account) -> None:
    for answer_id in list(sample.store.knowledge.answers):
        sample.store.knowledge.remove(answer_id)
    rows = re.findall(r"^(\d),([^,]*),([^,]*),(add|update),(.+)$", sample.run("add-and-update-answers"), re.MULTILINE)
    assert [(number, problem, done) for number, _, problem, done, _ in rows] == [
        ("0", "", "add"), ("1", "", "update"), ("2", "", "add"),
    ]  # fmt: skip
    assert rows[0][4] == rows[1][4]
    answer = sample.store.knowledge.named("How to: Say Goodbye")
    assert answer["audienceIds"] == ["audience-1", "audience-2"]


def test_create_and_update_topics_make_the_tree_of_the_tables(empty: Account) -> None:
    assert outcomes(empty.run("create-topics")) == ALL_FOUR
    made = empty.store.topics
    assert (made["id4"]["parentId"], made["id3"]["disabled"]) == ("id1", True)
    assert outcomes(empty.run("update-topics")) == ALL_FOUR[:2]
    made = empty.store.topics
    assert (made["id4"]["parentId"], made["id3"]["disabled"], made["id3"]["name"]) == ("id2", False, "Loyalty Program")


def test_redact_calls_takes_the_recording_away(sample: Account) -> None:
    assert "recordingUrl" in sample.store.items["xeNRlm3EQmm7pCyp7io78A"]["content"]
    assert outcomes(sample.run("redact-calls")) == ["SUCCESS 0"]
    left = sample.store.items["xeNRlm3EQmm7pCyp7io78A"]["content"]
    assert (left["recordingStatus"], "recordingUrl" in left) == ("DELETED", False)


def test_get_data_export_prints_each_line_of_the_newest_export(sample: Account) -> None:
    printed = sample.run("get-data-export")
    lines = re.findall(r"^Got line from conversation_items\.jsonl file: (.+)$", printed, re.MULTILINE)
    job = sample.store.jobs["sample0000000000000job"]
    assert [json.loads(line) for line in lines] == list(job.items)
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("file_type", "count"), [("conversation_items", 4), ("customers", 13), ("topics", 4), ("agents", 1)]
)
def test_conversation_export_to_csv_writes_a_row_of_each_record(
    sample: Account, tmp_path: Path, file_type: str, count: int
) -> None:
    job = "sample0000000000000job"
    printed = sample.run("conversation-export-to-csv", JOB_ID=job, FILE_TYPE=file_type, TMP_FILE_PATH=str(tmp_path))
    written = tmp_path / f"{job}-{file_type}.csv"
    assert printed == f"Saved file results in {written}\n"
    with written.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    assert (header[0], len(rows)) == ("id", count)


def test_get_reports_prints_the_published_log(sample: Account) -> None:
    # The script is of 2021 and reads the handle time by the name that it had then.
    sample.store.switches.turn({"old_handle_time_column": True})
    printed = re.findall(r"^Detected ([\d.]+) ([^.]+)", sample.run("get-reports"), re.MULTILINE)
    assert [number for number, _ in printed] == ["35.529", "0", "1"]


def test_events_wfm_counts_the_minutes_of_holds_and_availability(open_account: Open) -> None:
    account = open_account("empty", at=datetime.now(UTC) + timedelta(minutes=1))
    agent = next(iter(account.store.agents))
    start = datetime.now(UTC) - timedelta(seconds=50)
    steps = [
        (0, "AGENT_AVAILABILITY/UPDATED", {"availableFor": ["VOICE"]}),
        (6, "CONTACT/HOLD_STARTED", {"contactId": "call"}),
        (36, "CONTACT/HOLD_ENDED", {"contactId": "call"}),
        (45, "AGENT_AVAILABILITY/UPDATED", {"availableFor": []}),
    ]
    account.store.events.lay([event_at(start + timedelta(seconds=each), agent, *what) for each, *what in steps])
    available, held = account.run("events-wfm").split("Voice: Hold Time")
    assert minutes(available, "Available Time") == pytest.approx(45 / 60)
    assert minutes(held, "Agent Initiated Hold Time") == pytest.approx(30 / 60)
    assert f"'Agent ID': '{agent}'" in held


def event_at(moment: datetime, agent_id: str, kind: str, more: dict[str, Any]) -> dict[str, Any]:
    at = moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    content = {"agentId": agent_id, "occurredAt": at, **more}
    initiator = {"id": agent_id, "type": "AGENT"}
    return {"id": f"{kind} {at}", "type": kind, "timestamp": at, "initiator": initiator, "content": content}


def minutes(printed: str, column: str) -> float:
    """Add up a column; half hours may be cut anywhere."""
    return sum(map(float, re.findall(rf"'{column} \(minutes\)': ([\d.]+)", printed)))
