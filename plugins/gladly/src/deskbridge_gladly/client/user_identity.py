"""User identity: proves to Glad App who a customer is."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.wire.user_identity import IdentityBody, IdentityToken


class UserIdentity:
    """The operation on user identities."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("UserIdentity_generateJwt")
    def generate_token(self, body: IdentityBody) -> IdentityToken:
        """Sign who a customer is. Nothing is stored, so it may be asked again.

        Raises:
            ValidationError: The identity is no e-mail address, or no number in E.164.
        """
        return self._api.asked("user_identity.generate_token", "user-identity-jwt", body, IdentityToken)
