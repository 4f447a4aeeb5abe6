"""From a record of the source to what is written to the target, with a judgment of every value. Pure: no I/O."""

from deskbridge_migrate.translate.context import Context, Translation
from deskbridge_migrate.translate.customers import customer, merged_identifiers, requester
from deskbridge_migrate.translate.messages import message
from deskbridge_migrate.translate.tickets import assignee, opened_at, ticket

__all__ = [
    "Context",
    "Translation",
    "assignee",
    "customer",
    "merged_identifiers",
    "message",
    "opened_at",
    "requester",
    "ticket",
]
