"""The commands against the vendors' sandboxes, as they are given at a terminal."""

from __future__ import annotations

import csv
import io


def test_tickets_of_gladly_are_listed_and_shown_whole(terminal, serve):
    gladly = serve("gladly")
    listed = terminal.run("tickets", "list", "--desk", "gladly", "--limit", "2", "--json")
    assert (listed.code, listed.summary["rows"], listed.summary["limited"]) == (0, 2, True)
    ticket_id = listed.rows[0]["id"]
    shown = terminal.run("tickets", "show", ticket_id, "--desk", "gladly", "--json")
    assert (shown.code, shown.rows[0]["record"], shown.rows[0]["id"]) == (0, "ticket", ticket_id)
    assert all(one["ticket_id"] == ticket_id for one in shown.rows[1:])
    assert len(shown.rows) > 1
    gladly.forget()
    text = terminal.run("tickets", "render", ticket_id, "--desk", "gladly")
    assert (text.code, text.out.splitlines()[0]) == (0, f"Ticket {ticket_id}")
    assert sum(gladly.requests.values()) == 2


def test_gladly_makes_no_pdf_and_nothing_is_sent(terminal, serve):
    gladly = serve("gladly")
    refused = terminal.run("tickets", "render", "x", "--desk", "gladly", "--as", "pdf", "--out", "x.pdf")
    assert refused.code == 2
    assert "files.render" in refused.err
    assert not gladly.requests
    assert not (terminal.folder / "x.pdf").exists()


def test_html_is_made_here_where_the_vendor_makes_none(terminal, serve):
    serve("gladly")
    ticket_id = terminal.run("tickets", "list", "--desk", "gladly", "--limit", "1", "--json").rows[0]["id"]
    made = terminal.run("tickets", "render", ticket_id, "--desk", "gladly", "--as", "html", "--out", "t.html")
    assert made.code == 0
    assert (terminal.folder / "t.html").read_text().startswith("<!DOCTYPE html>")


def test_customers_of_gladly_are_found_and_shown(terminal, serve):
    gladly = serve("gladly")
    with gladly.desk() as desk:
        email = next(one.emails[0] for one in desk.customers.all() if one.emails)
    found = terminal.run("customers", "find", "--desk", "gladly", "--email", email, "--json")
    assert (found.code, [email in str(one["identifiers"]) for one in found.rows]) == (0, [True])
    shown = terminal.run("customers", "show", found.rows[0]["id"], "--desk", "gladly")
    assert (shown.code, email in shown.out) == (0, True)
    none = terminal.run("customers", "find", "--desk", "gladly", "--email", "nobody@example.com", "--json")
    assert (none.code, none.summary["rows"]) == (0, 0)


def test_one_identifier_is_asked_for_and_not_two(terminal, serve):
    gladly = serve("gladly")
    for given in ([], ["--email", "a@b.example", "--phone", "1"]):
        wrong = terminal.run("customers", "find", "--desk", "gladly", *given)
        assert (wrong.code, "exactly one" in wrong.err) == (2, True)
    assert not gladly.requests


def test_a_customer_that_is_not_there_is_one_line_and_exit_code_two(terminal, serve):
    serve("gladly")
    missing = terminal.run("customers", "show", "nobody", "--desk", "gladly")
    assert (missing.code, missing.out, len(missing.err.splitlines())) == (2, "", 1)


def test_topics_of_gladly_are_a_tree(terminal, serve):
    serve("gladly")
    terminal.run("topics", "create", terminal.table("sample-new-topics.csv"), "--desk", "gladly", "--json")
    shown = terminal.run("topics", "tree", "--desk", "gladly", "--json")
    assert shown.code == 0
    assert all(len(one["path"]) == one["depth"] + 1 for one in shown.rows)
    assert max(one["depth"] for one in shown.rows) >= 1


