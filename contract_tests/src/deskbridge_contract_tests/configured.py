"""Gives the suites a desk of `deskbridge.toml`, such as one of an account that is made for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from attrs import fields

from deskbridge import settings
from deskbridge.connecting import connect_with
from deskbridge.hookspecs import hookimpl
from deskbridge.names import unknown_name
from deskbridge.plugins import Plugins, plugins
from deskbridge.protocols import Helpdesk
from deskbridge.transport import Exchange, Options
from deskbridge_contract_tests.harness import Harness, secrets_of


class _ShowTo:
    def __init__(self, observer: Callable[[Exchange], None]) -> None:
        self._observer = observer

    @hookimpl
    def deskbridge_exchange(self, exchange: Exchange) -> None:
        self._observer(exchange)


@contextmanager
def configured(name: str) -> Iterator[Harness]:
    """Connect to a desk of the file, where the suites then write, send to customers and delete.

    Its requests can't be counted and nothing can be made to fail; the tests that need it are skipped and say so.

    Raises:
        UnknownDeskError: The file has no such desk.
        SettingError: A setting is missing, unknown or wrong.
    """

    def connect(options: Mapping[str, Any]) -> AbstractContextManager[Helpdesk]:
        chosen = dict(options)
        return connect_with(_observed(chosen.pop("observe", None)), name, chosen)

    desks = settings.configured()
    if name not in desks:
        raise unknown_name(name, plugins(), desks)
    secrets = secrets_of(plugins().vendor(desks[name].vendor), settings_of(name))
    with connect({}) as desk:
        yield Harness(desk=desk, connect=connect, secrets=secrets)


def settings_of(name: str) -> dict[str, str]:
    """Return the vendor's own settings of a desk of the file, with what they point at in its place."""
    found = settings.configured()[name]
    of_transport = {one.name for one in fields(Options)}
    resolved = settings.resolve(found.values, vendor=found.vendor)
    return {key: str(value) for key, value in resolved.items() if key not in of_transport}


def _observed(observer: Callable[[Exchange], None] | None) -> Plugins:
    if observer is None:
        return plugins()
    known = Plugins()
    known.register(_ShowTo(observer), name="observer of a test")
    return known
