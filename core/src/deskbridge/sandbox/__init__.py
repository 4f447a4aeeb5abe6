"""What the vendors' local servers share: application, faults, limits, clock, webhooks, and the server that runs them.

A sandbox is written from the vendor's published facts and imports nothing of the client it tests. It needs the
extra ``deskbridge[sandbox]`` (starlette, uvicorn) and nothing here is imported by ``import deskbridge``.
"""

from deskbridge.sandbox.app import Counters, Sampled, Sandbox, SandboxOptions, Seed, build, parse_seed
from deskbridge.sandbox.clock import Clock, ManualClock, ShiftableClock, SystemClock
from deskbridge.sandbox.deliveries import Delivery, Outbox
from deskbridge.sandbox.faults import Fault, FaultBox, parse_fault
from deskbridge.sandbox.limits import FixedWindow
from deskbridge.sandbox.posting import basic, post
from deskbridge.sandbox.server import RunningSandbox, running, serve

__all__ = [
    "Clock",
    "Counters",
    "Delivery",
    "Fault",
    "FaultBox",
    "FixedWindow",
    "ManualClock",
    "Outbox",
    "RunningSandbox",
    "Sampled",
    "Sandbox",
    "SandboxOptions",
    "Seed",
    "ShiftableClock",
    "SystemClock",
    "basic",
    "build",
    "parse_fault",
    "parse_seed",
    "post",
    "running",
    "serve",
]
