"""A local Gladly: an HTTP server with the vendor's rules, written from the vendor's facts and never from our client.

Where the published facts are silent a choice was needed; each is marked "inferred" where it is made.
"""

from deskbridge.sandbox import Sandbox, SandboxOptions
from deskbridge_gladly.sandbox.server import GladlySandbox

__all__ = ["GladlySandbox", "create"]


def create(options: SandboxOptions) -> Sandbox:
    """Make a Gladly sandbox that holds what the options' seeds name."""
    return GladlySandbox(options)
