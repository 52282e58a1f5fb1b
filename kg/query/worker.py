"""The process that runs queries, one after the other, and may be killed at any moment.

It is started as a script of its own (``python -I -S worker.py``), so that it loads nothing but the engine: about 20 ms,
and no thread or lock of the process that starts it. It reads frames from standard input and writes frames to standard
output: a letter, the length of what follows in four bytes (big-endian), and that many bytes.

    in   C  configuration: JSON {"path": [...], "store" | "file": ..., "memory": bytes,
            "prefixes": {...}, "sealed": whether to open nothing more once the graph is open}; then N, N-Quads, where
            neither store nor file is named
         Q  a query: JSON, see :meth:`_Engine.run`
         P  a text, to be parsed only: JSON {"text": ..., "base": IRI or None}
    out  R  ready: JSON {"capped": whether the system caps memory}
         H  the kind of answer: JSON {"kind": ..., "variables": [...], "format": ...}
         D  a piece of the answer's text
         E  its end: JSON {"count": rows or triples}; after P {"end": the offset at which the parser gave up}
         X  there is none: JSON {"error": ..., "message": ...}

The end of standard input ends the process at once, in the midst of a query too: nothing outlives who asked.
"""

from __future__ import annotations

import json
import os
import re
import struct
import sys
import threading
from collections.abc import Iterable, Iterator
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["RowCount", "end_of", "main"]

_STACK = 512 << 20  # address space, not memory: the engine recurses over what it parses
_PIECE = 1 << 18
_POSITION = re.compile(r"error at (\d+):(\d+)")
_HEAD = struct.Struct(">cI")


class _Refusal(Exception):  # noqa: N818 (a word of the protocol, never shown)
    """What keeps a query from its answer, by the name that the other side knows."""

    def __init__(self, error: str, message: str = "") -> None:
        self.error = error
        super().__init__(message)


def _write(kind: bytes, payload: bytes) -> None:
    for part in (_HEAD.pack(kind, len(payload)) + payload[:1024], payload[1024:]):
        data = memoryview(part)
        while data:
            data = data[os.write(1, data) :]


def _tell(letter: bytes, /, **content: object) -> None:
    _write(letter, json.dumps(content).encode())


def _read_exactly(size: int) -> bytes:
    data = sys.stdin.buffer.read(size)
    if len(data) < size:
        os._exit(0)  # whoever asked is gone
    return data


def _read() -> tuple[bytes, bytes]:
    kind, size = _HEAD.unpack(_read_exactly(_HEAD.size))
    return kind, _read_exactly(size)


# In JSON: a row that binds nothing, or a literal that ends as if another row began.
_UNCLEAR = re.compile(rb'\{(?:"[,}]|\}[,\]])')


class RowCount:
    """Counts the rows in the text of a result as it is written; quoted text cannot mislead it.

    A text is counted up to the end of some row, and what follows is to come again before more.

    Attributes:
        rows: so many at least.
        count: takes a text and whether it is the last, and returns how much of it is counted.
    """

    FORMS = frozenset(["csv", "json", "tsv", "xml"])

    def __init__(self, form: str) -> None:
        self.rows = -1 if form in ("csv", "tsv") else 0  # their first line is no row
        self._in_string = 0
        self._ends, self._has_rows = 0, False
        self.count = {"csv": self._csv, "json": self._json, "tsv": self._tsv, "xml": self._xml}[form]

    def _csv(self, text: bytes, _is_last: bool) -> int:
        parts = text.split(b'"')  # a quote within quotes is written twice
        self.rows += b"".join(parts[self._in_string :: 2]).count(b"\n")
        self._in_string ^= (len(parts) - 1) & 1
        return len(text)

    def _tsv(self, text: bytes, _is_last: bool) -> int:
        self.rows += text.count(b"\n")  # those of literals are escaped
        return len(text)

    def _xml(self, text: bytes, is_last: bool) -> int:
        self.rows += text.count(b"</result>")  # "<" in literals is escaped
        return len(text) if is_last else text.rfind(b"</result>") + 9 if b"</result>" in text else 0

    def _json(self, text: bytes, is_last: bool) -> int:
        """Rows that bind something end as ``}},`` before ``{"`` and a name; no literal looks so but at its end."""
        cut = len(text)
        while not is_last:
            cut = text.rfind(b'}},{"', 0, cut)
            if cut < 0 or text[cut + 5 : cut + 6] not in (b"", b",", b"}"):
                cut = max(cut + 3, 0) if cut >= 0 else 0
                break
        piece = text[:cut]
        unclear = _UNCLEAR.search(piece or text)
        ends = _structure(piece or text).count(b"},{") if unclear else piece.count(b'}},{"')
        self._has_rows = self._has_rows or b'"bindings":[{' in text
        self.rows = self._ends + ends + self._has_rows
        if piece:
            self._ends += ends + (not is_last)
        return cut


def _structure(text: bytes) -> bytes:
    """What a JSON text is without its strings."""
    return b"".join(text.replace(rb"\\", b"").replace(rb"\"", b"").split(b'"')[::2])


