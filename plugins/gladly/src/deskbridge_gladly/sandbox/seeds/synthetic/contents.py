"""Contents of items in the vendor's forms."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskbridge_gladly.sandbox.values import Json, stamp, without_unset

COMPANY_EMAIL = "help@shop.example.com"
COMPANY_PHONE = "+18005550100"


def chat(text: str, session_id: str) -> Json:
    """Return a chat message; messageType is always written (D21)."""
    return {"type": "CHAT_MESSAGE", "content": text, "messageType": "TEXT", "sessionId": session_id}


def email(text: str, sender: str, receiver: str, subject: str, *, cc: str = "", bcc: str = "") -> Json:
    """Return a mail; addressees are lists."""
    content = {
        "type": "EMAIL",
        "content": text,
        "from": sender,
        "to": [receiver],
        "subject": subject,
        "cc": [cc] if cc else None,
        "bcc": [bcc] if bcc else None,
    }
    return without_unset(content)


def attachment(attachment_id: str, filename: str, content_type: str, size_bytes: int) -> Json:
    """Return an attachment's metadata."""
    return {"id": attachment_id, "contentType": content_type, "filename": filename, "fileSize": size_bytes}


def call(item_id: str, start: datetime, sender: str, receiver: str, *, recorded: str = "AVAILABLE") -> Json:
    """Return a phone call of two minutes; the recording's place and length come only when it is available."""
    content = {
        "type": "PHONE_CALL",
        "from": sender,
        "to": receiver,
        "startedAt": stamp(start),
        "answeredAt": stamp(start + timedelta(seconds=9)),
        "completedAt": stamp(start + timedelta(seconds=129)),
    }
    return {**content, **_recording(item_id, recorded, 120)}


def voicemail(item_id: str, start: datetime) -> Json:
    """Return a voicemail of 13 seconds."""
    return {"type": "VOICEMAIL", "startedAt": stamp(start), **_recording(item_id, "AVAILABLE", 13)}


def _recording(item_id: str, status: str, seconds: int) -> Json:
    if status != "AVAILABLE":
        return {"recordingStatus": status}
    url = f"/api/v1/conversation-items/{item_id}/media/recording"
    return {"recordingStatus": status, "recordingUrl": url, "recordingDuration": seconds}
