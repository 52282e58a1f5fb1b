"""The one safe way to run a query: worker processes that are killed at a limit, kept warm for the next query.

    from kg.query.limits import Limits
    from kg.query.pool import QueryPool, Stop

    with QueryPool(path, workers=2, most=8, limits=Limits(timeout=30)) as pool:
        result = pool.run("SELECT ?s { ?s a xb:Article }", rows="json")
        result.kind         # "rows", "truth" or "triples"
        result.format       # the format that was taken, "json"
        result.variables    # ("s",)
        result.count        # rows or triples
        result.size         # bytes
        for piece in result.pieces(): ...    # or result.read()

`path` is the folder of an Oxigraph store, an RDF file of any format (``kg.graph.ready_graph(path).source`` is either,
made ready), or N-Quads as bytes. Each worker opens it for itself and only reads. :meth:`QueryPool.renew` makes all
later queries see what stands there now (a store that was built anew); running ones end on what they began with.

:meth:`QueryPool.run` blocks, and may be called by many threads at once; an asynchronous server calls it in a thread. A
:class:`Stop` handed to it ends the query from another thread (a client that hung up). The result comes whole or not at
all: whatever goes wrong is one of these errors, each one line of text, fit to be shown:

    MalformedQueryError   .line .column   no SPARQL 1.1 query
    RefusedQueryError     .what           "update" or "service"
    UnfitFormatError      .kind           this kind of answer has no such format, or was given None
    QueryLimitError       .limit          "timeout", "memory", "rows", "size", "length", "nesting", "wait", "crash"
    QueryCancelledError                   its Stop was set
    InputError                            the graph cannot be read
    KgError                               the engine failed otherwise

`workers` queries run at once, and so many idle workers are kept. A query that has run for half a second steps back: its
process gets a lower priority, and another worker may be started beside it, up to `most` processes in all, so that slow
queries do not hold up quick ones. :func:`query_kind` tells the kind of a query's answer before it is run.

Formats of rows and of truth: csv, json, tsv, xml; of triples: jsonld, n3, nq, nt, rdf, trig, ttl.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from kg.graph.view import Term
from kg.query.guard import check_query, query_kind
from kg.query.limits import Limits, QueryCancelledError, QueryLimitError, UnfitFormatError
from kg.query.mistakes import explain
from kg.query.process import Failed, Job, Process, Vanished
from kg.query.result import Result
from kg.vocabulary import InputError, KgError, UsageError

__all__ = ["QueryPool", "Stop", "query_kind"]

_SIGKILL = -getattr(signal, "SIGKILL", 0) or None  # the exit code of a process that the system killed
_OPENING = 600  # seconds in which a graph must open
_SLOW = 0.5  # seconds after which a query steps back


class Stop:
    """Ends a query from another thread; once set it stays so."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._job: Job | None = None
        self._is_set = False

    def set(self) -> None:
        """End the query that this was handed to, now or as soon as it starts."""
        with self._lock:
            self._is_set = True
            if self._job is not None:
                self._job.end("cancelled")

    def _watch(self, job: Job | None) -> None:
        with self._lock:
            self._job = job
            if self._is_set and job is not None:
                job.end("cancelled")

    @property
    def is_set(self) -> bool:
        """Whether :meth:`set` was called."""
        return self._is_set


