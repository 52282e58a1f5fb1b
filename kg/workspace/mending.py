"""Making the graph of a folder anew from what is left: ledger, cached facts, kept texts, damaged store, file.

Nothing of it needs the articles' own files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.graph import GraphView
from kg.graph.changing import STORE
from kg.graph.filling import ArticleGraph
from kg.graph.stamps import SHAPE, read_stamp, source_file
from kg.graph.store import read_rdf
from kg.graph.terms import article_iri, term
from kg.model import Article
from kg.vocabulary import InputError, KgError
from kg.workspace.assembly import Graphs, graph_names, make_store, move_ledger
from kg.workspace.cache import CACHE, FactCache
from kg.workspace.changes import adopted_lines
from kg.workspace.decisions import Decisions, decisions_for
from kg.workspace.graph_files import put_in_place, write_files
from kg.workspace.ledger import LEDGER, Ledger, Line
from kg.workspace.records import record_of
from kg.workspace.spool import Spool
from kg.workspace.texts import KEPT_TEXTS, kept_text

__all__ = ["Rebuilt", "rebuild_graph", "sound_ledger"]

_Progress = Callable[[int, int, str], None]
_DAMAGE = (OSError, ValueError, RuntimeError)  # the last: checksums of the database's blocks
_METADATA = ("title", "published", "publisher", "author", "source", "script")


@dataclass(frozen=True)
class Rebuilt:
    """What was made anew.

    Attributes:
        articles: how many articles the graph holds now.
        lost: ids of those that nothing was left of.
    """

    articles: int
    lost: tuple[str, ...] = ()


def sound_ledger(store: Path) -> bool:
    """Whether a store's ledger can be read."""
    path = store / LEDGER
    if not path.is_file():
        return False
    with suppress(sqlite3.Error):
        base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            whole = base.execute("PRAGMA quick_check").fetchone() == ("ok",)
            return whole and base.execute("SELECT COUNT(*) FROM line").fetchone() is not None
        finally:
            base.close()
    return False


class _Left:
    """What is left of a folder's graph."""

    def __init__(self, folder: Path, cache: FactCache) -> None:
        self.folder, self.cache = folder, cache
        stamp = read_stamp(folder)
        self.same_shape = stamp is None or stamp.shape == SHAPE
        self.inferred = stamp is not None and stamp.inferred
        self.ledger = Ledger(folder / STORE) if sound_ledger(folder / STORE) else None
        self._damaged = self._opened()
        source = source_file(folder)
        self._file: ox.Store | None = None
        if source is not None and source.suffix == ".trig":
            self._file = ox.Store()
            try:
                read_rdf(self._file, source)
            except InputError:
                self._file = None

    def _opened(self) -> ox.Store | None:
        try:
            return ox.Store.read_only(str(self.folder / STORE))
        except _DAMAGE:
            return None

    def lines(self) -> list[Line]:
        """The articles that the graph held."""
        if self.ledger is not None:
            return list(self.ledger.lines())
        for store in (self._damaged, self._file):
            if store is not None:
                with suppress(*_DAMAGE):
                    return adopted_lines(GraphView(store))
        return list(self._kept())

    def _kept(self) -> Iterator[Line]:
        """The articles whose text is kept and whose facts are known."""
        kept = {path.name.partition(".")[0] for path in (self.folder / KEPT_TEXTS).glob("*.json.gz")}
        found: dict[str, Line] = {}
        for key, head in self.cache.heads():
            sha256 = head.article["sha256"]
            if sha256 in kept:
                found[head.id] = Line(head.id, key, "", sha256, head.text, "", head.article.get("published", ""), 0)
        yield from (found[name] for name in sorted(found))

    def article(self, line: Line) -> Article | None:
        """An article whose text is kept, with what is known of it."""
        head = self.cache.head(line.key) if line.key else None
        if head is not None:
            known: dict[str, Any] = {name: head.article.get(name) for name in _METADATA}
        else:
            known = self._told(line.article)
        known = {name: value for name, value in known.items() if value}
        try:
            return kept_text(self.folder, line.sha256, {"id": line.article, "path": line.path, **known})
        except InputError:
            return None

    def _told(self, article: str) -> dict[str, Any]:
        """What a graph tells of an article."""
        node = article_iri(article)
        names = {"title": "dcterms:title", "published": "dcterms:issued", "author": "xb:byline"}
        names["source"] = "dcterms:source"
        for store in (self._damaged, self._file):
            with suppress(*_DAMAGE):
                view = GraphView(store) if store is not None else None
                if view is not None and view.value(node, term("xb:sha256")):
                    publishers = view.objects(node, term("dcterms:publisher"))
                    named = view.value(publishers[0], term("skos:prefLabel")) if publishers else None  # type: ignore[arg-type]
                    return {**{key: view.value(node, term(one)) for key, one in names.items()}, "publisher": named}
        return {}

    def graphs(self, article: str) -> list[ArticleGraph]:
        """The graphs of an article in the damaged store, or in the file."""
        for store in (self._damaged, self._file):
            if store is None:
                continue
            found = []
            with suppress(*_DAMAGE):
                for name in graph_names([article]):
                    lines = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(name))
                    found += [(name, lines)] if lines else []
            if found:
                return found
        return []

    def decisions(self) -> Decisions:
        """What people decided about these articles."""
        paths = self.ledger.paths() if self.ledger is not None else []
        return decisions_for([Path(path) for path in paths], self.folder)

    def close(self) -> None:
        """Let go of the ledger."""
        if self.ledger is not None:
            self.ledger.close()


