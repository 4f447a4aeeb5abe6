"""The job on answers: create them, or change those whose names are taken, and write what they say."""

from __future__ import annotations

from typing import ClassVar

from attrs import define, field

from deskbridge.capabilities import Capability
from deskbridge.errors import ConflictError
from deskbridge.records import AnswerChange, AnswerContent, AnswerId, AudienceId, ContentKind, NewAnswer
from deskbridge.records.base import UNSET
from deskbridge_bulk.jobs.common import Names, Rowwise, needed
from deskbridge_bulk.sheets import SheetRow
from deskbridge_bulk.steps import Columns, Done, Step, Writes, derived_id

APPLY = Columns(
    required=("language", "name", "public_answer_content", "public_answer_title"),
    optional=("audience", "description"),
    needing={"audience": Capability.ANSWERS_AUDIENCES, "description": Capability.ANSWER_DESCRIPTION},
)


@define
class Apply(Rowwise):
    """Sees to it that each row's answer is there and says, in the row's language, what the row says.

    Audiences are given by their names, several with commas between; one that does not exist fails its row. Of an answer
    that is there, empty cells change nothing.
    """

    name: ClassVar[str] = "answers.apply"
    needs: ClassVar[tuple[Capability, ...]] = (
        Capability.ANSWERS_CREATE,
        Capability.ANSWERS_UPDATE,
        Capability.ANSWERS_SET_CONTENT,
    )
    _audiences: Names = field(factory=lambda: Names("audiences"), init=False)

    def prepare(self) -> None:
        """Read the audiences."""
        if self.desk.capabilities[Capability.ANSWERS_AUDIENCES].possible:
            for audience in self.desk.answers.audiences():
                self._audiences.add(audience.name, audience.id)

    def step(self, row: SheetRow) -> Step:
        """See `Job`."""
        names = [one.strip() for one in row["audience"].split(",") if one.strip()]
        audiences = [AudienceId(self._audiences.id_of(one, column="audience")) for one in names]
        name = needed(row, "name")
        new = NewAnswer(
            id=AnswerId(derived_id(self.name, row.cells)),
            name=name,
            description=row["description"],
            audience_ids=audiences,
        )
        content = AnswerContent(
            language=needed(row, "language").lower(),
            kind=ContentKind.PUBLIC,
            title=needed(row, "public_answer_title"),  # without one the answer would be made, and its content refused
            html=needed(row, "public_answer_content"),
        )
        return Step(action="apply", key=name.casefold(), run=lambda writes: self._apply(new, content, writes))

    def _apply(self, new: NewAnswer, content: AnswerContent, writes: Writes) -> Done:
        action = "create"
        try:
            made = writes.send(Capability.ANSWERS_CREATE, self.desk.answers.create, new)
            answer_id = AnswerId(made.id) if made is not None else AnswerId(new.id or "")
        except ConflictError as taken:
            if not taken.existing_id:
                raise
            action, answer_id = "update", AnswerId(taken.existing_id)
            change = AnswerChange(description=new.description or UNSET, audience_ids=new.audience_ids or UNSET)
            if change != AnswerChange():
                writes.send(Capability.ANSWERS_UPDATE, self.desk.answers.update, answer_id, change)
        writes.send(Capability.ANSWERS_SET_CONTENT, self.desk.answers.set_content, answer_id, content)
        if writes.dry:  # whether the name is taken, and by which answer, only the write tells
            return Done()
        return Done(id=answer_id, action=action)
