"""Signs who a visitor is, for the vendor's chat widget."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

import orjson
from starlette.responses import Response

from deskbridge_gladly.sandbox.calls import Call, Fields, Table, answer
from deskbridge_gladly.sandbox.operations import operation
from deskbridge_gladly.sandbox.store import ORGANIZATION_ID, Store
from deskbridge_gladly.sandbox.values import Json, normal_email, normal_phone

KINDS = frozenset({"EMAIL", "MOBILE_PHONE_NUMBER"})
VALID_FOR = timedelta(hours=1)
_KEY = b"this sandbox only"


class UserIdentity:
    """Answers the operation on user identity."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def table(self) -> Table:
        """Return what answers which path."""
        return {"/user-identity-jwt": {"POST": self.sign}}

    @operation("UserIdentity_generateJwt")
    def sign(self, call: Call) -> Response:
        """Return a token for an address or number, which need not be a customer's (inferred)."""
        fields = call.fields()
        kind = fields.choice("identityType", KINDS)
        if kind is None and not fields.problems:
            fields.wrong("blank", "identityType", "identityType cannot be blank")
        identity = fields.needed_text("identity")
        if kind and not fields.problems and not _is_identity(kind, identity):
            fields.wrong("invalid", "identity", f"[{identity}] is not a valid identity of type {kind}")
        fields.settle()
        return answer({"token": self._token(fields, identity)})

    def _token(self, fields: Fields, identity: str) -> str:
        now = self._store.clock.now()
        # What the token says is not documented (inferred); callers pass it on as it is.
        claims = {
            "aud": ORGANIZATION_ID,
            "sub": identity,
            "identityType": fields.values["identityType"],
            "iat": int(now.timestamp()),
            "exp": int((now + VALID_FOR).timestamp()),
        }
        signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(claims)}"
        return f"{signed}.{_encoded(hmac.digest(_KEY, signed.encode(), hashlib.sha256))}"


def _is_identity(kind: str, identity: str) -> bool:
    if kind == "EMAIL":
        return normal_email(identity) is not None
    return identity.startswith("+") and normal_phone(identity) is not None


def _part(value: Json) -> str:
    return _encoded(orjson.dumps(value))


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
