"""Message automation: sessions in which a bot talks to a customer.

The newer specification lacks these operations, a later script of the vendor uses them; they are served unless the
switch `legacy` is off (D03). No operation begins a session: a customer does, which the control API can play.
"""

from __future__ import annotations

import re
from datetime import timedelta

from attrs import define, field
from starlette.responses import Response

from deskbridge.sandbox import Counters
from deskbridge_gladly.sandbox.areas.communications import refuse_unless_legacy
from deskbridge_gladly.sandbox.calls import Call, Fields, Refused, Table, answer, done, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import API_USER_ID, Store
from deskbridge_gladly.sandbox.values import Json, new_id, new_message_id, stamp

TEXT_LIMIT = 2_048
PROMPT_LIMIT = 50
ITEMS_LIMIT = 10
ITEM_ID_LIMIT = 50
LABEL_LIMIT = 256
DESCRIPTION_LIMIT = 240
COMPANY_ADDRESS = "606b52ba0b806d00d28f841b"
SILENCE = timedelta(minutes=5)
"""A session ends when the customer has been silent for longer (D69)."""
_ITEM_ID = re.compile(r"[A-Za-z0-9_-]+")


@define
class AutomationSession:
    """A session and its messages.

    Attributes:
        shown: What a read gives.
        messages: Oldest first.
        is_closed: It was closed by the bot.
    """

    shown: Json
    messages: list[Json] = field(factory=list)
    is_closed: bool = False

    @property
    def last_heard(self) -> str:
        """When the customer wrote last."""
        theirs = [each["createdAt"] for each in self.messages if each["from"]["type"] == "CUSTOMER"]
        return str(theirs[-1] if theirs else self.shown["createdAt"])


