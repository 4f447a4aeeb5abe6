"""What the sample seed holds to try that no listing shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from deskbridge_glassix.sandbox.deliveries import proof, sign
from deskbridge_glassix.sandbox.seeds import MAIN_DEPARTMENT

OPEN_TICKET, CLOSED_TICKET, SURVEY = 13784, 13783, 73993


def samples(secret: str, now: datetime) -> Mapping[str, Any]:
    """Return a proven delivery, three that are not, a direct message, and a ticket with a survey.

    Args:
        secret: The department's API secret.
        now: When the delivery is sent.
    """
    change = {"_event": "NEW_TICKET", "ticketId": OPEN_TICKET}
    body = orjson.dumps({"key": MAIN_DEPARTMENT, "changes": [change]})
    proven = proof(secret, body, now)
    other = sign(secret, b"another date")
    wrong = (
        {"X-Hub-Signature": sign(secret, b"another body")},
        {"X-Glassix-Auth-Signature": other, "X-Glassix-Auth": other},
        {"X-Glassix-Auth-Date": "Mon, 01 Jan 2024 00:00:00 GMT"},
    )
    unproven = [{"headers": {**proven, **headers}, "body": body.decode()} for headers in wrong]
    return {
        "delivery": {"headers": proven, "body": body.decode(), "unproven": unproven},
        "direct": {"channel": "whatsapp", "to": "+972547101833", "sender": "+972524646214", "text": "hello"},
        "survey": [str(CLOSED_TICKET), str(SURVEY)],
    }
