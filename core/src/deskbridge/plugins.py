"""Discovery, and the typed facade over pluggy.

Names come from entry points (group ``deskbridge.plugins``) without importing anything. One vendor is loaded by its
name, so that another's broken package breaks nobody; two distributions that claim one name are an error that names
both; an implementation of a hook that does not exist is an error, not silence.
"""

from __future__ import annotations

import importlib
import logging
import threading
from collections.abc import Callable, Mapping
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

import importlib_metadata
import pluggy
from attrs import field, frozen

from deskbridge import hookspecs
from deskbridge.capabilities import Capabilities
from deskbridge.errors import (
    DeskbridgeError,
    PluginConflictError,
    PluginError,
    PluginImportError,
    UnknownDeskError,
    UnknownHookError,
)
from deskbridge.hookspecs import PROJECT, Move, Skip
from deskbridge.outputs import Outputs
from deskbridge.protocols import Helpdesk

if TYPE_CHECKING:
    import click

    from deskbridge.records import Record
    from deskbridge.sandbox import Sandbox, SandboxOptions
    from deskbridge.transport import Exchange, Options

GROUP = "deskbridge.plugins"
_LOG = logging.getLogger(__name__)


@frozen(kw_only=True)
class Vendor:
    """What a vendor plugin hands over.

    Attributes:
        name: The name it is connected by; the same as its entry point's.
        title: The vendor's own name, for people.
        settings: An attrs class of what it takes to connect, or a function that returns it, so that a module that is
            heavy is imported late. See `deskbridge.settings`.
        environment: Which environment variable gives which setting where no settings are given.
        capabilities: Returns the declaration.
        connect: Takes the settings and the transport's options, sends nothing, returns a desk.
        sandbox: Makes the vendor's local server; None where there is none.
        outputs: Returns what its export files and reports are.
    """

    name: str
    title: str
    settings: Callable[[], type[Any]]
    environment: Mapping[str, str] = field(factory=dict)
    capabilities: Callable[[], Capabilities]
    connect: Callable[[Any, Options], Helpdesk]
    sandbox: Callable[[SandboxOptions], Sandbox] | None = None
    outputs: Callable[[], Outputs] = Outputs


@frozen(kw_only=True)
class Found:
    """A plugin that is installed, not yet imported.

    Attributes:
        name: Its entry point's name.
        module: Where it is.
        distribution: The package that brings it, with version.
    """

    name: str
    module: str
    distribution: str


def discover() -> Mapping[str, tuple[Found, ...]]:
    """Return what is installed, by name, importing none of it. A name claimed twice has two entries."""
    found: dict[str, tuple[Found, ...]] = {}
    for point in importlib_metadata.entry_points(group=GROUP):
        dist = point.dist
        origin = f"{dist.name} {dist.version}" if dist is not None else "an unknown package"
        one = Found(name=point.name, module=point.value, distribution=origin)
        found[one.name] = (*found.get(one.name, ()), one)
    return dict(sorted(found.items()))


