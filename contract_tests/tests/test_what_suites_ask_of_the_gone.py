"""What the suites ask of vendors that tell less of what is gone than the reference, and how they find lies about it."""

from contextlib import nullcontext

import pytest

from deskbridge.capabilities import ROLES, Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.errors import MergedError, NotFoundError, PermissionDeniedError, ValidationError
from deskbridge.listing import Listing, TruncatedWarning, whole
from deskbridge.memory.sample import DIRECT, MERGED, sample_desk
from deskbridge.records import TicketId, TicketStatus
from deskbridge.sandbox import FaultBox
from deskbridge_contract_tests import Harness, Maker
from deskbridge_contract_tests.samples import Samples, found
from deskbridge_contract_tests.suites.gone import GoneSuite
from deskbridge_contract_tests.suites.matrix import ROWS, MatrixSuite
from deskbridge_contract_tests.suites.operations.base import Kind, Setting
from deskbridge_contract_tests.suites.operations.deleting import gone
from deskbridge_contract_tests.suites.operations.naming import NAMINGS
from deskbridge_contract_tests.suites.operations.reading import CAPPED
from deskbridge_contract_tests.suites.truncation import TruncationSuite

CANT = Support(Level.UNSUPPORTED, "The vendor can't.", source="made up for this test")
PARTLY = Support(Level.PARTIAL, "The tickets stay.", source="made up for this test")
KNOWN = Samples(merged=MERGED, direct=DIRECT)
BY_NAME = {str(one): one for one in NAMINGS}
TOLD = {"vendor": "memory", "operation": "what was asked"}


class Lying:
    """A role that does what the honest one does, but for the functions it is given."""

    def __init__(self, honest, **lies):
        self.honest, self.lies = honest, lies

    def __getattr__(self, name):
        return self.lies.get(name) or getattr(self.honest, name)


def harness(held, rows=(), **others):
    roles = {role: getattr(held, role) for role in ROLES}
    declared = Capabilities("memory", {**held.capabilities, **dict(rows)})
    return Harness(desk=Desk(declared, native=held, roles=roles, close=held.close), **others)


def asked(test, held, name, rows=()):
    on = harness(held, rows)
    getattr(GoneSuite(), f"test_{test}")(on, Maker(on), KNOWN, BY_NAME[name])


def test_a_listing_of_nobodys_may_be_empty_but_hold_nothing():
    held, tickets = sample_desk(), list(sample_desk().tickets.all())
    for listed, outcome in (([], nullcontext()), (tickets, pytest.raises(AssertionError, match="gave something"))):
        given = Listing(lambda listed=listed: whole(listed), what="tickets")
        held.tickets = Lying(held.tickets, of_customer=lambda _, given=given: given)
        with outcome:
            asked("what_was_deleted_is_not_found", held, "customer-tickets.of_customer")


def test_an_error_that_may_be_repeated_is_no_answer_about_what_is_gone():
    held = sample_desk()

    def get(ident):
        raise NotFoundError(f"there is no {ident}", **TOLD, retryable=True)

    held.answers = Lying(held.answers, get=get)
    with pytest.raises(AssertionError, match="it stays gone"):
        asked("what_was_deleted_is_not_found", held, "answer-answers.get")


def test_what_a_vendor_keeps_of_a_deleted_customer_is_not_taken_for_gone():
    held = sample_desk()
    on = harness(held, {Capability.CUSTOMERS_DELETE: PARTLY}.items())
    setting = Setting(harness=on, maker=Maker(on), samples=KNOWN)
    naming = BY_NAME["ticket-tickets.get"]
    assert gone(setting, naming.subject) not in held.native.tickets
    assert Capability.CUSTOMERS_DELETE not in on.held


def test_an_open_ticket_goes_with_its_customer_where_none_can_be_closed():
    asked(
        "what_was_deleted_is_not_found",
        sample_desk(),
        "ticket-messages.of_ticket",
        {Capability.TICKETS_UPDATE: CANT}.items(),
    )