class MessageAutomation:
    """Answers the operations on automation sessions."""

    def __init__(self, store: Store, counters: Counters) -> None:
        self._store = store
        self._counters = counters
        self.sessions: dict[str, AutomationSession] = {}

    def table(self) -> Table:
        """Return what answers which path."""
        session = "/message-automation/sessions/{session_id}"
        return {
            session: {"GET": self.get},
            f"{session}/messages": {"GET": self.messages, "POST": self.send},
            f"{session}/messages/{{message_id}}": {"GET": self.message},
            f"{session}/handoff": {"POST": self.hand_off},
            f"{session}/close": {"POST": self.close},
        }

    @operation("MessageAutomation_getSession")
    def get(self, call: Call) -> Response:
        """Get a session."""
        return answer(self._named(call, 404).shown)

    @operation("MessageAutomation_getSessionMessages")
    def messages(self, call: Call) -> Response:
        """List a session's messages, oldest first."""
        return answer(self._named(call, 404).messages)

    @operation("MessageAutomation_getMessage")
    def message(self, call: Call) -> Response:
        """Get a message of a session."""
        for message in self._named(call, 404).messages:
            if message["id"] == call.path["message_id"]:
                return answer(message)
        raise _unknown(404)

    @operation("MessageAutomation_outboundMessage")
    def send(self, call: Call) -> Response:
        """Send the customer a text or a menu: 200 with the message."""
        session = self._named(call, 404)
        fields = call.fields()
        kind = fields.text("type")
        if kind not in _READERS:
            raise Refused(400, problem("invalid", "invalid message type", attr="type"))
        content = _READERS[kind](Fields(fields.inner("content") or {}, "content.", fields.problems))
        fields.settle()
        self._refuse_ended(session)
        self._counters.outbound_messages += 1
        return answer(self._add(session, kind, content, {"type": "API", "id": API_USER_ID}))

    @operation("MessageAutomation_handoffSessionToAgent")
    def hand_off(self, call: Call) -> Response:
        """Hand the session to an agent."""
        session = self._described(call)
        self._touch(session, target={"targetType": "AGENT"})
        return done()

    @operation("MessageAutomation_closeSession")
    def close(self, call: Call) -> Response:
        """Close the session."""
        session = self._described(call)
        session.is_closed = True
        self._touch(session)
        return done()

    def begin(self, conversation: Json, text: str) -> str:
        """Let the customer of a conversation write to the bot, in the session there is or a new one.

        Returns:
            The session's id.
        """
        for session in self.sessions.values():
            if session.shown["conversationId"] == conversation["id"] and not self._ended(session):
                break
        else:
            session = self._new_session(conversation)
        sender = {"type": "CUSTOMER", "id": conversation["customerId"]}
        message = self._add(session, "TEXT", {"value": text}, sender)
        self._tell(session, message, text)
        return str(session.shown["id"])

    def _new_session(self, conversation: Json) -> AutomationSession:
        now = self._store.now()
        session_id = new_id()
        session = AutomationSession(
            {
                "id": session_id,
                "companyAddress": COMPANY_ADDRESS,
                "conversationId": conversation["id"],
                "customerAddress": conversation["customerId"],
                "customerId": conversation["customerId"],
                "endpointType": "CHAT",
                "createdAt": now,
                "updatedAt": now,
                "target": {"targetType": "AUTOMATION"},
            }
        )
        self.sessions[session_id] = session
        return session

    def _tell(self, session: AutomationSession, message: Json, text: str) -> None:
        shown = session.shown
        content = {
            "sessionId": shown["id"],
            "channelType": "CHAT",
            "customerId": shown["customerId"],
            "conversationId": shown["conversationId"],
            "companyAddress": shown["companyAddress"],
            "context": message["context"],
            # The event says body where the operations say value.
            "message": {"id": message["id"], "type": "TEXT", "content": {"body": text}},
        }
        self._store.events.record("AUTOMATION/MESSAGE_RECEIVED", content, initiator=message["from"])

    def _add(self, session: AutomationSession, kind: str, content: Json, sender: Json) -> Json:
        message = {
            "id": new_message_id(),
            "content": content,
            "createdAt": self._store.now(),
            "from": sender,
            "sessionId": session.shown["id"],
            "type": kind,
            "context": {"URL": "https://shop.example.com/", "IsAuthenticated": "false"},
        }
        session.messages.append(message)
        self._touch(session)
        return message

    def _touch(self, session: AutomationSession, **changes: Json) -> None:
        session.shown = {**session.shown, **changes, "updatedAt": self._store.now()}

    def _described(self, call: Call) -> AutomationSession:
        # An unknown session is a 400 here and a 404 elsewhere.
        session = self._named(call, 400)
        fields = call.fields()
        fields.needed_text("description", most=DESCRIPTION_LIMIT)
        fields.settle()
        self._refuse_ended(session)
        return session

    def _named(self, call: Call, status: int) -> AutomationSession:
        refuse_unless_legacy(self._store)
        if session := self.sessions.get(call.path["session_id"]):
            return session
        raise _unknown(status)

    def _ended(self, session: AutomationSession) -> bool:
        silent_until = stamp(self._store.clock.now() - SILENCE)
        return session.is_closed or session.last_heard < silent_until

    def _refuse_ended(self, session: AutomationSession) -> None:
        # What the vendor answers after the end or the handoff is not said; all three are inferred.
        if self._ended(session):
            raise Refused(400, problem("invalid_state", "session is closed"))
        if session.shown["target"]["targetType"] == "AGENT":
            raise Refused(400, problem("invalid_state", "session was handed off to an agent"))


def _unknown(status: int) -> Refused:
    return Refused(status, problem("not_exist", "entity does not exist"))


def _text(content: Fields) -> Json:
    return {"value": content.needed_text("value", most=TEXT_LIMIT)}


def _menu(content: Fields) -> Json:
    prompt = content.needed_text("prompt", most=PROMPT_LIMIT)
    items = content.objects("menuItems")
    if not 1 <= len(items) <= ITEMS_LIMIT:
        content.wrong("invalid", "menuItems", f"menuItems must have 1 to {ITEMS_LIMIT} entries")
    read = [_menu_item(content, place, given) for place, given in enumerate(items)]
    ids = [each["id"] for each in read]
    if len(set(ids)) < len(ids):
        content.wrong("taken", "menuItems", "a menu item's id must be unique")
    return {"prompt": prompt, "menuItems": read}


def _menu_item(content: Fields, place: int, given: Json) -> Json:
    item = Fields(given, f"{content.prefix}menuItems[{place}].", content.problems)
    read = {"id": item.needed_text("id", most=ITEM_ID_LIMIT), "label": item.needed_text("label", most=LABEL_LIMIT)}
    if read["id"] and not _ITEM_ID.fullmatch(read["id"]):
        item.wrong("invalid", "id", "id has only letters, digits, hyphen and underscore")
    return read


_READERS = {"TEXT": _text, "MENU": _menu}
