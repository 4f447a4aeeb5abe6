"""Two rows that say the same are two tasks, and go on being those two whatever is run again."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge_bulk.repeats import with_copies
from deskbridge_bulk.sheets import BadRow, SheetRow

HEAD = "email,task,dueAt,inboxName\n"
CALL = "a@example.org,call,2124-01-01T00:00:00Z,Warranties & Returns\n"
WRITE = CALL.replace("call", "write")


def tasks_of(gladly):
    with gladly.desk() as desk:
        return Counter(
            task.text for one in desk.customers.find(email="a@example.org") for task in desk.tasks.of_customer(one.id)
        )


def run(terminal, table, *options):
    return terminal.run("tasks", "create", table, "--desk", "gladly", "--json", *options)


def test_two_rows_that_say_the_same_make_two_tasks_once(terminal, serve):
    gladly, table = serve("gladly"), terminal.write("tasks.csv", HEAD + CALL + WRITE + CALL)
    first = run(terminal, table)
    assert (first.code, first.statuses) == (0, ["done"] * 3)
    assert tasks_of(gladly) == {"call": 2, "write": 1}
    for options in ((), ("--anew",), ("--anew", "--rows", "3")):
        assert run(terminal, table, *options).code == 0
    assert tasks_of(gladly) == {"call": 2, "write": 1}


def test_a_row_keeps_its_task_when_others_are_added_or_taken_out(terminal, serve):
    gladly, table = serve("gladly"), terminal.write("tasks.csv", HEAD + WRITE + CALL + CALL)
    run(terminal, table, "--rows", "3")
    run(terminal, table)
    terminal.write("tasks.csv", HEAD + CALL + "bad\n" + WRITE + CALL + CALL)
    ran = run(terminal, table, "--anew")
    assert (ran.code, len(ran.rows)) == (1, 5)
    assert tasks_of(gladly) == {"call": 3, "write": 1}


@given(st.lists(st.integers(-1, 5), max_size=30))
@settings(max_examples=60)
def test_copies_are_counted_as_a_counter_of_all_rows_would(values):
    rows = [
        SheetRow(number=number, line=number, cells={"a": str(value)})
        if value >= 0
        else BadRow(number=number, line=number, problem="x")
        for number, value in enumerate(values, 1)
    ]
    above = [values[:at].count(value) if value >= 0 else None for at, value in enumerate(values)]
    for about in (0, 1_000):
        assert [getattr(row, "copy", None) for row in with_copies(rows, about=about)] == above