def rebuild_graph(work: Path, folder: Path, progress: _Progress | None = None) -> Rebuilt:
    """Make the graph of a folder anew, in this program's shape, and put it in its place.

    An article's facts are taken from the cache, else read again from its kept text, else taken as the damaged store or
    the folder's TriG has them.

    Args:
        work: a work folder.
        folder: the folder of the graph.
        progress: told how many articles are done, of how many, and which is next.

    Raises:
        InputError: nothing is left of it.
        OSError: the folder cannot be written.
    """
    (work / "plan").mkdir()
    with FactCache(folder / CACHE) as cache:
        left, plan, spool = _Left(folder, cache), Ledger(work / "plan"), Spool(work / "spool.db")
        try:
            lines = left.lines()
            lost = _collect(left, lines, plan, spool, progress)
            if len(lost) == len(lines) and not left.ledger:
                raise InputError(
                    f"nothing is left of the graph in {folder}; build it with `kg build PATH… -o {folder}`"
                )
            for name in ("paths", "decisions"):
                plan.set(**{name: left.ledger.value(name) if left.ledger else ""})
            store = make_store(work, folder, Graphs(plan, cache, spool), left.inferred)
            if source_file(folder) is not None:
                write_files(GraphView(store), work, plan)
            del store  # gives up its lock
            count = len(plan)
            inferred = left.inferred
        finally:
            left.close()
            spool.close()
            if not (work / "store").is_dir():
                plan.close()
    del left
    move_ledger(plan, work)
    put_in_place(work, folder, inferred)
    return Rebuilt(count, tuple(lost))


def _collect(left: _Left, lines: list[Line], plan: Ledger, spool: Spool, progress: _Progress | None) -> list[str]:
    """Fill a plan with what can be had; the ids of those that nothing is left of."""
    decisions, lost = left.decisions(), []
    for number, line in enumerate(lines):
        if progress:
            progress(number, len(lines), line.article)
        record = left.cache.get(line.key) if line.key and left.same_shape else None
        article = left.article(line) if record is None else None
        if record is None and article is not None:
            from kg.extraction import extract  # spaCy: only where a text is read

            with suppress(KgError):
                record = record_of(article, extract(article))
                line = replace(line, key=b"")
        if record is not None:
            decided = decisions.of(record.head)
            graph = decisions.lines(record.facts(line.path)).graph if decided else record.graph
            if decided or not line.key:
                spool.put(number, (article_iri(line.article).value, graph))
                spool.give(number, line.article)
            plan.add([replace(line, decided=decided, text=record.head.text)])
            continue
        graphs = left.graphs(line.article)
        for one in graphs:
            spool.put(number, one)
            spool.give(number, line.article)
        if graphs:
            plan.add([replace(line, key=b"")])
        else:
            lost.append(line.article)
    if progress:
        progress(len(lines), len(lines), "")
    return lost
