"""Taking articles in: each is looked up by its content, and only what is not known is read, on all cores.

What comes of it is a plan, a :class:`kg.workspace.ledger.Ledger` of what the graph is to hold; the graphs themselves
are then in the cache, or in the spool where people decided something about them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.articles import Source, article_of
from kg.articles.batches import same_file, same_id, same_text
from kg.articles.sources import is_url
from kg.graph.terms import article_iri
from kg.model import Article
from kg.vocabulary import InputError, KgError, ModelError
from kg.workspace.cache import FactCache, fact_key
from kg.workspace.decisions import Decisions
from kg.workspace.ledger import Ledger, Line
from kg.workspace.listeners import Teller
from kg.workspace.pool import Lost, WorkerPool
from kg.workspace.records import Head, graph_lines, record_of
from kg.workspace.reviews import Review
from kg.workspace.spool import Spool
from kg.workspace.texts import keep_text, packed_text, text_path
from kg.workspace.work import PATTERNS, Outcome, Task, Worker

__all__ = ["Intake", "MakePool", "Reader", "paths_note"]

Reader = Callable[[Article, Sequence[Review]], list[ox.Quad]]
MakePool = Callable[[str, Sequence[Any]], AbstractContextManager[Any]]
"""Makes a pool of workers: of what makes their callable (``module:name``), and its arguments."""
_WORTH_WORKERS = 400_000  # bytes of articles below which to start processes costs more than it saves


@dataclass(frozen=True)
class _Taken:
    """What a number came to: a line, or why there is none."""

    line: Line | None
    error: KgError | None = None
    spooled: bool = False


@dataclass
class Intake:
    """Takes articles into a plan.

    Attributes:
        cache: facts by content.
        former: the ledger of the graph as it is; None where all is to be done anew.
        plan: the ledger to fill.
        spool: where graphs go that the cache does not hold as they are wanted.
        texts: the folder where texts are kept.
        decisions: what people decided.
        problem: told why an article is left out.
        note: told of texts that are given twice.
        teller: told how far the work is.
        jobs: how many processes may work.
        reader: what reads articles in place of the rules; it works in this process.
        make_pool: makes the workers, in place of processes of this machine.
    """

    cache: FactCache
    former: Ledger | None
    plan: Ledger
    spool: Spool
    texts: Path
    decisions: Decisions
    problem: Callable[[KgError], None]
    note: Callable[[str], None]
    teller: Teller
    jobs: int = 1
    reader: Reader | None = None
    make_pool: MakePool | None = None

    def __post_init__(self) -> None:
        self._waiting: dict[int, _Taken] = {}
        self._asked: dict[int, tuple[bytes, str]] = {}  # key and path of what is being worked on
        self._next = 0
        self._same = self.former is not None and self.former.value("decisions") == self.decisions.digest()
        self.used_workers = False

    def run(self, sources: Iterable[Source]) -> None:
        """Take all articles in, in the order in which they come whatever the order in which they are done.

        Raises:
            KgError: whatever `problem` raises.
            OSError: the folder cannot be written.
        """
        self.texts.mkdir(parents=True, exist_ok=True)
        tasks = self._tasks(sources)
        few, size = [], 0
        if self.jobs > 1 or self.make_pool:
            for task in tasks:
                few.append(task)
                size += task.size
                if size > _WORTH_WORKERS or self.make_pool:
                    self._work_together(chain(few, tasks))
                    break
        if not self.used_workers:
            self._work_alone(few or tasks)
        self.cache.save()
        self.teller.end()

    # ------------------------------------------------------------------ what is known
    def _tasks(self, sources: Iterable[Source]) -> Iterator[Task]:
        """The work that there is; what is known already is taken in on the way."""
        for number, source in enumerate(sources):
            self.teller.given += 1
            if self.reader is not None:
                self._asked[number] = b"", source.name
                yield Task(number, source.name, source)
                continue
            key = fact_key(source)
            task = self._known(number, key, source)
            if task is not None:
                self._asked[number] = key, source.name
                yield task

    def _known(self, number: int, key: bytes, source: Source) -> Task | None:
        """Take an article in that is known; what there is to do on it otherwise."""
        if self._same and self.former is not None and self._has_text(source):
            for line in self.former.of_key(key)[:1]:
                self._settle(number, _Taken(replace(line, path=source.name)))
                return None
        record = self.cache.get(key)
        if record is None:
            return Task(number, source.name, source)
        decided = self.decisions.of(record.head)
        same = self.former is not None and any(one.decided == decided for one in self.former.of_key(key))
        if decided and not same:
            return Task(number, source.name, record=record)
        try:
            if not self._has_text(source):
                keep_text(self.texts, source.sha256, packed_text(article_of(source)))
        except KgError:  # what is kept is no longer so: read it again
            return Task(number, source.name, source)
        self._settle(number, _Taken(_line(record.head, key, decided, source.name)))
        return None

    def _has_text(self, source: Source) -> bool:
        return text_path(self.texts, source.sha256).is_file()

    # ------------------------------------------------------------------ what is not
    def _work_alone(self, tasks: Iterable[Task]) -> None:
        worker = self._read_with_reader if self.reader else Worker(self.decisions, self.texts.parent / PATTERNS)
        for task in tasks:
            self.teller.next(task.source.stem if task.source else task.name)
            self._take(worker(task))

    def _work_together(self, tasks: Iterable[Task]) -> None:
        self.used_workers = True
        made = self.make_pool or (lambda target, given: WorkerPool[Task](target, given, self.jobs))
        patterns = self.texts.parent / PATTERNS
        given = (self.decisions,) if self.make_pool else (self.decisions, patterns)  # elsewhere there is no such folder
        with made("kg.workspace.work:Worker", given) as pool:
            for outcome in pool.run(tasks):
                if isinstance(outcome, Lost):
                    lost: Lost[Task] = outcome
                    error = KgError(f"{lost.task.name}: reading it ended its process ({lost.reason})")
                    outcome = Outcome(lost.task.number, error=error)
                self._take(outcome)
                self.teller.next("")

    def _take(self, outcome: Outcome) -> None:
        """Keep what became of a task."""
        key, path = self._asked.pop(outcome.number)
        record = outcome.record
        if record is None:
            self._settle(outcome.number, _Taken(None, outcome.error))
            return
        article, sha256 = record.head.id, record.head.article["sha256"]
        if outcome.speaks_of_forgotten:
            self.cache.remove([key])
            text_path(self.texts, sha256).unlink(missing_ok=True)
            key = b""
        else:
            if outcome.text is not None:
                keep_text(self.texts, sha256, outcome.text)
                if outcome.sketch is not None:
                    self.spool.put_sketch(outcome.sketch)
                if key:
                    self.cache.put(key, record)
        if outcome.graph is not None:
            self.spool.put(outcome.number, (article_iri(article).value, outcome.graph))
        line = _line(record.head, key, outcome.decided, path)
        self._settle(outcome.number, _Taken(line, spooled=outcome.graph is not None or not key))

    def _read_with_reader(self, task: Task) -> Outcome:
        """Read an article with what stands in place of the rules; its graphs go to the spool."""
        if task.source is None or self.reader is None:
            raise ValueError("a reader reads sources")
        try:
            article = article_of(task.source)
            quads = self.reader(article, self.decisions.reviews)
        except ModelError as error:
            return Outcome(task.number, error=InputError(f"{task.name}: {error}"))
        except KgError as error:
            return Outcome(task.number, error=error)
        kept = self.decisions.forgotten.without(quads)
        by_graph: dict[Any, list[ox.Quad]] = {}
        for quad in kept:
            by_graph.setdefault(quad.graph_name, []).append(quad)
        for graph, own in by_graph.items():
            self.spool.put(task.number, (graph.value, graph_lines(own)))
        from kg.model import ArticleFacts

        record = record_of(article, ArticleFacts(article, ()))
        forgotten = kept is not quads
        text = None if forgotten else packed_text(article)
        return Outcome(task.number, record, text=text, speaks_of_forgotten=forgotten)

    # ------------------------------------------------------------------ in order
    def _settle(self, number: int, taken: _Taken) -> None:
        """Take note of what a number came to, and of all that follow it as far as they are there."""
        self._waiting[number] = taken
        while self._next in self._waiting:
            found = self._waiting.pop(self._next)
            self._enter(self._next, found)
            self._next += 1

    def _enter(self, number: int, taken: _Taken) -> None:
        """Enter an article into the plan, unless its id is taken."""
        self.teller.finished(taken.line.facts if taken.line else 0)
        if taken.line is None:
            self.problem(taken.error or KgError(f"article {number + 1} was lost; build again"))
            return
        line = taken.line
        other = self.plan.line(line.article)
        if other and other.sha256 == line.sha256:
            self.note(same_file(line.path, other.path))
            return
        if other:
            self.problem(InputError(same_id(line.article, line.path, other.path)))
            return
        twin = self.plan.of_text(line.text)
        if twin is not None:
            self.note(same_text(line.path, twin.path))
        if taken.spooled:
            self.spool.give(number, line.article)
        self.plan.add([line])


def _line(head: Head, key: bytes, decided: str, path: str) -> Line:
    article = head.article
    facts = head.relations + head.observations
    published = article.get("published", "")
    return Line(head.id, key, decided, article["sha256"], head.text, path, published, facts)


def paths_note(paths: Iterable[str | os.PathLike[str]]) -> str:
    """What a build was given, as the ledger notes it."""
    return json.dumps([str(path) if is_url(path) else os.fspath(Path(path).absolute()) for path in paths])
