"""Measures how many simple reads a second the Gladly sandbox answers.

Run it with ``python plugins/gladly/benchmarks/sandbox_reads.py``; `deskbridge.sandbox.measuring` says how it is done.
"""

from __future__ import annotations

from deskbridge.sandbox import SandboxOptions, basic, parse_seed, running
from deskbridge.sandbox.measuring import report
from deskbridge_gladly.sandbox import GladlySandbox

NEEDED = 1_500


def main() -> None:
    """Print the rates of some simple reads; fail if one is below what is needed."""
    sandbox = GladlySandbox(SandboxOptions(seeds=[parse_seed("synthetic:200")]))
    store = sandbox.store
    paths = {
        "get an agent": f"/api/v1/agents/{next(iter(store.agents))}",
        "get a customer": f"/api/v1/customer-profiles/{next(iter(store.people.profiles))}",
        "get a conversation": f"/api/v1/conversations/{next(iter(store.conversations))}",
        "get an item": f"/api/v1/conversation-items/{next(iter(store.items))}",
        "list the topics": "/api/v1/topics",
        "find a customer": "/api/v1/customer-profiles?email=person.0%40example.com",
    }
    with running(sandbox) as served:
        settings = served.settings
        report(served.url, basic(settings["username"], settings["api_token"]), paths, needed=NEEDED)


if __name__ == "__main__":
    main()
