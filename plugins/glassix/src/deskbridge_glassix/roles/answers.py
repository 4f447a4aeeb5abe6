"""Answers: the canned replies of the department."""

from __future__ import annotations

from deskbridge.errors import AmbiguousWriteError, ConflictError, DeskbridgeError, NotFoundError
from deskbridge.listing import Listing, Pages, whole
from deskbridge.records import Answer, AnswerId, NewAnswer
from deskbridge.writing import after_write, settled_delete
from deskbridge_glassix.client import GlassixClient
from deskbridge_glassix.errors import VENDOR
from deskbridge_glassix.translate.answers import answer, canned_reply, has_place
from deskbridge_glassix.wire.canned_replies import CannedReply, NewCannedReply


class GlassixAnswers:
    """`deskbridge.protocols.Answers`; there is one list of all, which every method reads."""

    def __init__(self, client: GlassixClient) -> None:
        self._client = client

    def all(self) -> Listing[Answer]:
        """List the canned replies of the department."""

        def fetch() -> Pages[Answer]:
            return (yield from whole(map(answer, self._held().values())))

        return Listing(fetch, what="answers")

    def get(self, answer_id: AnswerId) -> Answer:
        """Return one canned reply, found among all.

        Raises:
            NotFoundError: The department has none of that id.
        """
        return answer(self._one(answer_id, "answers.get"))

    def create(self, new: NewAnswer) -> Answer:
        """Make a canned reply: the list is read before and after, so that one whose answer is lost is found.

        Raises:
            ConflictError: There is one of that title in that category and language.
            AmbiguousWriteError: Nobody knows whether it was made; doing it again makes no second one.
        """
        asked = canned_reply(new)
        before = self._held()
        if taken := next((one for one in before.values() if has_place(one, asked)), None):
            msg = f"there is a canned reply {asked.title!r} in that category and language already"
            raise ConflictError(msg, existing_id=str(taken.id), vendor=VENDOR, operation="answers.create")
        try:
            self._client.canned_replies.add(asked)
        except AmbiguousWriteError as unknown:
            return self._made_after_all(asked, before, unknown)
        with after_write(f"the canned reply {asked.title!r} was added", vendor=VENDOR, operation="answers.create"):
            made = self._made(asked, before)
        if made is None:
            msg = "the canned reply was accepted and is not in the list; look again before you repeat it"
            raise AmbiguousWriteError(msg, vendor=VENDOR, operation="answers.create")
        return answer(made)

    def delete(self, answer_id: AnswerId) -> None:
        """Delete a canned reply, after a look whether it is there, which the vendor's answer does not promise to tell.

        Raises:
            NotFoundError: The department has none of that id.
            AmbiguousWriteError: The vendor's answer was lost, and the reply is still there or can't be looked up.
        """
        number = self._one(answer_id, "answers.delete").id
        settled_delete(
            lambda: self._client.canned_replies.delete(number), lambda: self._one(answer_id, "answers.delete")
        )

    def _held(self) -> dict[int, CannedReply]:
        return {one.id: one for one in self._client.canned_replies.all()}

    def _one(self, answer_id: str, operation: str) -> CannedReply:
        found = next((one for number, one in self._held().items() if str(number) == answer_id), None)
        if found is None:
            msg = f"the department has no canned reply {answer_id[:80]!r}"
            raise NotFoundError(msg, vendor=VENDOR, operation=operation)
        return found

    def _made(self, asked: NewCannedReply, before: dict[int, CannedReply]) -> CannedReply | None:
        new = (one for number, one in self._held().items() if number not in before and has_place(one, asked))
        return next(new, None)

    def _made_after_all(
        self, asked: NewCannedReply, before: dict[int, CannedReply], unknown: AmbiguousWriteError
    ) -> Answer:
        try:
            made = self._made(asked, before)
        except DeskbridgeError as wrong:
            raise unknown from wrong
        if made is None:
            raise unknown
        return answer(made)
