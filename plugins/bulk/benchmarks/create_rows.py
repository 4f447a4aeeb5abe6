"""A create job of 10,000 rows beside a bare urllib3 thread pool that sends the same requests, in one run.

Both send to the Gladly sandbox, a process of its own with its limits off. The job reads the table, writes its journal
(on the disk before each write), derives the ids, checks every answer; the bare pool does nothing of that.

    python plugins/bulk/benchmarks/create_rows.py [ROWS]
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import urllib3

from deskbridge.cli import host

ALLOWED = 1.3
WORKERS = 8
PARTS = 10
COLUMNS = ("name", "address", "email:1", "phone:1", "customAttribute:attr1")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder, sandbox() as bare, sandbox() as ours:
        warm_up(Path(folder), bare, ours)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        bare_took, job_took = Took(), Took()
        for part in parts(rows):  # by turns, so that whatever else the machine does slows both
            bare_took.add(lambda part=part: run_bare(bare, part))
            table = write_table(Path(folder), part)
            job_took.add(lambda table=table: run_job(Path(folder), table, ours))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    for name, took in (("bare pool", bare_took), ("job", job_took)):
        print(f"{name:9} {sum(took.seconds):6.2f} s, {rows / sum(took.seconds):5.0f} rows/s, CPU {sum(took.cpu):.2f} s")
    ratio, cpu_ratio = ratio_of(job_took.seconds, bare_took.seconds), ratio_of(job_took.cpu, bare_took.cpu)
    print(f"ratio {ratio:.2f} (allowed {ALLOWED}), of CPU time {cpu_ratio:.2f}; memory grew by {grown / 1024:.1f} MiB")
    if ratio > ALLOWED:
        sys.exit("too slow")


class Took:
    """What some calls took."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.cpu: list[float] = []

    def add(self, call: Callable[[], object]) -> None:
        cpu, started = time.process_time(), time.perf_counter()
        call()
        self.seconds.append(time.perf_counter() - started)
        self.cpu.append(time.process_time() - cpu)


def ratio_of(ours: list[float], theirs: list[float]) -> float:
    """Return the median of the rounds' ratios, which one slow round does not move."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def parts(rows: int) -> list[range]:
    size = max(rows // PARTS, 1)
    return [range(first, min(first + size, rows)) for first in range(0, rows, size)]


@contextmanager
def sandbox() -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "deskbridge", "sandbox", "gladly", "--seed", "empty", "--rate-limit", "off"]
    with subprocess.Popen(
        [*command, "--until-stdin-closes"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["settings"]
        process.kill()


def cells(row: int) -> tuple[str, ...]:
    return (f"First{row} Last{row}", "A street, CA", f"person{row}@example.org", f"+1650{row:07}", "hello")


def write_table(folder: Path, rows: range) -> Path:
    path = folder / f"customers-{rows.start}.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(map(cells, rows))
    return path


def run_bare(settings: dict[str, Any], rows: range) -> None:
    headers = {
        **urllib3.make_headers(basic_auth=f"{settings['username']}:{settings['api_token']}"),
        "Content-Type": "application/json",
        "Accept": "application/json",
    }
    pool = urllib3.PoolManager(maxsize=WORKERS)
    url = f"{settings['base_url']}/api/v1/customer-profiles"

    def send(row: int) -> int:
        name, address, email, phone, attribute = cells(row)
        body = {
            "id": f"bare{row}",
            "name": name,
            "address": address,
            "emails": [{"original": email}],
            "phones": [{"original": phone}],
            "customAttributes": {"attr1": attribute},
        }
        return pool.request("POST", url, body=json.dumps(body), headers=headers).status

    with ThreadPoolExecutor(WORKERS) as workers:
        assert set(workers.map(send, rows)) == {201}


def warm_up(folder: Path, bare: dict[str, Any], ours: dict[str, Any]) -> None:
    """Import what is needed, and let both sandboxes find their pace."""
    warm = range(1_000_000, 1_000_300)
    run_bare(bare, warm)
    run_job(folder, write_table(folder, warm), ours)


def run_job(folder: Path, table: Path, settings: dict[str, Any]) -> None:
    os.environ["DESKBRIDGE_CONFIG"] = str(folder / "deskbridge.toml")
    values = "\n".join(f"{name} = {json.dumps(value)}" for name, value in settings.items())
    (folder / "deskbridge.toml").write_text(f'[desks.support]\nvendor = "gladly"\n{values}\n')
    out = io.StringIO()
    with redirect_stdout(out):
        code = host.run(["customers", "create", str(table), "--desk", "support", "--workers", str(WORKERS), "--json"])
    assert code == 0, out.getvalue()[-1000:]


if __name__ == "__main__":
    main()
