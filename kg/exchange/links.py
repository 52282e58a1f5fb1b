"""The graph as people draw it: things with colour and place, and between two of them a link for each relation.

Statements of several articles that say the same are one link, whose weight is the number of its sources; copies of one
text count once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from kg.graph import GraphView
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import XBA

if TYPE_CHECKING:
    from kg.analysis.network import Network

__all__ = ["Drawing", "Link", "Thing", "draw_links"]

_LABELLED, _ALL_SPACED, _SHOWN = 700, 250, 24  # things with room for names; characters of a name

Spell = tuple[str | None, str | None]

_TIMES = """
SELECT ?id ?start ?end ?article ?first WHERE {
  ?id a xb:Statement ; xb:evidence/xb:article ?article
  OPTIONAL { ?id xb:timeStart ?start }
  OPTIONAL { ?id xb:timeEnd ?end }
  OPTIONAL { ?article xb:copyOf+ ?first FILTER NOT EXISTS { ?first xb:copyOf ?other } }
}"""


@dataclass(frozen=True)
class Thing:
    """A thing as it is drawn.

    Attributes:
        iri: its IRI.
        label: its one label.
        zh: its Chinese name.
        en: its English name.
        type: its top type.
        colour: of its type, ``#rrggbb``.
        x: to the right.
        y: downward.
        size: half its width, in the units of `x` and `y`.
    """

    iri: str
    label: str
    zh: str | None
    en: str | None
    type: str | None
    colour: str
    x: int
    y: int
    size: int


@dataclass(frozen=True)
class Link:
    """What articles say of two things by one predicate.

    Attributes:
        id: ``e`` and a number, in the order of source, target and predicate.
        source: IRI of the subject.
        target: IRI of the object.
        predicate: local name.
        zh: the predicate in Chinese.
        en: the predicate in English.
        modality: ``asserted``, ``planned`` or ``hedged``.
        negated: whether it is denied.
        symmetric: whether either order says the same.
        weight: number of sources.
        spells: the days that it is said of, first and last; None for an open end. Empty where no time is given.
        articles: ids of the articles.
        statements: local names of the statements.
    """

    id: str
    source: str
    target: str
    predicate: str
    zh: str
    en: str
    modality: str
    negated: bool
    symmetric: bool
    weight: int
    spells: tuple[Spell, ...]
    articles: tuple[str, ...]
    statements: tuple[str, ...]

    @property
    def start(self) -> str | None:
        """The first day of all; None where that is open or not given."""
        starts = [first for first, _ in self.spells]
        return min((one for one in starts if one), default=None) if None not in starts else None

    @property
    def end(self) -> str | None:
        """The last day of all; None where that is open or not given."""
        ends = [last for _, last in self.spells]
        return max((one for one in ends if one), default=None) if None not in ends else None


@dataclass(frozen=True)
class Drawing:
    """Things in the order of their IRIs, links in the order of their ends."""

    things: tuple[Thing, ...]
    links: tuple[Link, ...]


def _things(network: Network) -> tuple[Thing, ...]:
    from kg.analysis.colours import OTHER_COLOUR, TYPE_COLOURS
    from kg.analysis.islands import island_map  # networkx takes its time to load

    places = island_map(network, _boxes(network)).points
    found = []
    for iri, known in network.nodes(data=True):
        colour = TYPE_COLOURS.get(known["type"] or "", OTHER_COLOUR)
        size = min(34, round(9 + 3.2 * math.sqrt(network.degree(iri))))
        x, y = places[iri]
        label = known["label"]
        found.append(Thing(iri, label, known["label_zh"], known["label_en"], known["type"], colour, x, y, size))
    return tuple(found)


def _width(text: str) -> float:
    """Width of a name in ems, as its characters are wide (Unicode Standard Annex 11)."""
    return round(sum(1.0 if east_asian_width(char) in "WF" else 0.58 for char in text[:_SHOWN]), 2)


def _boxes(network: Network) -> dict[str, tuple[float, float]]:
    """Room for each thing with its name, as the picture has it; very large graphs go without."""
    if len(network) > _LABELLED:
        return {}
    boxes = {}
    for iri, known in network.nodes(data=True):
        names = (known["label_zh"] or known["label"], known["label_en"])
        width = min(11.0, max(_width(name or "") for name in names))
        full = len(network) <= _ALL_SPACED or network.degree(iri) > 2
        boxes[iri] = (width * 13 + 18, 46.0) if full else (54.0, 32.0)
    return boxes


def _told(graph: GraphView) -> dict[str, tuple[Spell | None, str]]:
    """By statement when it says that, and the article or, of a copy, the first of its copies."""
    found: dict[str, tuple[Spell | None, str]] = {}
    for row in graph.select(_TIMES):
        start, end = (None if row[name] is None else row[name].value for name in ("start", "end"))
        source = row["first"] or row["article"]
        spell = (start, end) if start or end else None
        key = row["id"].value.rpartition("/")[2]
        found[key] = min(found.get(key, (spell, source.value)), (spell, source.value), key=lambda one: one[1])
    return found


def draw_links(graph: GraphView) -> Drawing:
    """The things of a graph and the links between them, colours and places as in its picture."""
    from kg.analysis.network import to_networkx

    network = to_networkx(graph)
    told, known = _told(graph), vocabulary().predicates
    same: dict[tuple[str, str, str, str, bool], list[str]] = defaultdict(list)
    article_of: dict[str, str] = {}
    for source, target, key, data in network.edges(keys=True, data=True):
        predicate = known.get(data["predicate"])
        if predicate and predicate.symmetric:
            source, target = sorted((source, target))
        same[source, target, data["predicate"], data["modality"], data["negated"]].append(key)
        article_of[key] = data["article"] or ""
    links = []
    for number, ((source, target, name, modality, negated), keys) in enumerate(sorted(same.items())):
        predicate = known.get(name)
        spells = sorted(
            {spell for key in keys if (spell := told[key][0])}, key=lambda one: (one[0] or "", one[1] or "~")
        )
        link = Link(
            id=f"e{number}",
            source=source,
            target=target,
            predicate=name,
            zh=predicate.zh if predicate else name,
            en=predicate.en if predicate else name,
            modality=modality,
            negated=negated,
            symmetric=bool(predicate and predicate.symmetric),
            weight=len({told[key][1] for key in keys}),
            spells=tuple(spells),
            articles=tuple(sorted({article_of[key].removeprefix(XBA) for key in keys})),
            statements=tuple(sorted(keys)),
        )
        links.append(link)
    return Drawing(_things(network), tuple(links))
