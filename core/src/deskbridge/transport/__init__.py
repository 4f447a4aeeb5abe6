"""HTTP for vendors: one client over one pool, with budget, deadline, safe retries, streaming and redaction."""

from deskbridge.transport.auth import Auth, BasicAuth, NoAuth, Token, TokenAuth
from deskbridge.transport.budget import forget_refusals, unpaced
from deskbridge.transport.client import Client
from deskbridge.transport.clock import Clock, hurried
from deskbridge.transport.downloads import DownloadResult
from deskbridge.transport.exchange import ErrorReader, Exchange, Headers, Response
from deskbridge.transport.multipart import UploadedFile, multipart
from deskbridge.transport.options import ABSENT, Limit, Options, RateHeaders
from deskbridge.transport.outgoing import Content
from deskbridge.transport.redaction import redact_headers, redact_text, redact_url
from deskbridge.transport.streams import Stream

__all__ = [
    "ABSENT",
    "Auth",
    "BasicAuth",
    "Client",
    "Clock",
    "Content",
    "DownloadResult",
    "ErrorReader",
    "Exchange",
    "Headers",
    "Limit",
    "NoAuth",
    "Options",
    "RateHeaders",
    "Response",
    "Stream",
    "Token",
    "TokenAuth",
    "UploadedFile",
    "forget_refusals",
    "hurried",
    "multipart",
    "redact_headers",
    "redact_text",
    "redact_url",
    "unpaced",
]
