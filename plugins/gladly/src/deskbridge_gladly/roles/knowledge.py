"""Reading answers whole: which there are, as far as the vendor tells, and what each says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import define, field

from deskbridge.errors import NotFoundError, ValidationError
from deskbridge.records import Answer, AnswerContent, AnswerId
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.translate import answers as translate


@define
class Knowledge:
    """Reads answers with their contents, one request each.

    Attributes:
        client: Asks the vendor.
        languages: In which contents are looked for: no operation tells which there are. Without any, none are read.
        truncated: Whether a list of what is public ended at its cap.
    """

    client: GladlyClient
    languages: Sequence[str]
    truncated: bool = field(default=False, init=False)

    def answer(self, answer_id: AnswerId) -> Answer:
        """Read an answer with its contents.

        Raises:
            NotFoundError: There is none of that id.
            ValidationError: The organization does not have one of the languages; the text names the setting.
        """
        read = self.client.answers.get(answer_id)
        return translate.answer(read, tuple(self._contents(answer_id)))

    def public(self) -> Iterator[Answer]:
        """Read every answer that the public sees, once, as no operation lists the others."""
        for answer_id in dict.fromkeys(self._public_ids()):
            try:
                yield self.answer(answer_id)
            except NotFoundError:
                # It was deleted since it was listed.
                continue

    def _public_ids(self) -> Iterator[AnswerId]:
        organization_id = self.client.organization.get().id
        # Whether a list for no audience in particular has what is for one only is not documented.
        audience_ids = ["", *(one.id for one in self.client.audiences.list())]
        for language in self.languages:
            for audience_id in audience_ids:
                found = self.client.public_answers.list(organization_id, language=language, audience_id=audience_id)
                self.truncated |= found.truncated
                yield from (AnswerId(one.id) for one in found)

    def _contents(self, answer_id: AnswerId) -> Iterator[AnswerContent]:
        for language in self.languages:
            for kind in translate.ALL_TYPES:
                try:
                    yield translate.content(
                        self.client.answers.content(answer_id, language=language, content_type=kind)
                    )
                except NotFoundError:
                    continue
                except ValidationError as refused:
                    raise _explained(refused) from refused


def _explained(refused: ValidationError) -> ValidationError:
    msg = f"{refused.text} The setting answer_languages names the organization's languages, with commas between."
    return ValidationError(
        msg,
        vendor="gladly",
        operation="answers.get",
        status=refused.status,
        request_id=refused.request_id,
        codes=refused.codes,
    )
