from deskbridge.capabilities import Capability, Level, Support
from deskbridge_migrate.grouping import grouped
from deskbridge_migrate.model import Fact, Outcome, Tally
from deskbridge_migrate.showing import show_failures, show_outcome, show_plan

NO = Support(Level.UNSUPPORTED, "It has no place for it.")


def failed(kind: str, number: int, reason: str) -> Fact:
    return Fact(kind=kind, source_id=f"id-{number}", target_id="", fate="failed", reason=reason)


def test_a_plan_shows_fields_of_one_fate_and_note_in_one_row_and_the_kept_in_one_line(
    filled, plan_of, limited, capsys, monkeypatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    show_plan(plan_of(filled(), limited({Capability.CUSTOMER_ADDRESS: NO, Capability.TICKET_SUBJECT: NO})))
    shown = capsys.readouterr().out
    assert shown.count("on the sheet: It has no place for it") == 1
    assert "Kept: customer.name 3, customer.email 3" in shown
    assert "about" in shown


def test_failures_are_shown_by_reason_with_those_that_failed_with_another(capsys) -> None:
    failures = [failed("ticket", n, "429: too many requests") for n in range(3)]
    failures += [failed("message", n, "its ticket was not written: 429: too many requests") for n in range(20)]
    failures += [failed("customer", 0, f"reason {n}") for n in range(11)]
    show_failures(failures)
    shown = capsys.readouterr().out
    assert "20 times, such as message id-0: 429: too many requests" in shown
    assert "3 times, such as ticket id-0: 429: too many requests" in shown
    assert "and 3 more of other kinds" in shown
    assert "Run the same command again" in shown


def test_no_failure_shows_nothing(capsys) -> None:
    show_failures([])
    assert capsys.readouterr().out == ""


def test_equal_problems_are_shown_once_with_their_number(capsys) -> None:
    problems = [f"ticket {n}: message m{n} has another body" for n in range(40)]
    show_outcome(Outcome(tallies={"ticket": Tally()}, problems=problems, remarks=["it grew"]), title="Not verified")
    shown = capsys.readouterr().out
    assert "40 times, such as ticket 0: message m0 has another body" in shown
    assert "ticket 1:" not in shown
    assert "Note: it grew" in shown


def test_problems_are_grouped_the_most_frequent_first() -> None:
    said = ["ticket a: x", "customer b: y", "customer c: y", "message d is there 0 times, not once", "the plan: z"]
    assert [(one.text, one.count) for one in grouped(said)] == [
        ("customer: y", 2),
        ("a message is there 0 times, not once", 1),
        ("the plan: z", 1),
        ("ticket: x", 1),
    ]
