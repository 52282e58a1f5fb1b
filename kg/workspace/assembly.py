"""From a plan to a store: made anew from all graphs, or a copy of the former one of which a few articles change."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.graph.changing import STORE, link_store
from kg.graph.filling import ArticleGraph, add_graphs, bulk_fill, remove_graphs
from kg.graph.forgotten import read_forgotten
from kg.graph.inference import GRAPH_INFERRED, infer
from kg.graph.sources import load_sources
from kg.graph.store import GRAPH_LEXICON, GRAPH_ONTOLOGY, load_model
from kg.graph.terms import article_iri, model_graph
from kg.vocabulary import KgError
from kg.vocabulary.namespaces import XBR
from kg.workspace.cache import FactCache
from kg.workspace.fingerprint import model_fingerprint
from kg.workspace.ledger import LEDGER, Ledger
from kg.workspace.spool import Spool
from kg.workspace.together import bring_together

__all__ = [
    "Changes",
    "Graphs",
    "changes_between",
    "graph_names",
    "load_rest",
    "make_store",
    "model_state",
    "move_ledger",
    "update_store",
]

_FEW = 0.2  # of all articles: with no more changed, a copy of the store is changed, else it is made anew


@dataclass(frozen=True)
class Changes:
    """What a plan changes.

    Attributes:
        new: ids of articles whose graph is to be put into the store, in place of a former one if any.
        gone: ids of articles that are to be taken out.
        total: how many articles the plan has.
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    total: int

    @property
    def are_few(self) -> bool:
        """Whether it is quicker to change a copy of the store than to make a new one."""
        return len(self.new) + len(self.gone) <= _FEW * self.total


def changes_between(former: Ledger, plan: Ledger) -> Changes:
    """What is to be done to a store so that it holds what a plan says."""
    new = []
    total = 0
    for line in plan.lines():
        total += 1
        known = former.line(line.article)
        if known is None or not line.key or (known.key, known.decided) != (line.key, line.decided):
            new.append(line.article)
    gone = tuple(one for one in former.ids() if plan.line(one) is None)
    return Changes(tuple(new), gone, total)


@dataclass(frozen=True)
class Graphs:
    """The graphs that a plan is made of.

    Attributes:
        plan: the plan.
        cache: the facts.
        spool: graphs that the cache does not hold as they are wanted.
        former: the folder of the former store, which holds the graphs of whatever has not changed.
    """

    plan: Ledger
    cache: FactCache
    spool: Spool
    former: Path | None = None

    def all(self) -> Iterator[ArticleGraph]:
        """The graphs of all articles."""
        store = None
        for line in self.plan.lines():
            found = list(self._known(line.article))
            if not found and self.former is not None:
                store = store or ox.Store.read_only(str(self.former))
                found = list(_stored(store, line.article))
            if not found:
                raise KgError(f"the facts of {line.article} are gone; build again")
            yield from found

    def of(self, article: str) -> Iterator[ArticleGraph]:
        """The graphs of an article that is new or changed.

        Raises:
            KgError: another process removed them meanwhile.
        """
        found = list(self._known(article))
        if not found:
            raise KgError(f"the facts of {article} are gone; build again")
        yield from found

    def _known(self, article: str) -> Iterator[ArticleGraph]:
        spooled = list(self.spool.of(article))
        line = self.plan.line(article)
        if spooled or line is None or not line.key:
            yield from spooled
            return
        if line.decided:  # as in the former store, else it would be spooled
            return
        record = self.cache.get(line.key)
        if record is not None:
            yield article_iri(article).value, record.graph


def _stored(store: ox.Store, article: str) -> Iterator[ArticleGraph]:
    """The graphs of an article in a store."""
    for name in (article_iri(article), model_graph(article)):
        lines = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name)
        if lines:
            yield name.value, lines


def model_state(folder: Path) -> str:
    """What the graphs of ontology and lexicon depend on."""
    people = sorted(sorted(names) for names in read_forgotten(folder).people)
    return f"{model_fingerprint()} {people!r}" if people else model_fingerprint()


def load_rest(store: ox.Store, ledger: Ledger, folder: Path, inferred: bool, imports: bool = True) -> None:
    """Have a store hold the model, the imports and what follows, as far as it does not yet.

    Args:
        store: the store.
        ledger: its ledger.
        folder: the folder that it is for.
        inferred: whether it gets what follows by the ontology.
        imports: whether the imports are loaded anew from their files.
    """
    state = model_state(folder)
    if ledger.value("model") != state:
        store.remove_graph(GRAPH_ONTOLOGY)
        store.remove_graph(GRAPH_LEXICON)
        load_model(store)
        read_forgotten(folder).clear(store, GRAPH_LEXICON)
    if imports:
        for name in list(store.named_graphs()):
            if isinstance(name, ox.NamedNode) and name.value.startswith(f"{XBR}source-"):
                store.remove_graph(name)
        load_sources(store, folder)
    store.remove_graph(GRAPH_INFERRED)
    if inferred:
        infer(store)
    ledger.set(model=state, inferred="1" if inferred else "")


def graph_names(articles: Iterable[str]) -> list[str]:
    """The IRIs of the graphs that articles may have."""
    return [name.value for one in articles for name in (article_iri(one), model_graph(one))]


def make_store(work: Path, folder: Path, graphs: Graphs, inferred: bool) -> ox.Store:
    """Make the store ``store`` of a work folder from all graphs of a plan, whose ledger moves into it.

    Args:
        work: the work folder.
        folder: the folder that it is for.
        graphs: the graphs.
        inferred: whether it gets what follows by the ontology.
    """
    store = ox.Store(str(work / "store"))
    bulk_fill(store, graphs.all())
    bring_together(store, folder, graphs.plan.lines(), known=graphs.spool.sketch)
    graphs.plan.set(model="")
    load_rest(store, graphs.plan, folder, inferred)
    store.optimize()
    store.flush()
    return store


def update_store(work: Path, folder: Path, graphs: Graphs, changes: Changes, inferred: bool) -> ox.Store:
    """Make the store ``store`` of a work folder: the folder's own with what a plan changes.

    Args:
        work: the work folder.
        folder: the folder that it is for.
        graphs: the graphs.
        changes: what changes.
        inferred: whether it gets what follows by the ontology.
    """
    link_store(folder / STORE, work / "store")
    with Ledger(work / "store") as former:
        graphs.plan.set(model=former.value("model"))
    (work / "store" / LEDGER).unlink()
    store = ox.Store(str(work / "store"))
    remove_graphs(store, graph_names((*changes.new, *changes.gone)))
    add_graphs(store, (graph for one in changes.new for graph in graphs.of(one)))
    bring_together(store, folder, graphs.plan.lines(), changes.new, graphs.spool.sketch)
    load_rest(store, graphs.plan, folder, inferred)
    store.flush()
    return store


def move_ledger(plan: Ledger, work: Path) -> None:
    """Close a plan and let it be the ledger of the store of its work folder."""
    path = plan.path
    plan.close()
    shutil.move(path, work / "store" / LEDGER)
