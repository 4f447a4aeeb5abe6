from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import Agent, Group
from deskbridge_contract_tests import HelpdeskContract, in_process


class TestMemory(HelpdeskContract):
    @classmethod
    def start(cls):
        desk = MemoryHelpdesk()
        agent = Agent(id="agent-1", vendor="memory", name="Grace", email="grace@example.com", active=True)
        desk.native.seed(agents=[agent], groups=[Group(id="group-1", vendor="memory", name="Support")])
        return in_process(desk)
