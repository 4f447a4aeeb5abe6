"""An invented person of a live account stands nowhere in its recording, in whatever form the account tells of her."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
import urllib3
from attrs import define, field

from deskbridge.sandbox import RunningSandbox, running
from deskbridge_contract_tests.recording import Provenance, Recording, forms, people
from deskbridge_contract_tests.recording.between import Between, OtherSide, Playing, Upstream
from deskbridge_contract_tests.recording.folder import Answer
from deskbridge_contract_tests.recording.hiding import Stand
from deskbridge_contract_tests.recording.page import ORIGIN, About
from deskbridge_contract_tests.recording.scanning import findings

NAME, MAIL, PHONE, BORN, CARD = (
    "Grace Brewster Hopper",
    "grace.hopper@navy.mil",
    "+442079460958",
    "1906-12-09",
    "4111111111111111",
)
STREET, SPOKEN, SPACED = "12 Arlington Road", "(703) 437-0958", "4111 1111 1111 1111"
TOKEN = "t0ken-of-the-other-side"
PERSON = (NAME, MAIL, PHONE, BORN, CARD, STREET, SPOKEN, SPACED, TOKEN)
SPELLED = {spell(one) for one in PERSON for spell in (str, quote, quote_plus, lambda text: json.dumps(text)[1:-1])}
OURS = "contract-note-0a1b2c3d-7"

PROFILE = {
    "id": "AbCdEf0123456789-_AbCd",
    "status": "OPEN_CASE",
    "name": NAME,
    "dateOfBirth": BORN,
    "emails": [{"original": MAIL}],
    "phones": [PHONE, SPOKEN, int(PHONE[1:])],
    "phoneNumber": int(PHONE[1:]),
    "card": int(CARD),
    "paid": int(CARD),
    "paidBy": f"by {SPACED}",
    "address": {"street": STREET},
    MAIL: 1,
    "log": f"called {SPOKEN}, wrote to {MAIL}, sees {NAME}",
    "access_token": TOKEN,
    "next": f"/people?name={quote_plus(NAME)}&mail={quote(MAIL)}&page=2&of={quote(PHONE)}",
    "createdAt": 1_767_225_600_000,
    "size": 12,
}
TABLE = (
    'Agent,Email,"Birth date",Handled,Topic,At,Id,Ms\r\n'
    f'"{NAME}",{MAIL},{BORN},17,"Returns, ""quickly""",2026-03-01T12:00:00Z,AbCdEf0123456789-_AbCd,{CARD}\r\n'
    f"{OURS},,,0.5%,,12:30,,-\r\n"
)
PAGE = (
    f'<html lang="en"><!-- {NAME} --><body class="wide"><h1 title="{NAME}">{NAME}, born {BORN}</h1>'
    f"<a href='/people?name={quote_plus(NAME)}'>{STREET}</a> {SPACED} &amp; {OURS} <b>7</b></body></html>"
)
BODIES = {
    "/json": (json.dumps(PROFILE).encode(), "application/json"),
    "/lines": ("\n".join([json.dumps(PROFILE)] * 2).encode(), "application/x-jsonlines"),
    "/csv": (TABLE.encode(), "text/csv"),
    "/unnamed": (TABLE.encode(), ""),
    "/packed": (gzip.compress(TABLE.encode()), "application/gzip"),
    "/html": (PAGE.encode(), "text/html"),
    "/text": (f"{NAME} lives at {STREET}".encode(), "text/plain"),
    "/picture": (b"\x89PNG\xff" + NAME.encode(), "image/png"),
    "/early": (json.dumps({"event": f"{NAME} came, {STREET}"}).encode(), "application/json"),
}
HEADERS = {
    "Link": f"</people?q={quote_plus(MAIL)}&name={quote_plus(NAME)}>; rel=next",
    "Location": f"/people?email={quote(MAIL)}&token={TOKEN}",
    "X-Customer-Name": NAME,
    "X-Birthday": BORN,
    "X-Owner": NAME,
    "X-Caller": PHONE,
    "X-Session-Token": TOKEN,
    "X-Limited": "true",
    "Content-Disposition": f'attachment; filename="{NAME}.csv"',
    "Set-Cookie": f"who={NAME}",
    "RateLimit-Limit": "10",
}


