"""What the state machines share: a desk and the reference, and a step on both of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from attrs import evolve
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, precondition

from deskbridge.capabilities import Capability
from deskbridge.errors import ValidationError
from deskbridge.memory import MemoryHelpdesk
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.scripting import Script

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
        last: What the latest run did; of a failure, the shortest run that fails.
    """

    harness: ClassVar[Harness]
    last: ClassVar[Script]

    def __init__(self) -> None:
        super().__init__()
        script = type(self).last = Script()
        self.declared = self.harness.desk.capabilities
        self.desk: Any = script.side(self.harness.desk, "desk")
        self.oracle: Any = script.side(MemoryHelpdesk(), "reference")
        self.maker = Maker(evolve(self.harness, desk=self.desk))
        if self.harness.possible(Capability.AGENTS_ALL):
            self.oracle.native.seed(agents=self.desk.agents.all())

    def compared(self, compare: Callable[..., None], pair: Any, *more: Any) -> None:
        """Compare both sides, and write down how, so that the script of a failure ends in it."""
        ids = f"{self.desk.shown(pair.vendor_id)}, {self.oracle.shown(pair.oracle_id)}"
        rest = f", {self.desk.shown(pair.older)}" if getattr(pair, "older", None) else ""
        told = "".join(f", {self._shown_ids(one)}" for one in more)
        line = f"{compare.__name__}(harness, reference, {type(pair).__name__}({ids}{rest}){told})"
        try:
            compare(self.harness, self.oracle, pair, *more)
        except AssertionError:
            type(self).last.ends_in = type(self).last.ends_in or line
            raise

    def _shown_ids(self, vendor_ids: Mapping[str, str]) -> str:
        pairs = (f"{self.oracle.shown(one)}: {self.desk.shown(other)}" for one, other in vendor_ids.items())
        return "{" + ", ".join(pairs) + "}"

    def both(self, on_vendor: Callable[[], object], on_oracle: Callable[[], object]) -> None:
        """Do it on both sides, or on neither where the vendor's rules don't allow it."""
        try:
            on_vendor()
        except ValidationError:
            return
        on_oracle()


_EXAMPLES = {"brief": (4, 10), "quick": (8, 16), "long": (300, 60)}
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
        phases=(Phase.generate,) if name == "brief" else (Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
