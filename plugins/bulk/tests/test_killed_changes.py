"""What changes what is there goes on too when it was killed on its way: each row is done, and none twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

ROWS = 40
TOPIC = "bL6mXLhbQCmMxrhn54NiIw"


def conversations(store):
    sample = store.conversations["pzQgtVEsSsWho4qm1086WA"]
    for number in range(ROWS):
        store.add_conversation({**sample, "id": f"conversation{number}"})
    return "conversationId,topicId\n" + "".join(f"conversation{number},{TOPIC}\n" for number in range(ROWS))


def closed(store):
    happened = Counter((item["conversationId"], item["content"]["type"]) for item in store.items.values())
    return [
        store.conversations[row]["status"] == "CLOSED"
        and store.conversations[row]["topicIds"] == [TOPIC]
        and happened[row, "TOPIC_CHANGE"] == happened[row, "CONVERSATION_STATUS_CHANGE"] == 1
        for row in (f"conversation{number}" for number in range(ROWS))
    ]


def calls(store):
    sample = store.items["xeNRlm3EQmm7pCyp7io78A"]
    for number in range(ROWS):
        store.add_item({**sample, "id": f"call{number}"})
    return "itemid\n" + "".join(f"call{number}\n" for number in range(ROWS))


def redacted(store):
    return [store.items[f"call{number}"]["content"]["recordingStatus"] == "DELETED" for number in range(ROWS)]


def answers(_):
    head = "language,audience,name,description,public_answer_content,public_answer_title\n"
    return head + "".join(
        f"en-us,Audience 1,Name {number},D{number},<p>{number}</p>,T{number}\n" for number in range(ROWS)
    )


def applied(store):
    ids = {}
    for answer in store.knowledge.answers.values():
        ids.setdefault(answer["name"], []).append(answer["id"])
    contents = {key[0]: content.get("bodyHtml") for key, content in store.knowledge.contents.items()}
    return [
        [contents.get(one) for one in ids.get(f"Name {number}", ())] == [f"<p>{number}</p>"] for number in range(ROWS)
    ]


JOBS = [
    pytest.param(("tickets", "close", "--force"), conversations, closed, 3, id="tickets-close"),
    pytest.param(("messages", "redact", "--yes"), calls, redacted, 1, id="messages-redact"),
    pytest.param(("answers", "apply"), answers, applied, 2, id="answers-apply"),
]


@pytest.mark.parametrize(("command", "laid", "told", "requests_a_row"), JOBS)
def test_a_job_that_was_killed_does_the_rest_and_nothing_twice(terminal, serve, command, laid, told, requests_a_row):
    gladly = serve("gladly")
    sandbox = gladly.running.sandbox
    table = terminal.write("table.csv", laid(sandbox.store))
    given = [*command[:2], str(table), "--desk", "gladly", "--json", *command[2:]]
    program = [sys.executable, "-m", "deskbridge", *given]
    environment = {**os.environ, "DESKBRIDGE_CONFIG": str(terminal.folder / "deskbridge.toml")}
    with subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL) as one:
        while sandbox.counters.requests < ROWS * requests_a_row // 2 and one.poll() is None:
            time.sleep(0.0005)
        one.send_signal(signal.SIGKILL)
    assert one.returncode == -signal.SIGKILL
    assert any(told(sandbox.store)[:3])
    ran = terminal.run(*given)
    assert (ran.code, len(ran.rows)) == (0, ROWS), ran.out
    assert 0 < ran.statuses.count("skipped") < ROWS
    assert told(sandbox.store) == [True] * ROWS
