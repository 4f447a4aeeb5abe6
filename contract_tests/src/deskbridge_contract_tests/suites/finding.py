"""What every `find` promises: whoever has the very identifier that was asked for, all of them, and nobody else."""

from __future__ import annotations

from attrs import evolve

from deskbridge.capabilities import Capability
from deskbridge.errors import ConflictError
from deskbridge.records import Identifier
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker, email, external_id, phone, unique
from deskbridge_contract_tests.marks import kept, needs


class FindingSuite:
    """People are found by the whole of an identifier, and by nothing less."""

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_FIND, Capability.CUSTOMER_EMAIL)
    def test_a_part_of_an_email_finds_no_customer(self, harness: Harness, maker: Maker) -> None:
        """Who has a longer address is somebody else. "Find or create" would give them a stranger's tickets.

        Usually wrong: the vendor's search takes the beginning, or any part, of an address.
        """
        address = harness.desk.customers.create(maker.new_customer(email())).emails[0]
        for part in (address[1:], address[:-1]):
            found = [one.id for one in harness.desk.customers.find(email=part)]
            assert found == [], "customers.find by e-mail gave somebody whose address only contains the one asked for"

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMERS_FIND, Capability.CUSTOMER_EXTERNAL_ID)
    def test_a_part_of_an_external_id_finds_no_customer(self, harness: Harness, maker: Maker) -> None:
        """Number 12 is not number 123. By the wrong one a shop's orders are shown to a stranger.

        Usually wrong: the vendor's search takes the beginning, or any part, of an id.
        """
        part = unique("part")
        for value in (f"{part}-after", f"before-{part}"):
            harness.desk.customers.create(maker.new_customer(email(), evolve(external_id(), value=value)))
        found = [one.id for one in harness.desk.customers.find(external_id=part)]
        assert found == [], "customers.find by external id gave somebody whose id only contains the one asked for"

    @needs(Capability.CUSTOMERS_CREATE, Capability.CUSTOMER_PHONE)
    @kept(Capability.CUSTOMERS_FIND)
    def test_all_who_share_a_phone_number_are_found(self, harness: Harness, maker: Maker) -> None:
        """A number that two have finds both. Of a family the one who calls is not always the first.

        Usually wrong: only the first one of the search's answer is given.
        """
        number = phone()
        made = {harness.desk.customers.create(maker.new_customer(email(), number)).id}
        made |= _also_known_by(harness, maker, number)
        found = {one.id for one in harness.desk.customers.find(phone=number.value)}
        assert made <= found, "customers.find by phone left out one of those who share the number"

    @needs(Capability.AGENTS_ALL, Capability.AGENTS_FIND)
    def test_a_part_of_an_email_finds_no_agent(self, harness: Harness, maker: Maker) -> None:
        """Whose address is longer is another colleague. Old tickets would be given to somebody who never saw them.

        Usually wrong: the vendor's search takes the beginning, or any part, of an address.
        """
        address = maker.agent().email
        for part in (address[1:], address[:-1]):
            found = [one.id for one in harness.desk.agents.find(email=part)]
            assert found == [], "agents.find gave somebody whose address only contains the one asked for"


def _also_known_by(harness: Harness, maker: Maker, number: Identifier) -> set[str]:
    """Return the id of a second customer of a number; none where the vendor says that it is taken."""
    try:
        return {harness.desk.customers.create(maker.new_customer(email(), number)).id}
    except ConflictError:
        return set()
