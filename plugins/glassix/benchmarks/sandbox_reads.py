"""Measures how many simple reads a second the Glassix sandbox answers.

Run it with ``python plugins/glassix/benchmarks/sandbox_reads.py``; `deskbridge.sandbox.measuring` says how it is done.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.request import Request, urlopen

from deskbridge.sandbox import SandboxOptions, parse_seed, running
from deskbridge.sandbox.measuring import report
from deskbridge_glassix.sandbox import GlassixSandbox
from deskbridge_glassix.sandbox.seeds import MAIN_DEPARTMENT

NEEDED = 1_500


def main() -> None:
    """Print the rates of some simple reads; fail if one is below what is needed."""
    sandbox = GlassixSandbox(SandboxOptions(seeds=[parse_seed("synthetic:200")]))
    ticket = sandbox.world.in_department[MAIN_DEPARTMENT][0]
    paths = {
        "get a ticket": f"tickets/get/{ticket.id}",
        "get a contact": f"contacts/get/{ticket.clients[0]['contactId']}",
        "get the status": "users/getstatus",
        "list the users": "users/allusers",
        "list the tags": "tenants/gettags",
        "list the replies": "cannedreplies/getall",
        "ask for the hours": f"tenants/isonline?departmentId={MAIN_DEPARTMENT}",
    }
    with running(sandbox) as served:
        authorization = f"Bearer {token(served.url, served.settings)}"
        report(served.url, authorization, {name: f"/api/v1.2/{path}" for name, path in paths.items()}, needed=NEEDED)


def token(url: str, settings: Mapping[str, str]) -> str:
    """Get a token with the sandbox's settings."""
    names = {"apiKey": "api_key", "apiSecret": "api_secret", "userName": "user_name"}
    body = json.dumps({name: settings[key] for name, key in names.items()}).encode()
    with urlopen(Request(f"{url}/api/v1.2/token/get", body)) as answer:  # noqa: S310 - the address is our own
        return str(json.load(answer)["access_token"])


if __name__ == "__main__":
    main()
