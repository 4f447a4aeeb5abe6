"""The answers of a Gladly desk, as they are managed."""

from __future__ import annotations

from deskbridge.errors import ConflictError, DeskbridgeError
from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import Answer, AnswerChange, AnswerContent, AnswerId, Audience, NewAnswer
from deskbridge_gladly.client import GladlyClient, new_id
from deskbridge_gladly.roles.writes import read_back, settled_delete
from deskbridge_gladly.translate import answers as translate


class Answers:
    """See `deskbridge.protocols.Answers`. There is no list of all: keep the ids, or create and read whose a name is."""

    def __init__(self, client: GladlyClient) -> None:
        self._client = client

    def get(self, answer_id: AnswerId) -> Answer:
        """Return one answer, without its contents: the vendor gives those by language and type only."""
        return translate.answer(self._client.answers.get(answer_id))

    def create(self, new: NewAnswer) -> Answer:
        """Make an answer, with an id of ours, so that a repetition is recognised."""
        try:
            return translate.answer(self._client.answers.create(translate.new_answer(new, new.id or new_id())))
        except ConflictError as taken:
            # A taken name tells whose it is, as a rule; a taken id is the one that was sent.
            taken.existing_id = taken.existing_id or self._holder(new.id)
            raise

    def update(self, answer_id: AnswerId, change: AnswerChange) -> Answer:
        """Change the fields that are set; audiences replace those that there are."""
        if change != AnswerChange():
            self._client.answers.update(answer_id, translate.changed_answer(change))
        return self.get(answer_id)

    def delete(self, answer_id: AnswerId) -> None:
        """Delete an answer with its contents, unless rules, a thread or a help center use it."""
        settled_delete(lambda: self._client.answers.delete(answer_id), lambda: self._client.answers.get(answer_id))

    def set_content(self, answer_id: AnswerId, content: AnswerContent) -> Answer:
        """Write what an answer says and return it with this content; others it may have are not in it."""
        kind = translate.content_type(content)
        body = translate.content_body(content, kind)
        stored = self._client.answers.put_content(answer_id, body, language=content.language, content_type=kind)
        answer = read_back("answers.set_content", answer_id, lambda: self._client.answers.get(answer_id))
        return translate.answer(answer, (translate.content(stored),))

    def audiences(self) -> Listing[Audience]:
        """List the audiences."""

        def fetch() -> Pages[Audience]:
            return (yield from whole(map(translate.audience, self._client.audiences.list())))

        return Listing(fetch, what="all audiences")

    def _holder(self, answer_id: AnswerId | None) -> str | None:
        """Return the id if there is such an answer."""
        try:
            return self._client.answers.get(answer_id).id if answer_id else None
        except DeskbridgeError:
            return None
