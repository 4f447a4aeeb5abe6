"""Switches: where the facts leave a choice, a test can turn the sandbox either way."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from attrs import define, field, setters

from deskbridge.sandbox.switches import Turned, flag, number, one_of, text, whole


@define(kw_only=True, on_setattr=setters.validate)
class Switches(Turned):
    """How the sandbox behaves where no source tells, or where answers are known to vary.

    Attributes:
        token_seconds: How long a token lives; the vendor says three hours.
        whole_expires_in: Tell a token's life in whole seconds, not with a fraction.
        user_lag_seconds: How long a user's own changes take to show; the C# client's tests wait a second.
        pascal_case: Write `Name`, `Status` and `DeletedFromDepartments` in the answers whose casing isn't settled.
        error_body: How errors look: `{"message"}`, `{"Message"}`, plain text or an HTML page.
        empty_paging: What the list's last page has for `paging`: an empty object, null, no such key, or no `next`.
        queue_batch: How many events one poll gives at most.
        visibility_seconds: How long events that were given, and not deleted, are hidden from the next poll.
        receipt_seconds: How long a receipt handle deletes its event.
        delete_by_default: What a poll without `deleteEvents` does.
        webhook_array: Deliver an array of events, as the C# client's guide reads it; the docs show one object.
        first_answer_seconds: How long a webhook may take at the first attempt.
        retry_answer_seconds: How long it may take at the others.
        direct_outcome: How a message outside of tickets ends.
        check_templates: Refuse a WhatsApp message outside of tickets whose text is no approved template's.
        link_seconds: How long a file's link is good; the docs' newer samples say six hours.
        files_host: Host name of the files' links; the asked one by default. `localhost` is another host than
            `127.0.0.1` to every client.
        refuse_plus: Refuse a phone number with a leading + in a new ticket, as the docs ask for none; without it, it is
            dropped, as the C# client's tests send one.
        idle_close_hours: Close tickets by themselves after so long without activity; 0 for never.
    """

    token_seconds: float = field(default=10_800.0, validator=number())
    whole_expires_in: bool = field(default=False, validator=flag)
    user_lag_seconds: float = field(default=0.0, validator=number())
    pascal_case: bool = field(default=False, validator=flag)
    error_body: Literal["message", "Message", "text", "html"] = field(
        default="message", validator=one_of("message", "Message", "text", "html")
    )
    empty_paging: Literal["empty", "null", "missing", "next_null", "next_blank"] = field(
        default="empty", validator=one_of("empty", "null", "missing", "next_null", "next_blank")
    )
    queue_batch: int = field(default=10, validator=whole(lowest=1))
    visibility_seconds: float = field(default=0.0, validator=number())
    receipt_seconds: float = field(default=900.0, validator=number())
    delete_by_default: bool = field(default=True, validator=flag)
    webhook_array: bool = field(default=False, validator=flag)
    first_answer_seconds: float = field(default=20.0, validator=number())
    retry_answer_seconds: float = field(default=5.0, validator=number())
    direct_outcome: Literal["Accepted", "Delivered", "Read", "Rejected", "Failed"] = field(
        default="Read", validator=one_of("Accepted", "Delivered", "Read", "Rejected", "Failed")
    )
    check_templates: bool = field(default=True, validator=flag)
    link_seconds: float = field(default=21_600.0, validator=number())
    files_host: str = field(default="", validator=text)
    refuse_plus: bool = field(default=True, validator=flag)
    idle_close_hours: float = field(default=0.0, validator=number(below=1e5))

    @property
    def token_lifetime(self) -> timedelta:
        """How long a token lives."""
        return timedelta(seconds=self.token_seconds)
