"""Desks named in ``deskbridge.toml``, the environment, and keyword arguments; validated before any request.

::

    [desks.support]
    vendor = "acme"              # any installed vendor's name
    base_url = "https://..."     # then that vendor's own settings
    api_token = "env:SUPPORT_TOKEN"
    quota_share = 0.5            # and the transport's: deadline_seconds, timeout_seconds, attempts, ca_file

The file is looked for where ``DESKBRIDGE_CONFIG`` points, else in the working directory. A value ``env:NAME`` is read
from the environment, so that no secret needs to stand in the file.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from attrs import NOTHING, Attribute, field, fields, frozen

from deskbridge.errors import ConfigurationError, SettingError

T = TypeVar("T")
FILE = "deskbridge.toml"
FILE_VARIABLE = "DESKBRIDGE_CONFIG"
SECRETS_WITHIN = "deskbridge.secrets_within"
"""A secret setting that holds several has a function under this name in its field's `metadata`: it takes the text and
returns the secrets in it, which are then hidden one by one and what stands between them is not."""
_FROM_ENVIRONMENT = "env:"


class Secret:
    """A text that shows itself to nobody who does not ask for it by `reveal`."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the text itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(("Secret", self._value))

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> str | tuple[Any, ...]:
        msg = "a Secret can't be pickled; pass it on in the environment"
        raise TypeError(msg)


@frozen
class Configured:
    """A desk of the file.

    Attributes:
        name: Its name.
        vendor: The vendor it is of.
        values: Its other settings, with ``env:`` values not yet read.
    """

    name: str
    vendor: str
    values: Mapping[str, Any] = field(repr=False)


def config_path() -> Path:
    """Return where the file is looked for; there may be none."""
    return Path(os.environ.get(FILE_VARIABLE) or FILE)


def configured() -> Mapping[str, Configured]:
    """Return the desks of the file by name, none if there is no file.

    Raises:
        ConfigurationError: The file can't be read, is no TOML, or says something that is no desk.
    """
    path = config_path()
    if not path.exists():
        if os.environ.get(FILE_VARIABLE):
            msg = f"{FILE_VARIABLE} names {path}, which does not exist"
            raise ConfigurationError(msg)
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as wrong:
        msg = f"{path} can't be read as TOML: {wrong}"
        raise ConfigurationError(msg) from wrong
    desks = content.get("desks", {})
    if not isinstance(desks, dict):
        msg = f"{path}: [desks] must hold one table a desk, such as [desks.support]"
        raise ConfigurationError(msg)
    return {name: _desk(name, table, path) for name, table in desks.items()}


def _desk(name: str, table: object, path: Path) -> Configured:
    if not isinstance(table, dict) or not isinstance(table.get("vendor"), str):
        msg = f'{path}: [desks.{name}] must say which vendor it is of: vendor = "..."'
        raise SettingError(msg, field="vendor")
    return Configured(name, table["vendor"], {key: value for key, value in table.items() if key != "vendor"})


def resolve(values: Mapping[str, Any], *, vendor: str) -> dict[str, Any]:
    """Read the ``env:`` values from the environment.

    Raises:
        SettingError: A variable is not set; names the field and the variable.
    """
    return {name: _resolve_one(name, value, vendor) for name, value in values.items()}


def _resolve_one(name: str, value: object, vendor: str) -> object:
    if not isinstance(value, str) or not value.startswith(_FROM_ENVIRONMENT):
        return value
    variable = value.removeprefix(_FROM_ENVIRONMENT)
    if variable not in os.environ:
        msg = f"setting {name!r} is to come from the environment variable {variable!r}, which is not set"
        raise SettingError(msg, field=name, vendor=vendor)
    return os.environ[variable]


def from_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that environment variables give; `variables` maps each variable to its setting."""
    return {setting: os.environ[name] for name, setting in variables.items() if os.environ.get(name)}


def build(kind: type[T], values: Mapping[str, Any], *, vendor: str, variables: Mapping[str, str] | None = None) -> T:
    """Make a settings object from plain values.

    Args:
        kind: An attrs class whose fields are `str`, `Secret`, `int`, `float`, `bool`, or one of them or None. Its own
            validators may raise `SettingError` or `ValueError`.
        values: By field name.
        vendor: For the errors.
        variables: Environment variables that could have given a missing field, to name one in the error.

    Raises:
        SettingError: A field is missing, unknown or wrong; names it, never a secret's value.
    """
    known: dict[str, Attribute[Any]] = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]  # an attrs class
    if unknown := sorted(set(values) - set(known)):
        msg = f"there is no setting {unknown[0]!r}; there are: {', '.join(known)}"
        raise SettingError(msg, field=unknown[0], vendor=vendor)
    for name, one in known.items():
        if one.default is NOTHING and values.get(name) in (None, ""):
            raise SettingError(_missing(name, variables or {}), field=name, vendor=vendor)
    hints = get_type_hints(kind)
    made = {name: _fit(name, value, hints[name], vendor) for name, value in values.items()}
    try:
        return kind(**made)
    except SettingError as wrong:
        wrong.vendor = vendor
        raise
    except (TypeError, ValueError) as wrong:
        msg = f"the settings don't fit together: {wrong}"
        raise SettingError(msg, field="", vendor=vendor) from None


def _missing(name: str, variables: Mapping[str, str]) -> str:
    variable = next((key for key, setting in variables.items() if setting == name), "")
    other = f", or set the environment variable {variable}" if variable else ""
    return f"setting {name!r} is missing; pass it to connect(), put it into {FILE}{other}"


def _fit(name: str, value: object, hint: Any, vendor: str) -> object:
    kinds = getattr(hint, "__args__", (hint,))
    if type(value) in kinds or (value is None and type(None) in kinds):
        return value
    if isinstance(value, str) and Secret in kinds:
        return Secret(value)
    for kind in (int, float):
        if kind in kinds and isinstance(value, str | int) and not isinstance(value, bool):
            try:
                return kind(value)
            except ValueError:
                break
    wanted = " or ".join(getattr(one, "__name__", str(one)) for one in kinds if one is not type(None))
    msg = f"setting {name!r} must be {wanted}, not {type(value).__name__}"
    raise SettingError(msg, field=name, vendor=vendor)


__all__ = [
    "FILE",
    "FILE_VARIABLE",
    "SECRETS_WITHIN",
    "Configured",
    "Secret",
    "build",
    "config_path",
    "configured",
    "from_environment",
    "resolve",
]
