"""Makes the table of a vendor's operations: which method asks for it, what serves it, which fixture and test prove it.

The vendor's own list of operations stands beside its plugin's tests, as `operations.csv`. Everything else is read from
the code: the marks on the native client's methods and on the sandbox's routes, the recorded bodies, and the tests that
call a method.
"""

from __future__ import annotations

import ast
import csv
import importlib
import inspect
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from deskbridge.sandbox import SandboxOptions, Seed

ROOT = Path(__file__).parents[1]
MARK = "__operation_id__"


@frozen
class Operation:
    """One operation of a vendor and where it stands; an empty text is a cell that is missing."""

    operation_id: str
    request: str
    method: str
    route: str
    fixture: str
    test: str

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the cells that are empty."""
        return tuple(name for name in ("method", "route", "fixture", "test") if not getattr(self, name))


def described_vendors() -> list[str]:
    """Return the vendors whose operations are listed beside their plugin's tests."""
    return sorted(path.parents[1].name for path in ROOT.glob("plugins/*/tests/operations.csv"))


def operations(vendor: str) -> list[Operation]:
    """Return a vendor's operations in the vendor's order."""
    plugin = ROOT / "plugins" / vendor
    methods = _methods(f"deskbridge_{vendor}")
    routes, fixtures, tests = _routes(f"deskbridge_{vendor}"), _fixtures(plugin), _tests(plugin / "tests")
    with (plugin / "tests" / "operations.csv").open(encoding="utf-8") as listed:
        return [
            Operation(
                row["operation_id"],
                f"{row['method']} {row['path']}",
                ", ".join(sorted(methods[row["operation_id"]])),
                ", ".join(sorted(routes[row["operation_id"]])),
                ", ".join(sorted(fixtures[row["operation_id"]])[:2]),
                _first(test for one in methods[row["operation_id"]] for test in tests[one]),
            )
            for row in csv.DictReader(listed)
        ]


def _first(tests: Iterable[str]) -> str:
    """Return one of the tests, of the native client if there is one: a role may have a method of the same name."""
    return min(tests, key=lambda name: (not name.startswith("test_native"), name), default="")


def _classes(package: str) -> Iterator[type]:
    found = importlib.import_module(package)
    for path in sorted(Path(found.__path__[0]).rglob("*.py")):
        inside = path.relative_to(found.__path__[0]).with_suffix("").parts
        module = importlib.import_module(".".join([package, *(part for part in inside if part != "__init__")]))
        yield from (one for _, one in inspect.getmembers(module, inspect.isclass) if one.__module__ == module.__name__)


def _areas(package: str) -> dict[str, str]:
    """Return the name that each area's class has on the native client."""
    client = importlib.import_module(f"{package}.client")
    vendor = package.removeprefix("deskbridge_").capitalize()
    source = ast.parse(inspect.getsource(getattr(client, f"{vendor}Client")))
    return {
        node.value.func.id: node.targets[0].attr
        for node in ast.walk(source)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Attribute)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
    }


def _methods(package: str) -> defaultdict[str, set[str]]:
    areas, found = _areas(package), defaultdict[str, set[str]](set)
    for cls in _classes(f"{package}.client"):
        for name, member in inspect.getmembers(cls, callable):
            if (mark := getattr(member, MARK, None)) and cls.__name__ in areas:
                found[mark].add(f"{areas[cls.__name__]}.{name}")
    return found


def _routes(package: str) -> defaultdict[str, set[str]]:
    sandbox = importlib.import_module(f"{package}.sandbox").create(SandboxOptions(seeds=(Seed("empty"),)))
    found = defaultdict[str, set[str]](set)
    for one in sandbox.operations():
        found[one.operation_id].add(f"{one.method} {one.path}")
    return found


def _fixtures(plugin: Path) -> defaultdict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for path in sorted((plugin / "tests" / "recorded").glob("*.json")):
        for operation_id in json.loads(path.read_text(encoding="utf-8")).get("operation_ids", ()):
            found[operation_id].add(path.name)
    return found


def _tests(folder: Path) -> defaultdict[str, set[str]]:
    """Return the tests that call ``area.method``, by that."""
    found = defaultdict[str, set[str]](set)
    for path in sorted(folder.glob("test_*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
                for call in _calls(function):
                    found[call].add(f"{path.stem}.{function.name}")
    return found


def _calls(function: ast.FunctionDef) -> Iterator[str]:
    aliases = {
        node.targets[0].id: node.value.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Attribute)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute | ast.Name):
            area = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id
            yield f"{aliases.get(area, area)}.{node.attr}"
