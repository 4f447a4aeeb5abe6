import pytest
from attrs import evolve

from deskbridge.errors import AmbiguousWriteError, InvalidRequestError, UnsupportedError, ValidationError
from deskbridge.records import ChannelKind, DeliveryKind, Erase, MessageId, MessageKind, NewDirectMessage, TicketId

SMS = NewDirectMessage(channel=ChannelKind.SMS, to="+16505550199", sender="+16505550100", text="It is in 👋")


def _outbound(gladly) -> int:
    return gladly.served.sandbox.counters.outbound_messages


def test_a_text_goes_to_a_number_once_and_stands_on_the_timeline(gladly):
    sent = gladly.desk.messages.send_direct(SMS)
    assert (sent.sender, sent.recipient, sent.text) == (SMS.sender, SMS.to, SMS.text)
    assert (sent.channel.kind, sent.delivery.kind, sent.created_at) == (ChannelKind.SMS, DeliveryKind.UNKNOWN, None)
    assert (_outbound(gladly), sum(gladly.requests.values())) == (1, 1)
    item = gladly.desk.messages.get(MessageId(sent.id))
    assert (item.kind, item.text, item.ticket_id) == (MessageKind.MESSAGE, SMS.text, None)
    assert sent.raw["customerId"] == gladly.desk.customers.find(phone=SMS.to).first().id


def test_a_number_is_taken_as_people_write_it(gladly):
    assert gladly.desk.messages.send_direct(evolve(SMS, to="(650) 555-0199")).recipient == SMS.to


@pytest.mark.parametrize("kind", [one for one in ChannelKind if one is not ChannelKind.SMS])
def test_another_channel_is_refused_before_a_request(gladly, kind):
    with pytest.raises(UnsupportedError):
        gladly.desk.messages.send_direct(evolve(SMS, channel=kind))
    assert gladly.requests == {}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"to": " "}, InvalidRequestError),
        ({"sender": ""}, InvalidRequestError),
        ({"text": ""}, InvalidRequestError),
        ({"attachment_urls": ("https://files.example.com/kite.png",)}, UnsupportedError),
    ],
)
def test_what_cant_be_sent_is_refused_before_a_request(gladly, change, error):
    with pytest.raises(error):
        gladly.desk.messages.send_direct(evolve(SMS, **change))
    assert gladly.requests == {}


def test_another_country_is_refused_by_the_vendor_and_nothing_sent(gladly):
    with pytest.raises(ValidationError):
        gladly.desk.messages.send_direct(evolve(SMS, to="+442071838750"))
    assert _outbound(gladly) == 0


def test_a_text_whose_outcome_is_unknown_is_not_sent_again(gladly):
    gladly.fault("reset_after", method="POST")
    with pytest.raises(AmbiguousWriteError):
        gladly.desk.messages.send_direct(SMS)
    assert _outbound(gladly) == 1


def test_erasing_a_ticket_names_what_works_instead(gladly):
    with pytest.raises(UnsupportedError) as caught:
        gladly.desk.tickets.erase(TicketId("x"), confirm=Erase.IRREVERSIBLY)
    assert caught.value.nearest == "messages.redact"
    assert gladly.requests == {}
