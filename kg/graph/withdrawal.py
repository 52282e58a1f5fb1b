"""Taking people out of a graph: what is said of them, by them, and their names in what is said of others.

A name within a quotation becomes as many full blocks (U+2588), so that every offset still holds. What is left says
nothing of the person but that something is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.graph.terms import term
from kg.vocabulary.namespaces import XBE, XBO, XBS, XBV

__all__ = ["COVER", "names_of", "people_in", "without_people"]

COVER = "\u2588"

_ENDS = frozenset(
    term(f"xb:{name}") for name in ("subject", "object", "about", "place", "jointWith", "agent", "affected")
)
_LABELS = tuple(term(name) for name in ("skos:prefLabel", "skos:altLabel", "rdfs:label"))
_RESTS_ON = frozenset(term(f"xb:{name}") for name in ("evidence", "alsoIn", "tells"))
_TEXTS = frozenset(
    (
        term("dcterms:title"),
        *(term(f"xb:{n}") for n in ("quote", "text", "role", "scope", "label", "objectText", "timeText", "valueText")),
        *(term(f"xb:{n}") for n in ("facility", "list", "comparison", "alsoGivenAs", "per", "from")),
    )
)
_Subject = ox.NamedNode | ox.BlankNode | ox.Triple


def people_in(quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
    """The people of some quads."""
    kind, person = term("rdf:type"), term("xb:Person")
    found = (quad.subject for quad in quads if quad.predicate == kind and quad.object == person)
    return {one for one in found if isinstance(one, ox.NamedNode)}


def names_of(quads: Iterable[ox.Quad], people: Iterable[ox.NamedNode]) -> dict[ox.NamedNode, set[str]]:
    """All names that quads give people."""
    wanted = set(people)
    found: dict[ox.NamedNode, set[str]] = {one: set() for one in wanted}
    for quad in quads:
        if quad.predicate in _LABELS and quad.subject in wanted and isinstance(quad.object, ox.Literal):
            found[quad.subject].add(quad.object.value)  # type: ignore[index]
    return found


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Any of some names in either script, the longest first; Latin ones as whole words, in any case."""
    from kg.model import simplify, traditionalize  # only where names are looked for

    spelt = {form for name in names for form in (name, simplify(name), traditionalize(name)) if len(form) > 1}
    parts = [
        rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name)
        for name in sorted(spelt, key=lambda one: (-len(one), one))
    ]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _dropped(quads: Sequence[ox.Quad], people: set[ox.NamedNode]) -> set[object]:
    """The people themselves, what has one of them for an end, and what nothing rests on then."""
    gone: set[object] = set(people)
    for quad in quads:
        if quad.predicate in _ENDS and quad.object in people:
            gone.add(quad.subject)
    rests: dict[object, set[_Subject]] = defaultdict(set)
    for quad in quads:
        if quad.predicate in _RESTS_ON:
            rests[quad.object].add(quad.subject)
    gone |= {node for node, claims in rests.items() if claims <= gone}
    return gone


def _covered(quad: ox.Quad, pattern: re.Pattern[str]) -> ox.Quad | None:
    """A quad without names; None where it is a byline of one of them."""
    value = quad.object
    if not isinstance(value, ox.Literal) or not pattern.search(value.value):
        return quad
    if quad.predicate == term("xb:byline"):
        return None
    named = isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith((XBE, XBO, XBS, XBV))
    if quad.predicate not in _TEXTS and not (named and quad.predicate == term("rdfs:label")):
        return quad
    text = pattern.sub(lambda match: COVER * len(match[0]), value.value)
    literal = ox.Literal(text, language=value.language) if value.language else ox.Literal(text)
    return ox.Quad(quad.subject, quad.predicate, literal, quad.graph_name)


def without_people(quads: Sequence[ox.Quad], people: set[ox.NamedNode], names: Iterable[str] = ()) -> list[ox.Quad]:
    """The quads of an article without people.

    Statements and figures that have one of them for an end are left out, with the evidence that nothing else rests on;
    a claim that one of them made stays, without its speaker. Their names are covered in every text that is left, and
    their bylines are left out. Names of other things that hold a person's name stay.

    Args:
        quads: the quads of one article's graph.
        people: who is left out.
        names: further names of theirs.
    """
    pattern = _pattern({*names, *(name for found in names_of(quads, people).values() for name in found)})
    gone = _dropped(quads, people)
    kept = [quad for quad in quads if quad.subject not in gone and quad.object not in gone]
    covered = (_covered(quad, pattern) for quad in kept) if pattern else iter(kept)
    return sorted({quad for quad in covered if quad is not None}, key=str)