@pytest.mark.parametrize("name", ["ticket-messages.add_note", "ticket-tickets.update", "ticket-tickets.erase"])
def test_an_erased_ticket_may_refuse_what_is_done_to_it(name):
    held = sample_desk()
    refused = ValidationError("it was erased", **TOLD)

    def unless_erased(does):
        def doing(ident, *args, **kwargs):
            if held.native.tickets[ident].erased:
                raise refused
            return does(ident, *args, **kwargs)

        return doing

    held.tickets = Lying(
        held.tickets, update=unless_erased(held.tickets.update), erase=unless_erased(held.tickets.erase)
    )
    held.messages = Lying(held.messages, add_note=unless_erased(held.messages.add_note))
    asked("an_erased_ticket_is_refused_or_stays_erased", held, name)


def test_an_erased_ticket_may_be_there_no_more():
    held = sample_desk()

    def get(ident):
        ticket = held.native.tickets[ident]
        if ticket.erased:
            raise NotFoundError(f"{ident} was erased", **TOLD)
        return ticket

    held.tickets = Lying(held.tickets, get=get)
    asked("an_erased_ticket_is_refused_or_stays_erased", held, "ticket-tickets.get")


def test_a_ticket_is_closed_before_it_is_erased_where_the_vendor_takes_no_others():
    held = sample_desk()
    erase = held.tickets.erase

    def closed_only(ident, *, confirm):
        if held.native.tickets[ident].status.kind is not TicketStatus.CLOSED:
            raise ValidationError("it is open", **TOLD)
        erase(ident, confirm=confirm)

    held.tickets = Lying(held.tickets, erase=closed_only)
    asked("an_erased_ticket_is_refused_or_stays_erased", held, "ticket-messages.of_ticket")


def test_what_follows_a_merge_gives_what_the_survivor_has():
    held = sample_desk()
    of_customer = held.tickets.of_customer
    held.tickets = Lying(
        held.tickets, of_customer=lambda ident: of_customer(held.native.customers.merged.get(ident, ident))
    )
    asked("what_was_merged_is_followed_or_told", held, "customer-tickets.of_customer")


def test_what_is_written_by_a_merged_id_is_the_survivors():
    held = sample_desk()
    add_note = held.messages.add_note
    held.messages = Lying(
        held.messages,
        add_note=lambda ident, new: add_note(TicketId(held.native.tickets.merged.get(ident, ident)), new),
    )
    asked("what_was_merged_is_followed_or_told", held, "ticket-messages.add_note")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (NotFoundError("there is none", **TOLD), nullcontext()),
        (PermissionDeniedError("no", **TOLD), pytest.raises(AssertionError, match="ended in")),
    ],
)
def test_of_a_change_it_is_enough_that_there_is_none_of_that_id(error, outcome):
    held = sample_desk()

    def delete(_):
        raise error

    held.customers = Lying(held.customers, delete=delete)
    with outcome:
        asked("what_was_merged_is_followed_or_told", held, "customer-customers.delete")


def test_where_no_customer_can_be_read_the_survivor_is_not_looked_at():
    rows = {Capability.CUSTOMERS_GET: CANT}.items()
    asked("what_was_merged_is_followed_or_told", sample_desk(), "customer-tickets.of_customer", rows)


def test_a_merged_record_that_get_does_not_follow_fails():
    held = sample_desk()

    def get(ident):
        raise MergedError("it was merged", old_id=ident, new_id="customer-2", **TOLD)

    held.customers = Lying(held.customers, get=get)
    with pytest.raises(AssertionError, match="it is followed once"):
        asked("what_was_merged_is_followed_or_told", held, "customer-customers.get")


