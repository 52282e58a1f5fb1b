"""RDF 1.2 Turtle and TriG (W3C Working Drafts of 2026): statements as reifiers of their triples.

A statement that holds is written behind its plain triple, ``s p o ~ xbs:… {| … |}``; any other that has both ends as
``xbs:… rdf:reifies <<( s p o )>>``, which asserts nothing. The IRIs and all other triples are those of RDF 1.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.exchange.plain_triples import IS_STATEMENT, Tokens, holds, reified
from kg.graph import GraphView
from kg.graph.paragraphs import Rows, Subjects, ordered_subjects
from kg.graph.store import article_graphs, default_lines
from kg.graph.turtle import TurtleTerms, prefix_lines
from kg.vocabulary.namespaces import PREFIXES

__all__ = ["chunks"]

_TYPE = f"<{PREFIXES['rdf']}type>".encode()


class _Graph:
    """One graph, from its sorted lines."""

    def __init__(self, lines: list[bytes], terms: TurtleTerms) -> None:
        self._subjects, self._terms = Subjects(lines), terms
        self._behind: dict[Tokens, list[bytes]] = {}
        self._order = []
        for subject in ordered_subjects(self._subjects):
            triple = reified(self._subjects, subject) if subject.startswith(IS_STATEMENT) else None
            if triple and holds(self._subjects, subject) and self._stands(triple):
                self._behind.setdefault(triple, []).append(subject)
            else:
                self._order.append((subject, triple))

        self._annotated = {triple[1] for triple in self._behind}

    def _stands(self, triple: Tokens) -> bool:
        """Whether the graph holds a triple."""
        subject, predicate, obj = triple
        return subject in self._subjects.ranges and obj in self._subjects.objects(subject, predicate)

    def paragraphs(self, pad: bytes) -> Iterator[bytes]:
        """Everything but the statements that stand behind their triples, a subject a paragraph."""
        for subject, triple in self._order:
            rows = self._rows(subject, self._subjects.rows(subject), pad)
            if triple is not None:
                rows.append(b"rdf:reifies <<( %s %s %s )>>" % tuple(map(self._terms.written, triple)))
            yield pad + self._terms[subject] + b" " + (b" ;\n" + pad + b"    ").join(rows) + b" .\n"

    def _rows(self, subject: bytes, rows: Rows, pad: bytes) -> list[bytes]:
        found = []
        for predicate, objects in rows:
            name = b"a" if predicate == _TYPE else self._terms[predicate]
            written = [self._terms.written(obj) for obj in objects]
            between = b" , "
            if predicate in self._annotated:
                annotations = [self._annotations((subject, predicate, obj), pad) for obj in objects]
                written = [one + more for one, more in zip(written, annotations, strict=True)]
                between = b" ,\n" + pad + b"        " if any(annotations) else between
            found.append(name + b" " + between.join(written))
        return found

    def _annotations(self, triple: Tokens, pad: bytes) -> bytes:
        """The statements behind a triple."""
        parts = []
        for statement in self._behind.get(triple, ()):
            rows = self._rows(statement, self._subjects.rows(statement), pad + b"        ")
            between = b" ;\n" + pad + b"            "
            parts.append(b"\n" + pad + b"        ~ " + self._terms[statement] + b" {| " + between.join(rows) + b" |}")
        return b"".join(parts)


def chunks(graph: GraphView, named: bool = False) -> Iterator[bytes]:
    """The default graph in Turtle, or the article graphs in TriG where `named`."""
    yield prefix_lines()
    terms = TurtleTerms()
    if not named:
        for paragraph in _Graph(default_lines(graph), terms).paragraphs(b""):
            yield b"\n" + paragraph
        return
    for name, lines in article_graphs(graph):
        written = b"\n".join(_Graph(lines, terms).paragraphs(b"    "))
        yield b"\n" + terms[f"<{name}>".encode()] + b" {\n" + written + b"}\n"
