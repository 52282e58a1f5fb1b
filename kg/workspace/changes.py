"""Adding articles to a graph and taking some out: the store changes, the folder's files stay until they are written.

Afterwards the store is as if all its articles had been built together, whatever the order and the steps in which
they came: an article's graph depends on nothing but the article, the decisions of people and the program.

``kg build PATH…`` makes a folder hold exactly the articles of these paths; ``add`` and ``remove`` change that set,
until the next ``kg build``. The files of the folder (``kg.ttl`` and the others) are then behind the store;
``kg export``, ``kg build`` and ``kg doctor --fix`` write them anew.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from kg.articles import Given, article_sources
from kg.graph import GraphView
from kg.graph.changing import STORE, Waiting, link_store, work_folder
from kg.graph.filling import add_graphs, remove_graphs
from kg.graph.location import find_graph, is_current, make_store
from kg.graph.stamps import read_stamp, source_file
from kg.graph.terms import article_iri, term
from kg.vocabulary import InputError, KgError, NotFoundError, OutputError, UsageError
from kg.vocabulary.namespaces import XBA
from kg.workspace.assembly import Graphs, graph_names, load_rest, move_ledger
from kg.workspace.assembly import make_store as make_whole_store
from kg.workspace.build import Listener, Problems, Share, said_of
from kg.workspace.cache import CACHE, FactCache
from kg.workspace.decisions import decisions_for
from kg.workspace.graph_files import put_in_place
from kg.workspace.intake import Intake, Reader, Teller, paths_note
from kg.workspace.ledger import LEDGER, Ledger, Line
from kg.workspace.pool import usable_cores
from kg.workspace.spool import Spool
from kg.workspace.texts import KEPT_TEXTS, text_path
from kg.workspace.together import bring_together, no_sketch
from kg.workspace.work import Task, Worker

__all__ = ["ChangeReport", "add_articles", "adopted_lines", "remove_articles"]


_OTHERS = 1 << 40  # the first number of tasks on articles that are not given


@dataclass(frozen=True)
class ChangeReport:
    """What became of a graph.

    Attributes:
        folder: where the graph is.
        added: ids of articles that are new in it.
        changed: ids of those whose content, metadata or reading changed.
        removed: ids of those that are in it no longer.
        unchanged: how many of the given ones were in it already.
        facts: how many relations and figures the added and changed ones state.
        left_out: how many could not be read.
        undated: paths of the added and changed ones that have no date.
        places: id and path of all given ones that are in the graph now.
        files_behind: whether the folder has files that do not hold this.
    """

    folder: Path
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    facts: int = 0
    left_out: int = 0
    undated: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    files_behind: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether the graph is as it was."""
        return not (self.added or self.changed or self.removed)


def adopted_lines(graph: GraphView) -> list[Line]:
    """The articles of a store that has no ledger, as lines of one; they count as read by nobody knows what."""
    found = []
    for triple in graph.triples(None, term("rdf:type"), term("xb:Article")):
        node = triple.subject
        if isinstance(node, ox.NamedNode) and node.value.startswith(XBA):
            sha256 = graph.value(node, term("xb:sha256")) or ""
            published = graph.value(node, term("dcterms:issued")) or ""
            found.append(Line(unquote(node.value.removeprefix(XBA)), b"", "", sha256, "", "", published, 0))
    return sorted(found, key=lambda line: line.article)


class _Base:
    """The store of a folder, from which a change starts.

    Args:
        folder: the folder of the graph.
        work: a work folder.

    Raises:
        InputError: the graph cannot be read, or does not tell its articles apart.
        OSError: the folder cannot be written.
    """

    def __init__(self, folder: Path, work: Path) -> None:
        self._folder, self._store = folder, work / "store"
        source, stamp = source_file(folder), read_stamp(folder)
        self.is_there = source is not None or (folder / STORE).is_dir()
        self.inferred = stamp is not None and stamp.inferred
        if not self.is_there:
            return
        current = is_current(folder)
        if source is not None and source.suffix != ".trig" and not (current and stamp is not None and stamp.ahead):
            raise InputError(f"{source} does not tell articles apart; build the graph with `kg build`")
        if not current:
            make_store(work, folder)
        if not current or not (folder / STORE / LEDGER).is_file():
            self.take()
            with Ledger(self._store) as ledger:
                view = GraphView(ox.Store.read_only(str(self._store)))
                ledger.end(adopted_lines(view))

    def take(self) -> Path:
        """Have a copy of the store in the work folder, to be changed."""
        if not self._store.is_dir():
            link_store(self._folder / STORE, self._store)
        return self._store

    def ledger(self) -> Ledger | None:
        """What the store holds; None where there is none."""
        if not self.is_there:
            return None
        return Ledger(self._store if self._store.is_dir() else self._folder / STORE)


