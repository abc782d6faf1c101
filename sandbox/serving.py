"""Serving an ASGI app on the loopback, in the loop that is already running."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from weakref import WeakValueDictionary

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

HANG_UP = "sandbox.hang_up"
_LOOPBACK = "127.0.0.1"
_GRACE = 0.5


class _Server(Server):
    """A server that leaves signals alone and stops as soon as it is asked to."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()
        self.shall_stop = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit as failure:
            # The original ends the whole process here.
            raise RuntimeError("the app did not start; its log says why") from failure
        self.is_up.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.shall_stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002
        """Stop without the fixed pauses of the original: every test would pay for them."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if tasks := self.server_state.tasks:
            _, late = await asyncio.wait(tasks, timeout=_GRACE)
            for task in late:
                task.cancel()
        await self.lifespan.shutdown()


class _Connections:
    """Lets an app hang up on its client, which ASGI itself has no word for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open: WeakValueDictionary[tuple[str, int], asyncio.Transport] = WeakValueDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            transport = self._open[tuple(scope["client"])]
            scope.setdefault("extensions", {})[HANG_UP] = transport.abort
        await self._app(scope, receive, send)

    def make_protocol(self) -> type[H11Protocol]:
        connections = self._open

        class Remembering(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                connections[transport.get_extra_info("peername")[:2]] = transport
                super().connection_made(transport)

        return Remembering


@contextlib.asynccontextmanager
async def serve(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve an app until the block ends; gives its URL, on a free port unless told which."""
    with socket.create_server((_LOOPBACK, port)) as listener:
        # asyncio leaves it out for a socket that it has not made; small answers then wait 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        address = f"http://{_LOOPBACK}:{listener.getsockname()[1]}"
        server = _make_server(app)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        await _wait_until_up(server, running)
        try:
            yield address
        finally:
            server.shall_stop.set()
            await running


async def _wait_until_up(server: _Server, running: asyncio.Task[None]) -> None:
    is_up = asyncio.create_task(server.is_up.wait())
    await asyncio.wait({is_up, running}, return_when=asyncio.FIRST_COMPLETED)
    is_up.cancel()
    if running.done():
        await running


def _make_server(app: ASGIApp) -> _Server:
    connections = _Connections(app)
    return _Server(
        Config(
            connections,
            http=connections.make_protocol(),
            # The other implementation warns of its own end.
            ws="websockets-sansio",
            log_config=None,
            access_log=False,
            proxy_headers=False,
        )
    )
