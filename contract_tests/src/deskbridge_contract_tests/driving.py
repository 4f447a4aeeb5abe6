"""What the state machines share: a desk and the reference, and a step on both of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar, cast

from attrs import evolve
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition

from deskbridge.capabilities import Capability
from deskbridge.errors import InvalidRequestError, PermissionDeniedError, UnsupportedError, ValidationError
from deskbridge.memory import MemoryHelpdesk
from deskbridge.records import AgentId, Direction, GroupId
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.making import Maker
from deskbridge_contract_tests.scripting import Script

Rule = TypeVar("Rule", bound=Callable[..., object])
T = TypeVar("T")
Work = Mapping[str, tuple[Capability, ...]]
"""What can be done to something: by the method's name what must be possible for it."""
_MOST_AT_ONCE = 12
_PARTLY = (ValidationError, InvalidRequestError, PermissionDeniedError, UnsupportedError)
"""How something may be refused that is declared with a restriction."""


def can(*capabilities: Capability) -> Callable[[Rule], Rule]:
    """Run a rule only where all of these are possible."""
    return precondition(lambda machine: machine.harness.possible(*capabilities))


class DeskMachine(RuleBasedStateMachine):
    """Has a desk and the reference beside it.

    A vendor may refuse by `ValidationError` what its rules don't allow in a record's present state; the reference is
    not driven then, so that the comparison proves that a refused write changed nothing.

    Attributes:
        harness: The desk to drive; set by a subclass.
        staff: Agents who can be given work; they are the same for all runs, so that hypothesis can repeat its choices.
        places: Groups that tickets can be moved to; the same for all runs.
        last: What the latest run did; of a failure, the shortest run that fails.
        made_once: The strategies of all runs; set by a subclass.
    """

    harness: ClassVar[Harness]
    staff: ClassVar[tuple[AgentId, ...]] = ()
    places: ClassVar[tuple[GroupId, ...]] = ()
    last: ClassVar[Script]
    made_once: ClassVar[dict[Hashable, st.SearchStrategy[Any]]]

    def __init__(self) -> None:
        super().__init__()
        self.script = type(self).last = Script()
        self.declared = self.harness.desk.capabilities
        self.desk: Any = self.script.side(self.harness.desk, "desk")
        self.oracle: Any = self.script.side(MemoryHelpdesk(), "reference")
        self.maker = Maker(evolve(self.harness, desk=self.desk))
        self._known: dict[Any, tuple[Callable[..., None], tuple[Any, ...]]] = {}

    def compared(self, compare: Callable[..., None], pair: Any, *more: Any) -> None:
        """Compare both sides, and do it again at the end: a later step may change what it does not touch."""
        self._known[pair] = compare, more
        self.told(compare, pair, *more)

    def told(self, compare: Callable[..., None], pair: Any, *more: Any) -> None:
        """Compare both sides, and write down how."""
        ids = f"{self.desk.shown(pair.vendor_id)}, {self.oracle.shown(pair.oracle_id)}"
        rest = f", {self.desk.shown(pair.older)}" if getattr(pair, "older", None) else ""
        told = "".join(f", {self._shown(one)}" for one in more)
        line = f"{compare.__name__}(harness, reference, {type(pair).__name__}({ids}{rest}){told})"
        self.checked(line, lambda: compare(self.harness, self.oracle, pair, *more))

    def checked(self, line: str, check: Callable[[], None]) -> None:
        """Make an assertion, and write down the line that makes it, so that the script of a failure ends in it."""
        try:
            check()
        except AssertionError:
            self.script.ends_in = self.script.ends_in or line
            raise

    def _shown(self, told: Any) -> str:
        if not isinstance(told, Mapping):
            return str(self.desk.shown(told))
        pairs = (f"{self.oracle.shown(one)}: {self.desk.shown(other)}" for one, other in told.items())
        return "{" + ", ".join(pairs) + "}"

    def both(self, on_vendor: Callable[[], object], on_oracle: Callable[[], object], *needed: Capability) -> bool:
        """Do it on both sides, or on neither where the vendor's rules don't allow it.

        Args:
            on_vendor: Does it at the vendor.
            on_oracle: Does it in the reference.
            needed: Where one of these is declared with a restriction, the vendor may refuse for that as well.

        Returns:
            Whether it was done.
        """
        refusals = (ValidationError,) if self.harness.full(*needed) else _PARTLY
        try:
            on_vendor()
        except refusals:
            return False
        on_oracle()
        return True

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Assert that as many messages go out to customers as are sent in the reference, where somebody can tell."""
        before = self._unsent()
        yield
        told = "another number of messages went out to customers than was sent"
        self.checked(f"# {told}; who runs this can only look", lambda: _same(before, self._unsent(), told))

    def _unsent(self) -> int | None:
        if self.harness.outbound_messages is None:
            return None
        messages = self.oracle.native.messages.values()
        sent = [one for one in messages if one.direction is Direction.OUTBOUND and not one.external_id]
        return self.harness.outbound_messages() - len(sent)

    def chosen(self, data: st.DataObject, work: Work) -> list[str]:
        """Draw some things to do, of those that are possible; several, so that hypothesis mixes them in every run."""
        return self.drawn(data, self._some, tuple(work.items()))

    def _some(self, work: tuple[tuple[str, tuple[Capability, ...]], ...]) -> st.SearchStrategy[list[str]]:
        possible = [name for name, needed in work if self.harness.possible(*needed)]
        return st.lists(st.sampled_from(possible), max_size=_MOST_AT_ONCE) if possible else st.just([])

    def drawn(self, data: st.DataObject, make: Callable[..., st.SearchStrategy[T]], *given: Any) -> T:
        """Draw from a strategy that is made once for all runs: to make and check it takes longer than to draw."""
        key = (make.__name__, tuple(one for one in given if one is not self.declared))
        if key not in self.made_once:
            self.made_once[key] = make(*given)
        return cast(T, data.draw(self.made_once[key]))

    def teardown(self) -> None:
        """Compare everything once more, unless it is known already what differs."""
        if not self.script.ends_in:
            for pair, (compare, more) in list(self._known.items()):
                self.compared(compare, pair, *more)


def _same(expected: object, actual: object, told: str) -> None:
    assert expected == actual, told


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
