"""No secret and nobody's name comes into a recording, however it is spelled, and the other side never notices."""

import base64
import gzip
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge_contract_tests.recording.hiding import Stand

SECRET = 'p+ss/w"rd&é'
TOLD = (
    b'{"id": "c-1", "name": "Grace Hopper", "emails": [{"original": "grace@navy.mil"}], "state": "Open", '
    b'"phone": "+12025550143", "text": "My name is Grace", "count": 3, "grace@navy.mil": 1}'
)


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=6), st.text())
def test_a_secret_never_stands_in_what_is_hidden_and_comes_back(secret: str, around: str) -> None:
    stand = Stand((secret,))
    content = f"<{around}{secret}{around}>".encode()
    hidden = stand.hide(content)
    assert secret.encode() not in hidden or secret in "hidden-0123456789abcdef"
    assert stand.show(hidden) == content


@pytest.mark.parametrize(
    "spelled",
    [
        SECRET,
        quote(SECRET, safe=""),
        quote_plus(SECRET),
        json.dumps(SECRET),
        json.dumps(SECRET, ensure_ascii=False),
        base64.b64encode(SECRET.encode()).decode(),
        f'--b\r\nContent-Disposition: form-data; name="key"\r\n\r\n{SECRET}\r\n--b--',
    ],
)
def test_a_secret_is_hidden_in_every_spelling_of_what_is_sent_and_of_what_is_answered(spelled: str) -> None:
    stand = Stand((SECRET,))
    for hide in (stand.hide, stand.hide_sent):
        for content in (spelled.encode(), b"\xff\x00" + spelled.encode()):
            assert spelled.strip('"').encode() not in hide(content)
            assert SECRET.encode() not in hide(content)


def test_a_secret_is_hidden_in_a_packed_answer_and_packed_again() -> None:
    hidden = Stand((SECRET,)).hide(gzip.compress(SECRET.encode()))
    assert gzip.decompress(hidden).startswith(b"hidden-")


@pytest.mark.parametrize("broken", [b"\x1f\x8b", b"\x1f\x8b\x08broken", gzip.compress(b"x" * 100, mtime=0)[:-9]])
def test_what_only_looks_packed_is_kept_as_it_is(broken: bytes) -> None:
    assert Stand((SECRET,)).hide(broken) == broken


def test_a_packed_answer_without_a_secret_is_kept_to_the_byte() -> None:
    packed = gzip.compress(b"nothing", mtime=7)
    assert Stand((SECRET,)).hide(packed) == packed


def test_a_header_that_is_called_a_secret_is_hidden_and_shown_again() -> None:
    stand = Stand()
    hidden = stand.hide_header("X-Session-Token", "abc/def+ghi=")
    assert hidden.startswith("hidden-")
    assert stand.show(hidden.encode()) == b"abc/def+ghi="
    assert stand.hide_header("X-Request-Id", "abc-def-ghi") == "abc-def-ghi"


def test_a_signature_in_an_address_is_hidden_and_the_address_still_leads_there() -> None:
    stand = Stand()
    signed = "/files/7?expires=60&X-Sig-Signature=a%2fb%2Bcdef&page=2"
    hidden = stand.hide(json.dumps({"url": signed}).encode()).decode()
    assert "a%2fb" not in hidden
    assert "page=2" in hidden
    shown = stand.show_in_url(json.loads(hidden)["url"])
    assert shown.replace("%2F", "%2f") == signed
    assert stand.hide_header("Location", signed) == json.loads(hidden)["url"]


def test_a_stand_in_becomes_what_its_place_can_hold() -> None:
    stand = Stand((SECRET,))
    hidden = stand.hide_sent(SECRET.encode()).decode()
    assert stand.show_in_url(f"/x?key={hidden}") == f"/x?key={quote(SECRET, safe='')}"
    assert json.loads(stand.show(json.dumps({"key": hidden}).encode())) == {"key": SECRET}


def test_people_do_not_stand_in_what_was_recorded_live() -> None:
    stand = Stand(personal=True)
    hidden = stand.hide(TOLD).decode()
    assert all(word not in hidden for word in ("Grace", "grace@navy.mil", "2025550143"))
    assert all(word in hidden for word in ('"c-1"', '"Open"', ":3"))
    assert stand.hide(TOLD).decode() == hidden
    assert b"grace@navy.mil" in stand.show(hidden.encode())


