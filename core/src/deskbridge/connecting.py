"""From a name to a desk: the file, the environment, keyword arguments, then the vendor's plugin."""

from __future__ import annotations

from typing import Any

from attrs import evolve, fields

from deskbridge import settings
from deskbridge.errors import SettingError
from deskbridge.names import unknown_name, unknown_vendor
from deskbridge.plugins import Plugins, plugins
from deskbridge.protocols import Helpdesk
from deskbridge.transport import Options


def connect(name: str, /, **values: Any) -> Helpdesk:
    """Return a desk by its name in ``deskbridge.toml`` or by its vendor's name. Sends nothing yet.

    Args:
        name: A desk of the file, else a vendor.
        **values: The vendor's settings, in the vendor's words, and the transport's (`quota_share`,
            `deadline_seconds`, `timeout_seconds`, `attempts`, `ca_file`, `read_back`). They go before the file's.
            Without any settings, a vendor's are read from the environment variables that its plugin names.

    Returns:
        A desk to use in a ``with`` statement, or to `close`. Safe to use from many threads.

    Raises:
        UnknownDeskError: No desk and no vendor has that name, or the desk is of a vendor that is not installed.
        SettingError: A setting is missing, unknown or wrong.
        PluginError: The vendor's plugin can't be used.
    """
    return connect_with(plugins(), name, values)


def connect_with(known: Plugins, name: str, values: dict[str, Any]) -> Helpdesk:
    """Do what `connect` does with a given set of plugins."""
    desks = settings.configured()
    if name in desks:
        if desks[name].vendor not in known.names:
            raise unknown_vendor(name, desks[name].vendor, known)
        vendor_name, given = desks[name].vendor, {**desks[name].values, **values}
    elif name in known.names:
        vendor_name, given = name, values
    else:
        raise unknown_name(name, known, desks)
    vendor = known.vendor(vendor_name)
    options, own = _split(settings.resolve(given, vendor=vendor_name), vendor_name)
    if not own:
        own = dict(settings.from_environment(vendor.environment))
    built = settings.build(vendor.settings(), own, vendor=vendor_name, variables=vendor.environment)
    return vendor.connect(built, evolve(options, observe=known.observer()))


def _split(given: dict[str, Any], vendor: str) -> tuple[Options, dict[str, Any]]:
    names = {one.name for one in fields(Options)} - {"observe"}
    try:
        options = Options(**{key: value for key, value in given.items() if key in names})
    except SettingError:
        raise
    except (TypeError, ValueError) as wrong:
        msg = f"a setting of the transport is wrong: {wrong}"
        raise SettingError(msg, field="", vendor=vendor) from wrong
    return options, {key: value for key, value in given.items() if key not in names}