class _Sink:
    """Where the engine writes an answer: counts its rows and bytes, and hands pieces on."""

    def __init__(self, form: str, rows: int, size: int) -> None:
        self.count = 0
        self._tally = RowCount(form) if form in RowCount.FORMS else None
        self._rows, self._size = rows, size
        self._pieces: list[bytes] = []
        self._held, self._enough = 0, _PIECE
        self._is_first = True

    def write(self, data: bytes) -> int:
        self._pieces.append(data)
        self._held += len(data)
        self._size -= len(data)
        if self._held >= self._enough:
            self._hand_on(is_last=False)
        return len(data)

    def flush(self) -> None:
        """The engine may call it; nothing is held for longer than wanted."""

    def finish(self) -> None:
        """No more is written."""
        self._hand_on(is_last=True)

    def _hand_on(self, *, is_last: bool) -> None:
        if self._size < 0:
            raise _Refusal("size")
        text = b"".join(self._pieces)
        done = len(text)
        if self._tally is not None:
            done = self._tally.count(text, is_last)
            self.count = self._tally.rows
        if self.count > self._rows:
            raise _Refusal("rows")
        self._pieces, self._held = [text[done:]] if done < len(text) else [], len(text) - done
        self._enough = max(_PIECE, 2 * self._held)  # a long row is not looked at again and again
        if self._is_first and done:
            self._is_first = False
            _write(b"D", _in_order(text[:done]))
        elif done:
            _write(b"D", text[:done] if done < len(text) else text)


def _in_order(text: bytes) -> bytes:
    """The start of a Turtle with its prefixes in their order; the engine writes them in any."""
    lines = text.split(b"\n", 100)
    prefixes = [line for line in lines if line.startswith(b"@prefix ")]
    return b"\n".join(sorted(prefixes) + lines[len(prefixes) :]) if lines[: len(prefixes)] == prefixes else text


def _term(given: list[str | None]) -> Any:
    import pyoxigraph as ox

    kind, value, datatype, language = given
    if kind == "iri":
        return ox.NamedNode(value or "")
    if kind == "blank":
        return ox.BlankNode(value or "")
    if language:
        return ox.Literal(value or "", language=language)
    return ox.Literal(value or "", datatype=ox.NamedNode(datatype or ""))


def _counted(triples: Iterable[Any], most: int, sink: _Sink) -> Iterator[Any]:
    """The triples, each once written counted; one too many is an error."""
    for triple in islice(triples, most):
        sink.count += 1
        yield triple
    if next(iter(triples), None) is not None:
        raise _Refusal("rows")


def end_of(empty: ox.Store, text: str, prefixes: dict[str, str], base: str | None = None) -> int:
    """The offset at which the engine's parser gives a text up, or its length where it takes it.

    Args:
        empty: a store that holds nothing.
        text: what may be a query.
        prefixes: those that need no declaration.
        base: what relative IRIs are relative to.
    """
    try:
        empty.query(text, prefixes=prefixes, base_iri=base)
    except SyntaxError as error:
        place = _POSITION.match(error.msg)
        if place:
            lines = text.split("\n")
            return sum(len(line) + 1 for line in lines[: int(place[1]) - 1]) + int(place[2]) - 1
    return len(text)


