"""Answers, as they are managed: their contents by language and type, and the audiences they are for."""

from __future__ import annotations

from attrs import evolve

from deskbridge.errors import ConflictError
from deskbridge.operations import operation
from deskbridge.wire import unstructure
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.ids import new_id, segment
from deskbridge_gladly.client.repeats import made_before
from deskbridge_gladly.wire.answers import (
    Answer,
    AnswerBody,
    AnswerChange,
    AnswerContent,
    AnswerContentBody,
    Audience,
)


class Answers:
    """The operations on answers. None lists them: keep their ids, or take the one that a taken name is told with.

    A content is found by its language, such as ``en-us``, which the organization must have configured, and by its
    type: ``public``, ``email``, ``messaging`` or ``reference``.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("AnswerManagement_addAnswer")
    def create(self, body: AnswerBody) -> Answer:
        """Create an answer without content; an id is made up where the body has none.

        Raises:
            ConflictError: The name is taken, and `existing_id` is the answer that has it; or the id is, and there is
                none. The same answer under the same id is not created again, and that is no error.
        """
        sent_id = body.id if isinstance(body.id, str) and body.id else new_id()
        sent = evolve(body, id=sent_id)
        try:
            return self._api.answered("answers.create", "answers", sent, Answer, sent_id=sent_id)
        except ConflictError as taken:
            if taken.existing_id not in {None, sent_id}:  # another answer has the name, as the refusal itself tells
                raise
            return made_before(unstructure(sent), lambda: self.get(sent_id), taken)

    @operation("AnswerManagement_getAnswer")
    def get(self, answer_id: str) -> Answer:
        """Get an answer without its contents."""
        return self._api.value("answers.get", f"answers/{segment(answer_id)}", Answer)

    @operation("AnswerManagement_updateAnswer")
    def update(self, answer_id: str, body: AnswerChange) -> None:
        """Change what is set; audiences replace those that there are.

        Raises:
            ConflictError: The name is taken; whose it is is not told here.
        """
        self._api.changed("answers.update", f"answers/{segment(answer_id)}", body)

    @operation("AnswerManagement_deleteAnswer")
    def delete(self, answer_id: str) -> None:
        """Delete an answer with all its contents.

        Raises:
            ValidationError: Rules, a help center or a thread use it.
        """
        self._api.deleted("answers.delete", f"answers/{segment(answer_id)}")

    @operation("AnswerManagement_getAnswerContent")
    def content(self, answer_id: str, *, language: str, content_type: str) -> AnswerContent:
        """Get what an answer says.

        Raises:
            ValidationError: The language is not configured, or there is no such type.
            NotFoundError: There is no such answer, or it has no such content.
        """
        return self._api.value("answers.content", _content(answer_id, language, content_type), AnswerContent)

    @operation("AnswerManagement_putAnswerContent")
    def put_content(
        self, answer_id: str, body: AnswerContentBody, *, language: str, content_type: str
    ) -> AnswerContent:
        """Create or replace what an answer says.

        Raises:
            ValidationError: The language is not configured, or there is no such type.
        """
        path = _content(answer_id, language, content_type)
        return self._api.replaced("answers.put_content", path, body, AnswerContent)

    @operation("AnswerManagement_deleteAnswerContent")
    def delete_content(self, answer_id: str, *, language: str, content_type: str) -> None:
        """Delete what an answer says; the answer stays.

        Raises:
            ValidationError: The answer is in use, or the vendor can't delete this type yet.
        """
        self._api.deleted("answers.delete_content", _content(answer_id, language, content_type))


class Audiences:
    """The operation on audiences."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Audiences_list")
    def list(self) -> tuple[Audience, ...]:
        """List the audiences."""
        return self._api.value("audiences.list", "audiences", tuple[Audience, ...])


def _content(answer_id: str, language: str, content_type: str) -> str:
    # In lower case and without spaces around, as the vendor's script sends it.
    code = language.strip().lower()
    return f"answers/{segment(answer_id)}/languages/{segment(code)}/type/{segment(content_type)}"
