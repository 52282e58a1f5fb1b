"""Adding articles to the graph of a folder: the store changes, the folder's files stay until they are written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kg.articles import Given
from kg.graph.changing import STORE, Waiting, work_folder
from kg.graph.terms import article_iri
from kg.vocabulary import KgError, UsageError
from kg.workspace.assembly import Graphs, make_store, move_ledger
from kg.workspace.changes import Base, ChangeReport, apply, files_behind
from kg.workspace.decisions import Decisions, decisions_for
from kg.workspace.disk import disk_errors
from kg.workspace.gathering import Gathering, Records
from kg.workspace.graph_files import put_in_place
from kg.workspace.intake import Reader, paths_note
from kg.workspace.ledger import Ledger, Line
from kg.workspace.listeners import Listener, Problems
from kg.workspace.pool import usable_cores
from kg.workspace.work import Task, Worker

__all__ = ["add_articles"]

_OTHERS = 1 << 40  # the first number of tasks on articles that are not given


@dataclass
class _Addition(Gathering):
    """Articles while they are added."""

    def run(self, work: Path, given: Given | None) -> ChangeReport:
        """Take the articles in, and change the store, all in the folder `work` until it is whole."""
        base = Base(self.folder, work)
        former = base.ledger()
        with self.records(work, former) as records:
            known = [Path(one) for one in former.paths()] if former is not None else []
            decisions = decisions_for([*known, *self.paths], self.folder)
            self.take_in(records, decisions, given)
            if former is not None and former.value("decisions") != decisions.digest():
                _decide_again(records, former, decisions)
            about = {"decisions": decisions.digest(), "paths": self._paths(former)}
            return self._finished(work, base, former, Graphs(records.plan, records.cache, records.spool), about)

    def _finished(
        self, work: Path, base: Base, former: Ledger | None, graphs: Graphs, about: dict[str, str]
    ) -> ChangeReport:
        lines = list(graphs.plan.lines())
        known = {line.article: former.line(line.article) if former else None for line in lines}
        new = [line for line in lines if not _is_same(line, known[line.article])]
        report = ChangeReport(
            self.folder,
            added=tuple(line.article for line in new if known[line.article] is None),
            changed=tuple(line.article for line in new if known[line.article] is not None),
            unchanged=len(lines) - len(new),
            facts=sum(line.facts for line in new),
            left_out=self.problems.count,
            undated=tuple(line.path for line in new if not line.published),
            places=tuple((line.article, line.path) for line in lines),
        )
        if former is None:
            self._begin(work, graphs, about)
        elif new:
            former.close()
            apply(work, base, self.folder, new, (), graphs, about)
        return replace(report, files_behind=files_behind(self.folder))

    def _paths(self, former: Ledger | None) -> str:
        """What the graph was made of, as its ledger notes it."""
        known = former.paths() if former is not None else []
        added = [os.fspath(Path(path).absolute()) for path in self.places]
        return paths_note(dict.fromkeys([*known, *added]))

    def _begin(self, work: Path, graphs: Graphs, about: dict[str, str]) -> None:
        """Make the first store of a folder."""
        store = make_store(work, self.folder, graphs, False)
        del store  # gives up its lock
        graphs.plan.set(**about)
        move_ledger(graphs.plan, work)
        put_in_place(work, self.folder, False)


def _decide_again(records: Records, former: Ledger, decisions: Decisions) -> None:
    """Take articles of the graph into a plan about which people decided something since: names joined, say."""
    worker = Worker(decisions)
    for number, line in enumerate(former.lines(), _OTHERS):
        head = records.cache.head(line.key) if line.key and records.plan.line(line.article) is None else None
        if head is None or decisions.of(head) == line.decided:
            continue
        outcome = worker(Task(number, line.path, record=records.cache.get(line.key)))
        if outcome.error is not None:
            raise outcome.error
        if outcome.graph is not None:
            records.spool.put(number, (article_iri(line.article).value, outcome.graph))
            records.spool.give(number, line.article)
        records.plan.add([replace(line, decided=outcome.decided)])


def _is_same(line: Line, known: Line | None) -> bool:
    """Whether an article is in the store as it is wanted."""
    return known is not None and bool(line.key) and (known.key, known.decided) == (line.key, line.decided)


def add_articles(
    paths: Iterable[str | os.PathLike[str]],
    folder: str | os.PathLike[str],
    *,
    given: Given | None = None,
    listener: Listener | None = None,
    reader: Reader | None = None,
    jobs: int | None = None,
    waiting: Waiting | None = None,
) -> ChangeReport:
    """Add articles to the graph of a folder, those of a known id in place of the former.

    Args:
        paths: files, folders and archives of articles.
        folder: the folder of the graph; it is made where there is none.
        given: what is said of the one article.
        listener: who is told what; one that hears of problems lets the others be added.
        reader: what reads articles in place of the rules (:class:`kg.workspace.extractors.ModelReader`).
        jobs: how many processes read; by default one a core. Few articles are read in this process.
        waiting: what to do where another process changes the folder; by default wait.

    Raises:
        InputError: an article cannot be read, or two have one id, and nobody listens; or none can be read; or the
            folder's graph cannot.
        UsageError: no path is given; or `given` says something, and there are several articles.
        OutputError: the folder cannot be written.
    """
    place, listener = Path(folder), listener or Listener()
    places = [Path(path) for path in paths]
    if not places:
        raise UsageError("name the articles to add")
    cores = 1 if reader is not None else jobs or usable_cores()
    fresh = not place.exists()
    addition = _Addition(place, places, listener, Problems(listener.problem), cores, reader)
    try:
        with disk_errors(place), work_folder(place, waiting) as work:
            return addition.run(work, given)
    except KgError:
        if fresh:
            _forget_folder(place)
        raise


def _forget_folder(folder: Path) -> None:
    """Remove a folder that was made in vain."""
    if not (folder / STORE).exists():
        shutil.rmtree(folder, ignore_errors=True)
