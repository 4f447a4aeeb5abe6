from datetime import UTC, datetime

import pytest

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge_contract_tests.harness import UNCOUNTED
from deskbridge_contract_tests.report.refusals import FIELDS, METHODS, refused
from deskbridge_contract_tests.report.showing import markdown, plain, show
from deskbridge_contract_tests.report.values import (
    Conformance,
    Outcome,
    Result,
    as_json,
    declaration_as_json,
    declaration_from,
    results_from,
)
from deskbridge_contract_tests.running import rows_of

CAN = Support(Level.FULL, source="handbook")
CANT = Support(Level.UNSUPPORTED, "No | such\n<b>thing</b>.", source="handbook", nearest="ask", limit=3)
SEND, FIND, ADDRESS, CREATE = (
    Capability.MESSAGES_SEND,
    Capability.CUSTOMERS_FIND,
    Capability.CUSTOMER_ADDRESS,
    Capability.CUSTOMERS_CREATE,
)


def declared(**levels):
    rows = {**dict.fromkeys(Capability, CAN), **{Capability[name]: support for name, support in levels.items()}}
    return Capabilities("acme", rows)


def result(name, outcome=Outcome.PASSED, *capabilities, **more):
    return Result(name=name, outcome=outcome, capabilities=capabilities, **more)


def report(*results, **levels):
    rows = declared(**levels)
    return Conformance(
        vendor="acme",
        title="Acme",
        package="deskbridge-acme 1.0",
        against="its sandbox",
        profile="quick",
        selected="",
        at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        declared=rows,
        rows=tuple(rows_of(rows, results)),
        results=results,
    )


def row(made, capability):
    return next(one for one in made.rows if one.capability is capability)


def told(capability, *results, **levels):
    return refused(declared(**levels), {one.name: one for one in results}, capability)


def test_a_row_counts_the_tests_that_name_its_capability():
    made = report(
        result("a", Outcome.PASSED, FIND),
        result("b", Outcome.FAILED, FIND, SEND),
        result("c", Outcome.SKIPPED, FIND),
        result("d", Outcome.EXPECTED, FIND),
    )
    found = row(made, FIND)
    assert (found.run, *map(found.count, Outcome)) == (3, 1, 1, 1, 1)
    assert [one.name for one in made.failures] == ["b"]
    assert row(made, SEND).run == 1


def test_what_is_possible_has_nothing_to_refuse():
    assert told(SEND, result(METHODS)) is None


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ({"outcome": Outcome.PASSED}, True),
        ({"outcome": Outcome.SKIPPED, "reason": UNCOUNTED}, True),
        ({"outcome": Outcome.SKIPPED, "reason": "there is no desk to test"}, None),
        ({"outcome": Outcome.FAILED, "message": "['messages.send: was not refused']"}, False),
        ({"outcome": Outcome.FAILED, "message": "['files.save: sent a request']"}, True),
    ],
)
def test_a_method_is_refused_as_the_honesty_suite_found(ended, expected):
    assert told(SEND, Result(name=METHODS, **ended), MESSAGES_SEND=CANT) is expected


def test_a_method_whose_refusal_was_not_tested_is_neither():
    assert told(SEND, MESSAGES_SEND=CANT) is None


def test_a_field_is_refused_by_a_method_that_is_possible():
    assert told(ADDRESS, result(FIELDS), CUSTOMER_ADDRESS=CANT) is True
    assert told(ADDRESS, result(METHODS), CUSTOMER_ADDRESS=CANT) is None


def test_a_field_that_no_possible_method_writes_is_refused_with_the_methods():
    cant = {"CUSTOMER_ADDRESS": CANT, "CUSTOMERS_CREATE": CANT, "CUSTOMERS_UPDATE": CANT}
    assert told(ADDRESS, result(METHODS), **cant) is True
    missed = result(METHODS, Outcome.FAILED, message="customers.create: was not refused")
    assert told(ADDRESS, missed, **cant) is False
    assert told(ADDRESS, **cant) is None


def test_a_field_that_is_only_read_has_nothing_to_refuse():
    assert told(Capability.TICKET_CREATED_AT, result(METHODS), TICKET_CREATED_AT=CANT) is None


def test_a_page_keeps_its_tables_whatever_a_plugin_says():
    made = report(
        result("a[|`\n<]", Outcome.SKIPPED, SEND, reason="no | \x1b[31m"),
        result("b", Outcome.FAILED, FIND, message="line\n| line \x1b"),
        MESSAGES_SEND=CANT,
    )
    page = markdown(made)
    (line,) = [one for one in page.splitlines() if one.startswith("| `messages.send` |")]
    assert line.replace("\\|", "").count("|") == 11
    assert "No \\| such &lt;b>thing&lt;/b>. Instead: ask Limit 3." in line
    assert "\x1b" not in page
    assert "    | line \N{REPLACEMENT CHARACTER}" in page
    assert "2026-03-01 09:30 UTC" in page


def test_a_terminal_is_shown_table_notes_failures_and_one_line(capsys):
    show(report(result("b", Outcome.FAILED, FIND, message="it is \x1b[31mred"), result(METHODS), MESSAGES_SEND=CANT))
    shown = capsys.readouterr().out
    assert "customers.find" in shown
    assert "messages.send: No | such" in shown
    assert "FAILED b" in shown
    assert "\x1b" not in shown
    assert shown.splitlines()[-1].startswith("acme: ")
    assert "1 refusals tested, 0 not kept" in shown


def test_a_capability_of_which_nothing_is_noted_has_no_note_on_a_terminal(capsys):
    show(report(MESSAGES_SEND=Support(Level.FULL)))
    shown = capsys.readouterr().out
    assert "customers.find: [handbook]" in shown
    assert "messages.send:" not in shown


def test_a_report_is_json_values():
    made = as_json(report(result("b", Outcome.FAILED, FIND), MESSAGES_SEND=CANT))
    assert made["outcomes"] == {"passed": 0, "failed": 1, "skipped": 0, "failed as expected": 0}
    (found,) = [one for one in made["capabilities"] if one["capability"] == "customers.find"]
    assert found["failures"] == ["b"]
    assert found["level"] == "full"
    assert made["at"] == "2026-03-01T09:30:00+00:00"


def test_what_is_written_down_is_read_back():
    rows = declared(MESSAGES_SEND=CANT)
    written = {str(one): declaration_as_json(row) for one, row in rows.items()}
    assert dict(declaration_from("acme", written)) == dict(rows)
    one = result("a", Outcome.SKIPPED, SEND, reason="why")
    assert tuple(results_from(as_json(report(one))["tests"])) == (one,)


def test_texts_of_any_script_stay_as_they_are():
    assert plain("Grüße, 你好\t🙂") == "Grüße, 你好\t🙂"


def test_what_turns_the_order_of_a_text_or_is_half_a_character_is_not_shown():
    made = report(result("b", Outcome.FAILED, FIND, message="\u202edaer\u202c \ud800 שלום"))
    page = markdown(made)
    page.encode()
    assert "\u202e" not in page
    assert "שלום" in page