class QueryPool:
    """Worker processes that run queries on one graph.

    Args:
        source: folder of an Oxigraph store, RDF file, or N-Quads.
        workers: quick queries at once.
        most: processes at once, those with slow queries among them.
        limits: what a query may take.
        services: hosts that SERVICE may call (``host`` or ``host:port``); without them SERVICE is refused.
        start: how many workers to start at once; the rest start with the queries that need them.
    """

    def __init__(
        self,
        source: str | PathLike[str] | bytes,
        *,
        workers: int = 2,
        most: int | None = None,
        limits: Limits | None = None,
        services: Sequence[str] = (),
        start: int = 0,
    ) -> None:
        self.limits = limits or Limits()
        self.services = tuple(services)
        self._source = source
        self._workers, self._most = workers, max(most or workers, workers)
        self._changed = threading.Condition()
        self._busy: dict[Job, float] = {}  # and when its deadline is
        self._starting = 0
        self._generation = 0
        self._closed = False
        self._caps_memory: bool | None = None
        self._watcher: threading.Thread | None = None
        self._idle = [self._new_process() for _ in range(min(start, workers))]

    @property
    def caps_memory(self) -> bool | None:
        """Whether the system caps the memory of its queries; None before the first one."""
        return self._caps_memory

    def _new_process(self) -> Process:
        return Process(self._source, self.limits.memory, not self.services, self._generation)

    def run(
        self,
        query: str,
        *,
        rows: str | None = "json",
        truth: str | None = "json",
        triples: str | None = "nt",
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        values: Mapping[str, Term] | None = None,
        base: str | None = None,
        stop: Stop | None = None,
    ) -> Result:
        """Run a query and wait for its whole result.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE in SPARQL 1.1; the prefixes of
                :data:`kg.vocabulary.namespaces.PREFIXES` need no declaration.
            rows: the format for the rows of a SELECT; None where these are not wanted.
            truth: the format for the answer to an ASK, likewise.
            triples: the format for the triples of a CONSTRUCT or DESCRIBE, likewise.
            default_graphs: IRIs of the graphs that make up the default graph.
            named_graphs: IRIs of the graphs that GRAPH may name. Where either is given, these two are the whole
                dataset, whatever FROM says (SPARQL 1.1 Protocol §2.1.4); None for both leaves it to the query.
            values: what variables of the projection stand for (SPARQL-dev SEP-0007); bound by the engine.
            base: what relative IRIs are relative to (RFC 3986 §5.1); without it and without BASE they are malformed.
            stop: ends the query from another thread.

        Raises:
            MalformedQueryError, RefusedQueryError, UnfitFormatError, QueryLimitError, QueryCancelledError, InputError:
                see the top of this module.
        """
        check_query(query, self.limits, self.services)
        given = default_graphs is not None or named_graphs is not None
        request = {
            "query": query,
            "base": base,
            "rows": rows,
            "truth": truth,
            "triples": triples,
            "default": _iris(default_graphs) if given else None,
            "named": _iris(named_graphs) if given else None,
            "values": {name: _sent(value) for name, value in (values or {}).items()},
            "most": self.limits.rows,
            "size": self.limits.size,
        }
        process = self._take(stop)
        job = Job(process)
        sound = False
        try:
            if not process.is_ready:
                self._begin(job, stop, _OPENING)
                process.make_ready()
                self._caps_memory = process.caps_memory
            job.is_opening = False
            self._begin(job, stop, self.limits.timeout)
            try:
                result = process.ask(request)
            except Failed as failure:
                told = self._told(query, failure, lambda text: process.end_of(text, base))
                sound = failure.error != "memory"
                raise told from None
            sound = True
        except Vanished:
            raise self._ended(job) from None
        else:
            return result
        finally:
            self._finish(job, stop, sound)

    def _take(self, stop: Stop | None) -> Process:
        """An idle process, or a new one, or the one that is free next."""
        patience = time.monotonic() + self.limits.wait
        with self._changed:
            while True:
                if self._closed:
                    raise KgError("the pool is closed")
                if stop is not None and stop.is_set:
                    raise QueryCancelledError("the query was cancelled")
                if self._idle:
                    self._starting += 1
                    return self._idle.pop()
                quick = self._starting + sum(not job.process.stepped_back for job in self._busy)
                if quick < self._workers and self._starting + len(self._busy) < self._most:
                    self._starting += 1
                    break
                if time.monotonic() > patience:
                    raise QueryLimitError(f"no worker was free within {self.limits.wait:g} s; ask again later", "wait")
                self._changed.wait(0.25)
        try:
            return self._new_process()
        except BaseException:  # the system starts no more processes, or Ctrl-C
            with self._changed:
                self._starting -= 1
            raise

    def _begin(self, job: Job, stop: Stop | None, seconds: float) -> None:
        """The clock of a query, or of the opening before it, starts."""
        with self._changed:
            if job not in self._busy:
                self._starting -= 1
            job.started = time.monotonic()
            self._busy[job] = job.started + seconds
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._keep_watch, name="kg-query-watch", daemon=True)
                self._watcher.start()
            self._changed.notify_all()
        if stop is not None:
            stop._watch(job)

    def _finish(self, job: Job, stop: Stop | None, sound: bool) -> None:
        job.finish()
        if stop is not None:
            stop._watch(None)
        process = job.process
        with self._changed:
            if self._busy.pop(job, None) is None:
                self._starting -= 1
            keep = (
                sound
                and job.reason is None
                and not self._closed
                and not process.stepped_back
                and process.generation == self._generation
                and len(self._idle) < self._workers
            )
            if keep:
                self._idle.append(process)
            self._changed.notify_all()
        if job.reason is not None:  # on a busy machine a process of low priority takes its time to die: nobody waits
            threading.Thread(target=process.close, name="kg-query-end", daemon=True).start()
        elif not keep:
            process.close()

    def _keep_watch(self) -> None:
        """End queries at their deadline, and have slow ones step back."""
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                wake = now + 3600
                for job, deadline in self._busy.items():
                    if now >= deadline:
                        job.end("timeout")
                    elif now >= job.started + _SLOW and not (job.is_opening or job.process.stepped_back):
                        job.process.step_back()
                        self._changed.notify_all()
                    if job.reason is None:
                        waits = job.is_opening or job.process.stepped_back
                        wake = min(wake, deadline if waits else job.started + _SLOW)
                self._changed.wait(max(wake - now, 0.001))

    def _told(self, query: str, failure: Failed, end_of: Callable[[str], int]) -> KgError:
        """What a worker says as an error."""
        limits = self.limits
        if failure.error == "syntax":
            return explain(query, str(failure), end_of)
        if failure.error == "format":
            kind = str(failure)
            return UnfitFormatError(f"the answer to this query is {kind}, for which no fitting format is asked", kind)
        if failure.error == "rows":
            return QueryLimitError(f"the query gives more than {limits.rows:,} rows; add a LIMIT", "rows")
        if failure.error == "size":
            return QueryLimitError(f"the query's result is larger than {limits.size >> 20} MiB; add a LIMIT", "size")
        if failure.error == "memory":
            return self._out_of_memory()
        if "Corruption:" in str(failure):
            return InputError("the store of the graph is damaged; `kg doctor --fix` mends it")
        return KgError(f"the query failed: {failure}")

    def _out_of_memory(self) -> QueryLimitError:
        return QueryLimitError(
            f"the query needs more than {self.limits.memory >> 20} MiB of memory; ask for less", "memory"
        )

    def _ended(self, job: Job) -> KgError:
        """Why a worker is gone."""
        if job.reason == "cancelled":
            return QueryCancelledError("the query was cancelled")
        if job.reason == "timeout" and job.is_opening:
            return InputError(f"the graph was not open within {_OPENING} s")
        if job.reason == "timeout":
            return QueryLimitError(
                f"the query took longer than {self.limits.timeout:g} s; ask for less, or allow more time", "timeout"
            )
        code, said = job.process.close()
        if "memory" in said or "bad_alloc" in said or code == _SIGKILL:  # the last: by the system
            return self._out_of_memory()
        return QueryLimitError("the query ended the engine's process; it is too deep or too large for it", "crash")

    def renew(self, source: str | PathLike[str] | bytes | None = None) -> None:
        """Have all later queries see what stands at the source now, or at another one."""
        with self._changed:
            self._generation += 1
            self._source = self._source if source is None else source
            old, self._idle = self._idle, []
        for process in old:
            process.close()

    def close(self) -> None:
        """End all workers; queries that still run fail."""
        with self._changed:
            self._closed = True
            old, self._idle = self._idle, []
            for job in self._busy:
                job.end("cancelled")
            self._changed.notify_all()
        for process in old:
            process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()


def _iris(given: Sequence[str] | None) -> list[str]:
    try:
        return [ox.NamedNode(iri).value for iri in given or ()]
    except ValueError as error:
        raise UsageError(f"the name of a graph is no IRI: {error}") from error


def _sent(term: Term) -> list[str | None]:
    """A term as a request holds it."""
    if isinstance(term, ox.NamedNode):
        return ["iri", term.value, None, None]
    if isinstance(term, ox.BlankNode):
        return ["blank", term.value, None, None]
    if isinstance(term, ox.Literal):
        return ["literal", term.value, term.datatype.value, term.language]
    raise TypeError("a triple term cannot stand for a variable")
