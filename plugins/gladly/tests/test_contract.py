from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime

import orjson
import pytest
from attrs import evolve

from deskbridge.records import AgentId, ReportQuery
from deskbridge.sandbox import SandboxOptions, Seed, running
from deskbridge.settings import Secret
from deskbridge.transport import Options
from deskbridge_contract_tests import Delivery, Harness, HelpdeskContract, Maker, Samples
from deskbridge_contract_tests.samples import found
from deskbridge_gladly.desk import connect
from deskbridge_gladly.sandbox import create
from deskbridge_gladly.settings import GladlySettings

USERNAME, PASSWORD = "hook", "s3cret-of-the-webhook"
BODY = orjson.dumps({"id": "e", "type": "EXPORT_JOB/COMPLETED", "content": {"jobId": "j"}})


def _basic(username: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


@contextlib.contextmanager
def _started() -> Iterator[Harness]:
    options = SandboxOptions(seeds=(Seed("sample"), Seed("synthetic", 20)))
    with running(create(options)) as served:
        given = served.settings
        settings = GladlySettings(
            base_url=given["base_url"],
            username=given["username"],
            api_token=Secret(given["api_token"]),
            webhook_username=USERNAME,
            webhook_password=Secret(PASSWORD),
        )
        chosen = Options(deadline_seconds=10, timeout_seconds=5)
        counters = served.sandbox.counters
        with connect(settings, chosen) as desk:
            yield Harness(
                desk=desk,
                requests=lambda: counters.requests,
                outbound_messages=lambda: counters.outbound_messages,
                faults=served.sandbox.faults,
                connect=lambda others: connect(settings, evolve(chosen, **others)),
                secrets=(given["api_token"], _basic(given["username"], given["api_token"])[6:], PASSWORD),
            )


class TestGladly(HelpdeskContract):
    vendor = "gladly"

    @classmethod
    def start(cls) -> contextlib.AbstractContextManager[Harness]:
        return _started()

    @classmethod
    def samples(cls, harness: Harness) -> Samples:
        headers = {"Authorization": _basic(USERNAME, PASSWORD)}
        wrong = {"Authorization": _basic(USERNAME, "other")}
        recorders = (harness.desk.calls.recorder(AgentId(one.id)) for one in harness.desk.agents.all())
        return evolve(
            found(harness),
            report=ReportQuery(
                name="ConversationExportReport", first_day=date(2020, 1, 1), last_day=datetime.now(UTC).date()
            ),
            delivery=Delivery(headers, BODY, (({}, BODY), (wrong, BODY))),
            on_call=next((one.agent_id for one in recorders if one.recording), None),
        )

    # What each of these promises in Gladly's own way is tested beside the role that it is about.

    @pytest.mark.xfail(reason="A task that is made again under one id with the same content is done, not a conflict.")
    def test_a_task_made_twice_by_one_id_is_recognised(self, harness: Harness, maker: Maker) -> None:
        super().test_a_task_made_twice_by_one_id_is_recognised(harness, maker)

    @pytest.mark.xfail(reason="A note can't be redacted: Gladly redacts messages, voicemails and calls only.")
    def test_a_redacted_messages_content_is_gone_and_the_message_stays(self, harness: Harness, maker: Maker) -> None:
        super().test_a_redacted_messages_content_is_gone_and_the_message_stays(harness, maker)

    @pytest.mark.xfail(reason="answers.get gives no contents; writing one gives back that one.")
    def test_contents_are_set_by_language_and_use(self, harness: Harness, maker: Maker) -> None:
        super().test_contents_are_set_by_language_and_use(harness, maker)

    @pytest.mark.xfail(reason="answers.get gives no contents; writing one gives back that one.")
    def test_a_content_keeps_its_text_in_every_script(self, harness: Harness, maker: Maker) -> None:
        super().test_a_content_keeps_its_text_in_every_script(harness, maker)

    @pytest.mark.xfail(reason="answers.get gives no contents; writing one gives back that one.")
    def test_a_content_replaces_what_was_there(self, harness: Harness, maker: Maker) -> None:
        super().test_a_content_replaces_what_was_there(harness, maker)
