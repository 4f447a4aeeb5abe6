"""The rules that list, and what they must know for it: what was there before, and what was made since."""

from __future__ import annotations

from hypothesis.stateful import rule

from deskbridge.capabilities import Capability, Level
from deskbridge_contract_tests.comparing import compare_listing, listed
from deskbridge_contract_tests.driving import DeskMachine

_MADE = {
    "customers": (Capability.CUSTOMERS_CREATE, Capability.TICKETS_CREATE, Capability.TICKETS_IMPORT_PAST),
    "tickets": (Capability.TICKETS_CREATE, Capability.TICKETS_IMPORT_PAST),
    "topics": (Capability.TOPICS_CREATE,),
    "agents": (Capability.AGENTS_CREATE,),
    "answers": (Capability.ANSWERS_CREATE,),
}
"""By what each of these comes to be."""


class ListingRules(DeskMachine):
    """Lists, and asserts that there is what was made and nothing else.

    A listing is looked at where something can be made that is on it, and where it is declared without a restriction:
    it promises no completeness otherwise, and may be dear.
    """

    def __init__(self) -> None:
        super().__init__()
        self._before: dict[str, list[str]] = {}
        self._since: dict[str, set[str]] = {}
        for role in filter(self._is_looked_at, _MADE):
            self.script.add(f"{role}_before = listed(harness, {role!r})")
            self._before[role], self._since[role] = listed(self.harness, role), set()

    def _is_looked_at(self, role: str) -> bool:
        listing = Capability(f"{role}.all")
        made = any(self.harness.possible(one) for one in _MADE[role])
        return made and self.declared[listing].level is Level.FULL

    def made(self, role: str, ident: str | None) -> None:
        """Know of something that was made; None is nothing."""
        if ident is not None:
            self._since.setdefault(role, set()).add(ident)

    def unmade(self, role: str, ident: str) -> None:
        """Know that something is not there any more."""
        self._since.setdefault(role, set()).discard(ident)

    @rule()
    def list_everything(self) -> None:
        """List everything that can be made."""
        for role, before in self._before.items():
            since = sorted(self._since[role])
            line = f"compare_listing(harness, {role!r}, {role}_before, {self.desk.shown(since)})"
            self.checked(line, lambda: compare_listing(self.harness, role, before, since))  # noqa: B023  called at once

    def teardown(self) -> None:
        """Compare everything once more, and list it."""
        super().teardown()
        if not self.script.ends_in:
            self.list_everything()
