"""Building a graph: articles in, a folder out that holds exactly what they yield; only what changed is worked on."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.articles import Given, Source, article_of, article_sources
from kg.articles.sources import is_url
from kg.graph import GraphView
from kg.graph.changing import HOME, STORE, Waiting, work_folder
from kg.graph.location import is_current
from kg.graph.statistics import GraphStatistics
from kg.vocabulary import InputError, KgError, OutputError, UsageError, data_folder
from kg.workspace.assembly import Changes, Graphs, changes_between, make_store, model_state, move_ledger, update_store
from kg.workspace.cache import CACHE, FactCache
from kg.workspace.decisions import Decisions, decisions_for
from kg.workspace.graph_files import counted, files_are_current, put_in_place, refresh_files, write_files
from kg.workspace.intake import Intake, MakePool, Progress, Reader, Teller, paths_note
from kg.workspace.ledger import LEDGER, Ledger
from kg.workspace.pool import usable_cores
from kg.workspace.spool import Spool
from kg.workspace.texts import KEPT_TEXTS, prune_texts

__all__ = ["BuildReport", "Listener", "Problems", "Progress", "Reader", "Share", "build_graph", "said_of"]


@dataclass(frozen=True)
class BuildReport:
    """What a build made.

    Attributes:
        folder: where the graph is.
        counts: what it holds.
        left_out: how many articles could not be read.
        undated: paths of the articles without a date, whose relative times stay open.
        new: how many articles are new in the graph, or changed in it.
        gone: how many are in it no longer.
    """

    folder: Path
    counts: GraphStatistics
    left_out: int = 0
    undated: tuple[str, ...] = ()
    new: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Listener:
    """Who is told how a build goes; whatever is None is not told.

    Attributes:
        reading: how many files are taken in, of how many, and which is next.
        extracting: how many articles are done, of how many (as far as is known), and which is next.
        problem: what is wrong with an article, which is then left out; without it the first problem ends the build.
        note: texts that are given twice.
        facts: how many facts there are so far.
        storing: what is done when all articles are read, in a word or two.
    """

    reading: Progress | None = None
    extracting: Progress | None = None
    problem: Callable[[KgError], None] | None = None
    note: Callable[[str], None] | None = None
    facts: Callable[[int], None] | None = None
    storing: Callable[[str], None] | None = None


class Problems:
    """The problems of a build: told one by one, but where there is one alone and nothing else, that is the error."""

    def __init__(self, tell: Callable[[KgError], None] | None) -> None:
        self.count = 0
        self._first: KgError | None = None
        self._tell = tell

    def add(self, error: KgError) -> None:
        """Take note of a problem, or raise it where nobody listens."""
        if self._tell is None:
            raise error
        self.count += 1
        if self.count == 1:
            self._first = error
            return
        self._tell_first()
        self._tell(error)

    def _tell_first(self) -> None:
        if self._first is not None and self._tell is not None:
            self._tell(self._first)
        self._first = None

    def settle(self, articles: int, folder: Path) -> None:
        """Tell what is not told yet.

        Raises:
            KgError: no article is left.
        """
        if not articles and self._first is not None:
            raise self._first
        self._tell_first()
        if not articles:
            raise InputError(f"no article could be read; {folder} is left as it was")


class Share:
    """How much of the input is taken in, as far as files tell."""

    def __init__(self, tell: Progress | None) -> None:
        self._tell = tell
        self.share = 0.0

    def __call__(self, done: int, total: int, name: str) -> None:
        """Tell how many files are taken in, of how many, and which is next."""
        self.share = done / total if total else 1.0
        if self._tell:
            self._tell(done, total, name)


def said_of(sources: Iterable[Source], given: Given | None) -> Iterator[Source]:
    """The sources, the one article among them with what is said of it.

    Raises:
        UsageError: something is said, and there are several articles.
    """
    if given is None or given == Given():
        yield from sources
        return
    taken, article, count = list(sources), None, 0
    for source in taken:
        with suppress(KgError):
            article = article_of(source)
            count += 1
    if article is not None:
        given.applied([article] * count)
    yield from (replace(source, given=given) for source in taken)


@dataclass
class _Build:
    """A build while it works in a folder."""

    folder: Path
    places: Sequence[Path | str]
    decisions: Decisions
    listener: Listener
    problems: Problems
    inferred: bool = False
    exports: bool = True
    jobs: int = 1
    reader: Reader | None = None
    make_pool: MakePool | None = None
    worked_hard: bool = False

    def run(self, work: Path, given: Given | None) -> BuildReport:
        """Take the articles in and make the graph, all in the folder `work` until it is whole."""
        usable = (self.folder / STORE / LEDGER).is_file() and is_current(self.folder)
        former = Ledger(self.folder / STORE) if usable else None
        (work / "plan").mkdir()
        plan, spool = Ledger(work / "plan"), Spool(work / "spool.db")
        try:
            with FactCache(self.folder / CACHE, note=self.listener.note) as cache:
                self._take_in(cache, former, plan, spool, given)
                graphs = Graphs(plan, cache, spool, self.folder / STORE if former else None)
                report = self._finished(work, former, graphs)
                cache.prune()
        finally:
            plan.close()
            spool.close()
            if former is not None:
                former.close()
        with Ledger(self.folder / STORE) as ledger:
            prune_texts(self.folder / KEPT_TEXTS, ledger.has_file)
        return report

    def _take_in(
        self, cache: FactCache, former: Ledger | None, plan: Ledger, spool: Spool, given: Given | None
    ) -> None:
        share = Share(self.listener.reading)
        sources = article_sources(self.places, on_problem=self.problems.add, progress=share)
        teller = Teller(self.listener.extracting, self.listener.facts, lambda: share.share)
        note = self.listener.note or (lambda text: None)
        intake = Intake(
            cache,
            former,
            plan,
            spool,
            self.folder / KEPT_TEXTS,
            self.decisions,
            self.problems.add,
            note,
            teller,
            self.jobs,
            self.reader,
            self.make_pool,
        )
        try:
            intake.run(said_of(sources, given))
        finally:
            self.worked_hard = intake.used_workers
        self.problems.settle(len(plan), self.folder)
        plan.set(decisions=self.decisions.digest(), paths=paths_note(self.places))

    def _finished(self, work: Path, former: Ledger | None, graphs: Graphs) -> BuildReport:
        plan = graphs.plan
        undated = tuple(plan.undated())
        changes = Changes(tuple(plan.ids()), (), len(plan)) if former is None else changes_between(former, plan)
        numbers = {"left_out": self.problems.count, "undated": undated}
        numbers |= {"new": len(changes.new), "gone": len(changes.gone)}
        if former is not None and self._is_done(former, changes):
            former.take_paths(plan)
            counts = self._files_alone(work, former)
            return BuildReport(self.folder, counts, **numbers)  # type: ignore[arg-type]
        self._say("storing")
        if former is not None and changes.are_few:
            store = update_store(work, self.folder, graphs, changes, self.inferred)
        else:
            store = make_store(work, self.folder, graphs, self.inferred)
        counts = counted(GraphView(store), plan)
        if self.exports:
            self._say("writing files")
            write_files(GraphView(store), work, plan)
        del store  # gives up its lock
        move_ledger(plan, work)
        put_in_place(work, self.folder, self.inferred)
        return BuildReport(self.folder, counts, **numbers)  # type: ignore[arg-type]

    def _is_done(self, former: Ledger, changes: Changes) -> bool:
        """Whether the store holds already what it is to hold."""
        if changes.new or changes.gone or former.in_doubt():
            return False
        state = model_state(self.folder), "1" if self.inferred else ""
        return (former.value("model"), former.value("inferred")) == state

    def _files_alone(self, work: Path, former: Ledger) -> GraphStatistics:
        """Write the files of a store that stays as it is, as far as they are wanted and not there."""
        store = ox.Store.read_only(str(self.folder / STORE))
        counts = counted(GraphView(store), former)
        if self.exports and not files_are_current(self.folder, former):
            self._say("writing files")
            refresh_files(GraphView(store), work, self.folder, former)
        return counts

    def _say(self, what: str) -> None:
        if self.listener.storing:
            self.listener.storing(what)


def build_graph(
    paths: Sequence[str | os.PathLike[str]] | None = None,
    out: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    *,
    given: Given | None = None,
    listener: Listener | None = None,
    inferred: bool = False,
    reader: Reader | None = None,
    jobs: int | None = None,
    exports: bool = True,
    waiting: Waiting | None = None,
    make_pool: MakePool | None = None,
) -> BuildReport:
    """Build the graph of articles: its store, its Turtle, TriG, GraphML and picture.

    The folder then holds exactly what these articles yield, whatever it held before, and whatever the order and the
    steps in which they came. Articles that were read before are known by their content and not read again; where few
    changed, the store is changed rather than made anew. A build that fails or is interrupted leaves the former graph
    whole, and what it read is known to the next. Decisions of people in a ``reviews.toml`` beside the articles are
    honoured (:mod:`kg.workspace.reviews`), as are people whom the folder leaves out (:mod:`kg.graph.forgotten`);
    facts of the user's own that were imported into it stay (:mod:`kg.graph.sources`).

    Args:
        paths: files, folders and archives of articles, URLs, and lists of them (:mod:`kg.articles.listing`); without
            them the seeds.
        out: the folder of the graph; by default ``./graph``, and ``./exports`` for the seeds.
        progress: told how many articles are done, of how many, and which is next.
        given: what is said of the one article.
        listener: who else is told what; one that hears of problems lets the build go on without those articles.
        inferred: whether the store also gets what follows by the ontology, as the graph ``xbr:graph-inferred``.
        reader: what reads the graphs of an article, given the decisions of people, in place of the rules
            (:class:`kg.workspace.extractors.ModelReader`); never for the seeds.
        jobs: how many processes read; by default one a core. Few articles are read in this process.
        exports: whether the files are written; without them the store alone holds the graph.
        make_pool: makes the workers that read, in place of processes of this machine; such as
            :meth:`kg.workspace.cluster.Cluster.pool`.
        waiting: what to do where another process changes the same folder; by default wait.

    Raises:
        InputError: an article cannot be read, or two texts have one id, and nobody listens; or none can be read.
        UsageError: `given` says something, and there are several articles; or `reader` is to read the seeds.
        OutputError: the folder cannot be written.
    """
    if reader is not None and not paths:
        raise UsageError("the seeds are read by rules alone; name articles to read them with a model")
    folder = Path(out) if out is not None else Path("graph" if paths else "exports")
    listener = listener or Listener()
    if progress is not None:
        listener = replace(listener, extracting=progress)
    places = [str(one) if is_url(one) else Path(one) for one in paths] if paths else [data_folder("seeds")]
    build = _Build(
        folder=folder,
        places=places,
        decisions=decisions_for([one for one in places if isinstance(one, Path)], folder),
        listener=listener,
        problems=Problems(listener.problem),
        inferred=inferred,
        exports=exports,
        jobs=1 if reader is not None else jobs or usable_cores(),
        reader=reader,
        make_pool=make_pool,
    )
    fresh = _missing(folder)
    try:
        with work_folder(folder, waiting) as work:
            report = build.run(work, given)
    except (OSError, sqlite3.Error) as error:  # the latter: of the ledger and the cache, on a full disk
        raise OutputError(f"{folder} cannot be written: {getattr(error, 'strerror', None) or error}") from error
    except KgError:
        if not build.worked_hard:
            _undo(fresh)
        raise
    return report


def _missing(folder: Path) -> list[Path]:
    """What of a folder's places is not there yet, the innermost first."""
    return [place for place in (folder / HOME, folder) if not place.exists()]


def _undo(fresh: list[Path]) -> None:
    """Remove what a build that made nothing began: the folder of its work, and the graph's if nothing is in it."""
    for place in fresh:
        if place.name == HOME.name:
            shutil.rmtree(place, ignore_errors=True)
        else:
            with suppress(OSError):
                place.rmdir()
