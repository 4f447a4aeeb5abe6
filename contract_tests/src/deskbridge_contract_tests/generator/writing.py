"""Writes the package of a new vendor: the templates with its names in them, and a row for every capability."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import groupby
from pathlib import Path

from deskbridge import __version__
from deskbridge.capabilities import Capability
from deskbridge.errors import ConfigurationError
from deskbridge_contract_tests.generator.names import Names, names_of

_SUFFIX = ".template"
"""Behind every template's name, so that no tool takes it for what it is the template of."""


def write_vendor(name: str, into: Path) -> Path:
    """Write a package that works and declares nothing as possible yet.

    Args:
        name: The vendor's name, such as ``big-desk``.
        into: The folder to make the package's own folder in, such as ``deskbridge-big-desk``.

    Returns:
        The package's folder.

    Raises:
        ConfigurationError: The name can't be used or is taken, or the folder is there already or can't be written.
    """
    names = names_of(name)
    target = into / names.distribution
    try:
        target.mkdir(parents=True)
    except FileExistsError as there:
        msg = f"{target} is there already and is left as it is; choose another name, or another folder with --into"
        raise ConfigurationError(msg) from there
    except OSError as wrong:
        raise _unwritable(target, wrong) from wrong
    try:
        _write(names, target)
    except OSError as wrong:
        shutil.rmtree(target, ignore_errors=True)
        raise _unwritable(target, wrong) from wrong
    return target


def _unwritable(target: Path, wrong: OSError) -> ConfigurationError:
    return ConfigurationError(f"{target} can't be written: {wrong.strerror}; choose another folder with --into")


def _write(names: Names, target: Path) -> None:
    words = _words(names)
    for parts, template in _templates(files(__package__) / "templates"):
        path = target.joinpath(*(_filled(part, words) for part in parts))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled(template.read_text(encoding="utf-8"), words), encoding="utf-8")


def _templates(folder: Traversable, *above: str) -> Iterator[tuple[tuple[str, ...], Traversable]]:
    """Yield the templates with their path in the package."""
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir():
            yield from _templates(one, *above, one.name)
        elif one.name.endswith(_SUFFIX):
            yield (*above, one.name.removesuffix(_SUFFIX)), one


def _words(names: Names) -> Mapping[str, str]:
    return {
        "__NAME__": names.name,
        "__DISTRIBUTION__": names.distribution,
        "__MODULE__": names.module,
        "__TITLE__": names.title,
        "__PREFIX__": names.prefix,
        "__VARIABLE__": names.variable,
        "__VERSION__": __version__,
        "    # __ROWS__\n": "".join(_rows()),
    }


def _filled(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def _rows() -> Iterator[str]:
    """Yield a line for every capability, those of one role or record together."""
    for subject, capabilities in groupby(Capability, key=lambda one: one.subject):
        yield f"    # {subject}\n"
        yield from (f"    Capability.{one.name}: NOT_YET,\n" for one in capabilities)
