"""What visitors read: search, list and get public answers, the titles of a help center. None needs a token."""

from __future__ import annotations

import re
from collections.abc import Iterator

from starlette.responses import Response

from deskbridge_gladly.sandbox.calls import Call, Table, answer, missing
from deskbridge_gladly.sandbox.operations import open_to_all, operation
from deskbridge_gladly.sandbox.store import ORGANIZATION_ID, Store
from deskbridge_gladly.sandbox.values import Json

LIST_LIMIT = 1_000
DEFAULT_LANGUAGE = "en-us"
_TAG = re.compile(r"<[^<>]*>")


class PublicAnswers:
    """Answers the operations on public answers. Refusals are inferred: no error is listed for any of them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {
            "/orgs/{org_id}/answers-search": {"GET": self.search},
            "/orgs/{org_id}/answers": {"GET": self.all_public},
            "/orgs/{org_id}/answers/{answer_id}": {"GET": self.get},
            "/orgs/{org_id}/help-center/{help_center_id}/answer-titles": {"GET": self.titles},
        }

    @operation("Answers_searchResults")
    @open_to_all
    def search(self, call: Call) -> Response:
        """Find answers that have every word of `q`, in whichever order (inferred), by name."""
        _refuse_stranger(call)
        words = call.query.get("q", "").casefold().split()
        found = [each for each in self._public(call) if words and _has(each, words)]
        return answer([_titled(each) for each in found])

    @operation("Answers_listPublic")
    @open_to_all
    def all_public(self, call: Call) -> Response:
        """List the first 1,000 by name; no header tells of more."""
        _refuse_stranger(call)
        return answer(self._public(call)[:LIST_LIMIT])

    @operation("Answers_getById")
    @open_to_all
    def get(self, call: Call) -> Response:
        """Get an answer in a language."""
        _refuse_stranger(call)
        if shown := self._shown(call.path["answer_id"], _language(call)):
            return answer(shown)
        raise missing("answer")

    @operation("Answers_listAnswerTitles")
    @open_to_all
    def titles(self, call: Call) -> Response:
        """List the answers that are placed in the sections of a help center, in their order there (inferred)."""
        _refuse_stranger(call)
        center = self._store.knowledge.help_centers.get(call.path["help_center_id"])
        if center is None:
            raise missing("help center")
        public = {each["id"]: each for each in self._public(call)}
        placed = dict.fromkeys(each for section in center["sections"] for each in section["answerIds"])
        return answer([_titled(public[each]) for each in placed if each in public])

    def _public(self, call: Call) -> list[Json]:
        """Return what is public in the asked language and for the asked audience, by name."""
        return sorted(self._chosen(call), key=lambda each: (each["name"].casefold(), each["name"], each["id"]))

    def _chosen(self, call: Call) -> Iterator[Json]:
        audience_id, language = call.query.get("audienceId"), _language(call)
        for held in self._store.knowledge.answers.values():
            # An answer without audiences is for all of them, and who names none sees every one (inferred).
            is_for_them = not audience_id or not held["audienceIds"] or audience_id in held["audienceIds"]
            if is_for_them and (shown := self._shown(held["id"], language)):
                yield shown

    def _shown(self, answer_id: str, language: str) -> Json | None:
        """Return an answer as visitors see it: its name is the title of its content (inferred)."""
        key = (answer_id, language, "public")
        content = self._store.knowledge.contents.get(key)
        if content is None:
            return None
        return {
            "id": answer_id,
            "name": content["title"],
            "bodyHtml": content["bodyHtml"],
            "language": language,
            "updatedAt": self._store.knowledge.content_times[key],
        }


def _refuse_stranger(call: Call) -> None:
    if call.path["org_id"] != ORGANIZATION_ID:
        raise missing("organization")


def _language(call: Call) -> str:
    return call.query.get("lng") or DEFAULT_LANGUAGE


def _has(shown: Json, words: list[str]) -> bool:
    text = f"{shown['name']} {_TAG.sub(' ', shown['bodyHtml'])}".casefold()
    return all(word in text for word in words)


def _titled(shown: Json) -> Json:
    return {"id": shown["id"], "name": shown["name"]}