class Plugins:
    """The plugins of a process: found once, each loaded at first use. Safe to use from many threads."""

    def __init__(self, found: Mapping[str, tuple[Found, ...]] | None = None) -> None:
        self.found = discover() if found is None else found
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(hookspecs)
        self._lock = threading.RLock()
        self._failed: dict[str, DeskbridgeError] = {}
        self._owners: dict[str, str] = {}
        self._all_loaded = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names that are claimed, in alphabetical order."""
        return tuple(self.found)

    def register(self, plugin: object, *, name: str) -> None:
        """Add a plugin that no entry point names, such as an application's own observer.

        Raises:
            PluginConflictError: The name is taken.
            UnknownHookError: It implements a hook that does not exist.
        """
        with self._lock:
            if self._manager.has_plugin(name) or name in self.found:
                msg = f"a plugin named {name!r} is there already; choose another name"
                raise PluginConflictError(msg)
            self._add(plugin, name)

    def _add(self, plugin: object, name: str) -> None:
        try:
            self._manager.register(plugin, name=name)
            self._manager.check_pending()
        except pluggy.PluginValidationError as wrong:
            self._manager.unregister(name=name)
            msg = f"plugin {name!r} implements something that is no hook of this version: {wrong}"
            raise UnknownHookError(msg) from wrong

    def load(self, name: str) -> object:
        """Import the plugin of a name, once.

        Raises:
            UnknownDeskError: Nobody claims the name.
            PluginConflictError: Two distributions claim it.
            PluginImportError: Its package can't be imported.
            UnknownHookError: It implements a hook that does not exist.
        """
        with self._lock:
            if (loaded := self._manager.get_plugin(name)) is not None:
                return loaded
            module = _import(self._claim(name))
            self._add(module, name)
            return module

    def _claim(self, name: str) -> Found:
        claims = self.found.get(name, ())
        if not claims:
            msg = f"there is no plugin named {name!r}; installed: {', '.join(self.names) or 'none'}"
            raise UnknownDeskError(msg)
        if len(claims) > 1:
            rivals = " and ".join(sorted(one.distribution for one in claims))
            msg = f"{rivals} both claim the plugin name {name!r}; uninstall one of them"
            raise PluginConflictError(msg)
        return claims[0]

    def load_all(self) -> Mapping[str, DeskbridgeError]:
        """Load whatever can be loaded; return what could not, by name, with the reason."""
        with self._lock:
            if not self._all_loaded:
                for name in self.names:
                    self._try_to_load(name)
                self._all_loaded = True
            return dict(self._failed)

    def _try_to_load(self, name: str) -> None:
        try:
            self.load(name)
        except PluginError as wrong:
            self._leave_out(name, wrong)

    def _leave_out(self, name: str, wrong: PluginError) -> None:
        if name not in self._failed:
            _LOG.warning("plugin %s is left out: %s", name, wrong)
        self._failed[name] = wrong

    def vendor(self, name: str) -> Vendor:
        """Return the vendor of a name, loading that plugin only.

        Raises:
            UnknownDeskError: There is no such plugin, or it is not a vendor's.
            PluginError: It can't be used.
        """
        plugin = self.load(name)
        others = [one for one in self._manager.get_plugins() if one is not plugin]
        made: list[Vendor] = self._manager.subset_hook_caller("deskbridge_vendor", others)()
        if not made:
            msg = f"plugin {name!r} is not a vendor's; it can't be connected to"
            raise UnknownDeskError(msg)
        if made[0].name != name:
            msg = f"the plugin of the entry point {name!r} calls itself {made[0].name!r}; both must be the same"
            raise PluginConflictError(msg)
        return made[0]

    def vendors(self) -> tuple[Vendor, ...]:
        """Load all plugins and return the vendors that work, by name."""
        self.load_all()
        made: list[Vendor] = self._manager.hook.deskbridge_vendor()
        return tuple(sorted(made, key=lambda one: one.name))

    def add_commands(self, group: click.Group) -> None:
        """Let every plugin add its commands. What one raises, or takes from another, leaves out that plugin's only."""
        self.load_all()
        for implementation in reversed(self._manager.hook.deskbridge_commands.get_hookimpls()):
            name, before = implementation.plugin_name, dict(group.commands)
            try:
                implementation.function(group)
                self._own_commands(name, before, group)
            except Exception as wrong:  # noqa: BLE001  one plugin must not break the command line of the others
                group.commands = before
                reason = wrong if isinstance(wrong, PluginError) else f"{type(wrong).__name__}: {wrong}"
                self._leave_out(name, PluginError(f"plugin {name!r} can't add its commands: {reason}"))

    def _own_commands(self, name: str, before: Mapping[str, click.Command], group: click.Group) -> None:
        for command, added in group.commands.items():
            owner = self._owners.get(command, "deskbridge itself" if command in before else name)
            if owner != name and before[command] is not added:
                msg = f"the command {command!r} is there already, by {owner}; add to it, or choose another name"
                raise PluginConflictError(msg)
            self._owners.setdefault(command, owner)

    def observer(self) -> Callable[[Exchange], None] | None:
        """Return `exchange`, or None if no plugin looks at exchanges, so that none has to be made."""
        self.load_all()
        return self.exchange if self._manager.hook.deskbridge_exchange.get_hookimpls() else None

    def exchange(self, exchange: Exchange) -> None:
        """Show an exchange to every plugin that looks at them. What one raises is logged and stops nobody."""
        for implementation in self._manager.hook.deskbridge_exchange.get_hookimpls():
            try:
                implementation.function(exchange)
            except Exception:  # noqa: BLE001  an observer must not break a call
                _LOG.exception("plugin %s failed to look at an exchange", implementation.plugin_name)

    def transform(self, record: Record, move: Move) -> Record | Skip:
        """Pass a record through every plugin that transforms records, one after the other."""
        self.load_all()
        for implementation in self._manager.hook.deskbridge_transform.get_hookimpls():
            made: Record | Skip | None = implementation.function(record, move)  # type: ignore[assignment]  # untyped there
            if isinstance(made, Skip):
                return made
            record = record if made is None else made
        return record


def _import(found: Found) -> ModuleType:
    try:
        return importlib.import_module(found.module)
    except Exception as wrong:
        msg = (
            f"plugin {found.name!r} ({found.distribution}) can't be imported: {type(wrong).__name__}: {wrong}; "
            "reinstall or uninstall that package"
        )
        raise PluginImportError(msg) from wrong


@cache
def plugins() -> Plugins:
    """Return the process's plugins, found at first use."""
    return Plugins()


def register(plugin: object, *, name: str) -> None:
    """Add a plugin of the application's own to this process, such as an observer of exchanges.

    Do it before connecting: a desk asks at its connection who looks at exchanges.

    Args:
        plugin: Anything with methods or functions marked with `hookimpl`.
        name: How errors and logs call it.

    Raises:
        PluginConflictError: The name is taken.
        UnknownHookError: It implements a hook that does not exist.
    """
    plugins().register(plugin, name=name)