def _apply(
    work: Path,
    base: _Base,
    folder: Path,
    lines: Sequence[Line],
    gone: Sequence[str],
    graphs: Graphs | None = None,
    about: dict[str, str] | None = None,
) -> list[Line]:
    """Change a copy of the store and put it in the store's place; the former lines of whatever changed.

    Args:
        work: the work folder.
        base: the store as it is.
        folder: the folder of the graph.
        lines: articles that are added, or replace those of the same id.
        gone: ids of those that are taken out.
        graphs: where the graphs of the added ones come from.
        about: what the ledger is to note besides.
    """
    place = base.take()
    store = ox.Store(str(place))
    ids = [line.article for line in lines]
    remove_graphs(store, graph_names((*ids, *gone)))
    if graphs is not None:
        add_graphs(store, (graph for one in ids for graph in graphs.of(one)))
    with Ledger(place) as ledger:
        former = [found for one in (*ids, *gone) if (found := ledger.line(one)) is not None]
        ledger.begin(())
        ledger.set(**(about or {}))
        ledger.end(lines, gone)
        known = graphs.spool.sketch if graphs is not None else no_sketch
        bring_together(store, folder, ledger.lines(), ids, known)
        load_rest(store, ledger, folder, base.inferred, imports=False)
        unused = sorted({line.sha256 for line in former if not ledger.has_file(line.sha256)})
    store.flush()
    del store  # gives up its lock
    if graphs is not None:
        graphs.plan.close()  # it lies in the work folder, which moves
        graphs.spool.close()
    put_in_place(work, folder, base.inferred)
    for sha256 in unused:
        text_path(folder / KEPT_TEXTS, sha256).unlink(missing_ok=True)
    return former


# ---------------------------------------------------------------------- adding
@dataclass
class _Addition:
    """Articles on their way into a graph."""

    folder: Path
    places: Sequence[Path]
    listener: Listener
    problems: Problems
    jobs: int
    reader: Reader | None

    def run(self, work: Path, given: Given | None) -> ChangeReport:
        """Take the articles in, and change the store, all in the folder `work` until it is whole."""
        base = _Base(self.folder, work)
        former = base.ledger()
        (work / "plan").mkdir()
        plan, spool = Ledger(work / "plan"), Spool(work / "spool.db")
        try:
            with FactCache(self.folder / CACHE, note=self.listener.note) as cache:
                self._take_in(cache, former, plan, spool, given)
                return self._finished(work, base, former, Graphs(plan, cache, spool))
        finally:
            plan.close()
            spool.close()
            if former is not None:
                former.close()

    def _take_in(
        self, cache: FactCache, former: Ledger | None, plan: Ledger, spool: Spool, given: Given | None
    ) -> None:
        known = [Path(one) for one in former.paths()] if former is not None else []
        self.decisions = decisions_for([*known, *self.places], self.folder)
        share = Share(self.listener.reading)
        sources = article_sources(self.places, on_problem=self.problems.add, progress=share)
        Intake(
            cache,
            former,
            plan,
            spool,
            self.folder / KEPT_TEXTS,
            self.decisions,
            self.problems.add,
            self.listener.note or (lambda text: None),
            Teller(self.listener.extracting, self.listener.facts, lambda: share.share),
            self.jobs,
            self.reader,
        ).run(said_of(sources, given))
        self.problems.settle(len(plan), self.folder)
        if former is not None and former.value("decisions") != self.decisions.digest():
            self._decide_again(cache, former, plan, spool)

    def _decide_again(self, cache: FactCache, former: Ledger, plan: Ledger, spool: Spool) -> None:
        """Take articles of the graph into a plan about which people decided something since: names joined, say."""
        worker = Worker(self.decisions)
        for number, line in enumerate(former.lines(), _OTHERS):
            head = cache.head(line.key) if line.key and plan.line(line.article) is None else None
            if head is None or self.decisions.of(head) == line.decided:
                continue
            outcome = worker(Task(number, line.path, record=cache.get(line.key)))
            if outcome.error is not None:
                raise outcome.error
            if outcome.graph is not None:
                spool.put(number, (article_iri(line.article).value, outcome.graph))
                spool.give(number, line.article)
            plan.add([replace(line, decided=outcome.decided)])

    def _finished(self, work: Path, base: _Base, former: Ledger | None, graphs: Graphs) -> ChangeReport:
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
        about = {"decisions": self.decisions.digest(), "paths": self._paths(former)}
        if former is None:
            self._begin(work, graphs, about)
        elif new:
            former.close()
            _apply(work, base, self.folder, new, (), graphs, about)
        return replace(report, files_behind=_files_behind(self.folder))

    def _paths(self, former: Ledger | None) -> str:
        """What the graph was made of, as its ledger notes it."""
        known = former.paths() if former is not None else []
        added = [os.fspath(path.absolute()) for path in self.places]
        return paths_note(dict.fromkeys([*known, *added]))

    def _begin(self, work: Path, graphs: Graphs, about: dict[str, str]) -> None:
        """Make the first store of a folder."""
        store = make_whole_store(work, self.folder, graphs, False)
        del store  # gives up its lock
        graphs.plan.set(**about)
        move_ledger(graphs.plan, work)
        put_in_place(work, self.folder, False)


