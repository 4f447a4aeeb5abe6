from __future__ import annotations

import contextlib
import io
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbridge.memory.sample import sample_desk
from deskbridge.records import Author, AuthorKind, Channel, ChannelKind, Event, EventKind, Work, WorkKind
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.workforce.lines import LONGEST_LINE, BrokenLineError, EventLines, event_line, read_event

FULL = Event(
    id="e",
    vendor="v",
    kind=EventKind.HOLD_STARTED,
    original_kind="CONTACT/HOLD_STARTED",
    occurred_at=datetime(2026, 3, 2, 8, 0, 0, 120_000, tzinfo=UTC),
    effective_at=datetime(2026, 3, 2, 7, 59, tzinfo=UTC),
    initiator=Author(kind=AuthorKind.AGENT, id="a", name="Ada", original="AGENT"),
    customer_id="c",
    merged_id="m",
    contact_id="call",
    channel=Channel(kind=ChannelKind.PHONE, original="PHONE_CALL"),
    available_for=[Work(kind=WorkKind.VOICE, original="VOICE")],
    ticket_id="t",
    message_id="msg",
    task_id="task",
    agent_id="agent",
    group_id="g",
    export_job_id="job",
    details={"reason": "MANUAL", "deep": {"list": [1, None]}},
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def lines(*written: bytes) -> EventLines:
    return EventLines(io.BytesIO(b"\n".join(written)))


def line(event: Event) -> bytes:
    return orjson.dumps(event_line(event))


def test_every_field_comes_back():
    assert read_event(line(FULL)) == FULL


def test_no_field_of_an_event_is_forgotten():
    names = {one.name for one in Event.__attrs_attrs__} - {"raw"}
    assert set(event_line(FULL)) == names


def test_what_is_empty_is_not_written_but_nothing_to_take_is():
    idle = Event(id="e", vendor="v", kind=EventKind.AGENT_STATUS_CHANGED, original_kind="X", available_for=())
    assert set(event_line(idle)) == {"id", "vendor", "kind", "original_kind", "available_for"}
    assert read_event(line(idle)) == idle


def test_the_events_of_a_desk_come_back():
    events = list(sample_desk().events.all(since=datetime(2000, 1, 1, tzinfo=UTC)))
    assert len(events) == 5
    assert list(lines(*map(line, events))) == events


def test_a_kind_of_tomorrow_is_another_event_with_its_word():
    read = read_event(b'{"id": "e", "vendor": "v", "kind": "agent.on_the_moon", "new": 1}')
    assert (read.kind, read.original_kind) == (EventKind.OTHER, "agent.on_the_moon")


def test_broken_lines_are_told_by_number_and_the_others_go_on():
    found = lines(line(FULL), b"", b"{", b"[]", b'{"kind": 1}', b'{"kind": "ping", "occurred_at": "soon"}', line(FULL))
    assert list(found) == [FULL, FULL]
    assert found.broken == 4
    assert found.told[1:] == [
        "line 4: it is no object",
        "line 5: kind is no text",
        "line 6: 'soon' is no RFC 3339 time",
    ]
    assert found.told[0].startswith("line 3: it is not JSON")


def test_a_file_of_a_vendors_own_lines_is_refused_with_what_to_do():
    with pytest.raises(BulkError, match="without --vendor-lines"):
        list(lines(b'{"id": "e", "type": "CONTACT/STARTED", "timestamp": "2026-03-02T08:00:00Z", "content": {}}'))


def test_a_byte_order_mark_is_no_part_of_the_first_line():
    assert list(lines(b"\xef\xbb\xbf" + line(FULL))) == [FULL]


def test_a_line_without_an_end_is_refused_and_not_read_whole():
    class Endless(io.RawIOBase):
        read_bytes = 0

        def readline(self, size=-1):
            Endless.read_bytes += size
            return b"x" * size

    with pytest.raises(BulkError, match="longer than"):
        list(EventLines(Endless()))
    assert Endless.read_bytes == LONGEST_LINE + 1


@given(st.dictionaries(st.sampled_from(sorted(event_line(FULL))), VALUES, max_size=6))
@settings(max_examples=60, deadline=None)
def test_whatever_a_line_holds_it_is_an_event_or_told_to_be_none(values):
    with contextlib.suppress(BrokenLineError):
        assert isinstance(read_event(orjson.dumps({"kind": "ping", **values})), Event)
