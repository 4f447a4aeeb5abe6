"""What every job promises, on every desk: a dry run, going on, spans of rows, bad rows, exit codes, refusals."""

import pytest

from deskbridge.records import NewTopic, TicketStatus
from deskbridge.sandbox.faults import Fault

NEW = "name,email:1\nA,a@example.org\nB,b@example.org\nC,c@example.org\n"


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing_that_writes(terminal, serve):
    gladly = serve("gladly")
    table = terminal.table("sample-update-customers.csv")
    ran = terminal.run("customers", "update", table, "--desk", "gladly", "--dry-run", "--json")
    assert (ran.code, ran.statuses, ran.summary["dry_run"]) == (0, ["skipped"] * 4, True)
    assert dict(gladly.requests) == {"GET /api/v1/customer-profiles": 4}
    (sent,) = ran.rows[0]["would_send"]
    assert {"operation": "customers.update", "with": [ran.rows[0]["id"], {"name": "Person 1's New Name"}]} == sent
    assert list(terminal.folder.glob("*.journal")) == []
    shown = terminal.run("customers", "update", table, "--desk", "gladly", "--dry-run")
    assert "nothing was written" in shown.out


FORESEEN = {
    ("tickets", "close"): ("conversationId,topicId\n{good},{topic}\nnone,{topic}\n{good},none\n"),
    ("messages", "redact", "--yes"): ("itemid\nxeNRlm3EQmm7pCyp7io78A\nnone\n"),
    ("tasks", "close"): ("taskId\n12345\nnone\n"),
    ("topics", "update"): ("id,name,parentId\nid3,New,id2\nnone,New,\nid4,New,not none\n"),
}


@pytest.mark.parametrize("command", FORESEEN, ids=" ".join)
def test_a_dry_run_tells_what_is_not_there(terminal, serve, command):
    gladly = serve("gladly")
    content = FORESEEN[command].format(good="pzQgtVEsSsWho4qm1086WA", topic="bL6mXLhbQCmMxrhn54NiIw")
    table = terminal.write("table.csv", content)
    ran = terminal.run(*command[:2], table, "--desk", "gladly", "--dry-run", "--json")
    assert (ran.code, ran.statuses) == (1, ["skipped", *["failed"] * (len(ran.rows) - 1)])
    assert all("none" in row["error"] for row in ran.rows[1:])
    assert {request.partition(" ")[0] for request in gladly.requests} == {"GET"}
    gladly.forget()
    real = terminal.run(*command[:2], table, "--desk", "gladly", "--json", *command[2:], *_forced(command))
    assert (real.code, real.statuses[1]) == (1, "failed")
    assert "GET /api/v1/topics" not in gladly.requests


def _forced(command):
    return ["--force"] if command == ("tickets", "close") else []


def test_a_second_run_does_nothing_twice(terminal, serve):
    gladly = serve("gladly", seed="empty")
    table = terminal.write("new.csv", NEW)
    first = terminal.run("customers", "create", table, "--desk", "gladly", "--json")
    gladly.forget()
    again = terminal.run("customers", "create", table, "--desk", "gladly", "--json")
    assert (again.code, again.statuses, dict(gladly.requests)) == (0, ["skipped"] * 3, {})
    assert [row["id"] for row in first.rows] == [row["id"] for row in again.rows]
    # Without the journal too: the ids are derived from the rows, and the desk recognises them.
    anew = terminal.run("customers", "create", table, "--desk", "gladly", "--json", "--anew")
    assert (0, [row["id"] for row in first.rows]) == (anew.code, [row["id"] for row in anew.rows])
    assert gladly.running.sandbox.state()["customers"] == 3


def test_a_changed_file_and_another_desk_are_refused_with_what_to_do(terminal, serve):
    gladly = serve("gladly", seed="empty")
    serve("gladly", seed="empty", name="other")
    table = terminal.write("new.csv", NEW)
    terminal.run("customers", "create", table, "--desk", "gladly")
    gladly.forget()
    elsewhere = terminal.run("customers", "create", table, "--desk", "other")
    assert elsewhere.code == 2
    assert "was begun for the desk gladly" in elsewhere.err
    terminal.write("new.csv", NEW + "D,d@example.org\n")
    changed = terminal.run("customers", "create", table, "--desk", "gladly")
    assert changed.code == 2
    assert "file was changed" in changed.err
    assert "--anew" in changed.err
    assert dict(gladly.requests) == {}


def test_the_same_name_for_another_account_is_another_desk(terminal, serve):
    serve("gladly", seed="empty", name="support")
    table = terminal.write("new.csv", NEW)
    terminal.run("customers", "create", table, "--desk", "support")
    serve("gladly", seed="empty", name="support")
    ran = terminal.run("customers", "create", table, "--desk", "support")
    assert ran.code == 2
    assert "another account" in ran.err


