"""`deskbridge events pull`: what happened on a desk, into a file, each event once however often it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click
from attrs import frozen

from deskbridge.capabilities import Capability
from deskbridge.errors import ValidationError
from deskbridge.protocols import Helpdesk
from deskbridge.records import Event
from deskbridge_bulk.listing import quietly
from deskbridge_bulk.output import Row, json_line, say
from deskbridge_bulk.problems import BulkError
from deskbridge_bulk.workforce.lines import event_line
from deskbridge_bulk.workforce.pulled import OVERLAP, PulledFile, Source, open_pulled

WELL, NOT_WELL, INTERRUPTED = 0, 1, 130
A_DAY = timedelta(hours=23, minutes=55)
"""How far back a pull begins without a word: what keeps a day of events refuses one that is a second older."""
SETTLE_EVERY = 1_000

_LINES: Final[Mapping[str, Callable[[Event], Row]]] = {"neutral": event_line, "vendor": lambda event: event.raw}


@frozen(kw_only=True)
class Pull:
    """What to pull.

    Attributes:
        desk: The desk's name.
        since: Aware; None to go on where the file ends, or for `A_DAY` ago.
        until: Aware; None for now.
        lines: `neutral` for the fields of our events, `vendor` for the vendor's own.
    """

    desk: str
    since: datetime | None
    until: datetime | None
    lines: str


def pull_into(path: Path, desk: Helpdesk, wanted: Pull, *, as_json: bool) -> int:
    """Pull what happened into a file; what is in it already is not fetched again."""
    desk.capabilities.require(Capability.EVENTS_ALL)
    with open_pulled(path, _source(wanted, desk)) as file:
        try:
            truncated = _go_on(desk, file, wanted)
        except KeyboardInterrupt:
            say("Interrupted. The same command goes on from what is settled.")
            return INTERRUPTED
        return _told(file, as_json=as_json, truncated=truncated)


def pull_queue(path: Path, desk: Helpdesk, wanted: Pull, *, as_json: bool) -> int:
    """Take what waits in the vendor's queue out of it and into a file, each event when it is on the disk."""
    desk.capabilities.require(Capability.EVENTS_POLL)
    with open_pulled(path, _source(wanted, desk)) as file:
        truncated, more = False, True
        while more:
            waiting = quietly(desk.events.poll())
            batch = list(waiting)
            added = [file.add(one.id, one.occurred_at, _LINES[wanted.lines](one)) for one in batch]
            file.settle()
            if batch:
                desk.events.acknowledge(batch)
            truncated = truncated or waiting.truncated
            more = any(added)
        return _told(file, as_json=as_json, truncated=truncated)


def pull_to_output(desk: Helpdesk, wanted: Pull) -> int:
    """Write what happened to standard output."""
    since = wanted.since or datetime.now(UTC) - A_DAY
    events = quietly(desk.events.all(since=since, until=wanted.until))
    for event in events:
        click.echo(json_line(_LINES[wanted.lines](event)))
    return _well(truncated=events.truncated)


def _source(wanted: Pull, desk: Helpdesk) -> Source:
    return Source(desk=wanted.desk, vendor=desk.vendor, lines=wanted.lines)


def _since(wanted: Pull, file: PulledFile) -> datetime:
    """Return where to begin: where the file ends, but not before what was asked for."""
    if file.last is None:
        return wanted.since or datetime.now(UTC) - A_DAY
    return max(file.last - OVERLAP, wanted.since or file.last - OVERLAP)


def _go_on(desk: Helpdesk, file: PulledFile, wanted: Pull) -> bool:
    """Pull from where the file ends; return whether the desk did not give all of it.

    Raises:
        BulkError: Events from there on are not kept any more, so that some may be lost.
    """
    since, kept = _since(wanted, file), datetime.now(UTC) - A_DAY
    try:
        return _stream(desk, file, since=since, wanted=wanted)
    except ValidationError as wrong:
        if file.last is None or since != file.last - OVERLAP:
            raise
        if file.until is None or file.until - OVERLAP < kept:
            msg = f"the events since {file.last} are not kept any more ({wrong}); give --since to go on, leaving a gap"
            raise BulkError(msg) from wrong
    # Nothing happened for longer than the vendor keeps events; that was pulled, so there is no gap.
    return _stream(desk, file, since=kept, wanted=wanted)


def _stream(desk: Helpdesk, file: PulledFile, *, since: datetime, wanted: Pull) -> bool:
    now = datetime.now(UTC)
    events = quietly(desk.events.all(since=since, until=wanted.until))
    for event in events:
        added = file.add(event.id, event.occurred_at, _LINES[wanted.lines](event))
        if added and file.number % SETTLE_EVERY == 0:
            file.settle()
    if not events.truncated:
        file.until = min(wanted.until or now, now)
    file.settle()
    return events.truncated


def _told(file: PulledFile, *, as_json: bool, truncated: bool) -> int:
    if as_json:
        summary = {"summary": True, "events": file.number, "file": str(file.path), "last": file.last}
        click.echo(json_line({**summary, "truncated": truncated}))
    else:
        last = "" if file.last is None else f"; the last one is of {file.last.isoformat()}"
        click.echo(f"{file.number} new events in {file.path}{last}.")
    return _well(truncated=truncated)


def _well(*, truncated: bool) -> int:
    if truncated:
        say("The desk did not give all of it: some could not be read, or it stopped at its cap.")
    return NOT_WELL if truncated else WELL
