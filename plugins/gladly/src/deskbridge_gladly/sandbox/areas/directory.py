"""The organization and its agents, inboxes and teams; all of them are read only."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from deskbridge_gladly.sandbox.calls import Call, Handler, Table, answer, missing
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json


class Directory:
    """Answers what is read of an organization."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        store = self._store
        return {
            "/agents": _list(store.agents),
            "/agents/{id}": _get("agent", store.agents),
            "/inboxes": _list(store.inboxes),
            "/inboxes/{id}": _get("inbox", store.inboxes),
            "/teams": _list(store.teams),
            "/teams/{id}": _get("team", store.teams),
            "/organization": {"GET": self.organization},
        }

    def organization(self, call: Call) -> Response:
        """Get the organization."""
        return answer(
            {
                "id": "ihKsWxiZCDVtXg1iwVmT9Q",
                "loginDomain": "gladly.com",
                "name": "Sandbox",
                "timezone": "America/Los_Angeles",
                "gladlyUrl": call.origin,
            }
        )


def _list(held: Mapping[str, Json]) -> Mapping[str, Handler]:
    return {"GET": lambda _: answer(list(held.values()))}


def _get(what: str, held: Mapping[str, Json]) -> Mapping[str, Handler]:
    def get(call: Call) -> Response:
        if value := held.get(call.path["id"]):
            return answer(value)
        raise missing(what)  # no 404 is listed; inferred from the other reads

    return {"GET": get}
