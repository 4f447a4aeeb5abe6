"""One department of the workspace: its users, its tags, and what was set up in its settings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import define, field

from deskbridge_glassix.sandbox.refusal import invalid
from deskbridge_glassix.sandbox.shapes import Wire

_PLACEHOLDER = re.compile(r"\\\{\\\{[0-9]+\\\}\\\}")


@define(eq=False, kw_only=True)
class Department:
    """A department: its id is the API key.

    Attributes:
        id: A GUID in lower case.
        secret: The API secret.
        users: By user name in lower case.
        tags: By name, as `tenants/gettags` answers them.
        canned_replies: By id, as `cannedreplies/getall` answers them.
        surveys: The questions of each survey, by the survey's id.
        document_templates: The titles of the interactive documents' templates, by id.
        senders: From which identifiers messages outside of tickets may go, by channel; a channel that isn't there
            isn't switched on.
        message_templates: The approved WhatsApp texts; `{{1}}` stands for any words.
        survey_channels: The channels that are mapped to a survey.
        closed_channels: The channels that are outside of their business hours now.
        is_open: Whether the department is within its business hours.
        is_polled: Whether events are queued for `webhooks/getevents`.
    """

    id: str
    secret: str
    users: dict[str, Wire] = field(factory=dict)
    tags: dict[str, Wire] = field(factory=dict)
    canned_replies: dict[int, Wire] = field(factory=dict)
    surveys: dict[int, tuple[Wire, ...]] = field(factory=dict)
    document_templates: dict[int, str] = field(factory=dict)
    senders: dict[str, frozenset[str]] = field(factory=dict)
    message_templates: tuple[str, ...] = ()
    survey_channels: set[str] = field(factory=set)
    closed_channels: set[str] = field(factory=set)
    is_open: bool = True
    is_polled: bool = True
    _turn: int = 0
    _last_deleted_reply: int = 0

    def next_reply(self, first: int) -> int:
        """Return the id of a new canned reply: never one that another had, even if that one was deleted (inferred)."""
        return 1 + max(first - 1, self._last_deleted_reply, *self.canned_replies)

    def delete_reply(self, number: int) -> bool:
        """Delete a canned reply; False if there is none of that id."""
        self._last_deleted_reply = max(self._last_deleted_reply, number if number in self.canned_replies else 0)
        return self.canned_replies.pop(number, None) is not None

    def user(self, name: str) -> Wire | None:
        """Return a user by user name, in any case."""
        return self.users.get(name.strip().lower())

    def user_of(self, user_id: str) -> Wire | None:
        """Return a user by id."""
        return next((user for user in self.users.values() if user["id"] == user_id.lower()), None)

    def check_tags(self, names: Iterable[str]) -> None:
        """Make sure that tags exist; upper and lower case matter (inferred).

        Raises:
            RefusedError: 400, naming the first tag that doesn't.
        """
        for name in names:
            if self.tags.get(name, {"isDeleted": True})["isDeleted"]:
                raise invalid(f"Tag {name!r} does not exist in the department.")

    def approves(self, text: str) -> bool:
        """Whether a text is that of an approved WhatsApp template."""
        return any(
            re.fullmatch(_PLACEHOLDER.sub(r".+?", re.escape(template)), text, re.DOTALL)
            for template in self.message_templates
        )

    def next_available(self, *, but: str = "") -> Wire | None:
        """Return the next agent who is online, in turn; None sends the ticket to the queue."""
        ready = [
            user
            for user in self.users.values()
            if user["status"] == "Online" and user["type"] == "AGENT" and user["id"] != but
        ]
        if not ready:
            return None
        self._turn += 1
        return ready[self._turn % len(ready)]
