"""A third party's connector, unchanged, against the sandbox: the Singer tap `tap-gladly`.

It is not part of this repository. To run this: `pip install tap-gladly jsonpath-ng==1.5.3` into an environment of its
own (with a newer jsonpath-ng the tap reads no lines, also from the vendor), and name the program, `.../bin/tap-gladly`,
in `DESKBRIDGE_TAP_GLADLY`.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

from deskbridge.sandbox import SandboxOptions, parse_seed, running
from deskbridge_gladly.sandbox import create
from deskbridge_gladly.sandbox.areas.exports import is_exported

TAP = Path(os.environ.get("DESKBRIDGE_TAP_GLADLY") or "/nowhere")
pytestmark = pytest.mark.skipif(not TAP.is_file(), reason="needs DESKBRIDGE_TAP_GLADLY, the program tap-gladly")


def test_the_tap_reads_every_stream_and_finds_its_own_schemas_kept(tmp_path: Path) -> None:
    options = SandboxOptions(seeds=[parse_seed("synthetic:120")], rate_limit="off")
    sandbox = create(options)
    with running(sandbox) as served:
        config = {
            "username": served.settings["username"],
            "password": served.settings["api_token"],
            "api_url_base": f"{served.settings['base_url']}/api/v1",
            "start_date": "2020-01-01T00:00:00Z",
        }
        (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
        command = [TAP, "--config", tmp_path / "config.json"]
        ran = subprocess.run(command, capture_output=True, timeout=120, check=True)
    messages = [json.loads(line) for line in ran.stdout.splitlines()]
    schemas = {
        each["stream"]: jsonschema.Draft7Validator(each["schema"]) for each in messages if each["type"] == "SCHEMA"
    }
    records = [each for each in messages if each["type"] == "RECORD"]
    for each in records:
        schemas[each["stream"]].validate(each["record"])
    read = Counter(each["stream"] for each in records)
    jobs = [job for job in sandbox.store.jobs.values() if job.status == "COMPLETED"]
    assert (len(schemas), read["jobs"]) == (17, len(jobs))
    assert read["conversation_all_types"] == sum(is_exported(item) for job in jobs for item in job.items)
    assert min(read["reports__conversation_timestamps_report"], read["conversation_phone_call"], read["topics"]) > 0
