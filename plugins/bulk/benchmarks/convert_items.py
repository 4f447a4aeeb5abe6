"""Converts conversation items to CSV, and reads and writes the same lines with bare `json.loads` and `csv.writer`.

Run it with ``python plugins/bulk/benchmarks/convert_items.py [--lines 200000] [--mib 1024]``. The lines are made of the
vendor's published and real ones. The bare loop writes the envelope and the values of the content as they come, without
columns of their own for each kind, and neutralises nothing. Both run in slices, in turn, so that a machine that changes
its pace changes it for both. The file of `--mib` is only converted, for its memory; 0 leaves it out.

It fails when ours makes fewer lines a second, or needs more than 60 MiB above the start.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from deskbridge_bulk.exporting.converting import Conversion, convert
from deskbridge_bulk.exporting.sources import Group, grouped, known_files
from deskbridge_bulk.exporting.writing import Target

MIB = 1024 * 1024
MOST_GROWTH_MIB = 60
SLICES = 4
RECORDED = Path(__file__).parents[2] / "gladly" / "tests" / "recorded"


def lines() -> Iterator[bytes]:
    """Make lines of all kinds without end, each with an id of its own."""
    bodies = [
        body
        for name in ("real_items", "export_items")
        for body in json.loads((RECORDED / f"{name}.json").read_text())["bodies"]
    ]
    texts = [json.dumps({**one, "id": "#MARK#"}, separators=(",", ":"), ensure_ascii=False).encode() for one in bodies]
    number = 0
    while True:
        for one in texts:
            yield one.replace(b"#MARK#", b"%022d" % number) + b"\n"
            number += 1


def group_of(path: Path) -> Group:
    """Return the file as what it is."""
    (group,) = grouped([path], known_files("gladly"), "conversation_items")
    return group


def bare(source: Path, target: Path) -> None:
    """Write what is there as it comes."""
    loads = json.loads
    with source.open("rb") as read, target.open("w", encoding="utf-8", newline="") as written:
        writerow = csv.writer(written).writerow
        for line in read:
            item = loads(line)
            who, content = item.get("initiator", {}), item["content"]
            row = [item["id"], item["customerId"], item.get("conversationId"), item["timestamp"]]
            writerow([*row, who.get("id"), who.get("type"), *content.values()])


def ours(source: Path, target: Path) -> None:
    """Convert as the command does."""
    convert(group_of(source), target, Conversion(target=Target.CSV), _unread)


def _unread(path: Path, number: int, problem: str) -> None:
    msg = f"{path}, line {number}: {problem}"
    raise AssertionError(msg)


def timed(work: object, source: Path, target: Path) -> tuple[float, float]:
    """Return seconds by the clock, and of the processor's time."""
    begun = (time.perf_counter(), time.process_time())
    work(source, target)  # type: ignore[operator]  # one of the two above
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def speed(folder: Path, number: int) -> bool:
    """Measure, print, and return whether ours is fast enough."""
    source = lines()
    took = {bare: [0.0, 0.0], ours: [0.0, 0.0]}
    for each in range(SLICES):
        path = folder / f"slice-{each}.jsonl"
        with path.open("wb") as written:
            written.writelines(next(source) for _ in range(number // SLICES))
        if not each:
            ours(path, folder / "warm.csv")  # what is imported and compiled once is no rate
        for work in (bare, ours) if each % 2 else (ours, bare):
            clock, used = timed(work, path, folder / "out.csv")
            took[work][0] += clock
            took[work][1] += used
        path.unlink()
    for title, work in (("bare json.loads and csv.writer", bare), ("export convert --to csv", ours)):
        clock, used = took[work]
        print(f"{title:32} {number / clock:>10,.0f} lines/s, {used / number * 1e6:6.2f} us used a line")
    print(f"ours : bare = {took[bare][0] / took[ours][0]:.2f}, by time used {took[bare][1] / took[ours][1]:.2f}")
    return took[bare][1] >= took[ours][1]


def rss_mib() -> float:
    """Return what this process has in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / MIB


def peak_mib() -> float:
    """Return the most that this process has had in memory."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / MIB


def memory(folder: Path, mib: int) -> bool:
    """Convert a large file in a process of its own, whose memory is still as small as it begins."""
    path, made, source = folder / "large.jsonl", 0, lines()
    with path.open("wb") as written:
        while made < mib * MIB:
            made += written.write(next(source))
    return not subprocess.run([sys.executable, __file__, "--measured", str(path)], check=False).returncode


def measured(path: Path) -> int:
    """Convert a file, print what memory that took, and return whether it was too much."""
    group_of(path)  # what is imported once is the start
    start, begun = rss_mib(), time.perf_counter()
    ours(path, path.with_suffix(".csv"))
    took, growth = time.perf_counter() - begun, peak_mib() - start
    size = path.stat().st_size / MIB
    print(f"a file of {size:,.0f} MiB in {took:.0f} s, memory above the start {growth:.1f} MiB (VmHWM)")
    return int(growth > MOST_GROWTH_MIB)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--measured", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measured:
        return measured(given.measured)
    with tempfile.TemporaryDirectory() as name:
        fast = speed(Path(name), given.lines)
        small = memory(Path(name), given.mib) if given.mib else True
    print(f"Python {sys.version.split()[0]}")
    return int(not (fast and small))


if __name__ == "__main__":
    sys.exit(main())
