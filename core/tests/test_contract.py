from attrs import evolve

from deskbridge.memory.sample import AGENT_ID, REPORT, recording, sample_desk
from deskbridge_contract_tests import Delivery, HelpdeskContract, in_process


class TestMemory(HelpdeskContract):
    start = staticmethod(lambda: in_process(sample_desk()))

    @classmethod
    def samples(cls, harness):
        known = {"report": REPORT, "recording_bytes": recording(), "on_call": AGENT_ID}
        delivery = Delivery(*harness.desk.native.delivery(harness.desk.native.events.values()))
        return evolve(super().samples(harness), **known, delivery=delivery)
