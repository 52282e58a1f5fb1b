"""A worker process from the inside. It is started as a script: :mod:`kg.workspace.pool` talks to it over pipes.

It is told first where modules are, and which callable to make; then each list of tasks is answered with the list of
what the callable makes of them. It ends at once when whoever started it is gone.
"""

from __future__ import annotations

import io
import os
import pickle
import queue
import signal
import struct
import sys
import threading
from importlib import import_module
from typing import IO, Any

_HEAD = struct.Struct(">Q")


def _read(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (size,) = _HEAD.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None


def _listen(stream: IO[bytes], waiting: queue.SimpleQueue[bytes]) -> None:
    """Take in what comes, so that the sender never waits; end with whoever sends."""
    while (message := _read(stream)) is not None:
        waiting.put(message)
    os._exit(0)


def _answer(work: Any, tasks: list[Any]) -> bytes:
    try:
        return pickle.dumps([work(task) for task in tasks], protocol=5)
    except Exception as error:  # noqa: BLE001 (told by whoever waits)
        text = f"{type(error).__name__}: {error}"
        return pickle.dumps(text)


def main() -> None:
    """Serve until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = io.FileIO(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints is no answer
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(incoming, waiting), daemon=True).start()
    path, module, name, arguments = pickle.loads(waiting.get())
    sys.path[:] = path
    try:
        work = getattr(import_module(module), name)(*pickle.loads(arguments))
        first = pickle.dumps(None)
    except Exception as error:  # noqa: BLE001 (told by whoever waits)
        first = pickle.dumps(f"{type(error).__name__}: {error}")
    while True:
        data = memoryview(_HEAD.pack(len(first)) + first)
        while data:
            data = data[outgoing.write(data) :]
        first = _answer(work, pickle.loads(waiting.get()))


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os._exit(0)
