"""What a suite drives: a desk, what counts its requests, and the switches for faults.

A vendor with a sandbox gets all of it from `started`. Anything else, such as a live account or a desk in memory, is
given by a plugin author's own `HelpdeskContract.start`.
"""

from __future__ import annotations

import base64
import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest
from attrs import evolve, field, fields, frozen

from deskbridge import settings as settings_module
from deskbridge.capabilities import Capability, Level
from deskbridge.errors import SettingError
from deskbridge.plugins import Vendor, plugins
from deskbridge.protocols import Helpdesk
from deskbridge.settings import SECRETS_WITHIN, Secret
from deskbridge_contract_tests.spelling import remembered

if TYPE_CHECKING:
    from deskbridge.sandbox import FaultBox
    from deskbridge.transport import Exchange

_DEADLINE_SECONDS = 15.0
_TIMEOUT_SECONDS = 5.0
UNCOUNTED = "all but this was checked: nobody can tell here whether a request was sent"


@frozen
class Altering:
    """Changes answers of JSON on their way to the desk.

    Attributes:
        change: Changes them within a `with` block, and lets all answers of the test be played again in it.
        changes: Whether it does; not while a recording is made, when the answers are kept as they are.
    """

    change: Callable[[Callable[[bytes], bytes]], contextlib.AbstractContextManager[None]]
    changes: bool

    def __call__(self, change: Callable[[bytes], bytes]) -> contextlib.AbstractContextManager[None]:
        """Change answers within a `with` block."""
        return self.change(change)


@frozen(kw_only=True)
class Harness:
    """A desk under test.

    Attributes:
        desk: The desk, connected.
        requests: Tells how many requests have reached the other side; None where nobody can tell.
        outbound_messages: Tells how many messages went out to customers; None where nobody can tell.
        faults: The other side's switches; None where it has none.
        connect: Makes another desk on the same data with other transport options; None where there is no transport.
        secrets: Texts that must never be shown, in every form in which they travel.
        known: What the other side says that it holds to try, as JSON values; see `deskbridge.sandbox.Sampled`.
        altering: Changes answers on their way; None where no exchanges are recorded or played.
        findings: Tells what stands in a recording and may not; None where none is played.
        each: Gives each test, by its name, a desk of its own; None lets all of them share one.
        held: The capabilities that were asked for by `full` and are; a report says which test demands what.
    """

    desk: Helpdesk
    requests: Callable[[], int] | None = None
    outbound_messages: Callable[[], int] | None = None
    faults: FaultBox | None = None
    connect: Callable[[Mapping[str, Any]], contextlib.AbstractContextManager[Helpdesk]] | None = None
    secrets: tuple[str, ...] = field(default=(), repr=False)
    known: Mapping[str, Any] = field(factory=dict, repr=False)
    altering: Altering | None = None
    findings: Callable[[], list[str]] | None = None
    each: Callable[[str], contextlib.AbstractContextManager[Helpdesk]] | None = None
    held: set[Capability] = field(factory=set, init=False, repr=False, eq=False)

    def sent(self) -> int | None:
        """Return how many requests have reached the other side, None where nobody can tell."""
        return None if self.requests is None else self.requests()

    def settle(self) -> None:
        """Switch every fault off, and let nothing of those that were on slow down what follows."""
        if self.faults is not None:
            from deskbridge.transport import forget_refusals

            self.faults.clear()
            forget_refusals()

    def skip_if_uncounted(self) -> None:
        """Skip the rest of a test, which has checked all but the requests, where nobody can count them."""
        if self.requests is None:
            pytest.skip(UNCOUNTED)

    def possible(self, *capabilities: Capability) -> bool:
        """Whether all of these are declared as possible."""
        return all(self.desk.capabilities[one].possible for one in capabilities)

    def full(self, *capabilities: Capability) -> bool:
        """Whether all of these are declared without any restriction."""
        full = all(self.desk.capabilities[one].level is Level.FULL for one in capabilities)
        self.held.update(capabilities if full else ())
        return full

    def limit(self, capability: Capability, *, otherwise: int) -> int:
        """Return the most characters that a field takes, `otherwise` where no limit is declared below it."""
        declared = self.desk.capabilities[capability].limit
        return otherwise if declared is None else min(declared, otherwise)


