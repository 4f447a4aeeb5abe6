from attrs import evolve

from deskbridge.memory.sample import AGENT_ID, DIRECT, REPORT, SURVEY, recording, sample_desk
from deskbridge_contract_tests import Delivery, HelpdeskContract, in_process


class TestMemory(HelpdeskContract):
    start = staticmethod(lambda: in_process(sample_desk()))

    @classmethod
    def samples(cls, harness):
        delivery = Delivery(*harness.desk.native.delivery(harness.desk.native.events.values()))
        known = {"report": REPORT, "recording_bytes": recording(), "on_call": AGENT_ID, "direct": DIRECT}
        return evolve(super().samples(harness), **known, survey=SURVEY, delivery=delivery)
