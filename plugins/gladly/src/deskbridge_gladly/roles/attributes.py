"""Custom attributes of a ticket: read by their ids, written by their keys."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from deskbridge.errors import InvalidRequestError, NotFoundError
from deskbridge.records import UNSET, FrozenDict
from deskbridge_gladly.client import GladlyClient
from deskbridge_gladly.wire.conversations import Conversation
from deskbridge_gladly.wire.freeform_topics import FreeformChange, FreeformValue


@define
class Attributes:
    """Writes custom attributes. A key is asked for once, as it does not change."""

    client: GladlyClient
    _keys: dict[str, str] = field(factory=dict, init=False)

    def planned(self, conversation: Conversation, fields: FrozenDict) -> FreeformChange | None:
        """Return what to add and to remove so that a conversation has these fields and no others; None if nothing.

        Args:
            conversation: As it is now.
            fields: By the attribute's id, a text or several.

        Raises:
            InvalidRequestError: A value is no text, or there is no such attribute. Nothing was written.
        """
        held = {(one.id, one.value) for one in conversation.custom_attributes or () if one.id and one.value}
        asked = {(name, text) for name, value in fields.items() for text in _texts(name, value)}
        add, remove = self._named(asked - held), self._named(held - asked)
        return FreeformChange(add=add or UNSET, remove=remove or UNSET) if add or remove else None

    def _named(self, pairs: set[tuple[str, str]]) -> tuple[FreeformValue, ...]:
        return tuple(FreeformValue(key=self._key(name), value=value) for name, value in sorted(pairs))

    def _key(self, attribute_id: str) -> str:
        if attribute_id not in self._keys:
            try:
                self._keys[attribute_id] = self.client.freeform_topics.get(attribute_id).key or ""
            except NotFoundError as unknown:
                msg = (
                    f"there is no custom attribute with the id {attribute_id!r}; fields go by the attributes' ids, as "
                    "they are read. Nothing was written."
                )
                raise _refused(msg) from unknown
        return self._keys[attribute_id]


def _texts(name: str, value: object) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) or not isinstance(value, Sequence) else tuple(value)
    for text in texts:
        if not isinstance(text, str) or not text:
            msg = f"field {name!r} must be a text, or several texts, and none of them empty. Nothing was written."
            raise _refused(msg)
    return texts


def _refused(msg: str) -> InvalidRequestError:
    return InvalidRequestError(msg, vendor="gladly", operation="tickets.update")
