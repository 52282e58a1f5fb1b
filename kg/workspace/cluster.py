"""Work on the machines of a Dask distributed scheduler (the extra ``cluster``).

    with Cluster("tcp://scheduler:8786", note=print) as cluster:
        with cluster.pool("kg.workspace.work:Worker", (decisions,)) as pool:
            for outcome in pool.run(tasks):      # in the order in which they are done
                ...

A worker that dies costs what it had begun: the scheduler gives its tasks to others. A task on which several workers
died is taken apart, so that what kills them is left out and the rest is done.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import kg
from kg.vocabulary import InputError, KgError
from kg.vocabulary.extras import extra
from kg.workspace.fingerprint import program_fingerprint
from kg.workspace.pool import Lost, Sized, batched

__all__ = ["Cluster", "ClusterPool", "cluster_fingerprint", "on_worker"]

_PATIENCE = 10.0  # seconds for the scheduler to answer
_LOOK = 5.0  # seconds after which it is looked whether there are workers at all
_AHEAD = 2  # tasks that a thread of a worker holds: one in work, one waiting
_BATCH = 400_000  # bytes of tasks that travel together
_MOST = 32  # tasks of a batch: seconds of work, so that little is lost with a worker
_ROOMS = ("exchange", "explore", "query", "workspace")

_Task = TypeVar("_Task", bound=Sized)
_Job = TypeVar("_Job")


@cache
def cluster_fingerprint() -> str:
    """What workers must have alike, so that it does not matter which of them does what: 64 hex digits."""
    package = Path(kg.__file__).parent
    whole = hashlib.sha256(program_fingerprint().encode())
    for path in sorted(path for room in _ROOMS for path in (package / room).rglob("*.py")):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(package).as_posix()} {content}\n".encode())
    try:
        whole.update(version("pyarrow").encode())
    except PackageNotFoundError:
        whole.update(b"none")
    return whole.hexdigest()


# ---------------------------------------------------------------------- on the worker
def on_worker(wanted: str, target: str, opening: bytes, job: bytes) -> Any:
    """Do a job in this process.

    Args:
        wanted: the fingerprint of whoever sends it.
        target: ``module:name`` of what makes the callable that the job is handed to.
        opening: what to call it with, pickled.
        job: the job, pickled.

    Raises:
        InputError: this process has another version of the program, its rules or its names.
    """
    if cluster_fingerprint() != wanted:
        raise InputError(_OTHER)
    return _made(target, opening)(pickle.loads(job))


_OTHER = (
    "workers have another version of the program, its rules, names or libraries; install the same one there and start"
    " them again"
)


@cache
def _made(target: str, opening: bytes) -> Callable[[Any], Any]:
    return _called(target, pickle.loads(opening))


def _called(target: str, arguments: Sequence[Any]) -> Callable[[Any], Any]:
    """What ``module:name`` makes of arguments."""
    module, _, name = target.partition(":")
    found: Callable[[Any], Any] = getattr(import_module(module), name)(*arguments)
    return found


# ---------------------------------------------------------------------- the caller's side
class Cluster:
    """A connection to a scheduler; use it as a context manager.

    Args:
        address: of the scheduler, such as ``tcp://10.0.0.1:8786``.
        note: told that it waits for workers.

    Raises:
        UsageError: distributed is not installed.
        InputError: the scheduler cannot be reached, or its workers have another version of the program.
    """

    def __init__(self, address: str, note: Callable[[str], None] | None = None) -> None:
        self.address, self._note = address, note
        self._library = extra("distributed", "cluster")
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told in one line
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of versions that differ: told below, where it matters
                self._client = self._library.Client(address, timeout=_PATIENCE, set_as_default=False, name="kg")
        except (OSError, ValueError, TypeError) as error:
            raise InputError(
                f"{address}: no scheduler answers there; start one with `dask scheduler`, and `dask worker {address}`"
            ) from error
        try:
            self._check()
        except BaseException:
            self.close()
            raise

    def _check(self) -> None:
        """See whether the workers that are there have the same version."""
        try:
            found = self._client.run(cluster_fingerprint, on_error="return")
        except Exception as error:  # whatever a scheduler of another kind answers
            raise InputError(f"{self.address}: does not answer as a scheduler should: {_line(error)}") from error
        if any(one != cluster_fingerprint() for one in found.values()):
            raise InputError(f"{self.address}: {_OTHER}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave; what is not done yet is given up."""
        self._client.close()

    def pool(self, target: str, arguments: Sequence[Any] = ()) -> ClusterPool[Any]:
        """What does tasks there; arguments as for :class:`kg.workspace.pool.WorkerPool`."""
        return ClusterPool(self, target, arguments)

    def run(self, target: str, opening: bytes, jobs: Iterable[_Job]) -> Iterator[tuple[_Job, Any]]:
        """Each job with what became of it, in the order in which they are done; :class:`Died` where workers died of it.

        Args:
            target: ``module:name`` of what makes the callable that a job is handed to.
            opening: what to call it with, pickled.
            jobs: asked for no more than can soon be done.

        Raises:
            InputError: the scheduler goes away, or a worker has another version of the program.
        """
        held: dict[Any, _Job] = {}
        coming = iter(jobs)
        more, waits = True, False
        try:
            while more or held:
                room = max(4, _AHEAD * sum(self.workers().values())) if more else 0
                while more and len(held) < room:
                    job = next(coming, None)
                    if job is None:
                        more = False
                    else:
                        held[self._submit(target, opening, job)] = job
                if not held:
                    break
                for future in self._finished(list(held)):
                    yield held.pop(future), self._result(future)
                    waits = False
                else:
                    waits = waits or self._tell_waiting()
        finally:
            if held:
                self._quietly(lambda: self._client.cancel(list(held)))

    def _quietly(self, work: Callable[[], object]) -> None:
        """Do what is only polite."""
        try:
            work()
        except Exception:  # the scheduler may be gone
            logging.getLogger(__name__).debug("could not cancel", exc_info=True)

    def _submit(self, target: str, opening: bytes, job: object) -> Any:
        try:
            data = pickle.dumps(job, protocol=5)
            return self._client.submit(on_worker, cluster_fingerprint(), target, opening, data, pure=False)
        except Exception as error:  # connections break in many ways
            raise self._gone(error) from error

    def workers(self) -> dict[str, int]:
        """The workers by address, with their threads.

        Raises:
            InputError: the scheduler went away.
        """
        try:
            found: dict[str, int] = self._client.nthreads()
        except Exception as error:  # as above
            raise self._gone(error) from error
        return found

    def _finished(self, futures: list[Any]) -> list[Any]:
        """Those that are done, once there is one or some time is over."""
        try:
            with self._client.as_current():
                done, _ = self._library.wait(futures, timeout=_LOOK, return_when="FIRST_COMPLETED")
        except TimeoutError:
            return []
        except Exception as error:  # as above
            raise self._gone(error) from error
        return list(done)

    def _tell_waiting(self) -> bool:
        """Say so where there are no workers; whether there are none."""
        if self.workers():
            return False
        if self._note:
            self._note(f"{self.address}: has no workers; waiting for some (`dask worker {self.address}`)")
        return True

    def _gone(self, error: Exception) -> KgError:
        if isinstance(error, KgError):
            return error
        return InputError(f"{self.address}: the scheduler went away ({_line(error)}); run the same command again")

    def _result(self, future: Any) -> Any:
        from concurrent.futures import CancelledError

        from distributed.scheduler import KilledWorker

        try:
            return future.result(timeout=600)
        except KilledWorker:
            return Died()
        except KgError:
            raise
        except (CancelledError, OSError) as error:
            raise self._gone(error) from error
        except (ImportError, AttributeError) as error:
            raise InputError(f"{self.address}: {_OTHER} ({_line(error)})") from error


