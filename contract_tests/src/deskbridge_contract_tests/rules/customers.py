"""The rules that make, change, identify and delete customers, and tell what they did elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, consumes, initialize, multiple, precondition, rule

from deskbridge.capabilities import Capability
from deskbridge.errors import ConflictError
from deskbridge.records import Customer, CustomerChange, CustomerId, Identifier, IdentifierKind, NewCustomer
from deskbridge_contract_tests import strategies
from deskbridge_contract_tests.comparing import CustomerPair, compare_activities, compare_customers, compare_gone
from deskbridge_contract_tests.driving import can
from deskbridge_contract_tests.making import email, external_id
from deskbridge_contract_tests.rules.listings import ListingRules

NEEDED = (Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_GET)
_WITH_A_TICKET = (Capability.TICKETS_CREATE, Capability.CUSTOMERS_GET)
_WORK = {
    "_rename": (Capability.CUSTOMERS_UPDATE, Capability.CUSTOMER_NAME),
    "_relocate": (Capability.CUSTOMERS_UPDATE, Capability.CUSTOMER_ADDRESS),
    "_add_address": (Capability.CUSTOMERS_UPDATE, Capability.CUSTOMER_EMAIL),
    "_add_external_id": (Capability.CUSTOMERS_UPDATE, Capability.CUSTOMER_EXTERNAL_ID),
    "_remove_identifier": (Capability.CUSTOMERS_UPDATE, Capability.CUSTOMER_EMAIL),
    "_add_activity": (Capability.MESSAGES_ADD_ACTIVITY,),
}
_IDENTIFIED: Mapping[IdentifierKind, tuple[Capability, Callable[[], Identifier]]] = {
    IdentifierKind.EMAIL: (Capability.CUSTOMER_EMAIL, lambda: evolve(email(), primary=False)),
    IdentifierKind.EXTERNAL_ID: (Capability.CUSTOMER_EXTERNAL_ID, external_id),
}


class CustomerRules(ListingRules):
    """Makes customers on both sides, changes them, and deletes them."""

    customers: Bundle[CustomerPair] = Bundle("customers")

    @initialize(target=customers, data=st.data())
    def take_customers(self, data: st.DataObject) -> MultipleResults[CustomerPair]:
        """Begin with a customer, of a new ticket where none is made otherwise, and work on it."""
        if self.harness.possible(*NEEDED):
            pair = self._made_customer(self.maker.new_customer())
        elif self.harness.possible(*_WITH_A_TICKET):
            pair = self._customer_of_a_ticket()
        else:
            return multiple()
        self.work_on_a_customer(pair, data)
        return multiple(pair)

    def _customer_of_a_ticket(self) -> CustomerPair:
        ticket = self.maker.ticket()
        self.made("tickets", ticket.id)
        there = self.harness.desk.customers.get(CustomerId(str(ticket.customer_id)))
        new = NewCustomer(name=there.name, address=there.address, identifiers=there.identifiers)
        return self._paired_customer(there, self.oracle.customers.create(new))

    @can(*NEEDED)
    @rule(target=customers, data=st.data())
    def create_customer(self, data: st.DataObject) -> CustomerPair:
        """Make a customer."""
        return self._made_customer(self.drawn(data, strategies.new_customers, self.declared))

    def _made_customer(self, drawn: NewCustomer) -> CustomerPair:
        new = evolve(drawn, identifiers=(email(),))
        made, reference = self.desk.customers.create(new), self.oracle.customers.create(new)
        return self._paired_customer(made, reference)

    def _paired_customer(self, made: Customer, reference: Customer) -> CustomerPair:
        self.made("customers", made.id)
        pair = CustomerPair(CustomerId(made.id), CustomerId(reference.id))
        self.compared(compare_customers, pair)
        return pair

    @can(Capability.CUSTOMERS_GET)
    @rule(pair=customers, data=st.data())
    def work_on_a_customer(self, pair: CustomerPair, data: st.DataObject) -> None:
        """Do some things to a customer."""
        for name in self.chosen(data, _WORK):
            with self.counted():
                getattr(self, name)(pair, data)
            self.compared(compare_customers, pair)

    def _rename(self, pair: CustomerPair, data: st.DataObject) -> None:
        self._update_customer(pair, self.drawn(data, strategies.customer_changes, self.declared))

    def _relocate(self, pair: CustomerPair, data: st.DataObject) -> None:
        self._update_customer(pair, self.drawn(data, strategies.address_changes, self.declared))

    def _add_address(self, pair: CustomerPair, _: st.DataObject) -> None:
        self._identify(pair, IdentifierKind.EMAIL, self._identifiers(pair))

    def _add_external_id(self, pair: CustomerPair, _: st.DataObject) -> None:
        """Give a customer an external id, in place of the one that there may be: vendors know one."""
        others = [one for one in self._identifiers(pair) if one.kind is not IdentifierKind.EXTERNAL_ID]
        self._identify(pair, IdentifierKind.EXTERNAL_ID, others)

    def _identify(self, pair: CustomerPair, kind: IdentifierKind, others: list[Identifier]) -> None:
        capability, new = _IDENTIFIED[kind]
        self._update_customer(pair, CustomerChange(identifiers=(*others, new())), capability)

    def _remove_identifier(self, pair: CustomerPair, data: st.DataObject) -> None:
        """Take one of several identifiers from a customer; nobody is left without any."""
        there = self._identifiers(pair)
        gone = self.drawn(data, st.integers, 0, len(there) - 1)
        left = there[:gone] + there[gone + 1 :]
        self._update_customer(pair, CustomerChange(identifiers=tuple(left or there)), Capability.CUSTOMER_EMAIL)

    def _identifiers(self, pair: CustomerPair) -> list[Identifier]:
        return list(self.oracle.customers.get(pair.oracle_id).identifiers)

    def _update_customer(self, pair: CustomerPair, change: CustomerChange, *needed: Capability) -> None:
        self.both(
            lambda: self.desk.customers.update(pair.vendor_id, change),
            lambda: self.oracle.customers.update(pair.oracle_id, change),
            *needed,
        )

    def _add_activity(self, pair: CustomerPair, data: st.DataObject) -> None:
        """Tell what a customer did elsewhere; nothing goes out."""
        new = self.drawn(data, strategies.new_activities, self.declared)
        made = self.desk.messages.add_activity(pair.vendor_id, new)
        reference = self.oracle.messages.add_activity(pair.oracle_id, new)
        shown = (self.oracle.variable_of(reference), self.desk.variable_of(made))
        self.checked(f"compare_activities({', '.join(shown)})", lambda: compare_activities(reference, made))

    @precondition(lambda self: self.harness.full(Capability.CUSTOMERS_CREATE, Capability.CUSTOMER_EMAIL))
    @rule(pair=customers)
    def create_customer_of_a_taken_address(self, pair: CustomerPair) -> None:
        """Try to make another customer of the same address; both sides must refuse."""
        taken = self.oracle.customers.get(pair.oracle_id)
        try:
            self.desk.customers.create(evolve(self.maker.new_customer(), identifiers=taken.identifiers))
        except ConflictError:
            self.compared(compare_customers, pair)
        else:
            msg = "customers.create let two customers have one address"
            raise AssertionError(msg)

    @can(*NEEDED, Capability.CUSTOMERS_DELETE)
    @rule(pair=consumes(customers))
    def delete_customer(self, pair: CustomerPair) -> None:
        """Erase a customer, who does not come back."""
        self.desk.customers.delete(pair.vendor_id)
        self.oracle.customers.delete(pair.oracle_id)
        self.unmade("customers", pair.vendor_id)
        self.compared(compare_gone, pair)
