"""What the sandbox holds at the start."""

from __future__ import annotations

from collections.abc import Sequence

from deskbridge.sandbox import Seed
from deskbridge_gladly.sandbox.seeds import sample, synthetic
from deskbridge_gladly.sandbox.store import API_USER_ID, Store

__all__ = ["lay"]


def lay(store: Store, seeds: Sequence[Seed]) -> None:
    """Lay the seeds one upon the other; even an empty organization has the agent whose token is used.

    Raises:
        ValueError: A kind of seed comes twice; its ids would clash.
    """
    names = [seed.name for seed in seeds]
    if len(set(names)) < len(names):
        msg = f"each kind of seed can be laid once, not {', '.join(names)}"
        raise ValueError(msg)
    agent = {"id": API_USER_ID, "name": "Gladly Admin", "emailAddress": "gladlyadmin@gladly.com"}
    store.agents[API_USER_ID] = agent
    for seed in seeds:
        if seed.name == "sample":
            sample.lay(store)
        elif seed.name == "synthetic":
            synthetic.lay(store, seed.tickets)
