"""Runs a sandbox on loopback: in the foreground for the command line, in a thread for tests."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping

import uvicorn
from attrs import frozen

from deskbridge.sandbox.app import Sandbox, build

HOST = "127.0.0.1"
STOP_SECONDS = 10.0
TICK_SECONDS = 1.0
SETTLE_SECONDS = 0.005
"""Time for clients that have just hung up to be noticed."""


@frozen(kw_only=True)
class RunningSandbox:
    """A sandbox that is answering.

    Attributes:
        url: Scheme, host and port, without a trailing slash.
        settings: What `deskbridge.connect(vendor, **settings)` takes.
        sandbox: The sandbox itself: its counters, its faults.
    """

    vendor: str
    url: str
    settings: Mapping[str, str]
    sandbox: Sandbox


class _PromptServer(uvicorn.Server):
    """Stops at once when it is told to, where uvicorn's own looks ten times a second and then waits again."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._stopping = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Ask the server to stop, from another thread."""
        self.should_exit = True  # before the loop is looked for: a server that only starts now sees it
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)

    async def main_loop(self) -> None:
        """Wait until it is to stop, and keep the Date header going."""
        self._loop = asyncio.get_running_loop()
        while not self.should_exit:
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close, without any wait if nobody is connected any more."""
        await asyncio.sleep(SETTLE_SECONDS)
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()


def _config(sandbox: Sandbox) -> uvicorn.Config:
    return uvicorn.Config(
        build(sandbox),
        loop="asyncio",
        log_level="error",
        access_log=False,
        date_header=False,  # the faults say what time the sandbox believes it to be
        lifespan="off",
        timeout_graceful_shutdown=1,
    )


def _listen(port: int) -> socket.socket:
    listener = socket.create_server((HOST, port), backlog=256)
    listener.settimeout(0.0)
    # Accepted sockets inherit it. asyncio sets it only where the protocol number is given, and without it each
    # answer in two parts waits 40 ms for the client's delayed acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _describe(sandbox: Sandbox, listener: socket.socket) -> RunningSandbox:
    url = f"http://{HOST}:{listener.getsockname()[1]}"
    return RunningSandbox(vendor=sandbox.vendor, url=url, settings=sandbox.settings(url), sandbox=sandbox)


def serve(sandbox: Sandbox, *, port: int = 0, ready: Callable[[RunningSandbox], None]) -> None:
    """Serve until interrupted.

    Args:
        sandbox: The vendor's sandbox.
        port: The port on loopback, 0 for any free one.
        ready: Called once, when connections are accepted.

    Raises:
        OSError: The port is taken.
    """
    with contextlib.closing(_listen(port)) as listener:
        ready(_describe(sandbox, listener))
        uvicorn.Server(_config(sandbox)).run(sockets=[listener])


@contextlib.contextmanager
def running(sandbox: Sandbox, *, port: int = 0) -> Iterator[RunningSandbox]:
    """Serve in a thread for the length of a `with` block, on a real socket of the loopback interface."""
    server = _PromptServer(_config(sandbox))
    listener = _listen(port)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield _describe(sandbox, listener)
    finally:
        server.stop()
        thread.join(STOP_SECONDS)
        listener.close()
