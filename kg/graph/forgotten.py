"""People whom a graph leaves out, as they asked: digests of their names, in ``forgotten.toml`` of its folder.

The file holds no names: a build, and whatever makes the folder's store anew, compares what it reads with the digests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.graph.withdrawal import names_of, people_in, without_people
from kg.vocabulary import DataFileError
from kg.vocabulary.tables import load_toml

__all__ = ["FORGOTTEN_NAME", "Forgotten", "name_digest", "read_forgotten"]

FORGOTTEN_NAME = "forgotten.toml"


def name_digest(name: str) -> str:
    """What stands for a name."""
    from kg.model import fold  # conversion of scripts: only where names are compared

    return hashlib.sha256(f"kg forget: {fold(name)}".encode()).hexdigest()


@dataclass
class Forgotten:
    """Who is left out.

    Attributes:
        people: digests of names, a set a person.
        articles: IRIs of the articles in which one of them was found so far.
    """

    people: list[frozenset[str]] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)

    def among(self, quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
        """Those of the people of some quads who are left out."""
        if not self.people:
            return set()
        digests, known = frozenset().union(*self.people), list(quads)
        named = names_of(known, people_in(known))
        return {one for one, names in named.items() if any(name_digest(name) in digests for name in names)}

    def without(self, quads: list[ox.Quad]) -> list[ox.Quad]:
        """The quads of an article without whoever is left out."""
        found = self.among(quads)
        if not found:
            return quads
        self.articles.update(str(getattr(quad.graph_name, "value", "")) for quad in quads[:1])
        return without_people(quads, found)

    def clear(self, store: ox.Store, graph: ox.NamedNode) -> None:
        """Take their entries out of a graph of names."""
        for person in self.among(store.quads_for_pattern(None, None, None, graph)) if self.people else ():
            for quad in list(store.quads_for_pattern(person, None, None, graph)):
                store.remove(quad)


def read_forgotten(folder: Path) -> Forgotten:
    """Whom a folder leaves out.

    Raises:
        DataFileError: its ``forgotten.toml`` breaks its schema.
    """
    path = folder / FORGOTTEN_NAME
    if not path.is_file():
        return Forgotten()
    table = load_toml(path)
    people = table.get("person", [])
    if set(table) - {"person"} or not isinstance(people, list):
        raise DataFileError("holds [[person]] alone, each with a list of names", path)
    found = []
    for one in people:
        names = one.get("names") if isinstance(one, dict) else None
        if not isinstance(names, list) or not all(isinstance(name, str) and len(name) == 64 for name in names):
            raise DataFileError("a [[person]] has names, a list of SHA-256 digests", path)
        found.append(frozenset(names))
    return Forgotten(found)
