from attrs import evolve

from deskbridge.memory import sample
from deskbridge_contract_tests import Delivery, HelpdeskContract, in_process


class TestMemory(HelpdeskContract):
    start = staticmethod(lambda: in_process(sample.sample_desk()))

    @classmethod
    def samples(cls, harness):
        delivery = Delivery(*harness.desk.native.delivery(harness.desk.native.events.values()))
        known = {"report": sample.REPORT, "recording_bytes": sample.recording(), "on_call": sample.AGENT_ID}
        known |= {"direct": sample.DIRECT, "survey": sample.SURVEY, "merged": sample.MERGED}
        return evolve(super().samples(harness), **known, delivery=delivery)
