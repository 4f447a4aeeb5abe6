"""The organization and its agents, inboxes, teams and audiences; all of them are read only."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from deskbridge_gladly.sandbox.calls import Call, Handler, Table, answer, missing
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import ORGANIZATION_ID, Store
from deskbridge_gladly.sandbox.values import Json


class Directory:
    """Answers what is read of an organization."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        store = self._store
        return {
            "/agents": _list("Agents_list", store.agents),
            "/agents/{id}": _get("Agents_getAgentProfile", "agent", store.agents),
            "/inboxes": _list("Inboxes_listMetadata", store.inboxes),
            "/inboxes/{id}": _get("Inboxes_getMetadata", "inbox", store.inboxes),
            "/teams": _list("Teams_listTeams", store.teams),
            "/teams/{id}": _get("Teams_getById", "team", store.teams),
            "/audiences": _list("Audiences_list", store.knowledge.audiences),
            "/organization": {"GET": self.organization},
        }

    @operation("Organization_getMetadata")
    def organization(self, call: Call) -> Response:
        """Get the organization."""
        return answer(
            {
                "id": ORGANIZATION_ID,
                "loginDomain": "gladly.com",
                "name": "Sandbox",
                "timezone": "America/Los_Angeles",
                "gladlyUrl": call.origin,
            }
        )


def _list(operation_id: str, held: Mapping[str, Json]) -> Mapping[str, Handler]:
    @operation(operation_id)
    def all_of_them(_: Call) -> Response:
        return answer(list(held.values()))

    return {"GET": all_of_them}


def _get(operation_id: str, what: str, held: Mapping[str, Json]) -> Mapping[str, Handler]:
    @operation(operation_id)
    def get(call: Call) -> Response:
        if value := held.get(call.path["id"]):
            return answer(value)
        raise missing(what)  # no 404 is listed; inferred from the other reads

    return {"GET": get}
