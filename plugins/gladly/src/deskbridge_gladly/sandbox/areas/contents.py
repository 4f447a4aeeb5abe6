"""What an answer says, by language and type: get, put, delete."""

from __future__ import annotations

import re

from starlette.responses import Response

from deskbridge_gladly.sandbox.areas.answers import refuse_in_use
from deskbridge_gladly.sandbox.areas.lookups import named_answer
from deskbridge_gladly.sandbox.calls import Call, Fields, Refused, Table, answer, done, missing, problem
from deskbridge_gladly.sandbox.holdings import ContentKey
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json

NEEDED = {
    "public": ("bodyHtml", "title"),
    "email": ("bodyHtml", "subject"),
    "messaging": ("bodyHtml",),
    "reference": ("bodyHtml",),
}
"""The types, and the texts that each needs; the error for a missing one is not shown (inferred: blank)."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Contents:
    """Answers the operations on the contents of answers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        path = "/answers/{answer_id}/languages/{language}/type/{type}"
        return {path: {"GET": self.get, "PUT": self.put, "DELETE": self.delete}}

    @operation("AnswerManagement_getAnswerContent")
    def get(self, call: Call) -> Response:
        """Get a content."""
        return answer(self._store.knowledge.contents[self._known(call)])

    @operation("AnswerManagement_putAnswerContent")
    def put(self, call: Call) -> Response:
        """Create or replace a content and return it."""
        answer_id, language, kind = self._key(call)
        fields = call.fields()
        content: Json = {"answerId": answer_id, "language": language, "type": kind}
        content |= {name: fields.needed_text(name) for name in NEEDED[kind]}
        if kind == "reference":
            content["internal"] = bool(fields.flag("internal"))
        fields.settle()
        self._store.knowledge.put_content(content, self._store.now())
        return answer(content)

    @operation("AnswerManagement_deleteAnswerContent")
    def delete(self, call: Call) -> Response:
        """Delete a content, unless its type can't be deleted or something uses the answer."""
        key = self._known(call)
        if key[2] in self._store.knowledge.kept_types:
            raise Refused(400, problem("invalid", "not implemented", attr="type"))
        refuse_in_use(self._store, self._store.knowledge.answers[key[0]])
        self._store.knowledge.remove_content(key)
        return done()

    def _key(self, call: Call) -> ContentKey:
        """Read the path; what is wrong with it goes before an answer that does not exist (inferred)."""
        language, kind = call.path["language"], call.path["type"]
        path = Fields({})
        if not _LANGUAGE.fullmatch(language):
            path.wrong("invalid", "language", "invalid language")
        elif language not in self._store.knowledge.languages:
            # In lower case only: a script takes the trouble to lower it (inferred, D68).
            path.wrong("invalid", "language", "language not configured for org")
        if kind not in NEEDED:
            path.wrong("invalid", "type", "invalid type")
        path.settle()
        return named_answer(self._store, call)["id"], language, kind

    def _known(self, call: Call) -> ContentKey:
        key = self._key(call)
        if key not in self._store.knowledge.contents:
            raise missing("answer content")
        return key
