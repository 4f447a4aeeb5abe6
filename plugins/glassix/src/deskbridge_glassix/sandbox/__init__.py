"""A local Glassix: a real HTTP server with the vendor's rules, written from the vendor's published facts.

It shares no code with the client. Where the facts are silent, the choice made here says "inferred".
"""

from __future__ import annotations

from deskbridge.sandbox import Sandbox, SandboxOptions
from deskbridge_glassix.sandbox.app import GlassixSandbox

__all__ = ["GlassixSandbox", "create"]


def create(options: SandboxOptions) -> Sandbox:
    """Make a sandbox for `deskbridge.sandbox.running` or `serve`.

    Args:
        options: Seeds, rate limits and clock.
    """
    return GlassixSandbox(options)
