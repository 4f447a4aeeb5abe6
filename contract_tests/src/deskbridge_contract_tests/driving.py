"""What the state machines share: a desk and the reference, and a step on both of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, precondition

from deskbridge.capabilities import Capability
from deskbridge.errors import ValidationError
from deskbridge.memory import MemoryHelpdesk
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker

Rule = TypeVar("Rule", bound=Callable[..., object])


def can(*capabilities: Capability) -> Callable[[Rule], Rule]:
    """Run a rule only where all of these are possible."""
    return precondition(lambda machine: machine.harness.possible(*capabilities))


class DeskMachine(RuleBasedStateMachine):
    """Has a desk and the reference beside it, where the same agents work.

    A vendor may refuse by `ValidationError` what its rules don't allow in a record's present state; the reference is
    not driven then, so that the comparison proves that a refused write changed nothing.

    Attributes:
        harness: The desk to drive; set by a subclass.
    """

    harness: ClassVar[Harness]

    def __init__(self) -> None:
        super().__init__()
        self.desk = self.harness.desk
        self.declared = self.harness.desk.capabilities
        self.oracle = MemoryHelpdesk()
        self.maker = Maker(self.harness)
        if self.harness.possible(Capability.AGENTS_ALL):
            self.oracle.native.seed(agents=self.desk.agents.all())

    def both(self, on_vendor: Callable[[], object], on_oracle: Callable[[], object]) -> None:
        """Do it on both sides, or on neither where the vendor's rules don't allow it."""
        try:
            on_vendor()
        except ValidationError:
            return
        on_oracle()


_EXAMPLES = {"brief": (4, 8), "quick": (8, 12), "long": (300, 60)}
"""How many examples of how many steps at most."""


def profile(name: str) -> settings:
    """Return how long to run.

    `quick` is the same every time and made for CI, `brief` as well and made for recordings, `long` looks further at
    random.
    """
    examples, steps = _EXAMPLES[name]
    longer = name == "long"
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=not longer,
        database=None,
        deadline=None,
        print_blob=False,
        phases=(Phase.generate, Phase.shrink) if longer else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
