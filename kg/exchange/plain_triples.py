"""Which triple a statement is about, and whether it holds (graph shape, "Plain triples")."""

from __future__ import annotations

from kg.graph.paragraphs import Subjects
from kg.vocabulary.namespaces import PREFIXES, XB, XBS

__all__ = ["IS_STATEMENT", "Tokens", "holds", "reified"]

IS_STATEMENT = f"<{XBS}".encode()
Tokens = tuple[bytes, bytes, bytes]

_SUBJECT, _PREDICATE, _OBJECT, _TEXT, _MODALITY, _NEGATED, _FORMER, _ASSERTED = (
    f"<{XB}{name}>".encode()
    for name in ("subject", "predicate", "object", "objectText", "modality", "negated", "former", "asserted")
)
_FALSE, _TRUE = (f'"{value}"^^<{PREFIXES["xsd"]}boolean>'.encode() for value in ("false", "true"))


def reified(said: Subjects, statement: bytes) -> Tokens | None:
    """The triple that a statement is about, its object a thing or a text; None where it has no subject.

    Args:
        said: the graph.
        statement: the statement's node, in the spelling of N-Triples.
    """
    subject, predicate, obj = (next(said.objects(statement, one), None) for one in (_SUBJECT, _PREDICATE, _OBJECT))
    obj = obj or next(said.objects(statement, _TEXT), None)
    return (subject, predicate, obj) if subject and predicate and obj else None


def holds(said: Subjects, statement: bytes) -> bool:
    """Whether a statement is asserted, not denied and not past; with two things as ends it is a plain triple then."""
    return (
        next(said.objects(statement, _MODALITY), b"") == _ASSERTED
        and next(said.objects(statement, _NEGATED), b"") == _FALSE
        and next(said.objects(statement, _FORMER), b"") != _TRUE
    )
