"""What is shown of a desk in memory, whatever its texts hold."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from deskbridge.listing import Listing
from deskbridge.memory import MemoryHelpdesk
from deskbridge.memory.sample import sample_desk
from deskbridge.records import (
    Agent,
    Author,
    AuthorKind,
    Direction,
    Identifier,
    IdentifierKind,
    MessageKind,
    NewCustomer,
    NewNote,
    NewTicket,
    NewTopic,
    PastMessage,
    PastTicket,
    Requester,
    TicketId,
    TicketStatus,
    Visibility,
)
from deskbridge_bulk.listing import quietly
from deskbridge_bulk.output import Form, Output
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.viewing import views
from deskbridge_bulk.viewing.documents import render

EVIL = '=HYPERLINK("http://x")\x1b[2J\u202egnp.exe<script>alert(1)</script>\n2026-01-01 Boss (public)'
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
TABLE, JSON, CSV = (Output(form=one) for one in (Form.TABLE, Form.JSON, Form.CSV))


def evil_ticket(desk: MemoryHelpdesk) -> TicketId:
    who = Requester(name=EVIL, identifier=Identifier(kind=IdentifierKind.EMAIL, value="evil@example.com"))
    ticket = desk.tickets.import_past(
        PastTicket(requester=who, external_id="1", created_at=START, subject=EVIL, status=TicketStatus.OPEN)
    )
    past = PastMessage(
        external_id="2",
        kind=MessageKind.MESSAGE,
        direction=Direction.INBOUND,
        visibility=Visibility.PUBLIC,
        author=Author(kind=AuthorKind.CUSTOMER, name=EVIL),
        created_at=START,
        text=EVIL,
    )
    desk.messages.import_past(TicketId(ticket.id), past)
    desk.messages.add_note(TicketId(ticket.id), NewNote(text="A secret of ours"))
    return TicketId(ticket.id)


@pytest.fixture
def desk():
    with MemoryHelpdesk() as desk:
        yield desk


def is_harmless(text: str) -> bool:
    return not any(one in text for one in ("\x1b", "\u202e"))


@pytest.mark.parametrize("output", [TABLE, JSON, CSV])
def test_hostile_texts_command_no_terminal_and_no_spreadsheet(desk, capsys, output):
    ticket_id = evil_ticket(desk)
    desk.topics.create(NewTopic(name=EVIL))
    desk.native.seed(agents=[Agent(id="a", vendor="memory", name=EVIL)])
    views.tickets(desk, views.TicketsWanted(), limit=None, output=output)
    views.ticket(desk, ticket_id, limit=None, output=output)
    views.find_customers(desk, email="evil@example.com", phone=None, external_id=None, output=output)
    views.customer(desk, desk.customers.find(email="evil@example.com").first().id, output)
    views.topics(desk, output)
    views.agents(desk, limit=None, output=output)
    out = capsys.readouterr().out
    if output.form is not Form.CSV:
        assert is_harmless(out)
    else:
        cells = [cell for row in csv.reader(io.StringIO(out, newline="")) for cell in row]
        assert len(cells) > 30
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_message_can_not_pass_for_another_one(desk, capsys):
    render(desk, evil_ticket(desk), form="text", notes=False, out=None)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "  2026-01-01 Boss (public)"
    assert lines[-3].startswith("2026-03-02 08:00:00 =HYPERLINK")


@pytest.mark.parametrize("form", ["text", "html"])
def test_what_only_the_helpdesk_sees_is_written_when_it_is_asked_for(desk, tmp_path, form):
    ticket_id, out = evil_ticket(desk), tmp_path / "ticket"
    render(desk, ticket_id, form=form, notes=False, out=out)
    assert b"A secret of ours" not in out.read_bytes()
    render(desk, ticket_id, form=form, notes=True, out=out)
    assert b"A secret of ours" in out.read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["ticket"]


def test_html_holds_nothing_active(desk, capsys):
    render(desk, evil_ticket(desk), form="html", notes=True, out=None)
    assert "<script" not in capsys.readouterr().out


def test_a_pdf_is_the_desks_own(desk, tmp_path, capfdbinary):
    ticket_id = evil_ticket(desk)
    render(desk, ticket_id, form="pdf", notes=True, out=tmp_path / "ticket.pdf")
    assert (tmp_path / "ticket.pdf").read_bytes().startswith(b"%PDF")


def test_a_place_that_can_not_be_written_is_refused_with_what_to_do(desk, tmp_path):
    with pytest.raises(BulkError, match="--out"):
        render(desk, evil_ticket(desk), form="text", notes=True, out=tmp_path / "nowhere" / "x")


def test_a_ticket_is_shown_as_people_read_it(capsys):
    with sample_desk() as desk:
        views.ticket(desk, TicketId("ticket-1"), limit=None, output=TABLE)
    assert capsys.readouterr().out.splitlines() == [
        "Ticket ticket-1",
        "open ticket-1",
        "",
        "2024-03-04 09:15:00 Amy March call",
        "",
        "  [receipt.pdf]",
    ]


def test_a_ticket_goes_to_programs_whole_with_its_messages_and_a_summary(desk, capsys):
    views.ticket(desk, evil_ticket(desk), limit=1, output=JSON)
    read = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one.get("record") for one in read] == ["ticket", "message", None]
    assert (read[0]["subject"], read[1]["text"]) == (EVIL, EVIL)
    assert read[2] == {"summary": True, "rows": 1, "limited": True, "truncated": False}


def test_a_ticket_may_go_to_a_file(desk, tmp_path, capsys):
    out = tmp_path / "ticket.txt"
    views.ticket(desk, evil_ticket(desk), limit=None, output=Output(path=out))
    assert "A secret of ours" in out.read_text()
    assert capsys.readouterr().out == ""


def test_a_list_stops_asking_at_its_limit_and_says_so(desk, capsys):
    asked = []

    def fetch():
        for number in range(100):
            asked.append(number)
            yield Agent(id=str(number), vendor="memory")
        return False

    found = quietly(Listing(fetch, what="agents"), limit=3)
    assert [one.id for one in found] == ["0", "1", "2"]
    assert (len(asked), found.limited, found.truncated) == (3, True, False)


def test_what_the_vendor_cut_short_is_told_and_no_warning(capsys):
    def fetch():
        yield Agent(id="a", vendor="memory")
        return True

    found = quietly(Listing(fetch, what="agents"))
    assert len(list(found)) == 1
    assert (found.limited, found.truncated) == (False, True)


def test_the_limit_is_told_on_standard_error_and_in_the_summary(desk, capsys):
    desk.native.seed(agents=[Agent(id=str(one), vendor="memory") for one in range(3)])
    views.agents(desk, limit=2, output=JSON)
    printed = capsys.readouterr()
    assert json.loads(printed.out.splitlines()[-1])["limited"] is True
    assert "--limit 0 shows all" in printed.err


def test_tickets_of_a_customer_or_of_a_period(desk, capsys):
    who = desk.customers.create(NewCustomer(name="Ada"))
    other = desk.customers.create(NewCustomer(name="Bea"))
    made = desk.tickets.create(NewTicket(requester=Requester(id=who.id), subject="Kites"))
    desk.tickets.create(NewTicket(requester=Requester(id=other.id), subject="Strings"))
    views.tickets(desk, views.TicketsWanted(customer_id=who.id), limit=None, output=JSON)
    views.tickets(desk, views.TicketsWanted(since=START + timedelta(days=9999)), limit=None, output=JSON)
    read = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one.get("id") for one in read] == [made.id, None, None]
    assert read[-1]["rows"] == 0


def test_a_customer_is_shown_a_row_a_field(desk, capsys):
    email = Identifier(kind=IdentifierKind.EMAIL, value="ada@example.com")
    ada = desk.customers.create(NewCustomer(name="Ada", identifiers=[email], attributes={"plan": "gold"}))
    views.customer(desk, ada.id, TABLE)
    shown = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert ["emails", "ada@example.com"] in shown
    assert ["attribute", "plan", "gold"] in shown
