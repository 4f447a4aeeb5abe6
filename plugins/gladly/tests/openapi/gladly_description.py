"""The published description: which operations there are, and the schemas of what is sent and answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from attrs import frozen

HERE = Path(__file__).parent
METHODS = ("get", "post", "put", "patch", "delete")
Json = dict[str, Any]


@frozen
class Described:
    """One operation.

    Attributes:
        path: The path's template, without the query that three of them are published with.
        parameters: By place (path or query) and name.
        request: The schema of the body; None where there is no body.
        answers: By status, the schema by content type.
    """

    operation_id: str
    method: str
    path: str
    parameters: Mapping[tuple[str, str], Json]
    request: Json | None
    answers: Mapping[int, Mapping[str, Json]]

    def reads(self, path: str) -> dict[str, str] | None:
        """Return a path's parameters, or None if it is another operation's."""
        found = re.fullmatch(re.sub(r"\\?\{(\w+)\\?\}|:(\w+)", r"(?P<\1\2>[^/]+)", self.path), path)
        return found.groupdict() if found else None


class Description:
    """The whole of it, with the newer description's changes, and with what `corrections.yaml` has."""

    def __init__(self) -> None:
        self.document = _read("api.yaml")
        self.schemas: Json = self.document["components"]["schemas"]
        overrides = _read("overrides.yaml")["x-overrides"]
        for name, changes in overrides["schemas"].items():
            self._change_schema(name, changes)
        for name, changes in overrides["operations"].items():
            self._change_operation(name, changes)
        for name, corrected in _read("corrections.yaml").items():
            self.schemas[name] = corrected["schema"]
        # What is spelled out goes before what is a parameter.
        self.operations = sorted(self._described(), key=lambda one: one.path.count("{"))

    def find(self, method: str, path: str) -> tuple[Described, dict[str, str]] | None:
        """Return the operation that a request is for, and the parameters in its path."""
        for one in self.operations:
            if one.method == method and (parameters := one.reads(path)) is not None:
                return one, parameters
        return None

    def named(self, operation_id: str) -> list[Described]:
        """Return the operations of an id; the vendor has used one twice."""
        return [one for one in self.operations if one.operation_id == operation_id]

    def _described(self) -> Iterator[Described]:
        for path, methods in self.document["paths"].items():
            for method in METHODS:
                if method in methods:
                    yield _describe(path.partition("?")[0], method, methods[method], methods.get("parameters", []))

    def _change_operation(self, name: str, changes: Json) -> None:
        method, _, path = name.partition(" ")
        one = self.document["paths"][path][method.lower()]
        one.setdefault("parameters", []).extend(changes.get("add-parameters", []))
        for status, schema in changes.get("add-responses", {}).items():
            one["responses"][status] = {"content": {"application/json": {"schema": _schema(schema)}}}
        for kind in changes.get("add-events-to-stream", []):
            stream = self.schemas["EventsListStreamOfEventsResponse"]
            stream["oneOf"].append(_schema(f"Event_{kind.replace('/', '_')}"))
        if "set-response-200" in changes:
            one["responses"]["200"]["content"]["application/json"]["schema"] = _schema(changes["set-response-200"])
        if "add-properties" in changes:
            body = one["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            self._change_schema(body, {"add-properties": changes["add-properties"]})
            metric_sets = self.schemas[body]["properties"]["metricSet"]
            metric_sets["enum"] += changes["metricSet-added"]

    def _change_schema(self, name: str, changes: Json) -> None:
        if "set" in changes:
            self.schemas[name] = _schema(changes["set"])
            return
        schema = self.schemas[name]
        for one in [schema, *schema.get("oneOf", [])]:
            if "properties" in one:
                _change_properties(one, changes)
        for variant in changes.get("add-variants", []):
            schema["oneOf"].append(_schema(variant))
        self._change_inside(schema, changes)

    def _change_inside(self, schema: Json, changes: Json) -> None:
        for where, values in changes.get("add-enum-values", {}).items():
            for held in _inside(self.schemas, schema, where.split(".")):
                held["enum"] = [*held["enum"], *values]
        for where, values in changes.get("set-enum", {}).items():
            for held in _inside(self.schemas, schema, where.split(".")):
                held["enum"] = values
        for where in changes.get("add-required", []):
            *parents, name = where.split(".")
            for held in _inside(self.schemas, schema, parents):
                held["required"] = [*held.get("required", []), name]


def _read(name: str) -> Json:
    made: Json = yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506  a safe one
    return made


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _schema(named: Any) -> Json:
    if isinstance(named, dict):
        return named
    kind, _, item = str(named).rpartition("array of ")
    reference = {"$ref": f"#/components/schemas/{item}"}
    return {"type": "array", "items": reference} if kind or named != item else reference


def _change_properties(schema: Json, changes: Json) -> None:
    properties = schema["properties"]
    for old, new in changes.get("rename", {}).items():
        properties[new] = properties.pop(old)
        schema["required"] = [new if name == old else name for name in schema.get("required", [])]
    for name, added in changes.get("add-properties", {}).items():
        properties[name] = _schema(added)


def _inside(schemas: Json, schema: Json, names: list[str]) -> Iterator[Json]:
    """Go from a schema to those of a property in it, through references and alternatives."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    if not names:
        yield schema
        return
    if names[0] in schema.get("properties", {}):
        yield from _inside(schemas, schema["properties"][names[0]], names[1:])
    for part in [*schema.get("oneOf", []), *schema.get("allOf", [])]:
        yield from _inside(schemas, part, names)


def _describe(path: str, method: str, one: Json, shared: list[Json]) -> Described:
    contents = one.get("requestBody", {}).get("content", {})
    return Described(
        operation_id=one["operationId"],
        method=method.upper(),
        path=path,
        parameters={(each["in"], each["name"]): each for each in [*shared, *one.get("parameters", [])]},
        request=contents["application/json"]["schema"] if contents else None,
        answers={
            int(status): {kind: held["schema"] for kind, held in answer.get("content", {}).items()}
            for status, answer in one["responses"].items()
        },
    )
