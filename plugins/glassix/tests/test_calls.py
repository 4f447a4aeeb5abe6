from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from deskbridge.errors import AmbiguousWriteError, InvalidRequestError, NotFoundError, UnsupportedError
from deskbridge.records import CallEntry, MessageId, TicketId
from deskbridge_glassix.desk import GlassixDesk

Connect = Callable[..., GlassixDesk]
STARTED = datetime(2020, 12, 24, 11, 20, 0, 229_999, tzinfo=UTC)
ENDED = datetime(2020, 12, 24, 11, 25, 0, 220_000, tzinfo=UTC)
RECORDING = "https://recordings.example/7.ogg?token=a%20b"
WHOLE = CallEntry(started_at=STARTED, ended_at=ENDED, recording_url=RECORDING)
CALL = TicketId("13784")


def test_a_call_is_logged_by_one_request_for_each_thing_that_is_known(canned: Any, connect: Connect) -> None:
    canned.says = [(200, {})] * 3
    connect().calls.log(CALL, WHOLE)
    assert canned.asked == [
        ("POST", "/api/v1.2/phonecalls/started/13784", {"dateTime": "24/12/2020 11:20:00:22"}),
        ("POST", "/api/v1.2/phonecalls/ended/13784", {"dateTime": "24/12/2020 11:25:00:22"}),
        ("POST", "/api/v1.2/phonecalls/audiolink/13784", {"audioUri": RECORDING}),
    ]


def test_only_what_is_set_is_sent(canned: Any, connect: Connect) -> None:
    canned.says = [(200, b"")]
    connect().calls.log(CALL, CallEntry(ended_at=ENDED))
    assert [path for _, path, _ in canned.asked] == ["/api/v1.2/phonecalls/ended/13784"]


@pytest.mark.parametrize(
    "entry",
    [
        CallEntry(recording_url="http://recordings.example/7.ogg"),
        CallEntry(recording_url="https://user:word@recordings.example/7.ogg"),
        CallEntry(recording_url="https:///7.ogg"),
        CallEntry(recording_url="https://recordings.example/7 .ogg"),
        CallEntry(recording_url="https://[/7.ogg"),
        CallEntry(recording_url="file:///etc/passwd", started_at=STARTED),
        CallEntry(started_at=ENDED, ended_at=STARTED),
    ],
)
def test_a_call_that_can_not_be_is_refused_before_a_request(canned: Any, connect: Connect, entry: CallEntry) -> None:
    with pytest.raises(InvalidRequestError):
        connect().calls.log(CALL, entry)
    assert canned.asked == []


def test_a_call_that_is_logged_in_part_says_in_which_and_is_not_to_be_repeated(canned: Any, connect: Connect) -> None:
    canned.says = [(200, {}), (400, {"message": "The ticket is closed"})]
    with pytest.raises(AmbiguousWriteError, match="the start were written") as caught:
        connect().calls.log(CALL, WHOLE)
    assert not caught.value.retryable
    assert len(canned.asked) == 2


def test_a_call_of_no_ticket_is_not_found(canned: Any, connect: Connect) -> None:
    canned.says = [(404, {"message": "Ticket was not found"})]
    with pytest.raises(NotFoundError):
        connect().calls.log(CALL, WHOLE)
    with pytest.raises(NotFoundError):
        connect().calls.log(TicketId("x"), WHOLE)


def test_an_entry_whose_answer_was_lost_is_not_made_again(canned: Any, connect: Connect) -> None:
    canned.says = [(500, {"message": "Oops"})]
    with pytest.raises(AmbiguousWriteError):
        connect(attempts=3).calls.log(CALL, CallEntry(started_at=STARTED))
    assert len(canned.asked) == 1


def test_recordings_are_the_other_phone_systems(canned: Any, connect: Connect) -> None:
    with pytest.raises(UnsupportedError, match=r"calls\.log"):
        connect().calls.transcript(MessageId("13784:1"))
    assert canned.asked == []
