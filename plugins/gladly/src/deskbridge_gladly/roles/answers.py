"""The answers of a Gladly desk, as they are managed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from deskbridge.errors import ConflictError, DeskbridgeError
from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import Answer, AnswerChange, AnswerContent, AnswerId, Audience, NewAnswer, Unset
from deskbridge.records.changes import as_sent
from deskbridge.writing import after_write, settled_delete
from deskbridge_gladly.client import GladlyClient, new_id
from deskbridge_gladly.roles.knowledge import Knowledge
from deskbridge_gladly.translate import answers as translate
from deskbridge_gladly.wire.answers import AnswerContentBody


@frozen
class _Words:
    """A content that can be written: where, and what."""

    language: str
    kind: str
    body: AnswerContentBody

    @classmethod
    def of(cls, content: AnswerContent) -> _Words:
        kind = translate.content_type(content)
        return cls(content.language, kind, translate.content_body(content, kind))


class Answers:
    """See `deskbridge.protocols.Answers`.

    Args:
        client: Asks the vendor.
        languages: In which contents are read; see the setting `answer_languages`.
        reads_back: Whether what was written is read again; else what was sent is returned.
    """

    def __init__(self, client: GladlyClient, languages: Sequence[str] = (), *, reads_back: bool = True) -> None:
        self._client = client
        self._reads_back = reads_back
        self._languages = tuple(languages)

    def all(self) -> Listing[Answer]:
        """List the answers that the public sees in the languages of the settings, by language and name.

        No operation lists the others. The vendor stops at 1,000 for each language and audience.
        """

        def fetch() -> Pages[Answer]:
            knowledge = Knowledge(self._client, self._languages)
            yield from knowledge.public()
            return knowledge.truncated

        return Listing(fetch, what="all answers")

    def get(self, answer_id: AnswerId) -> Answer:
        """Return one answer, with its contents in the languages of the settings: four requests for each."""
        return Knowledge(self._client, self._languages).answer(answer_id)

    def create(self, new: NewAnswer) -> Answer:
        """Make an answer, with an id of ours, so that a repetition is recognised; then write its contents.

        Raises:
            InvalidRequestError: A content can't be written as it is; nothing was made.
            AmbiguousWriteError: It was made and a content could not be written; the text has its id.
        """
        contents = [_Words.of(one) for one in new.contents]
        try:
            made = translate.answer(self._client.answers.create(translate.new_answer(new, new.id or new_id())))
        except ConflictError as taken:
            # A taken name tells whose it is, as a rule; a taken id is the one that was sent.
            taken.existing_id = taken.existing_id or self._holder(new.id)
            raise
        if not contents:
            return made
        answer_id = AnswerId(made.id)
        with after_write(f"the answer {answer_id} was made", vendor="gladly", operation="answers.create"):
            written = [self._put(answer_id, one) for one in contents]
        if not self._reads_back:
            return evolve(made, contents=tuple(written))
        return self._read_with("answers.create", answer_id, written)

    def update(self, answer_id: AnswerId, change: AnswerChange) -> Answer:
        """Change the fields that are set; audiences replace those that there are."""
        if change == AnswerChange():
            return self.get(answer_id)
        self._client.answers.update(answer_id, translate.changed_answer(change))
        if not self._reads_back:
            name = "" if isinstance(change.name, Unset) else change.name
            return as_sent(Answer, change, {"id": answer_id, "vendor": "gladly", "name": name})
        with after_write(f"the answer {answer_id} was changed", vendor="gladly", operation="answers.update"):
            return self.get(answer_id)

    def delete(self, answer_id: AnswerId) -> None:
        """Delete an answer with its contents, unless rules, a thread or a help center use it."""
        settled_delete(lambda: self._client.answers.delete(answer_id), lambda: self._client.answers.get(answer_id))

    def set_content(self, answer_id: AnswerId, content: AnswerContent) -> Answer:
        """Write what an answer says, and return it with this content and with those that `get` reads."""
        written = self._put(answer_id, _Words.of(content))
        return self._read_with("answers.set_content", answer_id, [written])

    def audiences(self) -> Listing[Audience]:
        """List the audiences."""

        def fetch() -> Pages[Audience]:
            return (yield from whole(map(translate.audience, self._client.audiences.list())))

        return Listing(fetch, what="all audiences")

    def _put(self, answer_id: AnswerId, words: _Words) -> AnswerContent:
        stored = self._client.answers.put_content(
            answer_id, words.body, language=words.language, content_type=words.kind
        )
        return translate.content(stored)

    def _read_with(self, operation: str, answer_id: AnswerId, written: Iterable[AnswerContent]) -> Answer:
        """Read an answer, and add what was written where it is in none of the languages that are read."""
        if not self._reads_back:
            return Answer(id=answer_id, vendor="gladly", name="", contents=tuple(written))
        with after_write(f"the words of the answer {answer_id} were written", vendor="gladly", operation=operation):
            answer = self.get(answer_id)
        read = {(one.language, one.original_kind) for one in answer.contents}
        others = [one for one in written if (one.language, one.original_kind) not in read]
        return evolve(answer, contents=(*answer.contents, *others))

    def _holder(self, answer_id: AnswerId | None) -> str | None:
        """Return the id if there is such an answer."""
        try:
            return self._client.answers.get(answer_id).id if answer_id else None
        except DeskbridgeError:
            return None
