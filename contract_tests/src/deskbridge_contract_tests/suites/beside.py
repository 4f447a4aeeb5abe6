"""The vendor beside the reference implementation."""

from __future__ import annotations

import pytest
from hypothesis.stateful import run_state_machine_as_test

from deskbridge_contract_tests.driving import profile
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.machine import can_be_driven, machine_for


class BesideMemorySuite:
    """Whatever is done in whatever order, the vendor holds what the reference holds."""

    def test_it_holds_what_the_reference_holds(self, harness: Harness, contract_profile: str) -> None:
        """Whatever is done in whatever order ends as it does in memory. Users combine steps that no single test does.

        Usually wrong: a rule that one step alone does not meet.
        """
        if not can_be_driven(harness):
            pytest.skip("nothing can be written or listed here")
        machine = machine_for(harness)
        try:
            run_state_machine_as_test(machine, settings=profile(contract_profile))
        except Exception as failure:
            failure.add_note(f"the shortest way there, as a script:\n\n{machine.last.text(failure)}")
            raise