def _is_same(line: Line, known: Line | None) -> bool:
    """Whether an article is in the store as it is wanted."""
    return known is not None and bool(line.key) and (known.key, known.decided) == (line.key, line.decided)


def _files_behind(folder: Path) -> bool:
    stamp = read_stamp(folder)
    return source_file(folder) is not None and stamp is not None and stamp.ahead


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
        with work_folder(place, waiting) as work:
            return addition.run(work, given)
    except (OSError, sqlite3.Error) as error:  # the latter: of the ledger and the cache, on a full disk
        raise OutputError(f"{place} cannot be written: {getattr(error, 'strerror', None) or error}") from error
    except KgError:
        if fresh:
            _forget_folder(place)
        raise


def _forget_folder(folder: Path) -> None:
    """Remove a folder that was made in vain."""
    import shutil

    if not (folder / STORE).exists():
        shutil.rmtree(folder, ignore_errors=True)


# ---------------------------------------------------------------------- removing
def _id(name: str) -> str:
    """The id of an article by its id, its IRI or its prefixed name."""
    if name.startswith(XBA):
        return unquote(name.removeprefix(XBA))
    return unquote(name.removeprefix("xba:")) if name.startswith("xba:") else name


def remove_articles(
    articles: Iterable[str], folder: str | os.PathLike[str] | None = None, *, waiting: Waiting | None = None
) -> ChangeReport:
    """Take articles out of the graph of a folder, with all that they alone state; their own files are not touched.

    Args:
        articles: their ids, or IRIs, or ``xba:`` names.
        folder: the folder of the graph; by default the one that other commands read.
        waiting: what to do where another process changes the folder; by default wait.

    Raises:
        NotFoundError: the graph has no such article; nothing has changed then.
        InputError: the graph cannot be read.
        OutputError: the folder cannot be written.
    """
    place = find_graph(folder)
    if not place.is_dir():
        raise InputError(f"{place} is a file; articles are removed from a folder that `kg build` made")
    try:
        with work_folder(place, waiting) as work:
            return _removed(work, place, sorted({_id(one) for one in articles}))
    except (OSError, sqlite3.Error) as error:  # the latter: of the ledger and the cache, on a full disk
        raise OutputError(f"{place} cannot be written: {getattr(error, 'strerror', None) or error}") from error


def _removed(work: Path, place: Path, ids: Sequence[str]) -> ChangeReport:
    base = _Base(place, work)
    former = base.ledger()
    if former is None:
        raise InputError(f"{place} holds no graph")
    with former:
        unknown = [one for one in ids if former.line(one) is None]
    if unknown:
        more = f" (and {len(unknown) - 1} more)" if len(unknown) > 1 else ""
        raise NotFoundError(f"{place} has no article {unknown[0]!r}{more}; nothing is removed")
    lines = _apply(work, base, place, (), ids)
    _forget_facts(place, lines)
    facts = sum(line.facts for line in lines)
    return ChangeReport(place, removed=tuple(ids), facts=facts, files_behind=_files_behind(place))


def _forget_facts(place: Path, lines: Sequence[Line]) -> None:
    """Take the facts of removed articles out of the cache."""
    keys: set[Any] = {line.key for line in lines if line.key}
    if not (place / CACHE).is_file() or not keys:
        return
    with Ledger(place / STORE) as ledger:
        unused = [key for key in sorted(keys) if not ledger.of_key(key)]
    with FactCache(place / CACHE) as cache:
        cache.remove(unused)
