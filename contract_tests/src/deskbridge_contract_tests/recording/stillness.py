"""Holds still what would make a played test differ from the recorded one."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import time_machine

from deskbridge_contract_tests import making


@contextmanager
def held_still(at: datetime, seed: str) -> Iterator[None]:
    """Stop the wall clock, and let random bytes and unique names follow from a seed, in the whole process.

    Ids of `uuid.uuid4` and `secrets` are made from these bytes. What measures time, such as a deadline, goes on.
    """
    source = random.Random(seed)  # noqa: S311  it is to be foreseen
    urandom, theirs = os.urandom, random._urandom  # type: ignore[attr-defined]  # where SystemRandom looks for it
    with time_machine.travel(at, tick=False), making.named_by(seed):
        os.urandom = random._urandom = source.randbytes  # type: ignore[attr-defined]
        try:
            yield
        finally:
            os.urandom, random._urandom = urandom, theirs  # type: ignore[attr-defined]
