"""The names of a new vendor, all made of one that is checked."""

from __future__ import annotations

import re

import importlib_metadata
from attrs import frozen

from deskbridge.errors import ConfigurationError
from deskbridge.plugins import plugins

_LONGEST = 24
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SHOWN = 60


@frozen(kw_only=True)
class Names:
    """What a vendor is called where.

    Attributes:
        name: The name it is connected by, such as ``big-desk``.
        distribution: ``deskbridge-big-desk``.
        module: ``deskbridge_big_desk``.
        title: ``Big Desk``, for people.
        prefix: ``BigDesk``, of its classes.
        variable: ``BIG_DESK``, of its environment variables.
    """

    name: str
    distribution: str
    module: str
    title: str
    prefix: str
    variable: str


def names_of(name: str) -> Names:
    """Make the names of a vendor.

    Raises:
        ConfigurationError: The name is not usable, or taken by something that is installed here.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        msg = (
            f"{name[:_SHOWN]!r} can't name a vendor: take at most {_LONGEST} small letters and digits, with single "
            "hyphens between words, beginning with a letter, such as 'big-desk'"
        )
        raise ConfigurationError(msg)
    words = name.split("-")
    distribution = f"deskbridge-{name}"
    _check_free(name, distribution)
    return Names(
        name=name,
        distribution=distribution,
        module=distribution.replace("-", "_"),
        title=" ".join(word.capitalize() for word in words),
        prefix="".join(word.capitalize() for word in words),
        variable="_".join(words).upper(),
    )


def _check_free(name: str, distribution: str) -> None:
    claims = plugins().found.get(name, ())
    taken = [one.distribution for one in claims]
    taken += [one.name for one in importlib_metadata.distributions(name=distribution)]
    if taken:
        msg = f"the name {name!r} is taken by {taken[0]}, which is installed here; choose another"
        raise ConfigurationError(msg)