def test_people_do_not_stand_in_lines_of_json_packed_or_not() -> None:
    lines = TOLD + b"\n" + TOLD
    for hidden in (Stand(personal=True).hide(lines), gzip.decompress(Stand(personal=True).hide(gzip.compress(lines)))):
        assert b"Grace" not in hidden
        assert hidden.count(b"\n") == 2


def test_a_person_is_asked_for_by_the_stand_in_and_found() -> None:
    stand = Stand(personal=True)
    email = json.loads(stand.hide(TOLD))["emails"][0]["original"]
    assert stand.show_in_url(f"/customers?email={quote(email)}") == "/customers?email=grace%40navy.mil"


def test_what_a_desk_writes_to_a_live_account_is_kept_when_it_is_sent_and_when_it_is_told_again() -> None:
    stand = Stand(personal=True)
    wrote = '{"name":"José 田中","phone":"+12025550143","text":"a long text, of nobody"}'.encode()
    assert stand.hide_sent(wrote) == wrote
    assert stand.hide(wrote) == wrote
    assert stand.hide(b'{"html":"<p>a long text, of nobody</p>"}') == b'{"html":"<p>a long text, of nobody</p>"}'
    assert b"Grace" not in stand.hide(b'{"name":"Grace Hopper"}')


def test_an_address_that_is_a_setting_is_hidden_wherever_the_desk_sends_it() -> None:
    stand = Stand(settings=("grace@navy.mil",), personal=True)
    assert b"navy" not in stand.hide_sent(b'{"userName":"grace@navy.mil"}')
    assert b"navy" not in stand.hide_sent(b"/users?of=grace%40navy.mil")
    assert b"navy" not in stand.hide(b'{"userName":"grace@navy.mil"}')


def test_a_picture_of_a_live_account_is_left_out_and_one_that_the_desk_sent_is_not() -> None:
    stand = Stand(personal=True)
    theirs, ours = b"\x89PNG\xff of somebody", b"\x89PNG\xfe of ours"
    stand.hide_sent(b"--b\r\n\r\n" + ours + b"\r\n--b--")
    assert b"somebody" not in stand.hide(theirs)
    assert stand.hide(ours) == ours
    assert Stand().hide(theirs) == theirs


def test_what_the_suites_write_themselves_is_kept() -> None:
    stand = Stand(personal=True)
    ours = b'{"name":"contract-name-0a1b2c3d-1","email":"contract-mail-0a1b2c3d-2@example.com"}'
    assert stand.hide(ours) == ours
    assert stand.hide(b"<p>contract-note-0a1b2c3d-3 of Grace</p>") == b"<p>contract-note-0a1b2c3d-3 xx xxxxx</p>"
    assert b"Grace" not in stand.hide(b'{"name":"contract-name-0a1b2c3d-1 of Grace Hopper"}')
    assert b"Grace" not in stand.hide(b'{"name":"contract-Grace-Hopper"}')


def test_neither_secrets_nor_people_are_shown_by_the_stand_ins_themselves() -> None:
    stand = Stand((SECRET,), ("grace@navy.mil",), personal=True)
    stand.hide(TOLD)
    assert all(word not in repr(stand) for word in (SECRET, "grace", "Grace"))


def test_a_secret_too_short_to_be_told_from_other_text_is_looked_for_nowhere() -> None:
    stand = Stand(("abc",))
    assert stand.hide(b"abc alphabet") == b"abc alphabet"


def test_a_secret_of_an_address_that_stands_in_already_stays() -> None:
    stand = Stand((SECRET,))
    hidden = stand.hide_sent(SECRET.encode()).decode()
    told = f'{{"url":"/x?token={hidden}"}}'.encode()
    assert stand.hide(told) == told


def test_what_the_desk_wrote_is_known_again_in_a_table() -> None:
    stand = Stand(personal=True)
    stand.hide_sent(b'{"name":"Ada L"}')
    assert stand.hide(b"Who,Whom\nAda L,Grace H\n", "text/csv").startswith(b"Who,Whom\nAda L,somebody-")


def test_what_stands_in_already_stands_in_for_itself() -> None:
    stand = Stand()
    hidden = stand.hide(b'{"token": "abc-def-ghi"}')
    assert hidden.startswith(b'{"token": "hidden-')
    assert stand.hide(hidden) == hidden
