"""Loading a graph into a SPARQL 1.1 store, an article's graph at a time.

By the Graph Store HTTP Protocol (W3C Recommendation 2013) each graph is one ``PUT``, which replaces what stood in it;
by SPARQL 1.1 Update it is dropped and inserted again, in pieces. Either way, the same push twice leaves the store as
one push does. What is done stands in a journal, so that a push that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kg.exchange.http_send import Endpoint
from kg.graph import GraphView
from kg.graph.paragraphs import ntriples_lines
from kg.graph.store import GRAPH_LEXICON, GRAPH_ONTOLOGY, article_graphs, default_lines
from kg.vocabulary import InputError, OutputError, UsageError
from kg.vocabulary.namespaces import XBR

__all__ = ["PROTOCOLS", "PushReport", "push_graph"]

PROTOCOLS = ("store", "update")
_GENID = XBR + ".well-known/genid/"
_PIECE = 5000  # triples of one update
_Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class PushReport:
    """What a push did.

    Attributes:
        sent: IRIs of the graphs that were sent, ``""`` for the default graph.
        kept: how many an interrupted push had sent already.
        triples: how many triples were sent.
    """

    sent: tuple[str, ...]
    kept: int
    triples: int


class _Journal:
    """Which graphs an interrupted push has sent, by their content; it is gone once a push is complete."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._done: dict[str, str] = {}
        if path is not None:
            with suppress(OSError):
                for line in path.read_text(encoding="utf-8").splitlines():
                    with suppress(ValueError, KeyError, TypeError):  # a line that was cut off
                        row = json.loads(line)
                        self._done[row["graph"]] = row["sha256"]

    def has(self, name: str, digest: str) -> bool:
        """Whether a graph was sent with this content."""
        return self._done.get(name) == digest

    def add(self, name: str, digest: str) -> None:
        """Take note of a graph; a folder that cannot be written has no journal."""
        if self._path is not None:
            with suppress(OSError), self._path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({"graph": name, "sha256": digest}) + "\n")

    def remove(self) -> None:
        """Forget all."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def _journal(graph: GraphView, url: str, protocol: str) -> Path | None:
    """Where the journal of a push of `graph` to `url` stands."""
    if graph.path is None:
        return None
    name = f"push-{hashlib.sha256(f'{protocol} {url}'.encode()).hexdigest()[:12]}.jsonl"
    if graph.path.is_dir():
        return graph.path / ".kg" / name if (graph.path / ".kg").is_dir() else graph.path / f".{name}"
    return graph.path.with_name(f".{graph.path.name}.{name}")


def _graphs(graph: GraphView, default: bool, model: bool) -> Iterator[tuple[str, list[bytes]]]:
    """What is sent: graphs by their IRI, each as sorted lines of N-Triples; the default graph last."""
    yield from article_graphs(graph)
    if model:
        for one in (GRAPH_LEXICON, GRAPH_ONTOLOGY):
            lines = ntriples_lines(_skolemized(graph.store.quads_for_pattern(None, None, None, one)))
            if lines:
                yield one.value, lines
    if default or not graph.has_articles:
        yield "", default_lines(graph)


def _skolemized(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Triples with IRIs for their blank nodes, the same each time (RDF 1.1 §3.5; labels of RDFC-1.0)."""
    data = ox.Dataset(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for quad in data:
        ends = (ox.NamedNode(_GENID + one.value) if isinstance(one, ox.BlankNode) else one for one in quad)
        subject, predicate, target, _ = ends
        yield ox.Triple(subject, predicate, target)


def _put(store: Endpoint, name: str, lines: list[bytes]) -> None:
    query = f"graph={quote(name, safe='')}" if name else "default"
    store.send("PUT", b"\n".join([*lines, b""]), "application/n-triples", query)


def _update(store: Endpoint, name: str, lines: list[bytes]) -> None:
    opening, ending = (f"GRAPH <{name}> {{\n".encode(), b"}") if name else (b"", b"")
    clearing = f"DROP SILENT GRAPH <{name}>" if name else "CLEAR SILENT DEFAULT"
    for start in range(0, max(1, len(lines)), _PIECE):
        piece = b"\n".join([*lines[start : start + _PIECE], b""])
        first = clearing.encode() + b" ;\n" if not start else b""
        body = first + b"INSERT DATA { " + opening + piece + ending + b" }\n"
        store.send("POST", body, "application/sparql-update; charset=utf-8")


def _blank(lines: list[bytes]) -> bool:
    return any(line.startswith(b"_:") or b" _:" in line.split(b'"')[0] for line in lines)


def push_graph(
    graph: GraphView,
    store: Endpoint,
    *,
    protocol: str = "store",
    default: bool = True,
    model: bool = False,
    dry_run: bool = False,
    restart: bool = False,
    progress: _Progress | None = None,
) -> PushReport:
    """Load a graph into a store.

    Args:
        graph: the graph.
        store: where its Graph Store Protocol or its updates are, as `protocol` says.
        protocol: ``store`` or ``update``.
        default: whether to send the default graph too, which holds every triple of all articles once; a store whose
            queries see all its graphs together does without.
        model: whether to send the ontology and the lexicon too, as graphs of their own.
        dry_run: whether to send nothing, and tell what would be sent.
        restart: whether to send again what an interrupted push has sent.
        progress: told how many graphs are done, of how many, and which is next.

    Raises:
        UsageError: there is no such protocol.
        InputError: a graph has blank nodes, which no push could send twice to the same effect.
        OutputError: the store refuses a graph, or cannot be reached; the same push again goes on from there.
    """
    if protocol not in PROTOCOLS:
        raise UsageError(f"no protocol {protocol!r}; there are {', '.join(PROTOCOLS)}")
    place = _journal(graph, store.url, protocol)
    journal = _Journal(None if restart else place)
    if restart and not dry_run:
        _Journal(place).remove()
        journal = _Journal(place)
    total = sum(1 for one in graph.store.named_graphs() if isinstance(one, ox.NamedNode)) + default
    sent: list[str] = []
    kept = triples = 0
    for name, lines in _graphs(graph, default, model):
        if progress:
            progress(len(sent) + kept, total, name)
        digest = hashlib.sha256(b"\n".join(lines)).hexdigest()
        if journal.has(name, digest):
            kept += 1
            continue
        if not dry_run:
            if _blank(lines):
                raise InputError(f"{name or 'the default graph'} has blank nodes; give them IRIs before pushing")
            _send(store, protocol, name, lines, len(sent) + kept)
            journal.add(name, digest)
        sent.append(name)
        triples += len(lines)
    if not dry_run:
        journal.remove()
    return PushReport(tuple(sent), kept, triples)


def _send(store: Endpoint, protocol: str, name: str, lines: list[bytes], done: int) -> None:
    try:
        (_put if protocol == "store" else _update)(store, name, lines)
    except OutputError as error:
        what = f"graph <{name}>" if name else "the default graph"
        raise OutputError(
            f"{error}; {what} is not in, {done} graphs are; the same command goes on from there"
        ) from error
