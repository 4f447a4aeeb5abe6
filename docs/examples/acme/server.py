"""The server: who may ask, what answers, and in which form an error comes. Written from Acme's own pages."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson
from deskbridge.sandbox import Counters, FaultBox, Sandbox, SandboxOptions, Seed
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

API = "/api"
USERNAME, TOKEN = "sandbox", "sandbox-token"
PROOF = "Basic " + base64.b64encode(f"{USERNAME}:{TOKEN}".encode()).decode()
ANY = ("GET", "POST", "PUT", "PATCH", "DELETE")
A_PAGE = 2
Held = dict[int, dict[str, Any]]


class AcmeSandbox(Sandbox):
    """An account of Acme in memory.

    Args:
        options: What it holds at the start.
    """

    vendor = "acme"

    def __init__(self, options: SandboxOptions) -> None:
        self.counters = Counters()
        self.faults = FaultBox()
        self.clock = options.clock
        self.agents: Held = {}
        self.tickets: Held = {}
        self.notes: dict[int, list[dict[str, Any]]] = {}
        for seed in options.seeds:
            self._lay(seed)

    def _lay(self, seed: Seed) -> None:
        names = () if seed.name == "empty" else ("Ada Lovelace", "Grace Hopper", "Mary Shelley")
        for ident, name in enumerate(names, 1):
            email = f"{name.split()[0].casefold()}@acme.example"
            self.agents[ident] = {"id": ident, "fullName": name, "email": email, "active": ident != 2}
        for number in range({"sample": 3}.get(seed.name, seed.tickets)):
            self._open(f"Ticket {number}", "done" if number == 1 else "open")

    def _open(self, title: str, state: str) -> None:
        ident, at = len(self.tickets) + 1, self._now()
        self.tickets[ident] = {"id": ident, "title": title, "state": state, "agentId": 1, "createdAt": at}
        self.tickets[ident]["updatedAt"] = at
        self.notes[ident] = []
        self._note(ident, "Called back, nobody there.")

    def _note(self, ticket_id: int, text: str) -> dict[str, Any]:
        ident = sum(map(len, self.notes.values())) + 1
        note = {"id": ident, "text": text, "agentId": 1, "at": self._now()}
        self.notes[ticket_id].append(note)
        self.tickets[ticket_id]["updatedAt"] = note["at"]
        return note

    def _now(self) -> str:
        return (self.clock.now() - timedelta(seconds=1)).isoformat()

    def routes(self) -> Sequence[BaseRoute]:
        """Return what answers; the last one, whatever nothing else answers."""
        return [
            Route(f"{API}/agents", self._listed("agents", self.agents)),
            Route(f"{API}/agents/{{ident:int}}", self._one(self.agents)),
            Route(f"{API}/tickets", self._listed("tickets", self.tickets)),
            Route(f"{API}/tickets/{{ident:int}}", self._one(self.tickets)),
            Route(f"{API}/tickets/{{ident:int}}/notes", self._notes, methods=["GET", "POST"]),
            Route(API + "/{path:path}", unknown, methods=ANY),
        ]

    def _listed(self, name: str, held: Held) -> Callable[[Request], Response]:
        """Return what answers with two records a page, and with a link to the next."""

        def answer(request: Request) -> Response:
            if (no := refusal(request)) is not None:
                return no
            page = request.query_params.get("page", "1")
            if not page.isdecimal():
                return error(422, "invalid", "page must be a number")
            begin = (int(page) - 1) * A_PAGE
            more = begin + A_PAGE < len(held)
            following = str(request.url.include_query_params(page=int(page) + 1)) if more else None
            return JSONResponse({name: list(held.values())[begin : begin + A_PAGE], "next": following})

        return answer

    def _one(self, held: Held) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            found = held.get(request.path_params["ident"])
            return refusal(request) or (missing(request) if found is None else JSONResponse(found))

        return answer

    async def _notes(self, request: Request) -> Response:
        ident = request.path_params["ident"]
        if (no := refusal(request)) is not None:
            return no
        if ident not in self.tickets:
            return missing(request)
        if request.method == "GET":
            return JSONResponse({"notes": self.notes[ident]})
        text = written(await request.body())
        if not text:
            return error(422, "invalid", "a note needs a text")
        return JSONResponse(self._note(ident, text), 201)

    def settings(self, url: str) -> Mapping[str, str]:
        """Return what `deskbridge.connect` takes for the sandbox at `url`."""
        return {"base_url": url + API, "username": USERNAME, "api_token": TOKEN}

    def state(self) -> Mapping[str, Any]:
        """Return a summary of what is held."""
        return {"agents": len(self.agents), "tickets": len(self.tickets), "notes": self.notes}


def written(body: bytes) -> str:
    """Return the text of a note, "" where the body is none."""
    try:
        text = orjson.loads(body)["text"]
    except (LookupError, TypeError, orjson.JSONDecodeError):
        return ""
    return text if isinstance(text, str) else ""


async def unknown(request: Request) -> Response:
    """Answer for a path that there is nothing at."""
    return refusal(request) or missing(request)


def refusal(request: Request) -> Response | None:
    """Return the answer to who may not ask, None to who may."""
    if hmac.compare_digest(request.headers.get("Authorization", "").encode(), PROOF.encode()):
        return None
    return error(401, "unauthorized", "the user name or the token is missing or wrong")


def missing(request: Request) -> Response:
    """Return the answer for what there is not."""
    return error(404, "not_found", f"there is nothing at {request.url.path}")


def error(status: int, code: str, message: str) -> Response:
    """Return an error in the form that Acme documents."""
    return JSONResponse({"error": {"code": code, "message": message}}, status)
