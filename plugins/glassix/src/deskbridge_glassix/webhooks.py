"""Receiving webhooks: is a delivery the vendor's, and what does it say?

The vendor signs twice with the department's API secret, each time ``sha1=`` and the hexadecimal HMAC-SHA1: the raw body
in ``X-Hub-Signature``, and the value of ``X-Glassix-Auth-Date`` in ``X-Glassix-Auth-Signature`` (docs.glassix.com,
Validate outbound webhooks) or ``X-Glassix-Auth`` (the official C# SDK). Both are asked for here, and that the date is
recent. Answer with 2xx whatever was taken: anything else is sent again at growing intervals for up to three days.

Deliveries come again, and late. The events of a repeated one have the ids that they had the first time.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from attrs import field, frozen

from deskbridge.errors import AuthenticationError, MalformedAnswerError, SettingError
from deskbridge.records.raw import FrozenDict, freeze_mapping
from deskbridge.times import parse_time
from deskbridge.wire import parse_json
from deskbridge_glassix.errors import VENDOR

__all__ = ["Authenticity", "parse", "read_date"]

OPERATION = "webhooks.receive"
TOLERANCE = timedelta(minutes=5)
"""How old a delivery's date may be, and how far ahead another clock may be. The vendor names no number."""

_MOST_BYTES = 16 * 2**20
_BODY = "x-hub-signature"
_DATE = "x-glassix-auth-date"
_DATE_SIGNATURES = ("x-glassix-auth-signature", "x-glassix-auth")
_RFC_1123 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d (?:GMT|UTC|[+-]\d{4})",
    re.ASCII,
)


def _now() -> datetime:
    return datetime.now(UTC)


@frozen(kw_only=True)
class Authenticity:
    """What a delivery must bring.

    Attributes:
        secret: The department's API secret.
        tolerance: How far the date may be from now, either way. Whether the vendor dates a repeated delivery anew is
            known from nobody; where it does not, this has to cover its three days.
        now: Tells the time.

    Raises:
        SettingError: There is no secret, and everybody's deliveries would be taken.
    """

    secret: str = field(repr=False)
    tolerance: timedelta = TOLERANCE
    now: Callable[[], datetime] = field(default=_now, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if not self.secret:
            msg = "without the API secret a delivery can't be told from anybody else's"
            raise SettingError(msg, field="api_secret", vendor=VENDOR)

    def is_authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Return whether a delivery is the vendor's, and now. How long it takes tells nothing of why not."""
        brought = {name.lower(): value for name, value in headers.items()}
        date = brought.get(_DATE, "")
        expected = self._signature(date.encode("utf-8", "replace"))
        # It comes by either name; where it comes by both, a wrong one is no better for the right one beside it.
        dated = [_same(brought[name], expected) for name in _DATE_SIGNATURES if name in brought]
        signed = _same(brought.get(_BODY, ""), self._signature(body))
        return all([signed, bool(dated), *dated, self._is_recent(date)])

    def open(self, headers: Mapping[str, str], body: bytes) -> tuple[FrozenDict, ...]:
        """Return the vendor's events of an authentic delivery, each as it came.

        Raises:
            AuthenticationError: It is not the vendor's, or its date is not recent; answer with 401.
            MalformedAnswerError: It is the vendor's, and its body is no event.
        """
        if not self.is_authentic(headers, body):
            msg = (
                "a delivery is not signed with the API secret in both ways, or its X-Glassix-Auth-Date is not within "
                f"{self.tolerance.total_seconds():g} seconds of now. It was not read."
            )
            raise AuthenticationError(msg, vendor=VENDOR, operation=OPERATION)
        return parse(body)

    def _signature(self, content: bytes) -> str:
        return "sha1=" + hmac.new(self.secret.encode(), content, hashlib.sha1).hexdigest()

    def _is_recent(self, date: str) -> bool:
        said = read_date(date)
        return said is not None and abs(self.now() - said) <= self.tolerance


def parse(body: bytes) -> tuple[FrozenDict, ...]:
    """Read a delivery's body, one event or a list of them; of a key that is there twice the last counts.

    Raises:
        MalformedAnswerError: It is neither, is nested deeper than 100 levels, or has more than 16 MiB.
    """
    if len(body) > _MOST_BYTES:
        raise _malformed(f"a delivery has {len(body)} bytes; no more than {_MOST_BYTES} are read")
    said = parse_json(body, vendor=VENDOR, operation=OPERATION)
    events = said if isinstance(said, list) else [said]
    if not all(isinstance(one, dict) for one in events):
        raise _malformed("a delivery is neither an event nor a list of events")
    try:
        return tuple(map(freeze_mapping, events))
    except ValueError as wrong:
        why = str(wrong)
    raise _malformed(f"a delivery can't be kept: {why}")


def read_date(text: str) -> datetime | None:
    """Read a date as .NET writes one for machines: RFC 1123, or ISO 8601 with up to 12 digits of a second.

    Which of them the vendor sends is not published. None for anything else.
    """
    try:
        if _RFC_1123.fullmatch(text):
            said = parsedate_to_datetime(text)
            return said if said.tzinfo else said.replace(tzinfo=UTC)
        return parse_time(text)
    except (ValueError, OverflowError):
        return None


def _same(brought: str, expected: str) -> bool:
    return hmac.compare_digest(brought.strip().lower().encode("utf-8", "replace"), expected.encode())


def _malformed(complaint: str) -> MalformedAnswerError:
    return MalformedAnswerError(complaint, vendor=VENDOR, operation=OPERATION)
