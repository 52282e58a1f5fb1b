"""HTTP/1.1 connections with limits of time: uvicorn itself waits for ever for a head, a body or a reader."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["PatientProtocol"]

_WAITING = (h11.IDLE, h11.SEND_BODY)


class PatientProtocol(H11Protocol):
    """uvicorn's connection, which is closed when its client is too slow or there are too many.

    A client has `patience` seconds to send a whole head, and as long to take what the transport has buffered. When more
    than `most` connections are open, the oldest of those that have no request under way is closed.
    """

    patience = 15.0
    most = 256

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.timeout_keep_alive = self.patience  # type: ignore[assignment]  # any number does
        self._slow_head: asyncio.TimerHandle | None = None
        self._slow_reader: asyncio.TimerHandle | None = None

    # ------------------------------------------------------------ what asyncio calls
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of the head, and make room."""
        super().connection_made(transport)
        self._await_head()
        if len(self.connections) > self.most:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._stop("_slow_head")
        self._stop("_slow_reader")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; the clock of the head runs until the head is whole, however many pieces it comes in."""
        if self.idle and self._slow_head is None:
            self._await_head()
        super().data_received(data)
        if not self.idle:
            self._stop("_slow_head")

    def pause_writing(self) -> None:
        """Start the clock of the reader."""
        super().pause_writing()
        self._stop("_slow_reader")
        self._slow_reader = self.loop.call_later(self.patience, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop the clock of the reader."""
        super().resume_writing()
        self._stop("_slow_reader")

    # ------------------------------------------------------------ limits
    @property
    def idle(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or bool(self.cycle.response_complete)

    def _stop(self, name: str) -> None:
        timer = cast("asyncio.TimerHandle | None", getattr(self, name))
        if timer is not None:
            timer.cancel()
            setattr(self, name, None)

    def _await_head(self) -> None:
        self._slow_head = self.loop.call_later(self.patience, self._head_too_slow)

    def _head_too_slow(self) -> None:
        self._slow_head = None
        if self.idle and not self.transport.is_closing():
            self._refuse(408, b"the request took too long to arrive\n")

    def _make_room(self) -> None:
        """Close the connection that has waited longest; a set keeps no order, so each knows its number by its clock."""
        waiting = [one for one in self.connections if isinstance(one, PatientProtocol) and one is not self and one.idle]
        if waiting:
            min(waiting, key=lambda one: one._began).transport.abort()
        else:
            self._refuse(503, b"too many connections; try again soon\n")

    @property
    def _began(self) -> float:
        return self._slow_head.when() if self._slow_head else 0.0

    def _refuse(self, status: int, text: bytes) -> None:
        """Say why, and close; a head that came in half leaves no way to say it by h11."""
        head = (
            f"HTTP/1.1 {status} {'Request Timeout' if status == 408 else 'Service Unavailable'}\r\n"
            f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(text)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + text)
        self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, whether or not an answer has begun."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:
            self.transport.abort()
