"""Records what changes of the sandbox's state mean as events. `context` is the state just before the event."""

from __future__ import annotations

from collections.abc import Sequence

from deskbridge_gladly.sandbox.contacts import Contact, assignee_of, channel_of, contact_id_of, contacts
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json


def profile_changed(store: Store, what: str, customer_id: str) -> None:
    """Record that a profile was CREATED, UPDATED or DELETED."""
    store.events.record(f"CUSTOMER_PROFILE/{what}", {"customerId": customer_id})


def conversation_created(store: Store, conversation: Json, initiator: Json) -> None:
    """Record that a conversation began."""
    store.events.record("CONVERSATION/CREATED", _about(conversation), initiator=initiator)


def conversation_changed(store: Store, before: Json, after: Json) -> None:
    """Record what a change of assignee or status means."""
    if assignee_of(before) != assignee_of(after):
        content = {**_ids(after), "reason": "MANUAL", "assignee": assignee_of(after), "context": _context(before)}
        store.events.record("CONVERSATION_ASSIGNEE/UPDATED", content)
    if before["status"] == after["status"]:
        return
    store.events.record("CONVERSATION_STATUS/UPDATED", _ids(after))
    if after["status"] == "CLOSED":
        store.events.record("CONVERSATION/CLOSED", _about(before))
        _contact_ended(store, before)
    elif before["status"] == "CLOSED":
        store.events.record("CONVERSATION/REOPENED", _about(before))


def topics_changed(store: Store, conversation: Json, topic_ids: list[str], *, what: str) -> None:
    """Record for each topic that it was ADDED or REMOVED; `conversation` is the state before."""
    for topic_id in topic_ids:
        content = {**_ids(conversation), "topicId": topic_id, "context": _context(conversation)}
        store.events.record(f"CONVERSATION/TOPIC_{what}", content)


def note_created(store: Store, conversation: Json, note_id: str) -> None:
    """Record that a note was added."""
    store.events.record("CONVERSATION/NOTE_CREATED", {"noteId": note_id, **_ids(conversation)})


def message_sent(store: Store, conversation: Json, message: Json) -> None:
    """Record that a message went to a customer, and that it answered the contact if it is the first that does."""
    contact = _contact_with(store, conversation, message)
    if contact is None:
        return
    content = _contact(conversation, message)
    store.events.record("CONTACT/MESSAGE_SENT", {**content, "messageId": message["id"]})
    earlier = [each for each in contact.items if each["id"] != message["id"]]
    if contact.direction == "INBOUND" and all(each["initiator"]["type"] == "CUSTOMER" for each in earlier):
        store.events.record("CONTACT/FULFILLED", {**content, "fulfilledType": "RESPONDED"})


def message_received(store: Store, conversation: Json, message: Json) -> None:
    """Record that a customer wrote; the first message on a channel starts a contact."""
    contact = _contact_with(store, conversation, message)
    if contact is not None:
        content = _contact(conversation, message)
        if len(contact.items) == 1:
            store.events.record("CONTACT/STARTED", content, initiator=message["initiator"])
        received = {**content, "messageId": message["id"]}
        store.events.record("CONTACT/MESSAGE_RECEIVED", received, initiator=message["initiator"])
    # No contact channel is named for custom channels: of those only the older event tells (inferred).
    store.events.record("MESSAGE/RECEIVED", {**_ids(conversation), "conversationItemId": message["id"]})


def attributes_changed(store: Store, conversation: Json, attributes: list[Json], *, what: str) -> None:
    """Record for each freeform topic that it was ADDED or REMOVED.

    Args:
        store: It has the attributes' keys.
        conversation: Whose they are.
        attributes: With `id` and `value`, as conversations hold them.
        what: ADDED or REMOVED.
    """
    for attribute in attributes:
        content = {
            **_ids(conversation),
            "customAttributeId": attribute["id"],
            "customAttributeKey": store.custom_attributes.get(attribute["id"], {}).get("key", ""),
            "customAttributeValue": attribute["value"],
        }
        store.events.record(f"CONVERSATION/CUSTOM_ATTRIBUTE_{what}", content)


def _contact_ended(store: Store, conversation: Json) -> None:
    for contact in _contacts(store, conversation):
        if contact.channel in {"PHONE_CALL", "VOICEMAIL"}:
            continue
        content = _contact(conversation, contact.items[0])
        status = "ANSWERED" if contact.answered else "UNANSWERED"
        store.events.record("CONTACT/ENDED", {**content, "reason": "CONVERSATION_CLOSED", "status": status})


def _contacts(store: Store, conversation: Json) -> Sequence[Contact]:
    return contacts(conversation, store.items_in(conversation["id"]))


def _contact_with(store: Store, conversation: Json, item: Json) -> Contact | None:
    if not channel_of(item):
        return None
    contact_id = contact_id_of(item)
    return next(each for each in _contacts(store, conversation) if each.id == contact_id)


def _contact(conversation: Json, item: Json) -> Json:
    return {
        "channel": channel_of(item),
        "contactId": contact_id_of(item),
        **_ids(conversation),
        "context": _context(conversation),
    }


def _ids(conversation: Json) -> Json:
    return {"conversationId": conversation["id"], "customerId": conversation["customerId"]}


def _context(conversation: Json) -> Json:
    return {"assignee": assignee_of(conversation)}


def _about(conversation: Json) -> Json:
    return {**_ids(conversation), "context": _context(conversation)}
