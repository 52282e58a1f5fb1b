"""Worker processes that share the work on many things, so that all cores have something to do.

    with WorkerPool("kg.workspace.work:Worker", (decisions,), jobs=2) as pool:
        for outcome in pool.run(tasks):      # in the order in which they are done
            ...

`tasks` is asked for no more than the workers can soon do, so that memory does not grow with it. Workers are processes
of their own that know nothing of the caller's ``__main__``; they start alike everywhere. One that dies is replaced: its
task is given to another once more, and should that die too the task is lost (:class:`Lost`).
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Generic, Protocol, Self, TypeVar

from kg.vocabulary import KgError

__all__ = ["Lost", "WorkerPool", "batched", "usable_cores"]

_WORKER = Path(__file__).with_name("pool_worker.py")
_HEAD = struct.Struct(">Q")
_AHEAD = 2  # batches that a worker holds: one in work, one waiting
_BATCH = 32_000  # bytes of tasks that travel together, so that many small ones cost little
_MOST = 64  # tasks of a batch


class Sized(Protocol):
    """A task."""

    @property
    def size(self) -> int:
        """Bytes that it holds."""


_Task = TypeVar("_Task", bound=Sized)


@dataclass(frozen=True)
class Lost(Generic[_Task]):
    """A task whose worker died twice.

    Attributes:
        task: the task.
        reason: how it died, or what it says itself.
    """

    task: _Task
    reason: str


@dataclass
class _Batch(Generic[_Task]):
    tasks: list[_Task]
    again: bool = False


def batched(tasks: Iterable[_Task], size: int, most: int) -> Iterator[list[_Task]]:
    """Tasks in lists that are worth sending: of so many bytes, or of so many tasks."""
    batch: list[_Task] = []
    held = 0
    for task in tasks:
        batch.append(task)
        held += task.size
        if held >= size or len(batch) >= most:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Gone(Exception):  # noqa: N818 (never shown)
    """The process ended before it answered."""


class _Process:
    """A worker process from the outside."""

    def __init__(self, opening: bytes) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.send(opening)

    def send(self, message: bytes) -> None:
        stream: IO[bytes] = self._popen.stdin  # type: ignore[assignment]
        with contextlib.suppress(OSError, ValueError):  # it is gone: receiving will tell
            stream.write(_HEAD.pack(len(message)))
            stream.write(message)
            stream.flush()

    def receive(self) -> Any:
        stream: IO[bytes] = self._popen.stdout  # type: ignore[assignment]
        try:
            head = stream.read(_HEAD.size)
            data = stream.read(_HEAD.unpack(head)[0]) if len(head) == _HEAD.size else b""
            if not data or len(data) < _HEAD.unpack(head)[0]:
                raise _Gone
        except (OSError, ValueError) as error:
            raise _Gone from error
        return pickle.loads(data)  # of our own process

    def kill(self) -> None:
        """End it at once."""
        self._popen.kill()

    def end(self) -> str:
        """End it and give back what it takes; how it ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(0.2)  # one that died by itself is still to say how
        self._popen.kill()
        code = self._popen.wait()
        for stream in (self._popen.stdin, self._popen.stdout):
            with contextlib.suppress(OSError, ValueError):
                stream.close()  # type: ignore[union-attr]
        return f"signal {-code}" if code < 0 else f"exit code {code}"


