"""What the application chooses about HTTP, and what a vendor declares about it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Final

from attrs import Attribute, field, frozen

from deskbridge.errors import SettingError
from deskbridge.transport.exchange import Exchange


class Absent(Enum):
    """The type of `ABSENT`, which tells "no body" from a JSON null."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return self.name


ABSENT: Final = Absent.ABSENT


def _user_agent() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"deskbridge/{version('deskbridge')}"
    except PackageNotFoundError:
        return "deskbridge"


def _above_zero(_: Options, attribute: Attribute[Any], value: float) -> None:
    if not value > 0:
        raise SettingError(f"{attribute.name} must be above 0, not {value}", field=attribute.name)


def _at_most_one(_: Options, attribute: Attribute[float], value: float) -> None:
    if value > 1:
        raise SettingError(f"{attribute.name} is a share: above 0 and at most 1, not {value}", field=attribute.name)


@frozen(kw_only=True)
class Options:
    """What `connect` takes beside the vendor's settings.

    Attributes:
        timeout_seconds: The longest that one connect or one read may take.
        deadline_seconds: The longest that one whole call may take, with every wait and repetition. Where a body
            is streamed it bounds the time to its start, and each later read on its own. The system's resolver
            of host names is the one wait that can't be cut short.
        quota_share: The part of the vendor's limit that we use, above 0 and at most 1; the rest is left to the
            people and programs that share the account.
        attempts: How often one call is tried, the first time included. A refusal for its rate (429) is no try: only the
            deadline bounds how often that is sent again.
        observe: Called after each exchange, with everything secret or personal taken out. What it raises is
            logged and does not touch the call.
        user_agent: What we say we are.
        ca_file: A PEM bundle of the authorities to trust instead of the system's.
        read_back: Whether `create` and `update` return what the vendor holds afterwards, at the price of a request
            where its answer does not say. Without it a plugin may return what was sent: ids are right, `raw` is empty,
            and what was not sent is not there. For programs that write much and look at nothing.
        allow_plain_http: Let credentials travel unencrypted to a host that is not this machine.

    Raises:
        SettingError: A value is out of its range.
    """

    timeout_seconds: float = field(default=30.0, validator=_above_zero)
    deadline_seconds: float = field(default=120.0, validator=_above_zero)
    quota_share: float = field(default=1.0, validator=[_above_zero, _at_most_one])
    attempts: int = field(default=5, validator=_above_zero)
    observe: Callable[[Exchange], None] | None = None
    user_agent: str = field(factory=_user_agent)
    ca_file: str | None = None
    read_back: bool = True
    allow_plain_http: bool = False


@frozen(kw_only=True)
class Limit:
    """A rate limit as the vendor states it: on all requests of an account, or on those of some operations besides.

    Attributes:
        requests: How many requests in that time.
        per_seconds: The length of the window.
        source: Where the vendor says so.
        operations: The names of the operations that share it, as calls give them; none means all requests.
        at_once: How many of them may be in progress at once, until their answers are read; None if that is not limited.
    """

    requests: int
    per_seconds: float
    source: str
    operations: tuple[str, ...] = ()
    at_once: int | None = None


@frozen(kw_only=True)
class RateHeaders:
    """Names of the response headers that correct the declared limit with the shortest window.

    Attributes:
        limit: The header with the number of requests a window, "" if the vendor has none.
        remaining: The header with the number that is left in this window, "" if the vendor has none.
    """

    limit: str = ""
    remaining: str = ""
