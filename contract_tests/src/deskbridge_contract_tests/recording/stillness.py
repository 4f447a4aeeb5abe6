"""Holds still what would make a played test differ from the recorded one."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock

import time_machine
from hypothesis.internal.conjecture import providers

from deskbridge_contract_tests import making


@contextmanager
def held_still(at: datetime, seed: str) -> Iterator[None]:
    """Stop the wall clock, and let random bytes and unique names follow from a seed, in the whole process.

    Ids of `uuid.uuid4` and `secrets` are made from these bytes. What measures time, such as a deadline, goes on.
    Hypothesis draws no words of the source code: which modules are there to take them from is another matter each time.
    """
    source = random.Random(seed)  # noqa: S311  it is to be foreseen
    urandom, theirs = os.urandom, random._urandom  # type: ignore[attr-defined]  # where SystemRandom looks for it
    with time_machine.travel(at, tick=False), making.named_by(seed), _no_words_of_code():
        os.urandom = random._urandom = source.randbytes  # type: ignore[attr-defined]
        try:
            yield
        finally:
            os.urandom, random._urandom = urandom, theirs  # type: ignore[attr-defined]


@contextmanager
def _no_words_of_code() -> Iterator[None]:
    """Keep hypothesis from drawing constants of the modules that happen to be imported; it has no option for that."""
    with mock.patch.object(providers.HypothesisProvider, "_maybe_draw_constant", create=True, return_value=None):
        yield