class WorkerPool(Generic[_Task]):
    """Worker processes; use it as a context manager.

    Args:
        target: ``module:name`` of what makes the callable that a task is handed to.
        arguments: what to call it with; they are pickled.
        jobs: how many processes.
    """

    def __init__(self, target: str, arguments: Sequence[Any] = (), jobs: int = 1) -> None:
        module, _, name = target.partition(":")
        self._opening = pickle.dumps((sys.path, module, name, pickle.dumps(tuple(arguments))))
        self._tasks: queue.Queue[_Batch[_Task] | None] = queue.Queue()
        self._done: queue.Queue[Any] = queue.Queue()
        self._lock = threading.Lock()
        self._processes: set[_Process] = set()
        self._closed = False
        self._room = max(1, jobs) * (_AHEAD + 1)
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(max(1, jobs))]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, tasks: Iterable[_Task]) -> Iterator[Any]:
        """What becomes of each task, in the order in which they are done; a :class:`Lost` where its workers died.

        Raises:
            KgError: workers cannot be started.
        """
        waiting, batches = 0, batched(tasks, _BATCH, _MOST)
        more = True
        while more or waiting:
            while more and waiting < self._room:
                batch = next(batches, None)
                if batch is None:
                    more = False
                else:
                    self._tasks.put(_Batch(batch))
                    waiting += 1
            while waiting:
                found = self._done.get()
                if isinstance(found, BaseException):
                    raise found
                finished, outcomes = found
                waiting -= finished
                yield from outcomes
                if more and waiting < self._room:
                    break

    def close(self) -> None:
        """End all workers at once."""
        with self._lock:
            self._closed = True
            running = list(self._processes)
        for process in running:
            process.kill()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(10)

    # ------------------------------------------------------------------ one thread a worker
    def _serve(self) -> None:
        try:
            while self._lifetime():
                pass
        except BaseException as error:  # noqa: BLE001 (told by whoever waits)
            self._done.put(error if isinstance(error, KgError) else KgError(f"worker process: {error!r}"))

    def _started(self) -> _Process:
        process = _Process(self._opening)
        with self._lock:
            self._processes.add(process)
            if self._closed:
                process.kill()
        return process

    def _lifetime(self) -> bool:
        """Start a worker with the first batch there is, and keep it until it dies; whether to start another."""
        batch = self._tasks.get()
        if batch is None or self._closed:
            return False
        process = self._started()
        held: deque[_Batch[_Task]] = deque([batch])
        over = False
        try:
            process.send(_message(batch))
            fault = process.receive()
            if fault is not None:
                raise KgError(f"worker processes cannot start: {fault}")
            while held or not over:
                over = self._hand_out(process, held, over)
                if held:
                    self._finish(held.popleft(), process.receive, held)
        except _Gone:
            how = self._end(process)
            if not self._closed:
                self._mourn(held, how)
            return not over and not self._closed
        finally:
            self._end(process)
        return False

    def _hand_out(self, process: _Process, held: deque[_Batch[_Task]], over: bool) -> bool:
        """Give a worker what it is to do next; whether there is no more for it."""
        while not over and len(held) < _AHEAD:
            try:
                batch = self._tasks.get(block=not held)
            except queue.Empty:
                break
            if batch is None:
                return True
            held.append(batch)
            process.send(_message(batch))
        return over

    def _finish(self, batch: _Batch[_Task], receive: Any, held: deque[_Batch[_Task]]) -> None:
        try:
            answer = receive()
        except _Gone:
            held.appendleft(batch)
            raise
        if isinstance(answer, str):  # the callable itself failed: find out on which
            if len(batch.tasks) > 1:
                self._again(batch)
            else:
                self._done.put((1, [Lost(batch.tasks[0], answer)]))
        else:
            self._done.put((1, answer))

    def _again(self, batch: _Batch[_Task]) -> None:
        """Try the tasks of a batch one by one."""
        self._done.put((1 - len(batch.tasks), []))
        for task in batch.tasks:
            self._tasks.put(_Batch([task], again=True))

    def _mourn(self, held: deque[_Batch[_Task]], how: str) -> None:
        """A worker died: its first batch is to blame, the others only waited."""
        first, *others = held
        if first.again and len(first.tasks) == 1:
            self._done.put((1, [Lost(first.tasks[0], how)]))
        else:
            self._again(first)
        for batch in others:
            self._tasks.put(batch)

    def _end(self, process: _Process) -> str:
        with self._lock:
            self._processes.discard(process)
        return process.end()


def _message(batch: _Batch[Any]) -> bytes:
    return pickle.dumps(batch.tasks, protocol=5)