def test_a_name_and_a_status_are_written_as_they_are_where_an_id_leads_to_another():
    held = sample_desk()
    on = harness(held)
    setting = Setting(harness=on, maker=Maker(on), samples=KNOWN)
    ticket, customer = MERGED["ticket"][1], MERGED["customer"][1]
    before = held.tickets.get(ticket).status, held.customers.get(customer).name
    BY_NAME["ticket-tickets.update"].call(setting, ticket)
    BY_NAME["customer-customers.update"].call(setting, customer)
    assert (held.tickets.get(ticket).status, held.customers.get(customer).name) == before


def test_a_file_may_hold_what_another_answer_may_not():
    on = harness(sample_desk(), faults=FaultBox())
    page = next(one for one in ROWS if one.name == "page of html")
    with pytest.raises(pytest.skip.Exception, match="may well hold that"):
        MatrixSuite().test_a_fault_is_survived_or_told(on, Maker(on), KNOWN, Kind.SAVE, page)


def test_a_desk_without_a_transport_has_no_deadline_to_keep():
    on = harness(sample_desk(), faults=FaultBox())
    late = next(one for one in ROWS if one.name == "late")
    with pytest.raises(pytest.skip.Exception, match="no transport"):
        MatrixSuite().test_a_fault_is_survived_or_told(on, Maker(on), KNOWN, Kind.READ, late)


def test_a_class_of_which_a_desk_has_no_operation_is_left_out():
    rows = {Capability.MESSAGES_SEND_DIRECT: CANT}.items()
    on = harness(sample_desk(), rows, faults=FaultBox())
    with pytest.raises(pytest.skip.Exception, match="no operation of the class send direct"):
        MatrixSuite().test_a_fault_is_survived_or_told(on, Maker(on), KNOWN, Kind.SEND_DIRECT, ROWS[1])


def cut(records, *, told=True):
    def pages():
        yield from records
        return told

    return Listing(pages, what="messages")


def cutting(listing):
    held = sample_desk()
    held.messages = Lying(held.messages, of_ticket=lambda _: listing)
    return harness(held), Samples(capped=(Capability.MESSAGES_OF_TICKET, "ticket-1"))


def test_a_cut_listing_is_asked_for_once_whole_and_once_in_part():
    on, known = cutting(cut(["one", "two"]))
    TruncationSuite().test_a_listing_that_the_vendor_cuts_says_so(on, known)
    TruncationSuite().test_a_cut_listing_that_is_left_early_does_not_say_that_it_was_cut(*cutting(cut(["one", "two"])))


def test_a_cut_that_is_hidden_fails():
    on, known = cutting(cut(["one"], told=False))
    with pytest.raises(AssertionError, match="hides that the vendor stopped"):
        TruncationSuite().test_a_listing_that_the_vendor_cuts_says_so(on, known)


def test_fewer_records_than_the_declared_limit_are_no_cut_at_the_cap():
    held = sample_desk()
    held.messages = Lying(held.messages, of_ticket=lambda _: cut(["one"]))
    limited = Support(Level.PARTIAL, "At most 2.", source="made up for this test", limit=2)
    on = harness(held, {Capability.MESSAGES_OF_TICKET: limited}.items())
    with pytest.raises(AssertionError, match="fewer records than its declared limit"):
        TruncationSuite().test_a_listing_that_the_vendor_cuts_says_so(
            on, Samples(capped=(Capability.MESSAGES_OF_TICKET, "ticket-1"))
        )


def test_samples_are_found_in_listings_that_are_cut():
    held = sample_desk()
    messages = list(CAPPED[Capability.MESSAGES_OF_TICKET](held, "ticket-1"))
    held.messages = Lying(held.messages, of_ticket=lambda _: cut(messages))
    with pytest.warns(TruncatedWarning):
        list(held.messages.of_ticket("ticket-1"))
    assert found(harness(held)).recording == messages[0].id


def test_nothing_of_exports_is_found_where_none_are_listed():
    rows = {Capability.EXPORTS_JOBS: CANT}.items()
    assert found(harness(sample_desk(), rows)).export is None
