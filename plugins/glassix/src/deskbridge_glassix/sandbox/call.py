"""One request, as an operation sees it, and what an operation is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal, TypeAlias

from attrs import frozen

from deskbridge.sandbox import FaultBox
from deskbridge_glassix.sandbox.department import Department
from deskbridge_glassix.sandbox.fields import Fields, parse
from deskbridge_glassix.sandbox.refusal import unknown
from deskbridge_glassix.sandbox.shapes import Wire
from deskbridge_glassix.sandbox.ticket import Ticket
from deskbridge_glassix.sandbox.tokens import Session, Tokens
from deskbridge_glassix.sandbox.world import World

_LARGEST_ID = 2**31 - 1


@frozen(kw_only=True)
class Call:
    """A request whose route is known.

    Attributes:
        world: What the sandbox holds.
        tokens: The issued tokens.
        faults: For faults that an operation makes itself.
        path: The path as asked for.
        origin: Scheme and host that the caller addressed, so that page links stay there.
        argument: The path's last part: a ticket's or a contact's id, or "".
        query: The query's fields.
        content: The body.
        content_type: What the body claims to be.
        session: Whom the token speaks for; None only where no token is needed.
    """

    world: World
    tokens: Tokens
    faults: FaultBox
    path: str
    origin: str
    argument: str
    query: Fields
    content: bytes
    content_type: str
    session: Session | None

    @property
    def now(self) -> datetime:
        """The sandbox's time."""
        return self.world.clock.now()

    @property
    def caller(self) -> Session:
        """Whom the token speaks for."""
        if self.session is None:
            msg = f"{self.path} is served without a token"
            raise LookupError(msg)
        return self.session

    @property
    def department(self) -> Department:
        """The token's department."""
        return self.caller.department

    @property
    def user(self) -> Wire:
        """The token's user."""
        return self.caller.user

    def body(self) -> Fields:
        """Read the body as an object.

        Raises:
            RefusedError: 400, it is none.
        """
        return Fields(parse(self.content), "The request body")

    def body_or_nothing(self) -> Fields:
        """Read the body as an object; an absent one, or null, is an empty object.

        Raises:
            RefusedError: 400, it is something else.
        """
        value = parse(self.content) if self.content.strip() else None
        return Fields({} if value is None else value, "The request body")

    def whole(self, ticket: Ticket) -> Wire:
        """Return a ticket as `tickets/get` answers it, with fresh links of its files."""
        return {**ticket.wire, "transactions": self.world.files.linked(ticket.transactions)}

    def ticket(self) -> Ticket:
        """Return the ticket whose id is in the path.

        Raises:
            RefusedError: 404.
        """
        text = self.argument
        if not (text.isascii() and text.isdecimal() and len(text) <= 10) or int(text) > _LARGEST_ID:
            raise unknown(f"Ticket {text[:64]!r} was not found.")
        return self.world.ticket(int(text), self.department.id)

    def contact(self) -> Wire:
        """Return the contact whose id is in the path.

        Raises:
            RefusedError: 404.
        """
        return self.world.contacts.get(self.argument)


Method: TypeAlias = Literal["GET", "POST", "PUT", "DELETE"]
Run: TypeAlias = Callable[[Call], Any]


@frozen
class Served:
    """One operation that the sandbox serves.

    Attributes:
        operation_id: The operation's name.
        method: The HTTP method.
        path: The path below the API's prefix, with its parameter in braces.
    """

    operation_id: str
    method: str
    path: str


@frozen(kw_only=True)
class Operation:
    """One row of the table of operations.

    Attributes:
        method: The verb it takes.
        path: Two parts, below the API's prefix.
        run: Does it and returns the JSON to answer, or a response of another type.
        takes: What the path's third part is.
        writes: Whether a success counts as a change.
        signed: Whether it needs a token.
        also: Another verb that it takes, as a public client uses one.
    """

    method: Method
    path: str
    run: Run
    takes: Literal["", "ticketId", "contactId"] = ""
    writes: bool = False
    signed: bool = True
    also: Method | None = None

    @property
    def served(self) -> Served:
        """What it is, for those who list operations: its name is made of its path, as in the list of facts."""
        path = f"/{self.path}/{{{self.takes}}}" if self.takes else f"/{self.path}"
        return Served(self.path.replace("/", "_"), self.method, path)


def message(text: str) -> Wire:
    """Make the answer of most successful writes."""
    return {"message": text}
