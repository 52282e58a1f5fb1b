"""People who asked to be left out: taken out of a graph, and kept out of every later build of its folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from kg.graph import GraphView, find_graph, open_graph, write_file
from kg.graph.changing import work_folder
from kg.graph.forgotten import FORGOTTEN_NAME, Forgotten, name_digest, read_forgotten
from kg.graph.inference import GRAPH_INFERRED
from kg.graph.store import fill_store
from kg.graph.terms import term
from kg.graph.withdrawal import names_of
from kg.model import fold
from kg.vocabulary import InputError, NotFoundError, OutputError
from kg.vocabulary.namespaces import PREFIXES, XBA, XBR
from kg.workspace.cache import CACHE, FactCache
from kg.workspace.graph_files import finish_graph, put_in_place
from kg.workspace.texts import KEPT_TEXTS, unpacked_text
from kg.workspace.together import forget_copies

__all__ = ["ForgottenReport", "forget"]

_PREFACE = """# People who asked to be left out of this graph: digests of their names, one list a person.
# kg forget adds to it, every build of this folder honours it. A digest: SHA-256 of "kg forget: " and the folded name.
"""


@dataclass(frozen=True)
class ForgottenReport:
    """What forgetting did.

    Attributes:
        articles: ids of the articles that spoke of the person.
        facts: how many statements and figures are left out.
    """

    articles: tuple[str, ...]
    facts: int


def _written(forgotten: Forgotten) -> bytes:
    blocks = []
    for names in sorted(forgotten.people, key=sorted):
        rows = "".join(f'  "{name}",\n' for name in sorted(names))
        blocks.append(f"\n[[person]]\nnames = [\n{rows}]\n")
    return (_PREFACE + "".join(blocks)).encode()


def _articles(graph: GraphView) -> Iterator[list[ox.Quad]]:
    """The article graphs, in the order of their IRIs."""
    names = sorted(one.value for one in graph.store.named_graphs() if isinstance(one, ox.NamedNode))
    for name in names:
        if name.startswith(XBA):
            yield sorted(graph.store.quads_for_pattern(None, None, None, ox.NamedNode(name)), key=str)


def _person(graph: GraphView, name: str) -> ox.NamedNode:
    """The one person of a name, or of an IRI.

    Raises:
        NotFoundError: there is none, or there are several.
    """
    kind = term("rdf:type")
    people = sorted((t.subject for t in graph.triples(None, kind, term("xb:Person"))), key=str)
    prefix, _, local = name.partition(":")
    iri = PREFIXES[prefix] + local if prefix in PREFIXES else name
    wanted = fold(name)
    found = []
    for one in people:
        if isinstance(one, ox.NamedNode):
            labels = [t.object for p in ("skos:prefLabel", "skos:altLabel") for t in graph.triples(one, term(p))]
            same = wanted and any(fold(str(getattr(label, "value", ""))) == wanted for label in labels)
            if one.value == iri or same:
                found.append(one)
    if not found:
        raise NotFoundError(f"no person in {graph.path} is named {name!r}; people alone can be forgotten")
    if len(found) > 1:
        listed = ", ".join(f"xbr:{one.value.removeprefix(XBR)}" for one in found)
        raise NotFoundError(f"{name!r} may be any of {listed}; name one of them")
    return found[0]


def _claims(quads: Iterable[ox.Quad]) -> int:
    kinds = (term("xb:Statement"), term("xb:Observation"))
    return sum(quad.predicate == term("rdf:type") and quad.object in kinds for quad in quads)


def forget(name: str, folder: str | os.PathLike[str] | None = None) -> ForgottenReport:
    """Take a person out of a built graph, and keep them out of later builds of its folder.

    The folder's texts of articles that speak of the person go too; the articles' own files are not touched.

    Args:
        name: any name of the person that the graph knows, or their IRI or ``xbr:`` name.
        folder: the folder of the graph; by default the one that other commands read.

    Raises:
        InputError: it is no built folder.
        NotFoundError: the graph knows no such person, or several.
        OutputError: the folder cannot be written.
    """
    place = find_graph(folder)
    graph = open_graph(place)
    if not place.is_dir() or not graph.has_articles:
        raise InputError(f"{place} is no folder that `kg build` made, which alone can forget")
    person = _person(graph, name)
    quads = list(_articles(graph))
    names = {one for article in quads for one in names_of(article, {person})[person]}
    forgotten = read_forgotten(place)
    forgotten.people.append(frozenset(map(name_digest, names)))
    kept = [forgotten.without(article) for article in quads]
    inferred = next(iter(graph.store.quads_for_pattern(None, None, None, GRAPH_INFERRED)), None) is not None
    facts = sum(map(_claims, quads)) - sum(map(_claims, kept))
    del graph
    ids = sorted(unquote(one.removeprefix(XBA)) for one in forgotten.articles)
    try:
        write_file(place / FORGOTTEN_NAME, [_written(forgotten)])
        with work_folder(place) as work:
            if (place / CACHE).is_file():
                with FactCache(place / CACHE) as cache:
                    cache.remove_articles(ids)
            forget_copies(place)
            _rewrite(place, work, kept, inferred, names)
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error.strerror or error}") from error
    return ForgottenReport(tuple(ids), facts)


def _rewrite(folder: Path, work: Path, articles: list[list[ox.Quad]], inferred: bool, names: set[str]) -> None:
    """Make the folder's graph anew of changed articles, and keep the texts that say none of the names."""
    store = ox.Store(str(work / "store"))
    fill_store(store, articles)
    finish_graph(store, work, folder, inferred)
    del store  # gives up its lock
    texts = work / "texts"
    texts.mkdir()
    folded = {fold(name) for name in names}
    for path in sorted((folder / KEPT_TEXTS).glob("*.json.gz")):
        said = fold(unpacked_text(path)["file"])
        if not any(name and name in said for name in folded):
            shutil.copyfile(path, texts / path.name)
    put_in_place(work, folder, inferred)
