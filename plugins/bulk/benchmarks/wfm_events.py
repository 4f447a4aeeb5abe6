"""How long the workforce figures of 100,000 events take, how that grows with their number, and the memory it takes.

Run it by `python plugins/bulk/benchmarks/wfm_events.py`. The events are those of 120 agents over a day: they become
available and stop, begin calls, and put them on hold. Each number is the best of several runs of the whole command's
work, from the lines of a file to rows as CSV, in a process of its own on one core. Seconds are told by the clock and as
the process used them: on a machine that is busy with other things, only the latter mean much, and they are held to the
limits.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

BEGAN = datetime(2026, 3, 2, tzinfo=UTC)
AGENTS = 120
RUNS = 5
MOST_SECONDS = 3.0
MOST_GROWTH = 2.2


def main() -> None:
    parsed = argparse.ArgumentParser(description="Time workforce figures")
    parsed.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    one = parsed.parse_args().one
    if one is not None:
        measure(one)
        return
    with tempfile.TemporaryDirectory() as folder:
        results = best(Path(folder), (100_000, 200_000))
    for number, (seconds, used, memory) in results.items():
        rate = f"{number / used:,.0f} events a second"
        print(f"{number} events: {used:.2f} s ({seconds:.2f} s by the clock), {rate}, {memory} MiB above the start")
    growth = results[200_000][1] / results[100_000][1]
    print(f"twice the events: {growth:.2f} times the time")
    assert results[100_000][1] < MOST_SECONDS, f"over {MOST_SECONDS} s"
    assert growth <= MOST_GROWTH, f"over {MOST_GROWTH} times"


def best(folder: Path, numbers: Sequence[int]) -> dict[int, tuple[float, float, int]]:
    """Run each in turn, so that a machine that changes its pace changes it for all, and return the best of each."""
    for number in numbers:
        write(folder / f"{number}.jsonl", number)
    told: dict[int, list[dict[str, float]]] = {number: [] for number in numbers}
    for _ in range(RUNS):
        for number, runs in told.items():
            given = [sys.executable, __file__, "--one", folder / f"{number}.jsonl"]
            runs.append(orjson.loads(subprocess.run(given, check=True, capture_output=True).stdout))
    return {
        number: (
            min(one["seconds"] for one in runs),
            min(one["used"] for one in runs),
            int(max(one["memory"] for one in runs)),
        )
        for number, runs in told.items()
    }


def write(path: Path, number: int) -> None:
    """Write made-up events, six a call, as `events pull` does."""
    made = random.Random(7)  # noqa: S311  no secret
    at = BEGAN
    phone = {"kind": "phone", "original": "PHONE_CALL"}
    with path.open("wb") as file:
        for index in range(number // 6):
            agent = f"agent-{made.randrange(AGENTS)}"
            call = {
                "initiator": {"kind": "agent", "id": agent, "original": "AGENT"},
                "contact_id": f"call-{index}",
                "channel": phone,
                "customer_id": f"customer-{index}",
                "ticket_id": f"ticket-{index}",
                "details": {"context": {"assignee": {"inboxId": "inbox", "agentId": agent}}},
            }
            here = {"agent_id": agent, "available_for": [{"kind": "voice", "original": "VOICE"}]}
            parts = [
                ("agent.availability_changed", here),
                ("contact.started", call),
                ("contact.hold_started", call),
                ("contact.hold_ended", call),
                ("contact.ended", call),
                ("agent.availability_changed", {"agent_id": agent, "available_for": []}),
            ]
            for step, (kind, fields) in enumerate(parts):
                at += timedelta(seconds=made.random())
                head = {"id": f"e{index}-{step}", "vendor": "v", "kind": kind, "original_kind": kind.upper()}
                file.write(
                    orjson.dumps(
                        {**head, "occurred_at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"), **fields}
                    )
                    + b"\n"
                )


def measure(path: Path) -> None:
    from deskbridge_bulk.output import Form, Output
    from deskbridge_bulk.workforce import wfm
    from deskbridge_bulk.workforce.sheet import Period

    period = Period(since=None, until=None, minutes=30, zone=ZoneInfo("Europe/Berlin"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, used_before = time.perf_counter(), time.process_time()
    with wfm.events_of_file(str(path)) as read:
        wfm.report(read, period, Output(form=Form.CSV, path=path.with_suffix(".csv")))
    seconds, used = time.perf_counter() - began, time.process_time() - used_before
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    sys.stdout.buffer.write(orjson.dumps({"seconds": seconds, "used": used, "memory": memory}))


if __name__ == "__main__":
    main()
