from __future__ import annotations

import time

import pytest

from deskbridge.errors import ValidationError
from deskbridge.transport import Options
from deskbridge.transport.redaction import hide_secrets, hide_secrets_in_body, redact_message, redact_text, redact_url

pytestmark = pytest.mark.unmeasured

# fmt: off
UNITS = [
    "a", "1", " ", "\n", "@", "%", "%40", "%2540", '"', "'", "-", "_", ".", "+", "+1", "/", "(", "\\", ":", "=", "é",
    "\uff20", "\x00", "token", "token_", "token-", "token:", "token=", "token ", "token is ", "eyJ", "eyJ-", "eyJ.",
    "a@", "a@.", "a.", "a-", "a%40", "a%40.", '"a', 'name"', 'name":', 'name":"', 'name\\"', "//a", "+1 (", "1-",
    "12 ", "123-456 ", "1234567890", "1234567890 ", "password is ", "Bearer ", "Basic a", "4040", "apikey:",
]
# fmt: on


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_of_one_kind_is_redacted_in_linear_time(unit):
    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        began = time.thread_time()
        redact_text(text)
        return time.thread_time() - began

    assert seconds(200_000) < 0.25


@pytest.mark.parametrize("letter", [*'a1 @%"-.+/:=', "\n"])
def test_a_megabyte_of_one_character_takes_less_than_half_a_second(letter):
    began = time.thread_time()
    redact_text(letter * 1_000_000)
    assert time.thread_time() - began < 0.5


def test_a_vendor_with_a_long_complaint_does_not_hold_the_call_up(server, connect):
    server.script(server.answer(b"a" * 1_000_000, status=400))
    client = connect(options=Options(attempts=1), read_error=lambda got: ValidationError(got.content.decode()))
    began = time.thread_time()
    with pytest.raises(ValidationError) as caught:
        client.get("x", "/")
    assert time.thread_time() - began < 0.5
    assert len(caught.value.text) < 2100


def test_a_long_message_is_cut_between_words_after_its_secrets_were_hidden():
    text = "a " * 1020 + "hunter2-hunter2 jane.doe@example.test"
    assert redact_message(text, secrets=["hunter2-hunter2"]) == "a " * 1020 + "*** ..."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("to user@localhost now", "to *** now"),
        ("to john@[10.0.0.1] now", "to *** now"),
        ('to "john doe"@x.test now', "to *** now"),
        ("to jane%2540x.test now", "to *** now"),
        ("secret: abc123def", "secret: ***"),
        ("the password is x.", "the password is ***"),
        ("apiSecret hunter2", "apiSecret ***"),
        ("Authorization: Digest abc", "Authorization: Digest ***"),
        ("the password is wrong, the token: expired.", "the password is wrong, the token: expired."),
    ],
)
def test_what_is_secret_or_personal_is_hidden_in_its_rarer_forms(text, shown):
    assert redact_text(text) == shown


def test_a_query_for_a_person_is_hidden():
    assert redact_url("/x?customer=Jane%20Doe&customerId=a1") == "/x?customer=***&customerId=a1"


SPELLINGS = ['p/w&"ä', "p%2Fw%26%22%C3%A4", 'p/w&\\"ä', 'p\\/w&\\"\\u00e4', "p/w&amp;&quot;ä"]


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_a_secret_is_hidden_however_it_is_spelled(spelled):
    assert hide_secrets(f"<{spelled}>", ['p/w&"ä']) == "<***>"
    assert hide_secrets_in_body(f"<{spelled}>".encode(), ['p/w&"ä']) == b"<***>"


def test_a_very_short_secret_is_hidden_as_a_word_only():
    assert hide_secrets("a cat at pa a", ["a"]) == "*** cat at pa ***"
    assert hide_secrets_in_body(b"a cat", ["a"]) == b"*** cat"