class Died:
    """What becomes of a job that killed its workers."""

    reason = "its workers died"


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


class ClusterPool(Generic[_Task]):
    """Does tasks on a cluster as :class:`kg.workspace.pool.WorkerPool` does them on this machine."""

    def __init__(self, cluster: Cluster, target: str, arguments: Sequence[Any] = ()) -> None:
        self._cluster, self._target = cluster, target
        self._opening = pickle.dumps((target, tuple(arguments)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def close(self) -> None:
        """Nothing: the cluster is not ours."""

    def run(self, tasks: Iterable[_Task]) -> Iterator[Any]:
        """What becomes of each task, in the order in which they are done; a `Lost` where its workers died.

        Raises:
            KgError: the cluster cannot be used any longer.
        """
        apart: list[list[_Task]] = []
        for batch, answer in self._run(batched(tasks, _BATCH, _MOST)):
            if isinstance(answer, Died):
                apart += [[task] for task in batch]
            else:
                yield from answer
        for (task,), answer in self._run(apart):
            if isinstance(answer, Died):
                yield Lost(task, answer.reason)
            else:
                yield from answer

    def _run(self, batches: Iterable[list[_Task]]) -> Iterator[tuple[list[_Task], Any]]:
        return self._cluster.run("kg.workspace.cluster:Batch", self._opening, batches)


class Batch:
    """On the worker: does the tasks of a batch, one after the other.

    Args:
        target: ``module:name`` of what makes the callable that a task is handed to.
        arguments: what to call it with.
    """

    def __init__(self, target: str, arguments: tuple[Any, ...]) -> None:
        from threading import Lock

        self._work = _called(target, arguments)
        self._lock = Lock()  # a worker of several threads does one batch at a time: reading texts takes one core each

    def __call__(self, tasks: list[Any]) -> list[Any]:
        """The outcomes."""
        with self._lock:
            return [self._work(task) for task in tasks]
