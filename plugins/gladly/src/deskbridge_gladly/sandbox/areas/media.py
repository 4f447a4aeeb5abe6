"""What belongs to an item besides its content: recordings, their transcripts, attachments and the files themselves."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from deskbridge_gladly.sandbox.areas.lookups import named_item
from deskbridge_gladly.sandbox.calls import Call, Refused, Table, answer, missing, problem
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import Store
from deskbridge_gladly.sandbox.values import Json, read_time, stamp

SILENCE_SECOND = (b"\xff\xfb\x10\xc4" + bytes(100)) * 38
"""A second of nothing as the vendor's format has it: MP3, one channel, 32 kbit a second."""
RECORDED = frozenset({"PHONE_CALL", "VOICEMAIL"})
# TWITTER has none; a custom channel's item is known by `customChannelId`.
WITH_ATTACHMENTS = frozenset(
    {"CHAT_MESSAGE", "EMAIL", "FACEBOOK_MESSAGE", "CONVERSATION_NOTE", "SMS", "WHATSAPP", "INSTAGRAM_DIRECT", "TASK"}
)
FILES = "/sandbox-files"
"""Where the files are, outside of the API: they need no credentials, only the signature."""
FILE_LIVES = timedelta(minutes=15)
"""How long a signed address is good (inferred)."""
_SIGNATURE = "X-Amz-Signature"


class Media:
    """Answers for recordings, transcripts and attachments, and serves the files."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._key = secrets.token_bytes(32)
        self.with_credentials = 0
        """How many requests for files came with credentials that are none of the file host's business."""

    def table(self) -> Table:
        """Return what answers which path."""
        item = "/conversation-items/{item_id}"
        return {
            f"{item}/media/recording": {"GET": self.recording},
            f"{item}/voice-transcript": {"GET": self.transcript},
            f"{item}/attachments/{{attachment_id}}": {"GET": self.attachment},
        }

    def routes(self) -> Sequence[BaseRoute]:
        """Return what serves the files."""
        return [Route(f"{FILES}/{{item_id}}/{{attachment_id}}", self._file)]

    @operation("Conversations_getRecording")
    def recording(self, call: Call) -> Response:
        """Get the recording of a phone call or voicemail, if it is available."""
        content = self._recorded(call)["content"]
        return Response(SILENCE_SECOND * int(content.get("recordingDuration", 1)), media_type="audio/mpeg")

    @operation("Conversations_getVoiceTranscript")
    def transcript(self, call: Call) -> Response:
        """Get what was said in a recording that is available; any other item has no transcript (inferred)."""
        return answer(_transcript(self._recorded(call)))

    @operation("Conversations_getAttachment")
    def attachment(self, call: Call) -> Response:
        """Redirect to an attachment's file with 303, the status of the newer specification."""
        item = named_item(self._store, call)
        content = item["content"]
        if content["type"] not in WITH_ATTACHMENTS and "customChannelId" not in content:
            raise Refused(400, problem("invalid", "conversation item content does not contain attachments"))
        path = f"{FILES}/{quote(item['id'])}/{quote(_found(item, call.path['attachment_id'])['id'], safe='')}"
        expires = stamp(self._store.clock.now() + FILE_LIVES)
        signed = urlencode({"Expires": expires, _SIGNATURE: self._sign(path, expires)})
        return Response(status_code=303, headers={"Location": f"{self._files_origin(call)}{path}?{signed}"})

    async def _file(self, request: Request) -> Response:
        self.with_credentials += "authorization" in request.headers
        expires = request.query_params.get("Expires", "")
        path = f"{FILES}/{quote(request.path_params['item_id'])}/{quote(request.path_params['attachment_id'], safe='')}"
        moment = read_time(expires)
        given = request.query_params.get(_SIGNATURE, "").encode()
        good = hmac.compare_digest(given, self._sign(path, expires).encode())
        if not good or moment is None or moment < self._store.clock.now():
            return Response("the signature is wrong or has expired", 403)
        item = self._store.items.get(request.path_params["item_id"])
        if item is None:
            return Response("no such file", 404)
        try:
            described = _found(item, request.path_params["attachment_id"])
        except Refused:
            return Response("no such file", 404)
        return _served(described)

    def _recorded(self, call: Call) -> Json:
        item = named_item(self._store, call)
        content = item["content"]
        if content["type"] not in RECORDED or content.get("recordingStatus") != "AVAILABLE":
            raise missing("recording")
        return item

    def _files_origin(self, call: Call) -> str:
        host = self._store.switches.files_host
        if not host:
            return call.origin
        place = urlsplit(call.origin)
        return f"{place.scheme}://{host}:{place.port}" if place.port else f"{place.scheme}://{host}"

    def _sign(self, path: str, expires: str) -> str:
        return hmac.new(self._key, f"{path} {expires}".encode(), hashlib.sha256).hexdigest()


def _found(item: Json, attachment_id: str) -> Json:
    for attachment in item["content"].get("attachments", ()):
        if attachment["id"] == attachment_id:
            return dict(attachment)
    raise missing("attachment")


def _served(described: Json) -> Response:
    size = int(described["fileSize"])
    # The same bytes each time, so that a download can be compared; as many as the metadata says.
    pattern = hashlib.sha256(described["id"].encode()).digest()
    content = (pattern * (size // len(pattern) + 1))[:size]
    name = quote(described["filename"])
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, headers=headers, media_type=described["contentType"])


def _transcript(item: Json) -> Json:
    content = item["content"]
    moment = _moment(content.get("startedAt", item["timestamp"]))
    spoken = ["Hello! How are you doing today?", "I am calling about my order."]
    is_call = content["type"] == "PHONE_CALL"
    paragraphs = [
        {
            "transcript": text,
            "speaker": place if is_call else 0,
            "startTime": 2.48 + 4 * place,
            "endTime": 6.1 + 4 * place,
        }
        for place, text in enumerate(spoken)
    ]
    return {
        "paragraphs": paragraphs,
        "customerId": item["customerId"],
        "numberOfSpeakers": len(spoken) if is_call else 1,
        "language": "en",
        "createdAt": stamp(moment + timedelta(minutes=5)),
        "updatedAt": stamp(moment + timedelta(minutes=15)),
    }


def _moment(text: str) -> datetime:
    moment = read_time(text)
    assert moment is not None, "the sandbox wrote it"  # noqa: S101
    return moment