@pytest.mark.parametrize(("span", "rows"), [("2-3", [2, 3]), ("2-", [2, 3]), ("-2", [1, 2]), ("3", [3])])
def test_a_span_of_rows(terminal, span, rows):
    table = terminal.write("new.csv", NEW)
    ran = terminal.run("customers", "create", table, "--desk", "memory", "--rows", span, "--json")
    assert rows == [row["row"] for row in ran.rows]


@pytest.mark.parametrize("span", ["", "-", "3-2", "0", "x", "1-2-3", "\u0661"])
def test_a_span_that_is_none_is_refused(terminal, span):
    table = terminal.write("new.csv", NEW)
    assert terminal.run("customers", "create", table, "--desk", "memory", "--rows", span).code == 2


def test_a_bad_row_is_told_with_number_and_column_and_the_others_go_on(terminal, serve):
    serve("gladly")
    head = "email,task,dueAt,inboxName,agentEmail\n"
    good = "a@example.org,call,2124-01-01T00:00:00Z,Warranties & Returns,\n"
    table = terminal.write(
        "tasks.csv",
        head
        + good
        + "b@example.org,call,tomorrow,Warranties & Returns,\n"
        + ",call,2124-01-01T00:00:00Z,Warranties & Returns,\n"
        + "too,few\n"
        + "c@example.org,call,2124-01-01T00:00:00Z,Warranties & Returns,nobody@example.org\n"
        + "d@example.org,call,2124-01-01T00:00:00Z,warranties & returns,\n",
    )
    ran = terminal.run("tasks", "create", table, "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses) == (1, ["done", "failed", "failed", "failed", "failed", "done"])
    errors = [row["error"] for row in ran.rows[1:5]]
    assert "line 3: column dueAt: 'tomorrow' is no time" in errors[0]
    assert "column email: is empty" in errors[1]
    assert "it has 2 cells where the header has 5: too,few" in errors[2]
    assert "column agentEmail: there is none of the name 'nobody@example.org'" in errors[3]
    assert tuple(ran.summary[name] for name in ("done", "skipped", "failed")) == (2, 0, 4)
    shown = terminal.run("tasks", "create", table, "--desk", "gladly")
    assert "The same command goes on from here" in shown.err


def test_parents_come_before_children_whatever_the_order(terminal, serve):
    gladly = serve("gladly", seed="empty")
    table = terminal.write("topics.csv", "id,name,parentId\nc,C,b\nb,B,a\na,A,\nx,X,y\ny,Y,x\n")
    ran = terminal.run("topics", "create", table, "--desk", "gladly", "--json")
    assert [row["row"] for row in ran.rows if row["status"] == "done"] == [3, 2, 1]
    assert sorted(row["row"] for row in ran.rows if row["status"] == "failed") == [4, 5]
    assert "belongs below this topic itself" in ran.rows[-1]["error"]
    with gladly.desk() as desk:
        assert {one.id: one.parent_id for one in desk.topics.all()} == {"a": None, "b": "a", "c": "b"}


def test_a_child_is_not_tried_when_its_parent_failed(terminal, serve):
    gladly = serve("gladly", seed="empty")
    with gladly.desk() as desk:
        desk.topics.create(NewTopic(name="Taken"))
    gladly.forget()
    table = terminal.write("topics.csv", "id,name,parentId\nb,B,a\na,Taken,\nc,C,b\n")
    ran = terminal.run("topics", "create", table, "--desk", "gladly", "--json")
    assert ran.statuses == ["failed"] * 3
    assert "another row that has to be done first was not" in ran.rows[2]["error"]
    assert gladly.requests["POST /api/v1/topics"] == 1


def test_a_child_is_not_tried_when_the_row_of_its_parent_is_bad(terminal, serve):
    gladly = serve("gladly", seed="empty")
    table = terminal.write("topics.csv", "id,name,parentId\nc,C,b\na,,\nb,B,a\nd,D,\n")
    ran = terminal.run("topics", "create", table, "--desk", "gladly", "--json")
    assert (ran.code, {row["row"]: row["status"] for row in ran.rows}) == (
        1,
        {1: "failed", 2: "failed", 3: "failed", 4: "done"},
    )
    assert {row["row"]: row["error"] for row in ran.rows}[3].endswith(
        "the row of 'a' can't be done, and has to be first"
    )
    assert dict(gladly.requests) == {"POST /api/v1/topics": 1}


def test_erasing_asks_and_says_that_it_is_irreversible(terminal, serve):
    gladly = serve("gladly", seed="empty")
    terminal.run("customers", "create", terminal.write("new.csv", NEW), "--desk", "gladly")
    gladly.forget()
    table = terminal.write("gone.csv", "email\na@example.org\nnobody@example.org\n")
    for answer in ("n\n", ""):
        refused = terminal.run("customers", "delete", table, "--desk", "gladly", answer=answer)
        assert refused.code == 2
        assert "irreversible" in refused.err
        assert dict(gladly.requests) == {}
    ran = terminal.run("customers", "delete", table, "--desk", "gladly", "--json", answer="y\n")
    assert (ran.code, ran.statuses) == (0, ["done", "skipped"])


def test_a_question_counts_a_last_row_without_an_end_of_line(terminal, serve):
    serve("gladly")
    table = terminal.table("sample-customers-to-delete.csv")
    ran = terminal.run("customers", "delete", table, "--desk", "gladly", answer="n\n")
    assert (ran.code, "up to 4 rows" in ran.err) == (2, True)


@pytest.mark.parametrize("option", ["--out", "--journal"])
def test_a_table_is_not_written_over_by_what_a_job_writes(terminal, serve, option):
    gladly, table = serve("gladly"), terminal.table("sample-close-tasks.csv")
    before = table.read_bytes()
    ran = terminal.run("tasks", "close", table, "--desk", "gladly", "--json", option, table, "--anew")
    assert (ran.code, table.read_bytes()) == (2, before)
    assert "at once, and would be lost" in ran.err
    assert not gladly.requests


def test_what_could_not_be_closed_is_closed_by_force_with_the_same_journal(terminal, serve):
    gladly = serve("gladly")
    table = terminal.table("sample-close-conversations.csv")
    terminal.run("tickets", "close", table, "--desk", "gladly", "--rows", "1")
    gladly.forget()
    ran = terminal.run("tickets", "close", table, "--desk", "gladly", "--force", "--json")
    assert (ran.code, ran.statuses) == (0, ["skipped", "done"])
    assert sum(gladly.requests.values()) == 3


def test_rows_with_two_addresses_of_one_customer_lose_nothing_of_each_other(terminal, serve):
    gladly = serve("gladly", seed="empty")
    people = range(12)
    both = "".join(f"P{one},{one}a@example.org,{one}b@example.org\n" for one in people)
    terminal.run("customers", "create", terminal.write("new.csv", "name,email:1,email:2\n" + both), "--desk", "gladly")
    gladly.running.sandbox.faults.add(Fault("latency", 0.01))
    head = "email,customAttribute:x,customAttribute:y\n"
    rows = "".join(f"{one}a@example.org,1,\n{one}b@example.org,,2\n" for one in people)
    ran = terminal.run("customers", "update", terminal.write("update.csv", head + rows), "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses) == (0, ["done"] * 24)
    with gladly.desk() as desk:
        found = [desk.customers.find(email=f"{one}a@example.org").first() for one in people]
    assert [dict(one.attributes) for one in found] == [{"x": "1", "y": "2"}] * 12


def test_of_several_customers_with_one_number_none_is_erased(terminal, serve):
    gladly = serve("gladly", seed="empty")
    terminal.run(
        "customers",
        "create",
        terminal.write("new.csv", "name,phone:1\nA,650 123 4567\nB,650 123 4567\n"),
        "--desk",
        "gladly",
    )
    table = terminal.write("gone.csv", "phone\n650 123 4567\n")
    ran = terminal.run("customers", "delete", table, "--desk", "gladly", "--by", "phone", "--yes", "--json")
    assert (ran.code, ran.statuses) == (1, ["failed"])
    assert "2 customers have '650 123 4567'" in ran.rows[0]["error"]
    assert gladly.running.sandbox.state()["customers"] == 2


def test_a_column_that_nothing_is_done_with_is_refused_before_anything(terminal, serve):
    gladly = serve("gladly", seed="empty")
    table = terminal.write("new.csv", "name,fax\nA,1\n")
    ran = terminal.run("customers", "create", table, "--desk", "gladly")
    assert ran.code == 2
    assert "nothing is done with the column 'fax'" in ran.err
    assert dict(gladly.requests) == {}


CANT = [
    (("customers", "create"), "sample-new-customers.csv", "customers.create"),
    (("customers", "delete", "--yes"), "sample-customers-to-delete.csv", "customers.delete"),
    (("tasks", "create"), "sample-new-tasks.csv", "tasks.create"),
    (("tasks", "close"), "sample-close-tasks.csv", "tasks."),
    (("topics", "create"), "sample-new-topics.csv", "topics.create"),
    (("topics", "update"), "sample-update-topics.csv", "topics.update"),
    (("messages", "redact", "--yes"), "sample-redact-calls.csv", "messages.redact"),
    (("answers", "apply"), "answers.csv", "answers.update"),
]


def test_what_a_desk_cannot_is_said_before_anything_is_sent(terminal, serve):
    glassix = serve("glassix")
    for (group, name, *options), table, said in CANT:
        ran = terminal.run(group, name, terminal.table(table), "--desk", "glassix", *options)
        assert (ran.code, ran.out) == (2, "")
        assert f"{said}" in ran.err
        assert "is not possible here" in ran.err
    assert dict(glassix.requests) == {}


def test_tickets_are_closed_at_another_vendor_by_the_same_table(terminal, serve):
    glassix = serve("glassix")
    with glassix.desk() as desk:
        opened = [one for one in desk.tickets.all() if one.status.kind is TicketStatus.OPEN][:2]
    assert opened
    table = terminal.write("close.csv", "conversationId,topicId\n" + "".join(f"{one.id},\n" for one in opened))
    ran = terminal.run("tickets", "close", table, "--desk", "glassix", "--json")
    assert (0, ["done"] * len(opened)) == (ran.code, ran.statuses)
    with glassix.desk() as desk:
        after = [desk.tickets.get(one.id) for one in opened]
    assert [TicketStatus.CLOSED] * len(opened) == [one.status.kind for one in after]
    assert [one.agent_id for one in opened] == [one.agent_id for one in after]


@pytest.mark.parametrize(
    ("command", "table"),
    [
        (("customers", "create"), "sample-new-customers.csv"),
        (("topics", "create"), "sample-new-topics.csv"),
    ],
)
def test_a_desk_in_memory_takes_the_same_tables(terminal, command, table):
    ran = terminal.run(*command, terminal.table(table), "--desk", "memory", "--json")
    assert (ran.code, ran.statuses) == (0, ["done"] * 4)


def test_wrong_credentials_stop_the_job_at_once(terminal, serve):
    gladly = serve("gladly", seed="empty")
    config = terminal.folder / "deskbridge.toml"
    config.write_text(config.read_text().replace('api_token = "', 'api_token = "wrong'))
    table = terminal.write("new.csv", "name\n" + "".join(f"N{number}\n" for number in range(500)))
    ran = terminal.run("customers", "create", table, "--desk", "gladly", "--json")
    assert ran.code == 2
    assert "all other rows would fail too" in ran.err
    assert ran.summary["rows"] < 100
    assert sum(gladly.requests.values()) < 100


def test_what_failed_is_tried_again_by_the_next_run(terminal, serve):
    serve("gladly", seed="empty")
    table = terminal.write("update.csv", "email,name\na@example.org,New\n")
    missing = terminal.run("customers", "update", table, "--desk", "gladly", "--json")
    assert (missing.code, missing.statuses) == (1, ["failed"])
    assert "no customer has 'a@example.org'" in missing.rows[0]["error"]
    terminal.run("customers", "create", terminal.write("new.csv", NEW), "--desk", "gladly")
    ran = terminal.run("customers", "update", table, "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses) == (0, ["done"])


def test_results_go_out_as_csv_too(terminal):
    table = terminal.write("new.csv", NEW)
    out = terminal.folder / "results.csv"
    ran = terminal.run("customers", "create", table, "--desk", "memory", "--to", "csv", "--out", out)
    assert ran.code == 0
    assert out.read_text().splitlines()[0] == "row,action,id,status,error"
    assert len(out.read_text().splitlines()) == 4


def test_few_rows_are_shown_whole_and_of_many_those_that_failed(terminal):
    table = terminal.write("new.csv", NEW)
    shown = terminal.run("customers", "create", table, "--desk", "memory")
    assert "3 rows: 3 done, 0 skipped, 0 failed" in shown.out
    many = "name\n" + "".join(f"N{number}\n" for number in range(80)) + '""x\n'
    ran = terminal.run("customers", "create", terminal.write("many.csv", many), "--desk", "memory")
    assert ran.code == 1
    assert "Rows that failed only." in ran.out


def test_the_help_of_groups_imports_no_command(terminal):
    ran = terminal.run("customers", "--help")
    assert "Create a customer for each row of a CSV file." in ran.out


@pytest.mark.parametrize(
    "due", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2030-01-01T00:00:00", "soon"]
)
def test_a_time_that_is_none_or_has_no_zone_fails_its_row_and_no_other(terminal, serve, due):
    serve("gladly", name="support")
    terminal.write("tasks.csv", f"email,task,dueAt,inboxName\na@b.com,x,{due},\na@b.com,x,soon,\n")
    ran = terminal.run("tasks", "create", "tasks.csv", "--desk", "support", "--json")
    assert ran.statuses == ["failed", "failed"]
    assert ran.rows[0]["error"] == f"line 2: column dueAt: {due!r} is no time with a zone such as 2024-09-28T00:00:00Z"