def test_topics_go_to_a_spreadsheet_by_their_names_with_their_parents(terminal, serve):
    serve("gladly")
    shown = terminal.run("topics", "tree", "--desk", "gladly", "--to", "csv")
    rows = {one["name"]: one for one in csv.DictReader(io.StringIO(shown.out, newline=""))}
    assert rows["Wrong Size"] == {
        "id": "id4",
        "name": "Wrong Size",
        "parent_id": "id2",
        "depth": "1",
        "path": "Exchanges > Wrong Size",
        "disabled": "false",
    }


def test_a_ticket_in_a_spreadsheet_says_when_it_was_opened_and_not_that_this_was_its_last_change(terminal, serve):
    serve("gladly")
    listed = terminal.run("tickets", "list", "--desk", "gladly", "--limit", "1", "--to", "csv")
    (row,) = csv.DictReader(io.StringIO(listed.out, newline=""))
    assert (row["created_at"], row["updated_at"], row["closed_at"]) == ("2021-09-27T21:12:34.635000+00:00", "", "")


def test_what_happened_to_a_ticket_is_told_in_the_vendors_word(terminal, serve):
    serve("glassix")
    text = terminal.run("tickets", "show", "13783", "--desk", "glassix").out
    assert ("TicketOpened chat" in text, "TicketClosed chat" in text, " event " in text) == (True, True, False)
    as_csv = terminal.run("tickets", "show", "13783", "--desk", "glassix", "--to", "csv").out
    kinds = [(one["kind"], one["original_kind"]) for one in csv.DictReader(io.StringIO(as_csv, newline=""))]
    assert kinds[0] == ("event", "TicketOpened")


def test_agents_of_both_vendors_are_listed_as_csv(terminal, serve):
    for vendor in ("gladly", "glassix"):
        serve(vendor)
        listed = terminal.run("agents", "list", "--desk", vendor, "--to", "csv")
        read = list(csv.DictReader(io.StringIO(listed.out, newline="")))
        assert listed.code == 0
        assert len(read) > 0
        assert all(one["id"] for one in read)


def test_tickets_of_glassix_are_listed_shown_and_rendered_by_the_vendor(terminal, serve):
    serve("glassix")
    listed = terminal.run("tickets", "list", "--desk", "glassix", "--json", "--limit", "0")
    assert (listed.code, listed.summary["limited"]) == (0, False)
    ticket_id = listed.rows[0]["id"]
    assert terminal.run("tickets", "show", ticket_id, "--desk", "glassix").code == 0
    made = terminal.run("tickets", "render", ticket_id, "--desk", "glassix", "--as", "pdf", "--out", "t.pdf")
    assert made.code == 0
    assert (terminal.folder / "t.pdf").read_bytes().startswith(b"%PDF")
    printed = terminal.run("tickets", "render", ticket_id, "--desk", "glassix", "--as", "html")
    assert (printed.code, "<html" in printed.out.lower()) == (0, True)


def test_a_desk_in_memory_is_empty_and_so_is_what_is_shown(terminal):
    for given in (["tickets", "list"], ["agents", "list"], ["topics", "tree"]):
        shown = terminal.run(*given, "--desk", "memory", "--json")
        assert (shown.code, shown.summary["rows"]) == (0, 0)
        assert terminal.run(*given, "--desk", "memory").err == "There is none.\n"


def test_a_customers_tickets_have_no_period(terminal):
    wrong = terminal.run("tickets", "list", "--desk", "memory", "--customer", "c", "--since", "2026-01-01")
    assert (wrong.code, "--customer" in wrong.err) == (2, True)


def test_a_time_that_is_none_is_refused(terminal):
    wrong = terminal.run("tickets", "list", "--desk", "memory", "--since", "yesterday")
    assert (wrong.code, "is no time" in wrong.err) == (2, True)


def test_a_period_that_ends_before_it_begins_is_refused_and_not_an_empty_list(terminal):
    wrong = terminal.run("tickets", "list", "--desk", "memory", "--since", "2026-01-02", "--until", "2026-01-01")
    assert (wrong.code, "ends before it begins" in wrong.err) == (2, True)
