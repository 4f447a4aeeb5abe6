"""What the suites of fields do with desks that refuse, keep half, or have other ways than the reference."""

from __future__ import annotations

import pytest
from attrs import evolve

from deskbridge.capabilities import ROLES, Capabilities, Capability, Level, Support
from deskbridge.desk import Desk
from deskbridge.errors import ConflictError, UnsupportedError
from deskbridge.memory import MemoryHelpdesk
from deskbridge.memory.sample import sample_desk
from deskbridge.records import IdentifierKind, NewCustomer, Requester
from deskbridge_contract_tests import Harness, Maker
from deskbridge_contract_tests.suites import customer_fields, keeping, outputs, ticket_fields
from deskbridge_contract_tests.suites.keeping import Writing

CANT = Support(Level.UNSUPPORTED, "The vendor has no such thing.", source="made up for this test")
PARTLY = Support(Level.PARTIAL, "Not in every case.", source="made up for this test")
SOCIAL, NAME = Capability.CUSTOMER_SOCIAL, Capability.CUSTOMER_NAME
Failed, Skipped = pytest.fail.Exception, pytest.skip.Exception


class Refusing:
    """Customers of whom no social identifier is taken."""

    def __init__(self, honest):
        self.honest = honest

    def __getattr__(self, name):
        return getattr(self.honest, name)

    def create(self, new):
        return self.refused(new) or self.honest.create(new)

    def update(self, customer_id, change):
        return self.refused(change) or self.honest.update(customer_id, change)

    def refused(self, change):
        if any(one.kind is IdentifierKind.SOCIAL for one in change.identifiers):
            raise UnsupportedError(SOCIAL, vendor="memory", reason="Networks can only be read.")


def harness(*lacks, partly=(), whole=None, **roles):
    whole = whole or sample_desk()
    rows = {**whole.capabilities, **dict.fromkeys(partly, PARTLY), **dict.fromkeys(lacks, CANT)}
    behind = {role: roles.get(role, getattr(whole, role)) for role in ROLES}
    return Harness(desk=Desk(Capabilities("memory", rows), native=whole, roles=behind, close=whole.close))


def writing(write, **more):
    return Writing(by=Capability.CUSTOMERS_UPDATE, wanted="Ada", write=write, **more)


def refuse():
    raise UnsupportedError(NAME, vendor="memory", reason="Names are given by birth.")


def test_what_is_held_as_wanted_is_kept():
    assert keeping.is_kept(NAME, writing(lambda: "Ada"))


def test_what_is_refused_and_unchanged_is_not_kept_and_no_failure():
    assert not keeping.is_kept(NAME, writing(refuse, unwritten=lambda: "Eve"))


def test_what_is_accepted_and_lost_fails():
    with pytest.raises(AssertionError, match=r"customers\.update accepted customer\.name and did not keep it"):
        keeping.is_kept(NAME, writing(lambda: ""))


def test_what_is_refused_and_changed_all_the_same_fails():
    told = iter(["Eve", ""])
    with pytest.raises(AssertionError, match="refused customer.name and changed it all the same"):
        keeping.is_kept(NAME, writing(refuse, unwritten=lambda: next(told)))


def test_a_full_field_may_refuse_nothing_and_a_partial_one_not_everything():
    with pytest.raises(AssertionError, match="is declared full and was refused"):
        keeping.check_kept(harness(), NAME, [True, False])
    keeping.check_kept(harness(partly=[NAME]), NAME, [True, False])
    with pytest.raises(AssertionError, match="was refused in every plain case"):
        keeping.check_kept(harness(partly=[NAME]), NAME, [False])


def test_what_is_made_again_is_a_conflict_or_another_one():
    whole = MemoryHelpdesk()
    first, second = (whole.customers.create(NewCustomer(name=name)) for name in ("Ada", "Eve"))

    def conflict():
        raise ConflictError("taken", existing_id=second.id)

    keeping.check_taken(lambda: second, first, strict=False)
    with pytest.raises(AssertionError, match="names one that is not the one"):
        keeping.check_taken(conflict, first, strict=False)
    with pytest.raises(AssertionError, match="a second Customer was made"):
        keeping.check_taken(lambda: second, first, strict=True)
    with pytest.raises(AssertionError, match="the first Customer was written over"):
        keeping.check_taken(lambda: first, first, strict=False)


def test_where_no_network_can_be_written_one_is_asked_for_unless_it_is_declared_full():
    whole = sample_desk()
    suite, customers = customer_fields.CustomerFieldsSuite(), Refusing(whole.customers)
    partly = harness(whole=whole, partly=[SOCIAL], customers=customers)
    with pytest.raises(Skipped, match="no customer with a social identifier"):
        suite.test_what_a_customer_is_known_by_is_kept(partly, Maker(partly), SOCIAL)
    full = harness(whole=whole, customers=customers)
    with pytest.raises(AssertionError, match="customer.social is declared full and was refused"):
        suite.test_what_a_customer_is_known_by_is_kept(full, Maker(full), SOCIAL)


def test_a_person_is_asked_for_by_an_import_where_no_ticket_can_be_opened():
    driven = harness(Capability.TICKETS_CREATE)
    maker = Maker(driven)
    way = customer_fields._asked_for(driven, maker, maker.requester())
    assert way.by is Capability.TICKETS_IMPORT_PAST
    assert way.wanted == way.write()


def test_attributes_and_fields_go_by_the_names_that_the_desk_knows_where_not_all_are_taken():
    whole = MemoryHelpdesk()
    driven = harness(whole=whole, partly=[Capability.CUSTOMER_ATTRIBUTES, Capability.TICKET_FIELDS])
    assert customer_fields._attribute(driven) == "contract"
    assert ticket_fields._keys(driven) == ["contract-colour", "contract-size"]
    whole.customers.create(NewCustomer(name="Ada", attributes={"rank": 1, "tier": "gold"}))
    whole.tickets.create(evolve(Maker(driven).new_ticket(), fields={"size": 3, "colour": "red"}))
    assert customer_fields._attribute(driven) == "tier"
    assert ticket_fields._keys(driven) == ["colour"]


def test_a_desk_of_no_plugin_declares_no_outputs():
    whole = MemoryHelpdesk()
    driven = Harness(desk=evolved(whole))
    with pytest.raises(Skipped, match="declares nothing of its files"):
        outputs._outputs(driven)


def evolved(whole):
    whole.capabilities = Capabilities("of-no-plugin", whole.capabilities.rows)
    return whole


def test_a_requester_without_an_address_is_known_by_nothing():
    driven = harness()
    way = customer_fields._asked_for(driven, Maker(driven), Requester(name="Ada"))
    assert way.write() == ("Ada", False)
