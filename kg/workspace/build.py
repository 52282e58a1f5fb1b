"""Building a graph: articles in, a folder out that holds exactly what they yield; only what changed is worked on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.articles import Given
from kg.articles.sources import is_url
from kg.graph import GraphView
from kg.graph.changing import HOME, STORE, Waiting, work_folder
from kg.graph.location import is_current
from kg.graph.statistics import GraphStatistics
from kg.vocabulary import KgError, UsageError, data_folder
from kg.workspace.assembly import Changes, Graphs, changes_between, make_store, model_state, move_ledger, update_store
from kg.workspace.decisions import Decisions, decisions_for
from kg.workspace.disk import disk_errors
from kg.workspace.gathering import Gathering
from kg.workspace.graph_files import counted, files_are_current, put_in_place, refresh_files, write_files
from kg.workspace.intake import MakePool, Reader, paths_note
from kg.workspace.ledger import LEDGER, Ledger
from kg.workspace.listeners import Listener, Problems, Progress
from kg.workspace.pool import usable_cores
from kg.workspace.texts import KEPT_TEXTS, prune_texts

__all__ = ["BuildReport", "Listener", "Progress", "Reader", "build_graph"]


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


@dataclass
class _Build(Gathering):
    """A build while it works in a folder."""

    inferred: bool = False
    exports: bool = True

    def run(self, work: Path, decisions: Decisions, given: Given | None) -> BuildReport:
        """Take the articles in and make the graph, all in the folder `work` until it is whole."""
        usable = (self.folder / STORE / LEDGER).is_file() and is_current(self.folder)
        former = Ledger(self.folder / STORE) if usable else None
        with self.records(work, former) as records:
            self.take_in(records, decisions, given)
            records.plan.set(decisions=decisions.digest(), paths=paths_note(self.places))
            store = self.folder / STORE if former else None
            report = self._finished(work, former, Graphs(records.plan, records.cache, records.spool, store))
            records.cache.prune()
        with Ledger(self.folder / STORE) as ledger:
            prune_texts(self.folder / KEPT_TEXTS, ledger.has_file)
        return report

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
        listener=listener,
        problems=Problems(listener.problem),
        inferred=inferred,
        exports=exports,
        jobs=1 if reader is not None else jobs or usable_cores(),
        reader=reader,
        make_pool=make_pool,
    )
    decisions = decisions_for(build.paths, folder)
    fresh = _missing(folder)
    try:
        with disk_errors(folder), work_folder(folder, waiting) as work:
            return build.run(work, decisions, given)
    except KgError:
        if not build.worked_hard:
            _undo(fresh)
        raise


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
