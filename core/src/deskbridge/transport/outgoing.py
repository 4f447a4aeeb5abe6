"""A request as it goes over the wire, and how it can break."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from deskbridge.errors import DeskbridgeError
from deskbridge.transport.origin import Address


@frozen(kw_only=True)
class Outgoing:
    """A request as it goes over the wire.

    Attributes:
        vendor: The vendor's name.
        operation: The operation that is called.
        method: The HTTP method.
        address: Where to.
        headers: All that are sent, but those that HTTP itself needs.
        body: What is sent, None for nothing.
        secrets: The credentials in the headers, to be hidden wherever an answer repeats them.
    """

    vendor: str
    operation: str
    method: str
    address: Address
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)


class Broken(Exception):  # noqa: N818 - not an error of ours yet: the caller judges what it means
    """No whole answer came.

    Attributes:
        error: What to raise for it.
        sent: Whether the request may have reached the vendor.
        final: Whether another try can't help.
    """

    def __init__(self, error: DeskbridgeError, *, sent: bool, final: bool = False) -> None:
        super().__init__(str(error))
        self.error = error
        self.sent = sent
        self.final = final
