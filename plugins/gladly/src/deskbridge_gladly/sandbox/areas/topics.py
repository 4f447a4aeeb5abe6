"""Topics: list, get, create, update. There is no delete; a topic is archived by `disabled` (D72)."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_gladly.sandbox.calls import (
    Call,
    Fields,
    Refused,
    Table,
    answer,
    created,
    done,
    missing,
    problem,
)
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, new_id, without_unset


class Topics:
    """Answers the operations on topics."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/topics": {"GET": self.list, "POST": self.create},
            "/topics/{topic_id}": {"GET": self.get, "PATCH": self.update},
        }

    @operation("Topics_list")
    def list(self, _: Call) -> Response:
        """List every topic, disabled ones too."""
        return answer(list(self._store.topics.values()))

    @operation("Topics_getById")
    def get(self, call: Call) -> Response:
        """Get a topic."""
        return answer(self._named(call))

    @operation("Topics_addTopic")
    def create(self, call: Call) -> Response:
        """Create a topic; ids and names are unique. The parent need not exist yet: a script sends both at once."""
        fields = call.fields()
        topic_id = fields.new_id() or new_id()
        changes = self._read(fields, topic_id)
        if topic_id in self._store.topics:
            detail = "the topic with specified id already exists"
            raise Refused(409, problem("taken", detail, attr="id"))
        self._refuse_taken_name(topic_id, changes["name"])
        self._put({"id": topic_id, "disabled": False}, changes)
        return created(f"/api/v1/topics/{topic_id}")

    @operation("Topics_updateTopic")
    def update(self, call: Call) -> Response:
        """Change a topic; the name has to come with every change (D14), an id in the body is ignored."""
        topic = self._named(call)
        changes = self._read(call.fields(), topic["id"])
        self._refuse_taken_name(topic["id"], changes["name"])
        self._put(topic, changes)
        return done()

    def _named(self, call: Call) -> Json:
        topic_id = call.path["topic_id"]
        if topic := self._store.topics.get(topic_id):
            return topic
        raise missing(f"conversation topic [{topic_id}]")

    def _read(self, fields: Fields, topic_id: str) -> Json:
        changes: Json = {"name": fields.needed_text("name")}
        if fields.values.get("disabled") is not None:
            changes["disabled"] = fields.flag("disabled")
        if "parentId" in fields.values:
            changes["parentId"] = fields.text("parentId") or None  # null moves it to the top (inferred)
        if changes.get("parentId") == topic_id:
            fields.wrong("invalid", "parentId", "a topic cannot be its own parent")  # inferred
        fields.settle()
        return changes

    def _refuse_taken_name(self, topic_id: str, name: str) -> None:
        for other in self._store.topics.values():
            if other["name"] == name and other["id"] != topic_id:
                detail = "another topic already has this name"
                raise Refused(409, problem("taken", detail, attr="name", meta={"id": other["id"]}))

    def _put(self, topic: Json, changes: Json) -> None:
        values = {**topic, **changes}
        ordered = {name: values.get(name) for name in ("id", "name", "disabled", "parentId")}
        self._store.topics[topic["id"]] = without_unset(ordered)
