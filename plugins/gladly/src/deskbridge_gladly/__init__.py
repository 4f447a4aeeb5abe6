"""Gladly for deskbridge: the plugin's hooks. What they hand over is imported when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbridge.hookspecs import hookimpl

if TYPE_CHECKING:
    from deskbridge.capabilities import Capabilities
    from deskbridge.outputs import Outputs
    from deskbridge.plugins import Vendor
    from deskbridge.protocols import Helpdesk
    from deskbridge.sandbox import Sandbox, SandboxOptions
    from deskbridge.transport import Options
    from deskbridge_gladly.settings import GladlySettings

ENVIRONMENT = {"GLADLY_HOST": "base_url", "GLADLY_USERNAME": "username", "GLADLY_API_TOKEN": "api_token"}
"""The variables that the vendor's own scripts read, and the settings that they give."""


@hookimpl
def deskbridge_vendor() -> Vendor:
    """Hand over how Gladly is connected, what it can do and gives out, and its sandbox."""
    from deskbridge.plugins import Vendor

    return Vendor(
        name="gladly",
        title="Gladly",
        settings=_settings,
        environment=ENVIRONMENT,
        capabilities=_capabilities,
        connect=_connect,
        sandbox=_sandbox,
        outputs=_outputs,
    )


def _settings() -> type[GladlySettings]:
    from deskbridge_gladly.settings import GladlySettings

    return GladlySettings


def _capabilities() -> Capabilities:
    from deskbridge_gladly.capabilities import CAPABILITIES

    return CAPABILITIES


def _connect(settings: GladlySettings, options: Options) -> Helpdesk:
    from deskbridge_gladly.desk import connect

    return connect(settings, options)


def _sandbox(options: SandboxOptions) -> Sandbox:
    from deskbridge_gladly.sandbox import create

    return create(options)


def _outputs() -> Outputs:
    from deskbridge_gladly.outputs import OUTPUTS

    return OUTPUTS
