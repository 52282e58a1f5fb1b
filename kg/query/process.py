"""A worker process from the outside: start it, hand it a query, read the answer, end it."""

from __future__ import annotations

import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from kg.query.result import Result, ResultText
from kg.vocabulary import InputError, KgError
from kg.vocabulary.namespaces import PREFIXES

__all__ = ["Failed", "Job", "Process", "Vanished"]

_WORKER = Path(__file__).with_name("worker.py")
_HEAD = struct.Struct(">cI")


class Vanished(Exception):  # noqa: N818 (never shown)
    """The process ended before its answer did."""


class Failed(Exception):  # noqa: N818 (never shown)
    """The process says why there is no answer.

    Attributes:
        error: its word for it (:mod:`kg.query.worker`).
    """

    def __init__(self, error: str, message: str) -> None:
        self.error = error
        super().__init__(message)


class Process:
    """A process with a graph opened; it runs one query at a time.

    Args:
        source: folder of a store, RDF file, or N-Quads.
        memory: bytes that a query may take.
        sealed: whether its queries may open no file and no connection (as far as the system can see to it).
        generation: of which opening of the graph it is, for whoever keeps it.
    """

    def __init__(self, source: str | os.PathLike[str] | bytes, memory: int, sealed: bool, generation: int = 0) -> None:
        self.generation = generation
        self.stepped_back = False
        self.caps_memory = False
        self._is_ready = False
        config: dict[str, object] = {"path": sys.path, "memory": memory, "prefixes": PREFIXES, "sealed": sealed}
        if not isinstance(source, bytes):
            place = Path(source).absolute()
            config["store" if place.is_dir() else "file"] = str(place)
        self._popen = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pipesize=1 << 20,  # where the system has it: large results in few turns
            env=os.environ | {"RUST_BACKTRACE": "0"},  # what it says when memory ends is one line, at once
        )
        self._send(b"C", json.dumps(config).encode())
        if isinstance(source, bytes):
            self._send(b"N", source)

    def _send(self, kind: bytes, payload: bytes) -> None:
        stream: IO[bytes] = self._popen.stdin  # type: ignore[assignment]
        with contextlib.suppress(OSError):  # it is gone: reading will tell
            stream.write(_HEAD.pack(kind, len(payload)) + payload)
            stream.flush()

    def _receive(self) -> tuple[bytes, bytes]:
        stream: IO[bytes] = self._popen.stdout  # type: ignore[assignment]
        head = stream.read(_HEAD.size)
        if len(head) < _HEAD.size:
            raise Vanished
        kind, size = _HEAD.unpack(head)
        payload = stream.read(size)
        if len(payload) < size:
            raise Vanished
        return kind, payload

    @property
    def is_ready(self) -> bool:
        """Whether its graph is open."""
        return self._is_ready

    def make_ready(self) -> None:
        """Wait until the graph is open.

        Raises:
            InputError: it cannot be read.
            Vanished: the process ended.
        """
        if self._is_ready:
            return
        kind, payload = self._receive()
        told: dict[str, Any] = json.loads(payload)
        if kind == b"X":
            raise InputError(str(told["message"]))
        self.caps_memory = bool(told["capped"])
        self._is_ready = True

    def ask(self, request: dict[str, Any]) -> Result:
        """Run a query; see :meth:`kg.query.worker._Engine.run` for what a request holds.

        Raises:
            Failed: there is no answer.
            Vanished: the process ended.
        """
        started = time.monotonic()
        self._send(b"Q", json.dumps(request).encode())
        head: dict[str, Any] = {}
        text = ResultText()
        while True:
            kind, payload = self._receive()
            if kind == b"D":
                text.write(payload)
                continue
            told: dict[str, Any] = json.loads(payload)
            if kind == b"H":
                head = told
            elif kind == b"X":
                raise Failed(told["error"], told["message"])
            elif kind == b"E":
                seconds = time.monotonic() - started
                return Result(head["kind"], head["format"], tuple(head["variables"]), told["count"], seconds, text)
            else:
                raise KgError(f"the worker process said {kind!r}")

    def end_of(self, text: str, base: str | None = None) -> int:
        """The offset at which the parser gives a text up, or its length where it takes it.

        Raises:
            Vanished: the process ended.
        """
        self._send(b"P", json.dumps({"text": text, "base": base}).encode())
        kind, payload = self._receive()
        return int(json.loads(payload)["end"]) if kind == b"E" else len(text)

    def step_back(self) -> None:
        """Give the process a lower priority, where the system has them; it is not to be kept after its query."""
        self.stepped_back = True
        if not hasattr(os, "setpriority"):
            return
        threads = Path(f"/proc/{self._popen.pid}/task")
        with contextlib.suppress(OSError):  # it is gone, or this is no Linux
            # Linux keeps a priority a thread; the query has one of its own, and the engine more.
            for one in [path.name for path in threads.iterdir()] if threads.is_dir() else [str(self._popen.pid)]:
                os.setpriority(os.PRIO_PROCESS, int(one), 10)

    def kill(self) -> None:
        """End it at once."""
        self._popen.kill()

    def close(self) -> tuple[int, str]:
        """End it and give back what it takes; its exit code, and what it said on standard error."""
        self._popen.kill()
        code = self._popen.wait()
        said = b""
        for stream in (self._popen.stderr, self._popen.stdout, self._popen.stdin):
            if stream is not None:
                with contextlib.suppress(OSError, ValueError):
                    said = said or (stream.read() if stream is self._popen.stderr else b"")
                with contextlib.suppress(OSError):
                    stream.close()
        return code, said.decode("utf-8", "replace")


class Job:
    """A query that runs in a process; it may be ended from another thread, once.

    Attributes:
        is_opening: whether the process still opens its graph, which is not the query's time.
        started: when it began what it does.
        reason: why it was ended.
    """

    def __init__(self, process: Process) -> None:
        self.process = process
        self.is_opening = True
        self.started = time.monotonic()
        self.reason: str | None = None
        self._over = False
        self._lock = threading.Lock()

    def end(self, reason: str) -> None:
        """Kill its process, unless it is over."""
        with self._lock:
            if not self._over and self.reason is None:
                self.reason = reason
                self.process.kill()

    def finish(self) -> None:
        """The query is over; ending it does nothing from now on."""
        with self._lock:
            self._over = True
