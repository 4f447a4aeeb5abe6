"""Each job takes the vendor's own table and causes the requests that the vendor's own script causes, apart from ids.

What the scripts call is from the vendor's repository `gladly/rest-api-examples`.
"""

import re
from collections import Counter

from deskbridge.records import TaskStatus, TicketStatus

ID = re.compile(r"/(customer-profiles|tasks|conversations|topics|answers|conversation-items)/[^/]+")


def asked(served):
    """What was asked, with `{id}` in the place of each id."""
    asked = Counter()
    for request, times in served.requests.items():
        asked[ID.sub(r"/\1/{id}", request.replace("/api/v1", ""))] += times
    return dict(asked)


def test_create_customers(terminal, serve):
    gladly = serve("gladly", seed="empty")
    ran = terminal.run("customers", "create", terminal.table("sample-new-customers.csv"), "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses) == (0, ["done"] * 4)
    assert asked(gladly) == {"POST /customer-profiles": 4}
    with gladly.desk() as desk:
        third = desk.customers.get(ran.rows[2]["id"])
        assert (third.name, third.address) == ("FIrst3 Last3", "Address 3, CA, 12345")
        assert third.emails == ("person3@person.com", "person3+1@person.com", "person3+2@person.com")
        assert (
            [one["original"] for one in third.raw["phones"]],
            dict(third.attributes),
        ) == (["650 123 4569"], {"attr3": "hi"})


def test_update_customers(terminal, serve):
    gladly = serve("gladly")
    table = terminal.table("sample-update-customers.csv")
    ran = terminal.run("customers", "update", table, "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses) == (0, ["done"] * 4)
    assert asked(gladly) == {"GET /customer-profiles": 4, "PATCH /customer-profiles/{id}": 4}
    with gladly.desk() as desk:
        assert desk.customers.find(email="person2@person.com").first().name == "Person 2's New Name"


def test_delete_customers(terminal, serve):
    gladly = serve("gladly", seed="empty")
    terminal.run("customers", "create", terminal.table("sample-new-customers.csv"), "--desk", "gladly")
    gladly.forget()
    table = terminal.table("sample-customers-to-delete.csv")
    ran = terminal.run("customers", "delete", table, "--desk", "gladly", "--yes", "--json")
    assert (ran.code, ran.statuses) == (0, ["done"] * 4)
    assert asked(gladly) == {"GET /customer-profiles": 4, "DELETE /customer-profiles/{id}": 4}


def test_create_tasks(terminal, serve):
    gladly = serve("gladly")
    # The table's times are past by now, and the vendor takes none that are.
    table = terminal.table("sample-new-tasks.csv")
    table.write_bytes(table.read_bytes().replace(b"2023-", b"2123-").replace(b"2024-", b"2124-"))
    ran = terminal.run("tasks", "create", table, "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses) == (1, ["done", "done", "failed", "failed", "failed"])
    assert asked(gladly) == {"GET /inboxes": 1, "GET /agents": 1, "POST /tasks": 2}
    assert "column inboxName: there is none of the name 'inbox name'" in ran.rows[4]["error"]
    assert ran.rows[2]["error"].startswith(
        "line 4: column inboxName: is empty; gladly tasks.create: a task waits in an"
    )
    with gladly.desk() as desk:
        tasks = [desk.tasks.get(row["id"]) for row in ran.rows[:2]]
        assert [one.agent_id is not None for one in tasks] == [True, False]
        assert [one.text for one in tasks] == ["please create a return label", "please initiate a return"]


def test_close_tasks(terminal, serve):
    gladly = serve("gladly")
    ran = terminal.run("tasks", "close", terminal.table("sample-close-tasks.csv"), "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses) == (0, ["done"] * 2)
    assert asked(gladly) == {"GET /tasks/{id}": 2, "PATCH /tasks/{id}": 2}
    with gladly.desk() as desk:
        assert [desk.tasks.get(each).status for each in ("12345", "54321")] == [TaskStatus.CLOSED] * 2


def test_create_topics(terminal, serve):
    gladly = serve("gladly", seed="empty")
    ran = terminal.run("topics", "create", terminal.table("sample-new-topics.csv"), "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses) == (0, ["done"] * 4)
    assert asked(gladly) == {"POST /topics": 4}
    # The log of the script has the rows 0, 3, 1, 2: the last is the first one's child.
    assert [row["row"] for row in ran.rows] == [1, 2, 3, 4]


def test_update_topics(terminal, serve):
    gladly = serve("gladly")
    ran = terminal.run("topics", "update", terminal.table("sample-update-topics.csv"), "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses) == (0, ["done"] * 2)
    assert asked(gladly) == {"PATCH /topics/{id}": 2}
    with gladly.desk() as desk:
        topics = {one.id: one for one in desk.topics.all()}
        assert (topics["id3"].disabled, topics["id4"].parent_id) == (False, "id2")


def test_close_conversations(terminal, serve):
    gladly = serve("gladly")
    table = terminal.table("sample-close-conversations.csv")
    with gladly.desk() as desk:
        before = desk.tickets.get("pzQgtVEsSsWho4qm1086WA")
    gladly.forget()
    ran = terminal.run("tickets", "close", table, "--desk", "gladly", "--force", "--json")
    assert (ran.code, ran.statuses) == (0, ["done"] * 2)
    expected = {
        "GET /conversations/{id}": 2,
        "POST /conversations/{id}/topics": 2,
        "PATCH /conversations/{id}": 2,
    }
    assert expected == asked(gladly)
    with gladly.desk() as desk:
        after = desk.tickets.get("pzQgtVEsSsWho4qm1086WA")
    assert TicketStatus.CLOSED is after.status.kind
    assert (before.agent_id, before.group_id) == (after.agent_id, after.group_id)


def test_redact_calls(terminal, serve):
    gladly = serve("gladly")
    table = terminal.table("sample-redact-calls.csv")
    ran = terminal.run("messages", "redact", table, "--desk", "gladly", "--yes", "--json")
    assert (ran.code, ran.statuses) == (0, ["done"])
    assert asked(gladly) == {"POST /conversation-items/{id}/redact": 1}


def test_add_and_update_answers(terminal, serve):
    gladly = serve("gladly")
    command = ("answers", "apply", terminal.table("answers.csv"), "--desk", "gladly", "--json")
    known = {row["id"] for row in terminal.run(*command).rows}
    with gladly.desk() as desk:
        for answer_id in known:
            desk.answers.delete(answer_id)
    gladly.forget()
    ran = terminal.run(*command, "--anew")
    assert (ran.code, ran.statuses) == (0, ["done"] * 3)
    # The log of the script: the second row finds the first one's name taken, and updates it under the same id.
    assert [row["action"] for row in ran.rows] == ["create", "update", "create"]
    assert ran.rows[0]["id"] == ran.rows[1]["id"] != ran.rows[2]["id"]
    expected = {
        "GET /audiences": 1,
        "POST /answers": 3,
        "PATCH /answers/{id}": 1,
        "PUT /answers/{id}/languages/en-us/type/public": 1,
        "PUT /answers/{id}/languages/fr-ca/type/public": 2,
    }
    assert expected == asked(gladly)
