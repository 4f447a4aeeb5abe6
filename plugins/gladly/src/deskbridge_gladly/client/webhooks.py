"""Webhooks: create one disabled, be ready for its PING, enable it; disable it before it is deleted."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.ids import segment
from deskbridge_gladly.wire.webhooks import Webhook, WebhookBody


class Webhooks:
    """The operations on webhooks, of which an organization has at most 20."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Webhooks_list")
    def list(self) -> tuple[Webhook, ...]:
        """List the webhooks."""
        return self._api.value("webhooks.list", "webhooks", tuple[Webhook, ...])

    @operation("Webhooks_getById")
    def get(self, webhook_id: str) -> Webhook:
        """Get a webhook."""
        return self._api.value("webhooks.get", _path(webhook_id), Webhook)

    @operation("Webhooks_createWebhook")
    def create(self, body: WebhookBody) -> str:
        """Create a webhook and return its id. It is disabled unless the body says otherwise.

        Raises:
            ValidationError: The url is another webhook's or no HTTPS, there are 20, or an enabled one's PING was not
                answered.
            AmbiguousWriteError: Nobody knows whether it is there; look for its url in the list.
        """
        return self._api.created("webhooks.create", "webhooks", body)

    @operation("Webhooks_updateById")
    def update(self, webhook_id: str, body: WebhookBody) -> None:
        """Change what is set. Enabling and another url send a PING, and nothing changes if that is not answered."""
        self._api.changed("webhooks.update", _path(webhook_id), body)

    @operation("Webhooks_updateById")
    def enable(self, webhook_id: str) -> None:
        """Let it deliver.

        Raises:
            ValidationError: Its PING was not answered with 200; it stays disabled.
        """
        self.update(webhook_id, WebhookBody(enabled=True))

    @operation("Webhooks_updateById")
    def disable(self, webhook_id: str) -> None:
        """Stop it from delivering."""
        self.update(webhook_id, WebhookBody(enabled=False))

    @operation("Webhooks_deleteById")
    def delete(self, webhook_id: str) -> None:
        """Delete a webhook.

        Raises:
            ValidationError: It is still enabled.
        """
        self._api.deleted("webhooks.delete", _path(webhook_id))


def _path(webhook_id: str) -> str:
    return f"webhooks/{segment(webhook_id)}"
