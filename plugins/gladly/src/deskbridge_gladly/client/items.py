"""Conversation items, notes among them."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

from deskbridge.operations import operation
from deskbridge.records import UNSET
from deskbridge.transport import DownloadResult
from deskbridge_gladly.client.api import Api, Capped
from deskbridge_gladly.client.ids import new_id, segment
from deskbridge_gladly.wire.items import Item, ItemBody, NoteBody, NoteContentBody, ReplyBody, VoiceTranscript


class Items:
    """The operations on conversation items. Of all kinds, only customer activities can be created and deleted."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Conversations_listItemsInConversation")
    def in_conversation(self, conversation_id: str, *, session_id: str = "") -> Capped[Item]:
        """List a conversation's items, oldest first, at most 1,000; of one session if it is given."""
        path = f"conversations/{segment(conversation_id)}/items"
        query = {"sessionId": session_id} if session_id else None
        return self._api.capped("items.in_conversation", path, tuple[Item, ...], query=query)

    @operation("Conversations_getItem")
    def get(self, item_id: str) -> Item:
        """Get an item.

        Raises:
            ValidationError: It is there, and of a type that the API can't show.
        """
        return self._api.value("items.get", f"conversation-items/{segment(item_id)}", Item)

    @operation("Conversations_createCustomerItem")
    def create(self, body: ItemBody) -> Item:
        """Create an activity for whoever has the body's address or number; an unknown one becomes a customer."""
        return self._create("items.create", "conversation-items", body)

    @operation("Conversations_createCustomerItem")
    def create_for_customer(self, customer_id: str, body: ItemBody) -> Item:
        """Create an activity on a customer's timeline.

        Raises:
            MergedError: The customer was merged; nothing was created.
            ConflictError: The id is taken. With an id of ours it may be our own first try: look the id up.
        """
        path = f"customers/{segment(customer_id)}/conversation-items"
        return self._create("items.create_for_customer", path, evolve(body, customer=UNSET))

    @operation("Conversations_addNoteToConversation")
    def add_note(self, conversation_id: str, text: str) -> str:
        """Add a note, in plain or rich text, and return its id. Each call makes one more."""
        path = f"conversations/{segment(conversation_id)}/notes"
        return self._api.created("items.add_note", path, NoteBody(content=NoteContentBody(body=text)))

    @operation("Conversations_getNote")
    def get_note(self, conversation_id: str, note_id: str) -> Item:
        """Get a note of a conversation."""
        path = f"conversations/{segment(conversation_id)}/notes/{segment(note_id)}"
        return self._api.value("items.get_note", path, Item)

    @operation("Conversations_deleteItem")
    def delete(self, item_id: str) -> None:
        """Delete a customer activity; any other kind is refused."""
        self._api.deleted("items.delete", f"conversation-items/{segment(item_id)}")

    @operation("Conversations_deleteCustomerItem")
    def delete_for_customer(self, customer_id: str, item_id: str) -> None:
        """Delete a customer activity of that customer's; any other kind is refused."""
        path = f"customers/{segment(customer_id)}/conversation-items/{segment(item_id)}"
        self._api.deleted("items.delete_for_customer", path)

    @operation("Conversations_sendResponse")
    def reply(self, item_id: str, body: ReplyBody) -> str:
        """Answer a customer's message, and return the id of the item made. It is sent; whether it arrives is not told.

        Raises:
            ValidationError: The conversation is closed, it is no customer's message, or of another type.
            AmbiguousWriteError: Nobody knows whether it was sent; the items of the conversation tell.
        """
        return self._api.created("items.reply", f"conversation-items/{segment(item_id)}/reply", body)

    @operation("Conversations_redactConversationItem")
    def redact(self, item_id: str) -> str:
        """Remove an item's content for good, and return its id. The item stays.

        Chat, SMS, mail, Twitter, WhatsApp, voicemail and phone call only. A phone call's id is the contact's id too.
        """
        done = self._api.done("items.redact", f"conversation-items/{segment(item_id)}/redact", idempotent=True)
        return done or item_id

    @operation("Conversations_getRecording")
    def save_recording(self, item_id: str, target: Path) -> DownloadResult:
        """Save the recording of a phone call or voicemail, an MP3, in a file.

        Raises:
            NotFoundError: There is no such item, or no recording of it.
        """
        return self._api.saved("items.save_recording", f"conversation-items/{segment(item_id)}/media/recording", target)

    @operation("Conversations_getVoiceTranscript")
    def voice_transcript(self, item_id: str) -> VoiceTranscript:
        """Get what was said in a phone call or voicemail.

        Raises:
            NotFoundError: There is no transcript.
        """
        path = f"conversation-items/{segment(item_id)}/voice-transcript"
        return self._api.value("items.voice_transcript", path, VoiceTranscript)

    @operation("Conversations_getAttachment")
    def save_attachment(self, item_id: str, attachment_id: str, target: Path) -> DownloadResult:
        """Save an attachment of an item in a file. It lies elsewhere, and that host is asked without our credentials.

        Raises:
            ValidationError: Items of this type have no attachments.
            NotFoundError: There is no such item or attachment.
        """
        path = f"conversation-items/{segment(item_id)}/attachments/{segment(attachment_id)}"
        return self._api.saved_from_link("items.save_attachment", path, target)

    def _create(self, operation: str, path: str, body: ItemBody) -> Item:
        sent_id = body.id if isinstance(body.id, str) and body.id else new_id()
        return self._api.answered(operation, path, evolve(body, id=sent_id), Item, sent_id=sent_id)
