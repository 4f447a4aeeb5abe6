from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability, Level, Support
from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import Attachment, Identifier, IdentifierKind, NewCustomer, TicketId
from deskbridge_migrate import planfile
from deskbridge_migrate.model import Fate, MigrationError

NO = Support(Level.UNSUPPORTED, "It has no place for it.", nearest="a note")


def fates(plan) -> dict[str, set[Fate]]:
    found: dict[str, set[Fate]] = {}
    for one in plan.losses:
        found.setdefault(one.field, set()).add(one.fate)
    return found


def sheet_of(desk) -> str:
    return "\n".join(one.text for one in desk.native.messages.values() if one.external_id.startswith("sheet:"))


def test_planning_writes_nothing(filled, plan_of) -> None:
    source, target = filled(), MemoryHelpdesk()
    plan_of(source, target)
    assert not any((target.native.customers, target.native.tickets, target.native.messages, target.native.topics))


def test_a_plan_counts_what_there_is(filled, plan_of) -> None:
    plan = plan_of(filled(), MemoryHelpdesk())
    assert dict(plan.counts) == {"customer": 3, "ticket": 6, "message": 24}
    assert plan.new_topics == ("Billing",)
    assert plan.sampled is None


def test_nothing_changed_and_nothing_lost_needs_no_acceptance(filled, plan_of, run_plan) -> None:
    source, target = filled(), MemoryHelpdesk()
    plan = plan_of(source, target)
    assert not plan.needs_acceptance
    assert run_plan(plan, source, target, accept="").whole


def test_what_the_target_has_no_place_for_is_carried_on_the_sheet(filled, plan_of, run_plan, limited) -> None:
    source = filled()
    target = limited({Capability.TICKET_SUBJECT: NO, Capability.CUSTOMER_ADDRESS: NO, Capability.TICKET_TOPIC_IDS: NO})
    plan = plan_of(source, target)
    assert fates(plan)["ticket.subject"] == {Fate.CARRIED}
    assert run_plan(plan, source, target).whole
    assert "- Subject: Subject 1" in sheet_of(target)
    assert "- Customer's address: A street" in sheet_of(target)
    assert "- Topics: Billing" in sheet_of(target)


def test_a_text_over_the_limit_is_cut_and_whole_on_the_sheet(filled, plan_of, run_plan, limited) -> None:
    source, target = filled(), limited({Capability.TICKET_SUBJECT: Support(Level.FULL, limit=4)})
    plan = plan_of(source, target)
    assert fates(plan)["ticket.subject"] == {Fate.CHANGED}
    assert plan.needs_acceptance
    with pytest.raises(MigrationError, match=planfile.digest(plan)):
        run_plan(plan, source, target, accept="")
    assert not target.native.tickets
    run_plan(plan, source, target)
    assert {one.subject for one in target.tickets.all()} == {"Subj"}
    assert "- Subject: Subject 1" in sheet_of(target)


def test_a_message_over_the_limit_is_whole_on_sheets_within_the_limit(filled, plan_of, run_plan, limited) -> None:
    source, target = filled(customers=1, tickets=1), limited({Capability.MESSAGE_TEXT: Support(Level.FULL, limit=150)})
    ticket = next(iter(source.tickets.all()))
    message = next(iter(source.messages.of_ticket(TicketId(ticket.id))))
    source.native.messages[message.id] = evolve(message, text="long " * 100)
    assert run_plan(plan_of(source, target), source, target).whole
    assert max(len(one.text) for one in target.native.messages.values()) == 150
    sheets = [one.text for one in target.native.messages.values() if one.external_id.startswith("sheet:")]
    assert "long " * 99 in "".join(sheets)


def test_attachments_tell_that_their_bytes_stay(filled, plan_of) -> None:
    source = filled(customers=1, tickets=1)
    message = next(iter(source.native.messages.values()))
    file = Attachment(name="a.pdf", id="7")
    source.native.messages[message.id] = evolve(message, attachments=[file])
    (loss,) = [one for one in plan_of(source, MemoryHelpdesk()).losses if one.field == "message.attachments"]
    assert (loss.fate, loss.count, loss.examples) == (Fate.CARRIED, 1, (message.id,))
    assert "the bytes stay at the source" in loss.note


def test_customers_without_tickets_are_told_where_they_stay_behind(filled, plan_of, limited) -> None:
    source = filled()
    source.customers.create(NewCustomer(name="Without a ticket"))
    plan = plan_of(source, limited({Capability.CUSTOMERS_CREATE: NO}))
    assert list(plan.skips.values()) == [1]
    assert plan.needs_acceptance


def test_customers_who_share_an_identifier_are_told(plan_of) -> None:
    source = MemoryHelpdesk()
    phone = Identifier(kind=IdentifierKind.PHONE, value="+15550100")
    for name in ("One", "Other"):
        source.customers.create(NewCustomer(name=name, identifiers=[phone]))
    assert any("share an identifier" in one for one in plan_of(source, MemoryHelpdesk()).remarks)


