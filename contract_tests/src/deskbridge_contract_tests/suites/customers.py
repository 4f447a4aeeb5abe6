"""What `desk.customers` promises."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, NotFoundError
from deskbridge.records import Customer, CustomerChange, CustomerId, IdentifierKind, NewCustomer, TicketId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, email, external_id, phone, unique, unlike
from deskbridge_contract_tests.marks import kept, needs
from deskbridge_contract_tests.reading import once
from deskbridge_contract_tests.suites.keeping import check_taken


class CustomersSuite:
    """Customers are created, found, changed and erased, and nothing of them is dropped."""

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_GET)
    def test_a_created_customer_is_read_back_as_it_was_returned(self, harness: Harness, maker: Maker) -> None:
        """`create` returns what the vendor now holds. A program goes on with what it was given back.

        Usually wrong: it returns what was asked for, whatever the vendor made of it.
        """
        created = harness.desk.customers.create(maker.new_customer())
        read = harness.desk.customers.get(CustomerId(created.id))
        assert _said(read) == _said(created), "customers.create returned something else than customers.get reads"

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_GET)
    def test_every_customer_field_that_is_declared_full_is_kept(self, harness: Harness) -> None:
        """What is declared `FULL` is read back as written. A migration drops nothing that it was not told of.

        Usually wrong: a field that `translate` forgot.
        """
        new = _everything(harness)
        created = harness.desk.customers.create(new)
        read = harness.desk.customers.get(CustomerId(created.id))
        for capability, expected, actual in _compared(new, read):
            if harness.full(capability):
                assert expected == actual, f"{capability} is declared full and was not kept by customers.create"

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_GET, Capability.CUSTOMER_EMAIL)
    def test_an_address_is_told_as_it_was_written_beside_the_normalised_one(
        self, harness: Harness, maker: Maker
    ) -> None:
        """`value` is in lower case, `original` as written. People want their address spelled as they gave it.

        Usually wrong: both are made lower case.
        """
        written = evolve(one := email(), original=one.value.title())
        created = harness.desk.customers.create(maker.new_customer(written))
        read = harness.desk.customers.get(CustomerId(created.id))
        told = [(found.value, found.original) for found in read.identifiers]
        assert [(written.value, written.original)] == told, "customer.email did not keep how it was written"

    @needs(Capability.CUSTOMERS_GET)
    def test_getting_an_unknown_customer_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """A well-formed id that nothing has is `NotFoundError`. Callers tell by it who was erased from what failed.

        Usually wrong: None is returned, or a bare HTTP error comes through.
        """
        ident = CustomerId(unlike(maker.customer().id))
        with pytest.raises(NotFoundError):
            harness.desk.customers.get(ident)

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_FIND)
    def test_a_customer_is_found_by_email_whatever_its_case(self, harness: Harness, maker: Maker) -> None:
        """Addresses are compared without regard to case. Who is not found is made a second time.

        Usually wrong: the query goes out as it was typed.
        """
        created = harness.desk.customers.create(maker.new_customer())
        (address,) = created.emails
        for asked in (address, address.upper()):
            found = [one.id for one in harness.desk.customers.find(email=asked)]
            assert [created.id] == found, "customers.find by e-mail did not give exactly the customer"

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_FIND, Capability.CUSTOMER_EXTERNAL_ID)
    def test_a_customer_is_found_by_external_id(self, harness: Harness, maker: Maker) -> None:
        """An id that another system gave finds the customer. Without it the shop's orders belong to nobody.

        Usually wrong: the id is sent when the customer is made, and never asked for.
        """
        one = external_id()
        created = harness.desk.customers.create(maker.new_customer(email(), one))
        found = [customer.id for customer in harness.desk.customers.find(external_id=one.value)]
        assert [created.id] == found, "customers.find by external id did not give exactly the customer"

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_FIND, Capability.CUSTOMER_PHONE)
    def test_a_customer_is_found_by_phone(self, harness: Harness, maker: Maker) -> None:
        """A phone number finds all who have it. Who calls should not have to spell a name.

        Usually wrong: the plus sign is lost in the query.
        """
        one = phone()
        created = harness.desk.customers.create(maker.new_customer(email(), one))
        found = [customer.id for customer in harness.desk.customers.find(phone=one.value)]
        assert created.id in found, "customers.find by phone did not give the customer"

    @needs(Capability.CUSTOMERS_FIND)
    def test_finding_nobody_gives_an_empty_listing(self, harness: Harness) -> None:
        """`find` may give none and does not raise. "Find or create" is written without an exception.

        Usually wrong: a 404 of the search is passed on.
        """
        found = list(harness.desk.customers.find(email=email().value))
        assert found == [], "customers.find gave somebody for an address that nobody has"

    @needs(Capability.CUSTOMERS_FIND)
    def test_finding_by_none_or_two_identifiers_is_refused(self, harness: Harness) -> None:
        """Exactly one identifier is asked for. With two nobody knows whose customer comes.

        Usually wrong: the second one is ignored silently.
        """
        before = harness.sent()
        with pytest.raises(InvalidRequestError):
            list(harness.desk.customers.find())
        with pytest.raises(InvalidRequestError):
            list(harness.desk.customers.find(email=email().value, external_id=unique("id")))
        assert before == harness.sent(), "customers.find sent a request that contradicts itself"
        harness.skip_if_uncounted()

    @needs(Capability.CUSTOMERS_ALL)
    def test_all_customers_are_listed_once(self, harness: Harness) -> None:
        """A listing gives each customer once. A doubled one gets the newsletter twice.

        Usually wrong: pages overlap by a record.
        """
        once(harness.desk.customers.all(), Capability.CUSTOMERS_ALL)

    @needs(Capability.CUSTOMERS_CREATE)
    @kept(Capability.CUSTOMERS_ALL)
    def test_a_new_customer_is_among_all(self, harness: Harness, maker: Maker) -> None:
        """A listing without restriction is whole. A migration leaves behind whom it is not shown.

        Usually wrong: the last page is left out.
        """
        created = {harness.desk.customers.create(maker.new_customer()).id for _ in range(3)}
        listed = {one.id for one in harness.desk.customers.all()}
        assert created <= listed, "customers.all is declared full and left out customers"

    @needs(Capability.CUSTOMERS_UPDATE, Capability.CUSTOMERS_GET)
    def test_an_update_changes_only_what_is_set(self, harness: Harness, maker: Maker) -> None:
        """A field that is not set stays as it is. Who corrects a name does not mean to lose the address.

        Usually wrong: the whole record is written, with all else emptied.
        """
        before = _filled(harness, maker)
        name = maker.text(Capability.CUSTOMER_NAME, "renamed")
        returned = harness.desk.customers.update(CustomerId(before.id), CustomerChange(name=name))
        read = harness.desk.customers.get(CustomerId(before.id))
        assert name == read.name, "customers.update did not change customer.name"
        assert _said(evolve(before, name=name)) == _said(read), "customers.update changed more than was set"
        assert _said(returned) == _said(read), "customers.update returned something else than customers.get reads"

    @needs(Capability.CUSTOMERS_UPDATE, Capability.CUSTOMERS_GET, Capability.CUSTOMER_EMAIL)
    def test_updated_identifiers_replace_all_that_there_were(self, harness: Harness, maker: Maker) -> None:
        """Identifiers are replaced, not added to. Mail to an address that was given up reaches a stranger.

        Usually wrong: the vendor merges lists, and we let it.
        """
        before, new = maker.customer(), email()
        harness.desk.customers.update(CustomerId(before.id), CustomerChange(identifiers=(new,)))
        read = harness.desk.customers.get(CustomerId(before.id))
        assert (new.value,) == read.emails, "customers.update did not replace customer.email"

    @needs(Capability.CUSTOMERS_UPDATE, Capability.CUSTOMERS_GET)
    def test_updating_an_unknown_customer_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Nobody is made by an update. A customer without an address is found by nobody.

        Usually wrong: the vendor creates what it does not know.
        """
        ident = CustomerId(unlike(maker.customer().id))
        with pytest.raises(NotFoundError):
            harness.desk.customers.update(ident, CustomerChange(name="Nobody"))

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMER_EMAIL)
    def test_a_second_customer_of_one_email_is_a_conflict(self, harness: Harness, maker: Maker) -> None:
        """An address that is taken is a `ConflictError`. Half of a person's tickets would be another's.

        Usually wrong: the vendor's code is not mapped, the first one is written over, or case tells them apart.
        """
        one = email()
        first = harness.desk.customers.create(maker.new_customer(one))
        strict = harness.full(Capability.CUSTOMERS_CREATE, Capability.CUSTOMER_EMAIL)
        for again in (one, evolve(one, original=one.value.upper())):
            new = maker.new_customer(again)
            check_taken(partial(harness.desk.customers.create, new), first, strict=strict)

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_GET)
    def test_a_customer_of_an_id_that_is_taken_leaves_who_has_it(self, harness: Harness, maker: Maker) -> None:
        """Another customer of one id is refused, or gets an id of its own. Who had it would be somebody else.

        Usually wrong: the vendor takes it for a change of the first one.
        """
        own = CustomerId(str(uuid4()))
        first = harness.desk.customers.create(evolve(maker.new_customer(), id=own))
        if first.id != own:
            pytest.skip("the vendor takes no ids of ours")
        before, other = harness.desk.customers.get(own), evolve(maker.new_customer(), id=own)
        check_taken(lambda: harness.desk.customers.create(other), first, strict=False)
        assert before == harness.desk.customers.get(own), "customers.create changed another who has its id"

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_DELETE, Capability.CUSTOMERS_GET)
    def test_a_deleted_customer_is_gone(self, harness: Harness, maker: Maker) -> None:
        """Who was erased is not there, and all others are. The law gives people that right, and a date by which.

        Usually wrong: the vendor erases later, and we return too early.
        """
        before, created, after = (harness.desk.customers.create(maker.new_customer()) for _ in range(3))
        harness.desk.customers.delete(CustomerId(created.id))
        with pytest.raises(NotFoundError):
            harness.desk.customers.get(CustomerId(created.id))
        for other in (before, after):
            assert other.id == harness.desk.customers.get(CustomerId(other.id)).id, "customers.delete erased another"

    @needs(
        Capability.CUSTOMERS_CREATE,
        Capability.CUSTOMERS_DELETE,
        Capability.MESSAGES_ADD_NOTE,
        Capability.MESSAGES_OF_TICKET,
    )
    def test_deleting_a_customer_leaves_what_others_said(self, harness: Harness, maker: Maker) -> None:
        """What others said is there after somebody was erased. It would be missed much later, and nobody has it.

        Usually wrong: messages are deleted by what they have not in common with those that are meant.
        """
        ticket, customer = maker.ticket(), harness.desk.customers.create(maker.new_customer())
        note = maker.note(ticket)
        harness.desk.customers.delete(CustomerId(customer.id))
        left = {one.id for one in harness.desk.messages.of_ticket(TicketId(ticket.id))}
        assert note.id in left, "customers.delete took away what belongs to another customer's ticket"

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_DELETE)
    def test_deleting_an_unknown_customer_raises_not_found(self, harness: Harness, maker: Maker) -> None:
        """Erasing nobody is an error, not a success. Somebody is told that they were erased, and were not.

        Usually wrong: the vendor answers 204 to anything.
        """
        with pytest.raises(NotFoundError):
            harness.desk.customers.delete(CustomerId(unlike(maker.customer().id)))


