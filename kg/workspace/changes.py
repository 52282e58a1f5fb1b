"""Adding articles to a graph and taking some out: the store changes, the folder's files stay until they are written.

Afterwards the store is as if all its articles had been built together, whatever the order and the steps in which
they came: an article's graph depends on nothing but the article, the decisions of people and the program.

``kg build PATH…`` makes a folder hold exactly the articles of these paths; ``add`` and ``remove`` change that set,
until the next ``kg build``. The files of the folder (``kg.ttl`` and the others) are then behind the store;
``kg export``, ``kg build`` and ``kg doctor --fix`` write them anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from kg.graph import GraphView
from kg.graph.changing import STORE, Waiting, link_store, work_folder
from kg.graph.filling import add_graphs, remove_graphs
from kg.graph.location import find_graph, is_current, make_store
from kg.graph.stamps import read_stamp, source_file
from kg.graph.terms import term
from kg.vocabulary import InputError, NotFoundError
from kg.vocabulary.namespaces import XBA
from kg.workspace.assembly import Graphs, graph_names, load_rest
from kg.workspace.cache import CACHE, FactCache
from kg.workspace.disk import disk_errors
from kg.workspace.graph_files import put_in_place
from kg.workspace.ledger import LEDGER, Ledger, Line
from kg.workspace.texts import KEPT_TEXTS, text_path
from kg.workspace.together import bring_together, no_sketch

__all__ = ["Base", "ChangeReport", "adopted_lines", "apply", "files_behind", "remove_articles"]


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


class Base:
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


def apply(
    work: Path,
    base: Base,
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


def files_behind(folder: Path) -> bool:
    """Whether a folder has files that are not those of its store."""
    stamp = read_stamp(folder)
    return source_file(folder) is not None and stamp is not None and stamp.ahead


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
    with disk_errors(place), work_folder(place, waiting) as work:
        return _removed(work, place, sorted({_id(one) for one in articles}))


def _removed(work: Path, place: Path, ids: Sequence[str]) -> ChangeReport:
    base = Base(place, work)
    former = base.ledger()
    if former is None:
        raise InputError(f"{place} holds no graph")
    with former:
        unknown = [one for one in ids if former.line(one) is None]
    if unknown:
        more = f" (and {len(unknown) - 1} more)" if len(unknown) > 1 else ""
        raise NotFoundError(f"{place} has no article {unknown[0]!r}{more}; nothing is removed")
    lines = apply(work, base, place, (), ids)
    _forget_facts(place, lines)
    facts = sum(line.facts for line in lines)
    return ChangeReport(place, removed=tuple(ids), facts=facts, files_behind=files_behind(place))


def _forget_facts(place: Path, lines: Sequence[Line]) -> None:
    """Take the facts of removed articles out of the cache."""
    keys: set[Any] = {line.key for line in lines if line.key}
    if not (place / CACHE).is_file() or not keys:
        return
    with Ledger(place / STORE) as ledger:
        unused = [key for key in sorted(keys) if not ledger.of_key(key)]
    with FactCache(place / CACHE) as cache:
        cache.remove(unused)