@pytest.mark.parametrize("needed", [Capability.TICKETS_IMPORT_PAST, Capability.MESSAGES_IMPORT_PAST])
def test_a_target_that_takes_no_history_is_refused_with_its_reasons(needed, filled, plan_of, limited) -> None:
    long = Support(Level.UNSUPPORTED, "It has no place for it. " * 20, nearest="a note")
    target = limited({needed: long, Capability.TICKETS_FIND: NO})
    with pytest.raises(MigrationError, match=needed) as refused:
        plan_of(filled(), target)
    assert f"{Capability.TICKETS_FIND}: It has no place for it; nearest: a note" in str(refused.value)
    assert len(str(refused.value).splitlines()) == 3
    assert max(map(len, str(refused.value).splitlines())) < 120


def test_what_is_kept_has_no_note_that_reads_like_a_loss(filled, plan_of, limited) -> None:
    target = limited({Capability.CUSTOMER_NAME: Support(Level.FULL, "At most 25 characters.", limit=25)})
    losses = plan_of(filled(), target).losses
    assert {one.note for one in losses if one.fate is Fate.KEPT} == {""}


def test_the_worst_is_told_first(filled, plan_of, limited) -> None:
    target = limited({Capability.TICKET_SUBJECT: Support(Level.FULL, limit=4), Capability.CUSTOMER_ADDRESS: NO})
    told = [one.fate for one in plan_of(filled(), target).losses]
    assert told == sorted(told, key=(Fate.LOST, Fate.CHANGED, Fate.CARRIED, Fate.KEPT).index)
    assert told[0] is Fate.CHANGED


def test_an_estimate_follows_the_time_that_a_read_takes(filled, plan_of) -> None:
    took = plan_of(filled(), MemoryHelpdesk()).estimate
    assert 0 < took.seconds < 0.5
    assert took.reads == 6


def test_nothing_to_move_is_said(plan_of) -> None:
    took = plan_of(MemoryHelpdesk(), MemoryHelpdesk()).estimate
    assert (took.writes, took.seconds, took.how) == (0, 0.0, "There is nothing to move.")


def test_a_sample_says_so(filled, plan_of) -> None:
    plan = plan_of(filled(), MemoryHelpdesk(), sample=2)
    assert (plan.sampled, plan.counts["ticket"], plan.counts["message"]) == (2, 6, 8)


def test_a_loss_that_the_plan_does_not_tell_is_not_made(filled, plan_of, run_plan, limited) -> None:
    source, target = filled(), limited({Capability.TICKET_SUBJECT: Support(Level.FULL, limit=10)})
    plan = plan_of(source, target)
    ticket = next(iter(source.tickets.all()))
    source.native.tickets[ticket.id] = evolve(ticket, subject="much longer than before")
    outcome = run_plan(plan, source, target)
    assert outcome.tallies["ticket"].failed == 1
    assert ticket.id not in {one.external_id for one in target.tickets.all()}


def test_a_plan_is_void_when_a_desk_can_do_something_else(filled, plan_of, run_plan, limited) -> None:
    source = filled()
    plan = plan_of(source, limited({}))
    with pytest.raises(MigrationError, match="make a new plan"):
        run_plan(plan, source, limited({Capability.TICKET_SUBJECT: NO}))


def test_another_plans_digest_accepts_nothing(filled, plan_of, run_plan) -> None:
    source, target = filled(), MemoryHelpdesk()
    with pytest.raises(MigrationError, match="another plan's"):
        run_plan(plan_of(source, target), source, target, accept="0" * 64)


def test_a_plan_reads_back_as_it_was_written(tmp_path: Path, filled, plan_of, limited) -> None:
    plan = plan_of(filled(), limited({Capability.TICKET_SUBJECT: NO}))
    planfile.write(plan, tmp_path / "plan.json")
    assert planfile.read(tmp_path / "plan.json") == plan


def test_the_digest_is_of_the_content_and_not_of_the_times(filled, plan_of) -> None:
    plan = plan_of(filled(), MemoryHelpdesk())
    later = evolve(plan, made_at=datetime(2030, 1, 1, tzinfo=UTC), estimate=evolve(plan.estimate, seconds=1000.0))
    assert planfile.digest(plan) == planfile.digest(later)
    assert planfile.digest(plan) != planfile.digest(evolve(plan, remarks=("other",)))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', "\x00"])
def test_what_is_no_plan_is_said_to_be_none(content: str, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(content)
    with pytest.raises(MigrationError, match="plan"):
        planfile.read(tmp_path / "plan.json")


def test_a_plan_that_was_changed_is_refused(tmp_path: Path, filled, plan_of, limited) -> None:
    path = tmp_path / "plan.json"
    planfile.write(plan_of(filled(), limited({Capability.TICKET_SUBJECT: NO})), path)
    path.write_text(path.read_text().replace('"carried"', '"kept"'))
    with pytest.raises(MigrationError, match="was changed"):
        planfile.read(path)


def test_a_desk_is_not_moved_to_itself(filled) -> None:
    from deskbridge_migrate.planning import make_plan

    with pytest.raises(MigrationError, match="two different desks"):
        make_plan(filled(), MemoryHelpdesk(), names=("same", "same"))
