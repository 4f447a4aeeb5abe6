"""What a sandbox holds at the start."""

from __future__ import annotations

from collections.abc import Sequence

from deskbridge.sandbox import Seed
from deskbridge_glassix.sandbox.seeds import sample, synthetic, workspace
from deskbridge_glassix.sandbox.seeds.workspace import API_USER, MAIN_DEPARTMENT, OTHER_DEPARTMENT
from deskbridge_glassix.sandbox.world import World

__all__ = ["API_USER", "MAIN_DEPARTMENT", "OTHER_DEPARTMENT", "sow"]


def sow(world: World, seeds: Sequence[Seed]) -> None:
    """Lay the departments, their users and tags, and then each seed once, in order.

    Args:
        world: An empty world.
        seeds: `empty` adds nothing more; `sample` and `synthetic` may be combined.
    """
    workspace.lay(world)
    for seed in dict.fromkeys(seeds):
        if seed.name == "sample":
            sample.lay(world)
        elif seed.name == "synthetic":
            synthetic.lay(world, seed.tickets)
