"""Running the server until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvicorn

from kg.server.application import make_application
from kg.server.connections import PatientProtocol
from kg.server.settings import Settings
from kg.vocabulary import OutputError

__all__ = ["serve"]

_BACKLOG = 512


class _Server(uvicorn.Server):
    """uvicorn's server, which ends by itself after a signal instead of dying of it; says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.stopped_by: int | None = None
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with super().capture_signals():
            try:
                yield
            finally:
                self.stopped_by = next(iter(self._captured_signals), None)
                self._captured_signals.clear()


def _listen(settings: Settings) -> socket.socket:
    """A socket that listens.

    Raises:
        OutputError: the address cannot be had.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, place = found[0]
        listening = socket.socket(family, kind, protocol)  # asyncio sends at once only where TCP is named (TCP_NODELAY)
        try:
            if os.name == "posix":
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(place)
            listening.listen(_BACKLOG)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"cannot listen on {settings.host}:{settings.port}: {reason}; choose another with --port"
        ) from error
    return listening


def serve(
    graph: str | os.PathLike[str] | None = None,
    settings: Settings | None = None,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve a graph over HTTP until SIGINT or SIGTERM; queries that run are answered first.

    Args:
        graph: as for :func:`kg.graph.open_graph`.
        settings: where to listen, and the limits.
        ready: called with the server's address as soon as it answers.

    Raises:
        InputError: there is no graph, or it cannot be read.
        OutputError: the address cannot be listened on.
        KeyboardInterrupt: it was stopped by SIGINT.
    """
    settings = settings or Settings()
    listening = _listen(settings)
    try:
        application = make_application(graph, settings)
        host, port = listening.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        options: dict[str, Any] = {"patience": settings.patience, "most": settings.connections}
        protocol = type("Protocol", (PatientProtocol,), options)
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # what goes wrong is told by the guard, in a line
        config = uvicorn.Config(
            application,
            http=protocol,
            ws="none",
            loop="asyncio",
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            backlog=_BACKLOG,
            timeout_graceful_shutdown=int(settings.timeout) + 5,
            h11_max_incomplete_event_size=settings.header_bytes,
        )
        server = _Server(config, partial(ready, address))
        server.run([listening])
    finally:
        listening.close()
    if server.stopped_by == signal.SIGINT:
        raise KeyboardInterrupt
