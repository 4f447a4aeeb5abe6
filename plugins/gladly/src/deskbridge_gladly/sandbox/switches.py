"""Switches: where the facts leave a choice, or real answers are odd, a test can turn the sandbox either way."""

from __future__ import annotations

from typing import Literal

from attrs import define, field, setters

from deskbridge.sandbox.switches import Turned, flag, number, one_of, text, whole


@define(kw_only=True, on_setattr=setters.validate)
class Switches(Turned):
    """How the sandbox behaves beyond its rules; the defaults are what the facts trust.

    Attributes:
        legacy: Serve message automation, custom channels and their events, which the newer specification lacks (D03).
        error_shape: `array` as scripts read it, `object` or `bare` as some samples have it (D06).
        final_406: A receiver that answers a webhook with 406 is not tried again, as a script's comment says (D35).
        webhook_answer_seconds: How long a receiver may take to answer.
        rate_per_method: With the vendor's limit, give each method ten requests a second of its own.
        retry_after_seconds: What a 429 says in `Retry-After`; 0 for no such header.
        events_lag_seconds: How far the events stream is behind; the vendor says up to 15.
        report_bom: Begin a report with a byte order mark (D64).
        report_blank_lines: How many blank lines stand before a report's header (D64).
        report_empty_body: A report without rows has no header either (D64).
        report_seconds: How long a report takes.
        old_handle_time_column: Name the work sessions' handle time as the vendor's script of 2021 reads it (D45).
        files_host: Host name of the addresses that attachments redirect to; the asked one by default. `localhost` is
            another host than `127.0.0.1` to every client.
    """

    legacy: bool = field(default=True, validator=flag)
    error_shape: Literal["array", "object", "bare"] = field(
        default="array", validator=one_of("array", "object", "bare")
    )
    final_406: bool = field(default=False, validator=flag)
    webhook_answer_seconds: float = field(default=15.0, validator=number())
    rate_per_method: bool = field(default=False, validator=flag)
    retry_after_seconds: float = field(default=0.0, validator=number())
    events_lag_seconds: float = field(default=0.0, validator=number())
    report_bom: bool = field(default=False, validator=flag)
    report_blank_lines: int = field(default=0, validator=whole())
    report_empty_body: bool = field(default=False, validator=flag)
    report_seconds: float = field(default=0.0, validator=number())
    old_handle_time_column: bool = field(default=False, validator=flag)
    files_host: str = field(default="", validator=text)
