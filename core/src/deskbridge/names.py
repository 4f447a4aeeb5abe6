"""What to say of a name that is neither a desk nor a vendor, and of a desk whose vendor is not installed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from deskbridge import settings
from deskbridge.errors import UnknownDeskError
from deskbridge.plugins import Plugins


def unknown_name(name: str, known: Plugins, desks: Iterable[str] = ()) -> UnknownDeskError:
    """Return the error: what there is, and what was probably meant."""
    configured = sorted(desks)
    vendors = [one.name for one in known.vendors()]
    near = get_close_matches(name, [*configured, *vendors], n=1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    path = settings.config_path()
    missing = f'There is no {path}; a desk is a table in it, [desks.NAME], with vendor = "..." and its settings'
    there = f"Desks in {path}: {', '.join(configured) or 'none'}" if path.exists() else missing
    return UnknownDeskError(
        f"there is no desk and no vendor named {name!r}.{meant} {there}; "
        f"vendors installed: {', '.join(vendors) or 'none'}"
    )


def unknown_vendor(desk: str, vendor: str, known: Plugins) -> UnknownDeskError:
    """Return the error of a desk of the file whose vendor nobody brings."""
    vendors = [one.name for one in known.vendors()]
    near = get_close_matches(vendor, vendors, n=1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return UnknownDeskError(
        f"the desk {desk!r} of {settings.config_path()} is of the vendor {vendor!r}, which is not installed.{meant} "
        f"Install the package that brings it, or mend the name; vendors installed: {', '.join(vendors) or 'none'}"
    )
