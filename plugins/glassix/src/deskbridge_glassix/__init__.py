"""The Glassix plugin of deskbridge: hooks only; what is heavy is imported when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskbridge.hookspecs import hookimpl

if TYPE_CHECKING:
    from deskbridge.capabilities import Capabilities
    from deskbridge.plugins import Vendor
    from deskbridge.protocols import Helpdesk
    from deskbridge.sandbox import Sandbox, SandboxOptions
    from deskbridge.transport import Options

_ENVIRONMENT = {
    "GLASSIX_WORKSPACE": "workspace",
    "GLASSIX_API_KEY": "api_key",
    "GLASSIX_API_SECRET": "api_secret",
    "GLASSIX_USER_NAME": "user_name",
    "GLASSIX_DEPARTMENTS": "departments",
}


@hookimpl
def deskbridge_vendor() -> Vendor:
    """Hand over Glassix."""
    from deskbridge.plugins import Vendor

    return Vendor(
        name="glassix",
        title="Glassix",
        settings=_settings,
        environment=_ENVIRONMENT,
        capabilities=_capabilities,
        connect=_connect,
        sandbox=_sandbox,
    )


def _settings() -> type[Any]:
    from deskbridge_glassix.settings import GlassixSettings

    return GlassixSettings


def _capabilities() -> Capabilities:
    from deskbridge_glassix.capabilities import capabilities

    return capabilities()


def _connect(settings: Any, options: Options) -> Helpdesk:
    from deskbridge_glassix.desk import connect

    return connect(settings, options)


def _sandbox(options: SandboxOptions) -> Sandbox:
    from deskbridge_glassix.sandbox import create

    return create(options)
