"""What to say of a name that is neither a desk nor a vendor."""

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
    there = f"Desks in {path}: {', '.join(configured) or 'none'}" if path.exists() else f"There is no {path}"
    return UnknownDeskError(
        f"there is no desk and no vendor named {name!r}.{meant} {there}; "
        f"vendors installed: {', '.join(vendors) or 'none'}"
    )
