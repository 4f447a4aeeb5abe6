"""What every change promises of several fields at once: all of them change, and nothing else."""

from __future__ import annotations

from datetime import timedelta

from deskbridge.capabilities import Capability
from deskbridge.records import (
    AgentId,
    CustomerChange,
    CustomerId,
    TaskChange,
    TaskId,
    TaskStatus,
    TicketChange,
    TicketId,
    TicketStatus,
)
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import DUE, Maker, email
from deskbridge_contract_tests.marks import kept, needs
from deskbridge_contract_tests.suites.keeping import Writing, is_kept


class TogetherSuite:
    """One change may set several fields."""

    @needs(Capability.CUSTOMERS_GET, Capability.CUSTOMER_EMAIL)
    @kept(Capability.CUSTOMERS_UPDATE, Capability.CUSTOMER_NAME)
    def test_a_customers_fields_that_are_changed_together_all_change(self, harness: Harness, maker: Maker) -> None:
        """Name and addresses are changed by one call. Who married has both from one day to the next.

        Usually wrong: each field is a request of its own at the vendor, and only the first one is sent.
        """
        customer_id, address = CustomerId(maker.customer().id), email()
        name = maker.text(Capability.CUSTOMER_NAME, "renamed")
        harness.desk.customers.update(customer_id, CustomerChange(name=name, identifiers=(address,)))
        read = harness.desk.customers.get(customer_id)
        assert (name, (address.value,)) == (read.name, read.emails), "customers.update did not change both fields"

    @needs(Capability.TICKETS_UPDATE, Capability.TICKETS_GET, Capability.AGENTS_ALL)
    @needs(Capability.TICKET_AGENT_ID, Capability.TICKET_STATUS)
    def test_a_tickets_fields_that_are_changed_together_all_change(self, harness: Harness, maker: Maker) -> None:
        """Agent and status are changed by one call, or neither. Else a closed ticket counts for nobody.

        Usually wrong: each field is a request of its own at the vendor, and only the first one is sent.
        """
        ticket_id, agent_id = TicketId(maker.open_ticket().id), AgentId(maker.agent().id)
        change = TicketChange(agent_id=agent_id, status=TicketStatus.CLOSED, force=True)

        def held() -> object:
            read = harness.desk.tickets.get(ticket_id)
            return read.agent_id, read.status.kind

        def write() -> object:
            harness.desk.tickets.update(ticket_id, change)
            return held()

        wanted = (agent_id, TicketStatus.CLOSED)
        way = Writing(by=Capability.TICKETS_UPDATE, wanted=wanted, write=write, unwritten=held)
        is_kept(Capability.TICKET_AGENT_ID, way)

    @needs(Capability.TASKS_CREATE, Capability.TASKS_UPDATE, Capability.TASKS_GET)
    def test_a_tasks_fields_that_are_changed_together_all_change(self, harness: Harness, maker: Maker) -> None:
        """Time and status are changed by one call. What is opened again is due at another time.

        Usually wrong: each field is a request of its own at the vendor, and only the first one is sent.
        """
        task_id, later = TaskId(maker.task().id), DUE + timedelta(days=3)
        harness.desk.tasks.update(task_id, TaskChange(due_at=later, status=TaskStatus.CLOSED))
        read = harness.desk.tasks.get(task_id)
        assert (later, TaskStatus.CLOSED) == (read.due_at, read.status), "tasks.update did not change both fields"
