"""Automation sessions. Legacy: the newer specification has none of these, the vendor's scripts use them (D03)."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.ids import segment
from deskbridge_gladly.wire.message_automation import Session, SessionEndBody, SessionMessage, SessionMessageBody


class MessageAutomation:
    """The operations on sessions. An unknown one is a `NotFoundError`, or a `ValidationError` where it is to end."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("MessageAutomation_getSession")
    def session(self, session_id: str) -> Session:
        """Get a session."""
        return self._api.value("message_automation.session", _path(session_id), Session)

    @operation("MessageAutomation_getSessionMessages")
    def messages(self, session_id: str) -> tuple[SessionMessage, ...]:
        """List all messages of a session."""
        path = f"{_path(session_id)}/messages"
        return self._api.value("message_automation.messages", path, tuple[SessionMessage, ...])

    @operation("MessageAutomation_getMessage")
    def message(self, session_id: str, message_id: str) -> SessionMessage:
        """Get a message of a session."""
        path = f"{_path(session_id)}/messages/{segment(message_id)}"
        return self._api.value("message_automation.message", path, SessionMessage)

    @operation("MessageAutomation_outboundMessage")
    def send(self, session_id: str, body: SessionMessageBody) -> SessionMessage:
        """Send a message to the customer.

        Raises:
            AmbiguousWriteError: Nobody knows whether it was sent; the messages of the session tell.
        """
        return self._api.answered("message_automation.send", f"{_path(session_id)}/messages", body, SessionMessage)

    @operation("MessageAutomation_handoffSessionToAgent")
    def hand_off(self, session_id: str, description: str) -> None:
        """Give a session to an agent, with the reason."""
        self._end("message_automation.hand_off", f"{_path(session_id)}/handoff", description)

    @operation("MessageAutomation_closeSession")
    def close(self, session_id: str, description: str) -> None:
        """Close a session, with the reason."""
        self._end("message_automation.close", f"{_path(session_id)}/close", description)

    def _end(self, operation: str, path: str, description: str) -> None:
        self._api.put_in(operation, path, SessionEndBody(description=description), idempotent=False)


def _path(session_id: str) -> str:
    return f"message-automation/sessions/{segment(session_id)}"
