"""Jobs on topics: create, update. Parents come before children, whatever the order of the rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar

from attrs import Factory, define, field

from deskbridge.capabilities import Capability
from deskbridge.records import NewTopic, TopicChange, TopicId
from deskbridge.records.base import UNSET
from deskbridge_bulk.jobs.common import Rowwise, Topics, needed, truth
from deskbridge_bulk.problems import RowError
from deskbridge_bulk.sheets import BadRow, SheetRow
from deskbridge_bulk.steps import Columns, Done, Step, Writes, derived_id

_NEEDING = {"parentId": Capability.TOPIC_PARENT_ID}
CREATE = Columns(required=("name",), optional=("id", "disabled", "parentId"), needing=_NEEDING)
UPDATE = Columns(required=("id",), optional=("name", "disabled", "parentId"), needing=_NEEDING)


@define
class _Tree(Rowwise, ABC):
    """Does parents before children. The rows are held for it: there are never many topics.

    A row's parent is a topic of the desk, or of another row, by that row's id.
    """

    depends: ClassVar[bool] = True
    _circular: set[int] = field(factory=set, init=False)
    _refused: set[str] = field(factory=set, init=False)

    def arrange(self, rows: Iterable[SheetRow | BadRow]) -> Iterable[SheetRow | BadRow]:
        """Return each row after that of its parent; otherwise in the file's order."""
        held = list(rows)
        by_id = {row["id"]: row for row in held if isinstance(row, SheetRow) and row["id"]}
        done: set[int] = set()
        for row in held:
            yield from self._with_parents(row, by_id, done)

    def _with_parents(
        self, row: SheetRow | BadRow, by_id: dict[str, SheetRow], done: set[int]
    ) -> Iterator[SheetRow | BadRow]:
        chain: list[SheetRow | BadRow] = []
        current: SheetRow | BadRow | None = row
        while current is not None and current.number not in done:
            if current in chain:
                self._circular.update(one.number for one in chain[chain.index(current) :])
                break
            chain.append(current)
            current = by_id.get(current["parentId"]) if isinstance(current, SheetRow) else None
        for one in reversed(chain):
            done.add(one.number)
            yield one

    def step(self, row: SheetRow) -> Step:
        """See `Job`. A topic whose parent's row can't be done is refused with it."""
        try:
            self._refuse_parent(row)
            return self._step(row)
        except RowError:
            self._refused.add(row["id"])
            raise

    def _refuse_parent(self, row: SheetRow) -> None:
        parent = row["parentId"]
        if row.number in self._circular:
            msg = f"{parent!r} belongs below this topic itself"
            raise RowError(msg, column="parentId")
        if parent and parent in self._refused:
            msg = f"the row of {parent!r} can't be done, and has to be first"
            raise RowError(msg, column="parentId")

    @abstractmethod
    def _step(self, row: SheetRow) -> Step:
        """Return what to do for a row whose parent can be there."""


@define
class Create(_Tree):
    """Creates a topic for each row, with the row's id; where there is none, with one that is derived from the row."""

    name: ClassVar[str] = "topics.create"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.TOPICS_CREATE,)
    _renamed: dict[str, str] = field(factory=dict, init=False)

    def _step(self, row: SheetRow) -> Step:
        own_id, name = row["id"] or derived_id(self.name, row.cells), needed(row, "name")
        disabled, parent = bool(truth(row, "disabled")), row["parentId"]

        def create(writes: Writes) -> Done:
            new = NewTopic(
                id=TopicId(own_id),
                name=name,
                disabled=disabled,
                parent_id=TopicId(self._renamed.get(parent, parent)) if parent else None,
            )
            made = writes.send(Capability.TOPICS_CREATE, self.desk.topics.create, new)
            if made is not None and made.id != own_id:
                self._renamed[own_id] = made.id
            return Done(id=made.id if made is not None else own_id)

        return Step(action="create", id=own_id, key=own_id, after=parent, run=create)


@define
class Update(_Tree):
    """Changes the topic of each row; empty cells change nothing."""

    name: ClassVar[str] = "topics.update"
    needs: ClassVar[tuple[Capability, ...]] = (Capability.TOPICS_UPDATE,)
    _topics: Topics = field(init=False, default=Factory(lambda self: Topics(self.desk), takes_self=True))

    def _step(self, row: SheetRow) -> Step:
        topic_id, disabled, parent = TopicId(needed(row, "id")), truth(row, "disabled"), row["parentId"]
        change = TopicChange(
            name=row["name"] or UNSET,
            disabled=UNSET if disabled is None else disabled,
            parent_id=TopicId(parent) if parent else UNSET,
        )
        if change == TopicChange():
            msg = "there is nothing to change in it"
            raise RowError(msg)

        def update(writes: Writes) -> Done:
            writes.foresee(Capability.TOPICS_ALL, self._topics.check, topic_id, column="id")
            if parent:
                writes.foresee(Capability.TOPICS_ALL, self._topics.check, parent, column="parentId")
            writes.send(Capability.TOPICS_UPDATE, self.desk.topics.update, topic_id, change)
            return Done(id=topic_id)

        return Step(action="update", id=topic_id, key=topic_id, after=parent, run=update)