def _said(customer: Customer) -> Customer:
    return evolve(customer, raw={}, created_at=None, updated_at=None)


def _filled(harness: Harness, maker: Maker) -> Customer:
    """Return a customer of whom there is something to lose: a new one, with all that is kept, where one can be made."""
    if not harness.possible(Capability.CUSTOMERS_CREATE):
        return maker.customer()
    created = harness.desk.customers.create(_everything(harness))
    return harness.desk.customers.get(CustomerId(created.id))


def _everything(harness: Harness) -> NewCustomer:
    made = {
        Capability.CUSTOMER_EMAIL: email,
        Capability.CUSTOMER_PHONE: phone,
        Capability.CUSTOMER_EXTERNAL_ID: external_id,
    }
    return NewCustomer(
        name="Ada Lovelace" if harness.full(Capability.CUSTOMER_NAME) else "",
        identifiers=tuple(make() for capability, make in made.items() if harness.full(capability)),
        address="12 St James's Square, London" if harness.full(Capability.CUSTOMER_ADDRESS) else "",
        attributes={"plan": "gold"} if harness.full(Capability.CUSTOMER_ATTRIBUTES) else {},
    )


def _compared(new: NewCustomer, read: Customer) -> list[tuple[Capability, object, object]]:
    asked = Customer(id="", vendor="", identifiers=new.identifiers)
    return [
        (Capability.CUSTOMER_NAME, new.name, read.name),
        (Capability.CUSTOMER_EMAIL, asked.emails, read.emails),
        (Capability.CUSTOMER_PHONE, asked.phones, read.phones),
        (
            Capability.CUSTOMER_EXTERNAL_ID,
            asked.values(IdentifierKind.EXTERNAL_ID),
            read.values(IdentifierKind.EXTERNAL_ID),
        ),
        (Capability.CUSTOMER_ADDRESS, new.address, read.address),
        (Capability.CUSTOMER_ATTRIBUTES, dict(new.attributes), dict(read.attributes)),
    ]
