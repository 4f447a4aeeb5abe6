"""Answers as they are managed: create, get, update, delete. What an answer says is in `contents`."""

from __future__ import annotations

from starlette.responses import Response

from deskbridge_gladly.sandbox.areas.lookups import named_answer
from deskbridge_gladly.sandbox.calls import Call, Fields, Refused, Table, answer, done, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, new_id

NAME_LENGTH = 500
DESCRIPTION_LENGTH = 10_000


class Answers:
    """Answers the operations on answers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/answers": {"POST": self.create},
            "/answers/{answer_id}": {"GET": self.get, "PATCH": self.update, "DELETE": self.delete},
        }

    @operation("AnswerManagement_addAnswer")
    def create(self, call: Call) -> Response:
        """Create an answer without content: 200 with it (D17). Ids and names are unique; a taken name says whose."""
        fields = call.fields()
        answer_id = fields.new_id() or new_id()
        changes = self._read(fields, is_new=True)
        knowledge = self._store.knowledge
        if answer_id in knowledge.answers:
            raise Refused(409, problem("taken", "answer id already taken", attr="id"))
        if other := knowledge.named(changes["name"]):
            meta = {"existingAnswerId": other["id"]}  # where a script reads it (D04)
            raise Refused(409, problem("taken", "duplicate answer name", attr="name", meta=meta))
        new = {"id": answer_id, "audienceIds": [], **changes, "createdAt": self._store.now()}
        knowledge.answers[answer_id] = new
        return answer(new)

    @operation("AnswerManagement_getAnswer")
    def get(self, call: Call) -> Response:
        """Get an answer without its contents; one that was never changed was updated when created (inferred)."""
        held = named_answer(self._store, call)
        return answer({**held, "updatedAt": held.get("updatedAt", held["createdAt"])})

    @operation("AnswerManagement_updateAnswer")
    def update(self, call: Call) -> Response:
        """Change the fields that are given; a taken name is a 400 here and does not say whose (D16)."""
        held = named_answer(self._store, call)
        fields = call.fields()
        changes = self._read(fields, is_new=False)
        other = self._store.knowledge.named(changes.get("name", ""))
        if other is not None and other["id"] != held["id"]:
            raise Refused(400, problem("taken", "duplicate answer name", attr="name"))
        changed = {**held, **changes, "updatedAt": self._store.now()}
        self._store.knowledge.answers[held["id"]] = changed
        return done()

    @operation("AnswerManagement_deleteAnswer")
    def delete(self, call: Call) -> Response:
        """Delete an answer with its contents, unless something uses it."""
        held = named_answer(self._store, call)
        refuse_in_use(self._store, held)
        self._store.knowledge.remove(held["id"])
        return done()

    def _read(self, fields: Fields, *, is_new: bool) -> Json:
        changes: Json = {}
        if is_new or fields.values.get("name") is not None:
            changes["name"] = fields.needed_text("name")
        if fields.values.get("description") is not None:
            changes["description"] = fields.text("description")
        if fields.values.get("audienceIds") is not None:
            changes["audienceIds"] = list(dict.fromkeys(fields.texts("audienceIds")))
        _refuse_long(fields, changes, "name", NAME_LENGTH)
        _refuse_long(fields, changes, "description", DESCRIPTION_LENGTH)
        for audience_id in changes.get("audienceIds", ()):
            if audience_id not in self._store.knowledge.audiences:  # inferred
                fields.wrong("not_exist", "audienceIds", f"audience [{audience_id}] does not exist")
        fields.settle()
        return changes


def _refuse_long(fields: Fields, changes: Json, name: str, most: int) -> None:
    if len(changes.get(name) or "") > most:
        fields.wrong("too_long", name, f"{name} cannot be longer than {most} characters")


def refuse_in_use(store: Store, held: Json) -> None:
    """Refuse to take away an answer that rules, a thread or a help center use.

    Raises:
        Refused: With 400 `in_use`.
    """
    knowledge, answer_id = store.knowledge, held["id"]
    if answer_id in knowledge.in_rules:
        raise Refused(400, problem("in_use", "answer is associated with rules", attr="answer"))
    for center in knowledge.help_centers.values():
        for section in center["sections"]:
            if answer_id in section["answerIds"]:
                raise Refused(400, _in_help_center(center, section, answer_id))
    if answer_id in knowledge.in_threads:
        raise Refused(400, problem("in_use", "answer is associated with thread", attr="answer"))


def _in_help_center(center: Json, section: Json, answer_id: str) -> Json:
    detail = f"Public response used in Help Center '{center['name']}' Section '{section['name']}'"
    meta = {"helpCenterID": center["id"], "sectionID": section["id"], "snippetID": answer_id}
    return problem("in_use", detail, meta=meta)