@define
class Account:
    """Tells of the person in every way; knows her by her address."""

    asked: list[str] = field(factory=list)

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        path, _, query = target.partition("?")
        self.asked.append(query)
        told, kind = BODIES.get(path, (b"{}", "application/json"))
        return Answer(200, (*HEADERS.items(), *([("Content-Type", kind)] if kind else [])), told)


def serving(other: OtherSide) -> AbstractContextManager[RunningSandbox]:
    return running(Between("acme", other, {"base_url": ORIGIN}, ("base_url",)))


def ask(url: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", url, redirect=False, retries=False)


@define
class Kept:
    """What a live recording holds, what the desk was told, and what the account was asked."""

    folder: Path
    told: dict[str, urllib3.BaseHTTPResponse]
    asked: list[str]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("live")
    account = Account()
    at = datetime(2026, 3, 1, tzinfo=UTC)
    about = About(
        vendor="acme",
        provenance=Provenance.LIVE,
        recorded_at=at,
        settings={"base_url": ORIGIN},
        origin_settings=("base_url",),
    )
    recording, stand = Recording(folder, about), Stand(personal=True)
    with serving(account) as there:
        recording.begin("one")
        upstream = Upstream(there.url, stand, recording)
        with serving(upstream) as here:
            told = {path: ask(here.url + path) for path in ("/early", *BODIES)}
            ask(here.url + told["/json"].json()["next"])
    recording.change(stand.hide_again)
    recording.save()
    return Kept(folder, told, account.asked)


def test_nothing_of_the_person_stands_in_any_file(kept: Kept) -> None:
    held = [
        *(one.answer.body for one in Recording.read(kept.folder).kept()),
        *(one.request.uri.encode() for one in Recording.read(kept.folder).kept()),
        *(path.read_bytes() for path in kept.folder.iterdir()),
    ]
    shown = [gzip.decompress(one) if one.startswith(b"\x1f\x8b") else one for one in held]
    assert [one for one in SPELLED for content in shown if one.encode() in content] == []
    assert list(findings(Recording.read(kept.folder), secrets=[TOKEN])) == []


def test_what_is_of_nobody_stays(kept: Kept) -> None:
    told = kept.told["/json"].json()
    assert {name: told[name] for name in ("id", "status", "createdAt", "size")} == {
        name: PROFILE[name] for name in ("id", "status", "createdAt", "size")
    }
    assert told["dateOfBirth"] == "1900-01-01"
    assert len(str(told["phoneNumber"])) == len(PHONE) - 1
    headers = kept.told["/json"].headers
    assert (headers["X-Limited"], headers["RateLimit-Limit"]) == ("true", "10")
    assert "set-cookie" not in headers


def test_a_table_keeps_its_form(kept: Kept) -> None:
    for path in ("/csv", "/unnamed"):
        names, first, second, end = kept.told[path].data.decode().split("\r\n")
        assert names == TABLE.split("\r\n", maxsplit=1)[0]
        cells = first.split(",")
        assert cells[0].startswith('"somebody-')
        assert cells[1].endswith("@example.invalid")
        assert cells[2:4] == ["1900-01-01", "17"]
        assert cells[4].startswith('"somebody-')
        assert cells[5:] == ["2026-03-01T12:00:00Z", "AbCdEf0123456789-_AbCd", "0" * len(CARD)]
        assert (second, end) == (f"{OURS},,,0.5%,,12:30,,-", "")


def test_a_page_keeps_its_form(kept: Kept) -> None:
    told = kept.told["/html"].data.decode()
    assert told.startswith('<html lang="en"><!-- --><body class="wide"><h1 title="xxxxx xxxxxxxx xxxxxx">xxxxx')
    assert f"&xxx; {OURS} <b>7</b></body></html>" in told
    assert kept.told["/text"].data.decode() == "xxxxx xxxxxxxx xxxxxx xxxxx xx 00 xxxxxxxxx xxxx"
    assert kept.told["/picture"].data.endswith(b"that are no text")


def test_an_address_that_the_desk_follows_leads_to_the_person(kept: Kept) -> None:
    assert kept.asked[-1] == f"name={quote(NAME)}&mail={quote(MAIL, safe='')}&page=2&of={quote(PHONE, safe='')}"


def test_what_the_desk_was_told_is_played(kept: Kept) -> None:
    playing = Playing(Recording.read(kept.folder), "one")
    with serving(playing) as here:
        assert ask(f"{here.url}/csv").data == kept.told["/csv"].data
        assert ask(here.url + kept.told["/json"].json()["next"]).status == 200
    assert playing.missed == []


def test_a_table_without_names_of_columns_has_every_cell_replaced() -> None:
    hidden = Stand(personal=True).hide(f"{NAME},{MAIL},7\nAda Lovelace,,8\n".encode(), "text/csv").decode()
    assert NAME not in hidden
    assert [len(line.split(",")) for line in hidden.splitlines()] == [3, 3]
    assert [one for one in hidden.replace("\n", ",").split(",") if one and not one.startswith("somebody-")] == []


@pytest.mark.parametrize("text", ['a,"b\n1,2\n', "", "one\ntwo\n", "a,b\nc\n", "<p>a,b\n</p>c,d\n"])
def test_what_is_no_table_is_none(text: str) -> None:
    assert not forms.is_table(text, "")


def test_what_the_desk_uploaded_is_kept_as_it_is() -> None:
    stand = Stand(personal=True)
    stand.hide_sent(b"--b\r\n\r\nAda Lovelace, in a file of ours\r\n--b--")
    assert stand.hide(b"Ada Lovelace, in a file of ours") == b"Ada Lovelace, in a file of ours"


def test_what_the_desk_asked_for_is_its_own() -> None:
    stand = Stand(personal=True)
    stand.hide_sent(b"/people?name=Jos%C3%A9+Ruiz&page=2")
    told = '{"name":"José Ruiz","next":"/people?name=Jos%C3%A9+Ruiz"}'.encode()
    assert stand.hide(told) == told
    stand.hide(b'{"text":"somebody named Jos\xc3\xa9 Ruiz"}')
    assert stand.hide_again(told) == told


def test_what_has_become_known_is_replaced_in_packed_answers_too() -> None:
    stand = Stand(personal=True)
    early, nothing = gzip.compress(json.dumps({"event": f"{NAME} came"}).encode()), gzip.compress(b"7", mtime=3)
    assert stand.hide_again(early) == early
    stand.hide(json.dumps({"name": NAME}).encode())
    assert NAME.encode() not in gzip.decompress(stand.hide_again(early))
    assert stand.hide_again(nothing) == nothing


def test_a_file_name_keeps_what_the_suites_wrote() -> None:
    hidden = Stand(personal=True).hide_header("Content-Disposition", f'attachment; filename="{OURS}.txt"')
    assert hidden == f'attachment; filename="{OURS}.xxx"'


@pytest.mark.parametrize(
    "text",
    ["", "17", "-3.5", "12%", "1,234,567", "true", "2026-03-01", "2026-03-01T12:00:00.5+01:00", "-1:30:00", "A_KIND"],
)
def test_numbers_times_and_constants_are_harmless(text: str) -> None:
    assert people.harmless(text)


@pytest.mark.parametrize(
    "text", ["Grace", "GRACE", "grace_hopper", "2025550143", "Grace Hopper", "שלום_שלום_שלום_שלום_7"]
)
def test_names_and_long_numbers_are_not(text: str) -> None:
    assert not people.harmless(text)


@pytest.mark.parametrize(
    ("number", "card"),
    [
        ("4111111111111111", True),
        ("4111 1111 1111 1111", True),
        ("378282246310005", True),
        ("4111111111111112", False),
        ("1767225600000", False),
        ("1234567812345670", False),
    ],
)
def test_a_card_is_known_by_its_issuer_and_its_check_digit(number: str, *, card: bool) -> None:
    assert people.is_card(number) is card
    assert people.first_card(f"paid with {number}.") is card


def test_numbers_of_fiction_are_nobodys() -> None:
    assert people.scrubbed("call +12025550143 or (202) 555-0143", str) == "call +12025550143 or (202) 555-0143"
    assert people.scrubbed("call +12024370143", str) == "call +00000000000"
    assert [people.first_phone(one) for one in ("+12025550143", "+00000000000", "+12024370143")] == [False, False, True]
    assert people.some_day("in March") == "xx xxxxx"
