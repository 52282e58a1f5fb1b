"""Users' own facts in a graph's folder: checked by the shapes, kept as a file, loaded as a graph of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kg.exchange.import_map import ImportMap, read_map
from kg.exchange.import_rows import read_facts
from kg.graph import GraphView, find_graph, open_graph, write_file
from kg.graph.changing import STORE, commit, link_store, work_folder
from kg.graph.imported import import_findings, imported_triples, lifted_triples, source_triples
from kg.graph.report import report_lines
from kg.graph.sources import IMPORTS, SOURCE_NAME, source_graph
from kg.graph.terms import term, web_iri
from kg.graph.turtle import turtle_bytes
from kg.vocabulary import ConformanceError, InputError, OutputError, UsageError

__all__ = ["ImportReport", "import_facts", "imported_sources", "remove_import"]

_RDF = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_TABLES = (".csv", ".tsv")
_TOLD = 3  # findings that an error names


@dataclass(frozen=True)
class ImportReport:
    """What an import did: the IRI of the source's graph, its facts, its triples."""

    graph: str
    facts: int
    triples: int


def _read_rdf(path: Path, source: ox.NamedNode, origin: ox.NamedNode) -> set[ox.Triple]:
    try:
        quads = list(ox.parse(path=path, format=_RDF[path.suffix.lower()]))
    except SyntaxError as error:
        where = f"{path}:{error.lineno}" if error.lineno else str(path)
        raise InputError(f"{where}: {error.msg}") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    if not quads:
        raise InputError(f"{path} holds no triple")
    try:
        return lifted_triples(source, origin, [quad.triple for quad in quads])
    except ValueError as error:
        raise InputError(f"{path}: {error}") from error


def _read_table(
    path: Path, source: ox.NamedNode, origin: ox.NamedNode, mapping: ImportMap, graph: GraphView
) -> set[ox.Triple]:
    rows = read_facts(path, source.value, mapping, graph)
    facts = [(row.fact, row.derived_from or origin) for row in rows]
    return imported_triples(source, facts, {thing.slug: thing for row in rows for thing in row.things}.values())


def _source(path: Path, name: str | None, mapping: ImportMap) -> str:
    given = name or mapping.name or path.stem.lower().replace("_", "-").replace(" ", "-")
    if not SOURCE_NAME.fullmatch(given):
        raise UsageError(f"{given!r} is no name of a source: small letters, digits and hyphens; give one with --name")
    return given


def _origin(path: Path, given: str | None) -> ox.NamedNode:
    """Where facts come from: as given, else a name for the file that tells nothing of where it lies."""
    iri = web_iri(given) if given else ox.NamedNode(f"urn:file:{quote(path.name)}")
    if iri is None:
        raise UsageError(f"{given!r} is no absolute IRI, which says where facts come from")
    return iri


def import_facts(
    path: str | os.PathLike[str],
    folder: str | os.PathLike[str] | None = None,
    *,
    name: str | None = None,
    column_map: str | os.PathLike[str] | None = None,
    derived_from: str | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Add a user's own facts to a graph's folder as one more source, in place of what the source held before.

    They stand in the graph ``xbr:source-NAME`` of the store and in the file ``imports/NAME.ttl`` of the folder; the
    default graph, which holds what articles state, stays as it is.

    Args:
        path: RDF of any format, or CSV.
        folder: the folder of the graph; by default the one that other commands read.
        name: the source's name; by default the map's, else the file's.
        column_map: of CSV, how its columns are read (:mod:`kg.exchange.import_map`).
        derived_from: the IRI that they come from, where they do not say so themselves.
        dry_run: whether to check only.

    Raises:
        UsageError: the name or IRI is none, or the file is no CSV and a map is given.
        InputError: the file cannot be read, or is malformed; names the line.
        ConformanceError: the facts do not have the graph's shapes; says what is wrong, and how to mend it.
        OutputError: the folder cannot be written.
    """
    file, place = Path(path), find_graph(folder)
    if not place.is_dir():
        raise InputError(f"{place} is a file; facts are imported into a folder that `kg build` made")
    kind = file.suffix.lower()
    if kind not in (*_RDF, *_TABLES):
        raise UsageError(f"{file}: unknown kind of file; known are {', '.join((*_TABLES, *_RDF))}")
    if column_map is not None and kind not in _TABLES:
        raise UsageError(f"{file} is RDF, which needs no column map")
    mapping = read_map(Path(column_map)) if column_map is not None else ImportMap()
    source = source_graph(_source(file, name, mapping))
    origin = _origin(file, derived_from or mapping.derived_from)
    graph = open_graph(place)
    own = _read_table(file, source, origin, mapping, graph) if kind in _TABLES else _read_rdf(file, source, origin)
    _check(file, own)
    triples = own | set(source_triples(source, source.value.rpartition("source-")[2], origin))
    del graph
    if not dry_run:
        _keep(place, source, triples)
    claims = (term("xb:Statement"), term("xb:Observation"))
    facts = sum(one.predicate == term("rdf:type") and one.object in claims for one in triples)
    return ImportReport(source.value, facts, len(triples))


def _check(file: Path, triples: set[ox.Triple]) -> None:
    """Raise where triples do not conform."""
    found = [one for one in import_findings(triples) if not one.warning]
    if found:
        told = (line.strip() for line in report_lines(found[:_TOLD], str(file)))
        lines = [line for line in told if not line.startswith("shape:")]
        more = f" (and {len(found) - _TOLD} more)" if len(found) > _TOLD else ""
        raise ConformanceError(f"{file} does not conform: {' · '.join(lines[1:])}{more}")


def _keep(place: Path, source: ox.NamedNode, triples: set[ox.Triple] | None) -> None:
    """Write a source's file and put it into the store; None takes it out of both."""
    name = f"{source.value.rpartition('source-')[2]}.ttl"
    target = f"{IMPORTS}/{name}"
    try:
        with work_folder(place) as work:
            moves = [] if triples is None else [(name, target)]
            if triples is not None:
                write_file(work / name, [turtle_bytes(triples)])
            if (place / STORE).is_dir():
                link_store(place / STORE, work / "store")
                store = ox.Store(str(work / "store"))
                store.remove_graph(source)
                store.extend(ox.Quad(one.subject, one.predicate, one.object, source) for one in triples or ())
                store.flush()
                del store  # gives up its lock
                moves.append(("store", STORE.as_posix()))
            commit(work, place, moves, [target] if triples is None else [])
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error.strerror or error}; is it being served?") from error


def imported_sources(folder: str | os.PathLike[str] | None = None) -> tuple[str, ...]:
    """The names of the sources that a folder keeps."""
    return tuple(_names(find_graph(folder)))


def _names(place: Path) -> Iterator[str]:
    for path in sorted((place / IMPORTS).glob("*.ttl")):
        if SOURCE_NAME.fullmatch(path.stem):
            yield path.stem


def remove_import(name: str, folder: str | os.PathLike[str] | None = None) -> None:
    """Take a source out of a graph's folder.

    Raises:
        InputError: the folder keeps no such source.
        OutputError: the folder cannot be written.
    """
    place = find_graph(folder)
    known = tuple(_names(place))
    if name not in known:
        raise InputError(f"{place} keeps no source {name!r}" + (f"; it keeps {', '.join(known)}" if known else ""))
    _keep(place, source_graph(name), None)
