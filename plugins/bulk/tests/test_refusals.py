"""A table that says what a desk can't do is refused before anything is sent, with the cell that says it."""

import pytest

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.errors import UnsupportedError
from deskbridge_bulk.jobs import cases
from deskbridge_bulk.launching import refuse_filled
from deskbridge_bulk.sheets import open_sheet
from deskbridge_bulk.tallying import Span

ROWS = {Capability.TOPICS_ADD: Support(Level.UNSUPPORTED, "Tickets have no topics.", nearest="a note")}
TABLE = "conversationId,topicId\na,\nb,t1\n"


def refused(path, rows):
    with open_sheet(path) as sheet:
        refuse_filled(sheet, cases.CLOSE, Capabilities("elsewhere", ROWS), rows)


def test_a_topic_that_a_desk_cannot_add_is_refused_with_its_cell(tmp_path):
    path = tmp_path / "close.csv"
    path.write_text(TABLE)
    with pytest.raises(UnsupportedError) as caught:
        refused(path, Span())
    assert str(caught.value) == (
        "elsewhere topics.add: row 2, line 3, column topicId: topics.add is not possible here: Tickets have no topics. "
        "Instead: a note"
    )


@pytest.mark.parametrize("rows", [Span(last=1), Span(first=3)])
def test_cells_of_rows_that_are_not_asked_for_and_empty_ones_refuse_nothing(tmp_path, rows):
    path = tmp_path / "close.csv"
    path.write_text(TABLE)
    refused(path, rows)


def test_a_field_that_a_desk_does_not_keep_is_refused_before_the_first_row(terminal, serve):
    glassix = serve("glassix")
    table = terminal.write("update.csv", "email,name,address\na@example.org,A,\nb@example.org,B,A street\n")
    ran = terminal.run("customers", "update", table, "--desk", "glassix")
    assert (ran.code, ran.out, dict(glassix.requests)) == (2, "", {})
    assert "row 2, line 3, column address: customer.address is not possible here" in ran.err


def test_an_answer_that_lacks_what_its_content_needs_is_not_made(terminal, serve):
    gladly = serve("gladly", seed="empty")
    table = terminal.write(
        "answers.csv",
        "language,name,public_answer_content,public_answer_title\nen-us,One,<p>1</p>,\nen-us,Two,<p>2</p>,Second\n",
    )
    ran = terminal.run("answers", "apply", table, "--desk", "gladly", "--json")
    assert (ran.code, ran.statuses) == (1, ["failed", "done"])
    assert ran.rows[0]["error"] == "line 2: column public_answer_title: is empty"
    assert gladly.requests["POST /api/v1/answers"] == 1


def test_a_dry_run_does_not_say_that_an_answer_is_made_which_may_be_there(terminal, serve):
    gladly = serve("gladly")
    ran = terminal.run("answers", "apply", terminal.table("answers.csv"), "--desk", "gladly", "--dry-run", "--json")
    assert [(row["action"], row["id"], row["status"]) for row in ran.rows] == [("apply", None, "skipped")] * 3
    assert dict(gladly.requests) == {"GET /api/v1/audiences": 1}


def test_columns_that_a_table_of_answers_has_not_change_nothing_of_those_that_are_there(terminal, serve):
    gladly = serve("gladly")
    terminal.run("answers", "apply", terminal.table("answers.csv"), "--desk", "gladly")
    table = terminal.write(
        "new.csv",
        "language,name,public_answer_content,public_answer_title\nen-us,How to: Say Hello,<p>Hi</p>,Hi in English\n",
    )
    ran = terminal.run("answers", "apply", table, "--desk", "gladly", "--json")
    assert (ran.code, [row["action"] for row in ran.rows]) == (0, ["update"])
    with gladly.desk() as desk:
        answer = desk.answers.get(ran.rows[0]["id"])
    assert (answer.description, len(answer.audience_ids)) == ("How to say hello in any language", 1)
    assert "<p>Hi</p>" in [content.html for content in answer.contents]
