"""What an operation is, that a fault can meet."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from attrs import frozen

from deskbridge.capabilities import Capability
from deskbridge.listing import TruncatedWarning
from deskbridge.protocols import Helpdesk
from deskbridge.records import Record
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.samples import Samples

Call = Callable[[Helpdesk], object]
R = TypeVar("R", bound=Record)


class Kind(StrEnum):
    """The classes of operations."""

    READ = "read"
    LIST = "list"
    PAGE = "later page"
    SAVE = "save"
    CREATE_OURS = "create with our id"
    CREATE = "create"
    NOTE = "note"
    CHANGE = "change"
    DELETE = "delete"
    SEND = "send"
    SEND_DIRECT = "send direct"


READS = (Kind.READ, Kind.LIST, Kind.PAGE, Kind.SAVE)
UNREPEATABLE = (Kind.CREATE, Kind.NOTE, Kind.SEND, Kind.SEND_DIRECT)
"""Writes that are not the same when they are done twice."""


@frozen(kw_only=True)
class Begun:
    """An operation that is ready to be carried out, on any desk that is connected to the same data.

    Attributes:
        what: The capability that is met.
        call: Carries it out; what it returns of a read is compared.
        held: Tells, of a write, how often it stands there: 0 or 1, and 2 if it was doubled. Of a read it reads.
        skip: How many requests of its own come before the one that is to fail.
        warm: Lets a desk fetch what it keeps, such as a token; None where `held` does that.
    """

    what: Capability
    call: Call
    held: Callable[[Helpdesk], int]
    skip: int = 0
    warm: Call | None = None


@frozen(kw_only=True)
class Setting:
    """What operations are begun with."""

    harness: Harness
    maker: Maker
    samples: Samples

    @property
    def desk(self) -> Helpdesk:
        """The desk under test."""
        return self.harness.desk


Begin = Callable[[Setting], Begun | None]
"""Makes what an operation needs; None where it turns out that there is nothing to carry it out on."""

Candidates = tuple[tuple[tuple[Capability, ...], Begin], ...]
"""What operations of one class need, and what begins them; the first that a desk declares is taken."""


def listed(records: Iterable[R]) -> list[R]:
    """Return what a listing gives, whether it is cut or not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TruncatedWarning)
        return list(records)
