"""What every translation needs to know of both sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from attrs import field, frozen

from deskbridge.capabilities import Capabilities, Capability, Level, Support
from deskbridge.records import Identifier, IdentifierKind, thaw
from deskbridge_migrate.losses import Judgment
from deskbridge_migrate.matching import Matching, known_as
from deskbridge_migrate.reading import Directory

T = TypeVar("T")


@frozen(kw_only=True)
class Translation(Generic[T]):
    """What to write, and what becomes of each value that the source holds.

    Attributes:
        value: What to write.
        judgments: One or more a value, in the order of the record's fields.
    """

    value: T
    judgments: tuple[Judgment, ...] = field(converter=tuple[Judgment, ...])

    @property
    def lines(self) -> tuple[str, ...]:
        """What goes on the ticket's sheet."""
        return tuple(one.line for one in self.judgments if one.line)


@frozen(kw_only=True)
class Context:
    """Both sides of a migration, as translations see them.

    Attributes:
        vendor: The source's vendor.
        source: What the source's records refer to.
        matching: The target's equals.
        can: The target's declaration.
        customers: Names of the source's customers, by id.
        owners: Identifiers that several customers have and the target gives to one of them, with that one's id.
        taken: Identifiers that somebody else at the target had when the plan was made: customer's id, kind and value.
        met: Customers who were at the target already when the plan was made; None where that can't be known.
    """

    vendor: str
    source: Directory
    matching: Matching
    can: Capabilities
    customers: Mapping[str, str] = field(factory=dict)
    owners: Mapping[tuple[IdentifierKind, str], str] = field(factory=dict)
    taken: frozenset[tuple[str, IdentifierKind, str]] = frozenset()
    met: frozenset[str] | None = None

    def row(self, capability: Capability) -> Support:
        """Return the target's row of a capability."""
        return self.can[capability]

    def possible(self, capability: Capability) -> bool:
        """Whether the target can."""
        return self.can[capability].possible

    def full(self, capability: Capability) -> bool:
        """Whether the target can without any loss."""
        return self.can[capability].level is Level.FULL

    def is_anothers(self, identifier: Identifier, customer_id: str) -> bool:
        """Whether the target gives an identifier of a customer to another customer who has it too."""
        return self.owners.get(known_as(identifier), customer_id) != customer_id

    def agent(self, agent_id: str) -> str:
        """Return how to call an agent of the source: name and address, or the id of one who left."""
        known = self.source.agents.get(agent_id)
        if known is None:
            return f"former agent {agent_id}"
        return f"{known.name} <{known.email}>" if known.email else known.name or f"agent {agent_id}"


def as_text(value: object) -> str:
    """Return a field's value for a person to read."""
    import orjson

    return value if isinstance(value, str) else orjson.dumps(thaw(value), default=str).decode()


def listed(values: Mapping[str, object]) -> str:
    """Return fields by name, for one line of a sheet."""
    return "; ".join(f"{name}: {as_text(value)}" for name, value in values.items())