@contextlib.contextmanager
def in_process(desk: Helpdesk) -> Iterator[Harness]:
    """Give a desk of which nothing can be counted or switched, such as one in memory; close it afterwards."""
    with desk:
        yield Harness(desk=desk)


@contextlib.contextmanager
def started(name: str, *seeds: str, settings: Mapping[str, str] | None = None) -> Iterator[Harness]:
    """Start a vendor's sandbox on a free port of the loopback interface and connect to it.

    Args:
        name: The vendor's name. One without a sandbox is connected by its environment variables.
        *seeds: What it holds: `sample`, `empty` or `synthetic:N`, any of them together; `sample` unless given.
        settings: Further settings, beside those that the sandbox or the environment gives.
    """
    vendor = plugins().vendor(name)
    if vendor.sandbox is None:
        given = {**settings_module.from_environment(vendor.environment), **(settings or {})}
        secrets = secrets_of(vendor, given)
        with _without_sandbox(vendor, given) as desk:
            yield Harness(desk=desk, secrets=secrets)
        return
    from deskbridge.sandbox import Sampled, SandboxOptions, parse_seed, running

    with running(vendor.sandbox(SandboxOptions(seeds=tuple(map(parse_seed, seeds or ("sample",)))))) as sandbox:
        counters = sandbox.sandbox.counters
        given = {**sandbox.settings, **(settings or {})}
        secrets = secrets_of(vendor, given)

        def connect(options: Mapping[str, Any]) -> contextlib.AbstractContextManager[Helpdesk]:
            return connected(vendor, given, options)

        with connect({}) as desk:
            yield Harness(
                desk=desk,
                requests=lambda: counters.requests,
                outbound_messages=lambda: counters.outbound_messages,
                faults=sandbox.sandbox.faults,
                connect=connect,
                secrets=secrets,
                known=sandbox.sandbox.samples() if isinstance(sandbox.sandbox, Sampled) else {},
            )


def _without_sandbox(vendor: Vendor, given: Mapping[str, str]) -> contextlib.AbstractContextManager[Helpdesk]:
    """Connect by the environment, or fail once for all the tests of a class."""
    try:
        return connected(vendor, given, {})
    except SettingError as wrong:
        variables = ", ".join(vendor.environment) or "none are declared"
        pytest.fail(
            f"{vendor.name} has no sandbox and can't be connected: {wrong}. "
            f"Override `start` of the contract class, or set the vendor's environment variables ({variables}).",
            pytrace=False,
        )


def connected(
    vendor: Vendor, given: Mapping[str, Any], options: Mapping[str, Any]
) -> contextlib.AbstractContextManager[Helpdesk]:
    """Connect a vendor by settings, with other transport options than a user's where a suite asks for them."""
    from deskbridge.transport import Options

    built = settings_module.build(vendor.settings(), given, vendor=vendor.name)
    seen_by = plugins().observer()
    chosen = Options(deadline_seconds=_DEADLINE_SECONDS, timeout_seconds=_TIMEOUT_SECONDS, observe=seen_by)
    return vendor.connect(built, evolve(chosen, **options))


def secrets_of(vendor: Vendor, given: Mapping[str, str]) -> tuple[str, ...]:
    """Return a desk's secret settings, each secret of one that holds several, in every form in which they travel.

    From then on no failure shows them, also where no desk came of them: see `spelling.remembered`.
    """
    kind = vendor.settings()
    hints = get_type_hints(kind)
    secret = [one for one in fields(kind) if one.name in given and _is_secret(hints[one.name])]
    plain = [part for one in secret for part in one.metadata.get(SECRETS_WITHIN, _whole)(given[one.name])]
    others = [value for value in given.values() if value not in plain]
    pairs = [base64.b64encode(f"{user}:{secret}".encode()).decode() for user in others for secret in plain]
    return remembered((*plain, *pairs))


def _whole(text: str) -> tuple[str, ...]:
    return (text,)


def _is_secret(hint: Any) -> bool:
    return hint is Secret or Secret in get_args(hint)


class Exchanges:
    """Collects what an observer of the transport is shown. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: list[Exchange] = []

    def __call__(self, exchange: Exchange) -> None:
        """Take one exchange."""
        with self._lock:
            self._seen.append(exchange)

    @property
    def seen(self) -> tuple[Exchange, ...]:
        """The exchanges in the order in which they ended."""
        with self._lock:
            return tuple(self._seen)
