"""One request and its answer: reading a body strictly, refusing in the vendor's form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Literal, TypeVar

import orjson
from attrs import define, field, frozen
from starlette.datastructures import QueryParams
from starlette.responses import Response

from deskbridge_gladly.sandbox.values import MAX_ID_LENGTH, Json, is_safe_id

T = TypeVar("T")

ErrorShape = Literal["array", "object", "bare"]
LIMITED_DATA = "Gladly-Limited-Data"
OPEN_MARK = "__needs_no_token__"


def problem(code: str, detail: str = "", *, attr: str = "", meta: Json | None = None) -> Json:
    """Make one entry of the vendor's `errors`."""
    entry = {"attr": attr, "code": code, "detail": detail, "meta": meta}
    return {name: value for name, value in entry.items() if value}


def answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with JSON."""
    return Response(orjson.dumps(value), status, headers, media_type="application/json")


def capped(values: list[Json], limit: int) -> Response:
    """Answer with the first `limit` values and say in the header whether there were more (D51)."""
    return answer(values[:limit], headers={LIMITED_DATA: "true" if len(values) > limit else "false"})


def created(location: str) -> Response:
    """Answer 201 with only a Location."""
    return Response(status_code=201, headers={"Location": location})


def done() -> Response:
    """Answer 204."""
    return Response(status_code=204)


class Refused(Exception):  # noqa: N818  it is an answer, not an error of ours
    """The vendor refuses: a status and its problems."""

    def __init__(self, status: int, *problems: Json, location: str = "") -> None:
        super().__init__(status)
        self._status = status
        self._problems = problems
        self.headers = {"Location": location} if location else {}

    def response(self, shape: ErrorShape = "array") -> Response:
        """Make the answer; `errors` is an array, unless one of the odd shapes of the samples is asked for (D06)."""
        bodies = {"array": {"errors": self._problems}, "object": {"errors": self._problems[0]}, "bare": self._problems}
        return answer(bodies[shape], self._status, self.headers)


def missing(what: str) -> Refused:
    """Make the 404 for what does not exist."""
    return Refused(404, problem("not_exist", f"{what} does not exist"))


@define
class Fields:
    """Reads the fields of a JSON object and collects what is wrong with them.

    Attributes:
        values: The object.
        prefix: What stands before a field's name in `attr`.
    """

    values: Json
    prefix: str = ""
    problems: list[Json] = field(factory=list)

    def wrong(self, code: str, name: str, detail: str) -> None:
        """Note that a field is wrong."""
        self.problems.append(problem(code, detail, attr=f"{self.prefix}{name}"))

    def settle(self) -> None:
        """Refuse with 400 if anything was wrong."""
        if self.problems:
            raise Refused(400, *self.problems)

    def text(self, name: str, *, most: int | None = None) -> str | None:
        """Read an optional text of at most `most` characters; null counts as unset."""
        value = self._typed(name, str, "a string")
        if value is not None and most is not None and len(value) > most:
            self.wrong("too_long", name, f"{self.prefix}{name} cannot be larger than {most} characters")
        return value

    def needed_text(self, name: str, *, most: int | None = None) -> str:
        """Read a text that has to be there and may not be blank."""
        before = len(self.problems)
        value = self.text(name, most=most)
        if len(self.problems) == before and not (value or "").strip():
            self.wrong("blank", name, f"{name} cannot be blank")
        return value or ""

    def flag(self, name: str) -> bool | None:
        """Read an optional boolean."""
        return self._typed(name, bool, "a boolean")

    def inner(self, name: str) -> Json | None:
        """Read an optional object."""
        return self._typed(name, dict, "an object")

    def objects(self, name: str) -> list[Json]:
        """Read a list of objects; none when it is unset."""
        values = self._typed(name, list, "an array") or []
        if all(isinstance(value, dict) for value in values):
            return values
        self.wrong("invalid", name, f"{name} must be an array of objects")
        return []

    def texts(self, name: str) -> list[str]:
        """Read a list of texts; none when it is unset."""
        values = self._typed(name, list, "an array") or []
        if all(isinstance(value, str) for value in values):
            return values
        self.wrong("invalid", name, f"{name} must be an array of strings")
        return []

    def choice(self, name: str, allowed: frozenset[str]) -> str | None:
        """Read an optional text that is one of several."""
        value = self.text(name)
        if value is not None and value not in allowed:
            self.wrong("invalid", name, f"{name} must be one of {', '.join(sorted(filter(None, allowed)))}")
        return value

    def new_id(self) -> str | None:
        """Read the id that the caller may give: URL safe, under 50 characters."""
        value = self.text("id")
        if value and not is_safe_id(value):
            self.wrong("invalid", "id", "id contains unsupported characters")
        elif value and len(value) > MAX_ID_LENGTH:
            self.wrong("too_long", "id", "id must have less than 50 characters")
        return value or None

    def _typed(self, name: str, kind: type[T], described: str) -> T | None:
        value = self.values.get(name)
        if value is None or isinstance(value, kind):
            return value
        self.wrong("invalid", name, f"{name} must be {described}")
        return None


@frozen(kw_only=True)
class Call:
    """One request.

    Attributes:
        origin: Scheme, host and port that it came to.
        path: The path's parameters.
        query: The query's parameters, decoded.
        body: The body's bytes.
    """

    origin: str
    path: Mapping[str, str]
    query: QueryParams
    body: bytes

    def fields(self) -> Fields:
        """Read the body as a JSON object; whatever its Content-Type says (D55).

        Raises:
            Refused: There is none, or it is no JSON object.
        """
        if not self.body.strip():
            raise Refused(400, problem("blank", "request body cannot be blank"))
        try:
            values = orjson.loads(self.body)
        except orjson.JSONDecodeError:
            raise Refused(400, problem("invalid", "request body is not valid JSON")) from None
        if not isinstance(values, dict):
            raise Refused(400, problem("invalid", "request body must be a JSON object"))
        return Fields(values)


Handler = Callable[[Call], Response | Awaitable[Response]]
Table = Mapping[str, Mapping[str, Handler]]
"""Paths below `/api/v1`, and for each the methods and what answers them."""
