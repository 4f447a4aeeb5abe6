"""Messages from the outside: SMS, mail and custom channels. All but the status really reach people."""

from __future__ import annotations

from deskbridge.operations import operation
from deskbridge_gladly.client.api import Api
from deskbridge_gladly.client.ids import segment
from deskbridge_gladly.wire.communications import (
    ChannelMessageBody,
    DeliveryStatusBody,
    OutgoingEmail,
    SentMessage,
    SmsBody,
)


class Communications:
    """The operations that send. None takes an id of ours, so a lost answer is an `AmbiguousWriteError`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @operation("Communications_sendSms")
    def send_sms(self, body: SmsBody) -> SentMessage:
        """Send an SMS; to the organization's own country only, unless it was given more."""
        return self._api.answered("communications.send_sms", "communications/sms", body, SentMessage)

    @operation("Communications_sendEmail")
    def send_email(self, body: OutgoingEmail) -> SentMessage:
        """Send a mail. It is in no conversation, and an answer to it is not routed by it."""
        return self._api.answered("communications.send_email", "communications/email", body, SentMessage)

    @operation("Communications_receiveCustomChannelMessages")
    def receive(self, channel_id: str, body: ChannelMessageBody) -> str:
        """Hand in a customer's message of a custom channel, and return the item's id. Legacy: see differences D03."""
        path = f"communications/custom-channels/{segment(channel_id)}/messages"
        return self._api.created("communications.receive", path, body)

    @operation("Communications_updateMessageStatus")
    def set_status(self, channel_id: str, message_id: str, body: DeliveryStatusBody) -> None:
        """Tell how an agent's message by a custom channel fared. Legacy: see differences D03.

        Raises:
            NotFoundError: There is no such message.
        """
        path = f"communications/custom-channels/{segment(channel_id)}/messages/{segment(message_id)}/status"
        self._api.set("communications.set_status", path, body)