class _Engine:
    """A graph, opened to be read."""

    def __init__(self, config: dict[str, Any]) -> None:
        import pyoxigraph as ox

        self._ox = ox
        self._rows = {
            "csv": ox.QueryResultsFormat.CSV,
            "json": ox.QueryResultsFormat.JSON,
            "tsv": ox.QueryResultsFormat.TSV,
            "xml": ox.QueryResultsFormat.XML,
        }
        self._triples = {
            "jsonld": ox.RdfFormat.JSON_LD,
            "n3": ox.RdfFormat.N3,
            "nq": ox.RdfFormat.N_QUADS,
            "nt": ox.RdfFormat.N_TRIPLES,
            "rdf": ox.RdfFormat.RDF_XML,
            "trig": ox.RdfFormat.TRIG,
            "ttl": ox.RdfFormat.TURTLE,
        }
        self._prefixes: dict[str, str] = config["prefixes"]
        self._store = self._open(config)
        self._empty: ox.Store | None = None

    def _open(self, config: dict[str, Any]) -> ox.Store:
        if "store" in config:
            try:
                return self._ox.Store.read_only(config["store"])
            except (OSError, RuntimeError, ValueError) as error:
                what = " ".join(str(error).split())
                raise OSError(f"{config['store']} is damaged ({what}); `kg doctor --fix` mends it") from error
        store = self._ox.Store()
        if "file" in config:
            from pathlib import Path

            from kg.graph.store import read_rdf

            read_rdf(store, Path(config["file"]))
        else:
            store.bulk_load(input=_read()[1], format=self._ox.RdfFormat.N_QUADS)
        return store

    def end_of(self, text: str, base: str | None) -> int:
        """See :func:`end_of`."""
        self._empty = self._empty or self._ox.Store()
        return end_of(self._empty, text, self._prefixes, base)

    def _dataset(self, default: list[str] | None, named: list[str] | None) -> tuple[Any, Any, Any]:
        """The store to ask, and the graphs of it that are the default graph and those that GRAPH may name.

        Several graphs that make up the default graph are put together first: the engine would give a triple that stands
        in two of them twice, and a merge is a set (SPARQL 1.1 Query §13.1).
        """
        given = None if default is None else [self._ox.NamedNode(iri) for iri in default]
        listed = None if named is None else [self._ox.NamedNode(iri) for iri in named]
        if given is None or len(given) < 2:
            return self._store, given, listed
        store, whole = self._ox.Store(), self._ox.DefaultGraph()
        for name in given:
            quads = self._store.quads_for_pattern(None, None, None, name)
            store.extend(self._ox.Quad(quad.subject, quad.predicate, quad.object, whole) for quad in quads)
        for name in listed or ():
            store.extend(self._store.quads_for_pattern(None, None, None, name))
        return store, [whole], listed

    def run(self, request: dict[str, Any]) -> None:
        """Run a query and write its answer.

        The request holds ``query``, ``rows``, ``truth`` and ``triples`` (the format for each kind of answer, or None),
        ``base``, ``values``, ``default`` and ``named`` (lists of IRIs, or None), ``most`` and ``size``.
        """
        store, default, named = self._dataset(request["default"], request["named"])
        found: Any = store.query(
            request["query"],
            base_iri=request["base"],
            prefixes=self._prefixes,
            default_graph=default,
            named_graphs=named,
            substitutions={self._ox.Variable(name): _term(value) for name, value in request["values"].items()},
        )
        kind, variables = "triples", []
        if isinstance(found, self._ox.QuerySolutions):
            kind, variables = "rows", [one.value for one in found.variables]
        elif isinstance(found, self._ox.QueryBoolean):
            kind = "truth"
        form = request[kind]
        if form not in (self._triples if kind == "triples" else self._rows):
            raise _Refusal("format", kind)
        _tell(b"H", kind=kind, variables=variables, format=form)
        sink: Any = _Sink(form if kind == "rows" else "", request["most"], request["size"])
        if kind == "triples":
            counted = _counted(found, request["most"], sink)
            self._ox.serialize(counted, sink, self._triples[form], prefixes=self._prefixes)
        elif kind == "truth" and form in ("csv", "tsv"):
            sink.write(b"true\n" if found else b"false\n")  # these formats know no truth value
            sink.count = 1
        else:
            found.serialize(sink, format=self._rows[form])
        sink.finish()
        _tell(b"E", count=sink.count)


def _answer(engine: _Engine, kind: bytes, payload: bytes) -> None:
    """Run or parse a query; whatever goes wrong is told."""
    try:
        if kind == b"P":
            _tell(b"E", end=engine.end_of(**json.loads(payload)))
        else:
            engine.run(json.loads(payload))
    except _Refusal as refusal:
        _tell(b"X", error=refusal.error, message=str(refusal))
    except SyntaxError as error:
        _tell(b"X", error="syntax", message=error.msg)
    except MemoryError:
        _tell(b"X", error="memory", message="")
    except Exception as error:  # noqa: BLE001 (the other side reports it)
        _tell(b"X", error="failed", message=" ".join(str(error).split()))


def _cap_memory(size: int) -> bool:
    """Let the process take `size` bytes of address space more than now; whether the system can."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123
            taken = int(stream.read().split()[0]) * resource.getpagesize()
        most, hard = taken + size + _STACK, resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what it dies of is no fault to look into
    except (ImportError, OSError, ValueError):
        return False
    return True


def _seal(store: str | None) -> None:
    """Have the process open nothing more, no file and no connection, where the system can.

    A store whose files are not all open yet needs to open more, and is left to the check before the query.

    Args:
        store: its folder; None for a graph in memory.
    """
    try:
        import resource

        if store is not None:
            handles = "/proc/self/fd"
            names = (os.path.join(handles, name) for name in os.listdir(handles))  # noqa: PTH118, PTH208
            opened = {os.path.basename(os.readlink(name)) for name in names if os.path.lexists(name)}  # noqa: PTH115, PTH119
            if not {name for name in os.listdir(store) if name.endswith(".sst")} <= opened:  # noqa: PTH208
                return
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    except (ImportError, OSError, ValueError):
        return


def main() -> None:
    """Serve queries until standard input ends."""
    config = json.loads(_read()[1])
    sys.path[:] = config["path"]
    try:
        engine = _Engine(config)
    except Exception as error:  # noqa: BLE001
        _tell(b"X", error="input", message=" ".join(str(error).split()))
        return
    waiting: SimpleQueue[tuple[bytes, bytes]] = SimpleQueue()

    def serve() -> None:
        while True:
            _answer(engine, *waiting.get())

    capped = _cap_memory(config["memory"])
    threading.stack_size(_STACK)
    threading.Thread(target=serve, daemon=True).start()
    if config["sealed"]:
        _seal(config.get("store"))
    _tell(b"R", capped=capped)
    while True:  # reading on while a query runs is what notices that the other side is gone
        waiting.put(_read())


if __name__ == "__main__":
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever asked, who ends this process
    main()
