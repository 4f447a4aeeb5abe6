"""The vendor beside the reference implementation."""

from __future__ import annotations

import pytest
from hypothesis.stateful import run_state_machine_as_test

from deskbridge_contract_tests.driving import profile
from deskbridge_contract_tests.harness import Harness
from deskbridge_contract_tests.machine import can_be_driven, machine_for
from deskbridge_contract_tests.working import can_be_worked, working_machine_for


class BesideMemorySuite:
    """Whatever is done in whatever order, the vendor holds what the reference holds."""

    def test_it_holds_what_the_reference_holds(self, harness: Harness, contract_profile: str) -> None:
        """Steps combine as they do in memory. Usually wrong: a rule that one step alone does not meet."""
        if not can_be_driven(harness):
            pytest.skip("nothing can be written or listed here")
        run_state_machine_as_test(machine_for(harness), settings=profile(contract_profile))

    def test_its_tasks_and_answers_are_those_of_the_reference(self, harness: Harness, contract_profile: str) -> None:
        """Tasks and answers change as they do in memory. Usually wrong: one change undoes another."""
        if not can_be_worked(harness):
            pytest.skip("no tasks or answers can be made here")
        run_state_machine_as_test(working_machine_for(harness), settings=profile(contract_profile))
