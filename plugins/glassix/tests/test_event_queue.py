from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deskbridge.errors import UnavailableError
from deskbridge.listing import TruncatedWarning
from deskbridge.records import Event
from deskbridge_glassix.desk import GlassixDesk

Connect = Callable[..., GlassixDesk]


def entry(name: str, *words: str, handle: str = "h") -> dict[str, Any]:
    changes = [{"_event": word, "ticketId": 1} for word in words]
    at = f"2026-01-01T00:00:0{name}Z"
    return {"dateTime": at, "changes": changes, "queueReceiptHandle": handle, "queueMessageId": f"m{name}"}


def polled(desk: GlassixDesk) -> list[Event]:
    return list(desk.events.poll())


def words(events: list[Event]) -> list[str]:
    return [one.original_kind for one in events]


def test_an_entry_of_several_events_is_deleted_when_all_of_them_were_handled(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [entry("1", "A", "B")]), (200, [entry("1", "A", "B", handle="h2")]), (200, {})]
    desk = connect()
    first, _ = polled(desk)
    desk.events.acknowledge([first])
    (left,) = polled(desk)
    assert words([left]) == ["B"]
    assert len(canned.asked) == 2
    desk.events.acknowledge([left])
    assert canned.asked[-1][2] == [{"queueReceiptHandle": "h2", "queueMessageId": "m1"}]


def test_whoever_starts_anew_gets_an_entry_again_that_was_handled_in_part(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [entry("1", "A", "B")])] * 2
    before = connect()
    before.events.acknowledge(polled(before)[:1])
    assert words(polled(connect())) == ["A", "B"]


def test_events_whose_deletion_failed_come_again(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [entry("1", "A", "B")]), (500, {"message": "Oops"}), (200, [entry("1", "A", "B")])]
    desk = connect(attempts=1)
    with pytest.raises(UnavailableError):
        desk.events.acknowledge(polled(desk))
    assert words(polled(desk)) == ["A", "B"]


def test_all_entries_go_in_one_request_oldest_first_however_they_came(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [entry("2", "B"), entry("1", "A")]), (200, b"")]
    desk = connect()
    events = polled(desk)
    assert words(events) == ["A", "B"]
    desk.events.acknowledge([*events, *events])
    assert [one["queueMessageId"] for one in canned.asked[-1][2]] == ["m1", "m2"]


def test_an_entry_that_can_not_be_read_does_not_hold_up_the_others(canned: Any, connect: Connect) -> None:
    broken = {**entry("2"), "changes": {"not": "a list"}, "dateTime": 7}
    canned.says = [(200, [broken, entry("1", "A")]), (200, {})]
    desk = connect()
    events = polled(desk)
    assert words(events) == ["A", ""]
    assert events[1].raw == broken
    desk.events.acknowledge(events)
    assert len(canned.asked[-1][2]) == 2


@pytest.mark.parametrize("nameless", [7, None, {"changes": []}, {**entry("2", "B"), "queueReceiptHandle": ""}])
def test_an_entry_that_can_not_be_acknowledged_is_left_out_and_that_is_told(
    canned: Any, connect: Connect, nameless: Any
) -> None:
    canned.says = [(200, [nameless, entry("1", "A")]), (200, {})]
    desk = connect()
    with pytest.warns(TruncatedWarning):
        events = polled(desk)
    assert words(events) == ["A"]
    desk.events.acknowledge(events)


def test_polling_asks_for_events_to_be_kept(canned: Any, connect: Connect) -> None:
    canned.says = [(200, [])]
    assert polled(connect()) == []
    assert canned.asked[0][:2] == ("GET", "/api/v1.2/webhooks/getevents?deleteEvents=false")
