"""From a record of the source to what is written to the target, with a judgment of every value. Pure: no I/O."""

from deskbridge_migrate.translate.context import Context, Translation
from deskbridge_migrate.translate.customers import capability_of, customer, merged_identifiers, reached_by, requester
from deskbridge_migrate.translate.messages import message
from deskbridge_migrate.translate.tickets import assignee, opened_at, ticket

__all__ = [
    "Context",
    "Translation",
    "assignee",
    "capability_of",
    "customer",
    "merged_identifiers",
    "message",
    "opened_at",
    "reached_by",
    "requester",
    "ticket",
]
