"""What the explorer page knows: the facts of an extract as compact rows, coordinates, and labels of the vocabulary.

The rows are read by ``assets/data.js``; a field that is not known is null, and nulls at the end of a row are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import networkx as nx

from kg.analysis.arrangements import Arrangement, by_time, by_type
from kg.analysis.colours import OTHER_COLOUR, TYPE_COLOURS
from kg.analysis.islands import Map, island_map
from kg.explore.article_text import marked_blocks
from kg.explore.index import Fact, GraphIndex
from kg.explore.plain import plain_text, text_width
from kg.explore.search_names import pinyin_of, simplified_characters
from kg.explore.selection import Extract
from kg.explore.wording import QUALIFIER_LABELS, class_label, metric_label, predicate_label
from kg.model import Article
from kg.vocabulary import TOP_TYPES, vocabulary
from kg.vocabulary.namespaces import PREFIXES, XB, XBA, XBR

__all__ = ["network_of", "page_data"]

_EPOCH = date(1970, 1, 1)
_LABELLED = 700  # things up to which the map keeps room for every name
_ALL_SPACED = 250
_NAME = 400  # characters of a name
_MODALITIES = ("asserted", "planned", "hedged")


def network_of(extract: Extract) -> nx.MultiGraph[str]:
    """The things of an extract and the statements between two of them."""
    network: nx.MultiGraph[str] = nx.MultiGraph()
    network.add_nodes_from(sorted(extract.things))
    for iri, fact in sorted(extract.facts.items()):
        if fact.relation and fact.subject and fact.object:
            network.add_edge(fact.subject, fact.object, key=iri)
    return network


def page_data(
    index: GraphIndex, extract: Extract, title: str, about: Mapping[str, Any], texts: Mapping[str, Article]
) -> dict[str, Any]:
    """The data of a page, ready to be written as JSON; the same extract gives the same data.

    Args:
        index: the graph.
        extract: what of it to show.
        title: the page's title.
        about: what the view names, for the page to say so.
        texts: articles by id whose text the page may show; of the others it shows the quoted sentences.
    """
    rows = _Rows(index, extract)
    facts = [rows.fact(fact) for _, fact in sorted(extract.facts.items(), key=lambda pair: _order(pair[1]))]
    network = network_of(extract)
    islands = island_map(network, _boxes(index, rows.nodes, network))
    home = {iri: number for number, island in enumerate(islands.islands) for iri in island.members}
    things = [rows.thing(iri, home.get(iri)) for iri in (*rows.nodes, *rows.beside)]
    arrangements = _arrangements(index, extract, network, rows, islands)
    names = [name for thing in things for name in (thing[1], *((thing[4:5] or [None])[0] or ()))]
    return {
        "title": title,
        "about": dict(about),
        "types": [_type_row(name, rows.types) for name in rows.types],
        "predicates": [[name, *predicate_label(name), _symmetric(name)] for name in rows.predicates],
        "metrics": [[name, *metric_label(name)] for name in rows.metrics],
        "units": [[name, *_unit_label(name)] for name in rows.units],
        "qualifiers": [[name, QUALIFIER_LABELS.get(name, name), name] for name in rows.qualifiers],
        "modalities": list(_MODALITIES),
        "articles": [rows.article(iri, texts) for iri in rows.articles],
        "evidence": [_trimmed(list(row)) for row in rows.evidence_rows],
        "things": things,
        "nodes": len(rows.nodes),
        "facts": facts,
        "traditional": simplified_characters(names),
        "chosen": [rows.node(iri) for iri in extract.chosen if iri in extract.things],
        **arrangements,
    }


def _order(fact: Fact) -> tuple[str, ...]:
    return fact.start or "9999", fact.subject or "", fact.term, fact.object or fact.text or "", fact.iri


def _symmetric(name: str) -> int:
    known = vocabulary().predicates.get(name)
    return int(known is not None and known.symmetric)


def _unit_label(name: str) -> tuple[str, str]:
    known = vocabulary().units.get(name)
    return (known.zh, known.en) if known else (name, name)


def _type_row(name: str, order: Mapping[str, int]) -> list[Any]:
    """A class: name, labels, colour, and the number of its top type (its own for a top type)."""
    known, top = vocabulary().classes.get(name), name
    while top not in TOP_TYPES and known and known.parent:
        top = known.parent
        known = vocabulary().classes.get(top)
    return [name, *class_label(name), TYPE_COLOURS.get(top, OTHER_COLOUR), order.get(top, order[name])]


def _trimmed(row: list[Any]) -> list[Any]:
    while row and row[-1] is None:
        row.pop()
    return row


def _days(day: str | None) -> int | None:
    if day is None:
        return None
    try:
        return (date.fromisoformat(day) - _EPOCH).days
    except ValueError:
        return None


class _Numbers(dict[str, int]):
    """Numbers strings in the order in which they come."""

    def of(self, key: str) -> int:
        return self.setdefault(key, len(self))


class _Rows:
    """Turns things, facts and articles into rows that name each other by number."""

    def __init__(self, index: GraphIndex, extract: Extract) -> None:
        self._index = index
        self._extract = extract
        self.nodes = sorted(extract.things)
        self._number = {iri: number for number, iri in enumerate(self.nodes)}
        self.beside: list[str] = []
        self.types, self.predicates, self.metrics = _Numbers(), _Numbers(), _Numbers()
        self.units, self.qualifiers, self._sentences = _Numbers(), _Numbers(), _Numbers()
        for name in TOP_TYPES:
            if any(name in index.things.get(iri, ()) for iri in self.nodes):
                self.types.of(name)
        self.evidence_rows: list[list[Any]] = []
        told = {article for fact in extract.facts.values() for article in index.articles_of(fact)}
        self.articles = [iri for iri in index.articles if iri in told or not extract.facts]
        self._articles = {iri: number for number, iri in enumerate(self.articles)}
        self._families = dict(self._articles)  # by original: its own number, else that of its first copy on the page
        for iri, number in self._articles.items():
            self._families.setdefault(index.one(iri, XB + "copyOf") or iri, number)

    def node(self, iri: str) -> int:
        """The number of a thing; one that is only named beside a fact gets one after those that are drawn."""
        if iri not in self._number:
            self._number[iri] = len(self._number)
            self.beside.append(iri)
        return self._number[iri]

    def thing(self, iri: str, community: int | None) -> list[Any]:
        """IRI, names, classes, further names, pinyin, community, addresses elsewhere."""
        zh, en = self._index.name(iri)
        names = [plain_text(name, _NAME) for name, _ in self._index.names(iri)]
        further = [name for name in dict.fromkeys(names) if name not in (zh, en) and name]
        spoken = [pinyin_of(name) for name in (zh, *further)]
        kinds = [self.types.of(name) for name in self._index.things.get(iri, ())]
        links = self._index.all(iri, PREFIXES["skos"] + "exactMatch")
        shown = plain_text(zh, _NAME) or "?"
        return _trimmed(
            [
                iri.removeprefix(XBR),
                shown,
                plain_text(en, _NAME) if en else None,
                kinds,
                further or None,
                " | ".join(dict.fromkeys(filter(None, spoken))) or None,
                community,
                links or None,
            ]
        )

    def article(self, iri: str, texts: Mapping[str, Article]) -> list[Any]:
        """Id, title, publisher, date, address, article that it copies, language of the title, marked text."""
        index, name = self._index, iri.removeprefix(XBA)
        copied = self._families.get(index.one(iri, XB + "copyOf") or iri)
        copied = None if copied == self._articles[iri] else copied
        text = texts.get(name)
        language = next((tag for _, tag in index.tagged(iri, PREFIXES["dcterms"] + "title")), None)
        title, publisher = plain_text(index.title(iri), _NAME), plain_text(index.publisher(iri) or "", 120) or None
        address = index.one(iri, PREFIXES["dcterms"] + "source")
        blocks = marked_blocks(text, self._spans(self._articles[iri])) if text else None
        return _trimmed([name, title, publisher, index.issued(iri), address, copied, language, blocks])

    def _spans(self, article: int) -> dict[int, tuple[int, int]]:
        """Where the sentences of an article stand in its file, by number."""
        rows = ((number, row) for number, row in enumerate(self.evidence_rows) if row[1] == article)
        return {number: (row[3], row[4]) for number, row in rows if None not in row[3:5]}

    def _sentence(self, iri: str) -> int:
        known = len(self._sentences)
        number = self._sentences.of(iri)
        if number == known:
            index = self._index
            (quote, language) = next(iter(index.tagged(iri, XB + "quote")), ("", ""))
            text = index.one(iri, XB + "text")
            start, end = (_whole(index.one(iri, XB + side)) for side in ("start", "end"))
            article = self._articles.get(index.article_of(iri) or "")
            hant = 1 if language == "zh-hant" else None
            row = [iri.rpartition("/")[2], article, quote, start, end, text if text != quote else None, hant]
            self.evidence_rows.append(row)
        return number

    def fact(self, fact: Fact) -> list[Any]:
        """Kind, id, subject, term, object, text, time, days, modality, negated, sentences, qualifiers and the rest."""
        index = self._index

        def one(name: str) -> str | None:
            return index.one(fact.iri, XB + name)

        speaker, unit, confidence = one("attributedTo"), one("unit"), one("confidence")
        modality = _MODALITIES.index(fact.modality) if fact.modality in _MODALITIES else 0
        return _trimmed(
            [
                int(fact.relation),
                fact.iri.rpartition("/")[2],
                self.node(fact.subject) if fact.subject else None,
                (self.predicates if fact.relation else self.metrics).of(fact.term),
                self.node(fact.object) if fact.object else None,
                fact.text,
                fact.time,
                _days(fact.start),
                _days(fact.end),
                modality,
                int(fact.negated),
                [self._sentence(iri) for iri in fact.evidence],
                [[self.qualifiers.of(name), self._value(value)] for name, value in fact.qualifiers] or None,
                self.node(speaker) if speaker else None,
                float(confidence) if confidence else None,
                one("timeText"),
                one("valueText"),
                self.units.of(unit.rpartition("#")[2]) if unit else None,
                one("rule"),
            ]
        )

    def _value(self, value: str) -> str | int:
        """A qualifier's value; the number of a thing."""
        return self.node(value) if value in self._index.things else value


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


# ---------------------------------------------------------------- coordinates
def _boxes(index: GraphIndex, things: Iterable[str], network: nx.MultiGraph[str]) -> dict[str, tuple[float, float]]:
    """Room for each thing with its name, in pictures small enough to show them all."""
    if len(network) > _LABELLED:
        return {}
    boxes = {}
    for iri in things:
        width = min(11.0, max(text_width(plain_text(name or "", 24)) for name in index.name(iri)))
        full = len(network) <= _ALL_SPACED or network.degree(iri) > 2
        boxes[iri] = (width * 13 + 18, 46.0) if full else (54.0, 32.0)
    return boxes


def _flat(points: Mapping[str, tuple[int, int]], nodes: Iterable[str]) -> list[int]:
    return [coordinate for iri in nodes for coordinate in points[iri]]


def _first_days(index: GraphIndex, extract: Extract) -> dict[str, str]:
    """The first day that facts tell of each thing, else the day of the first article that does."""
    told: dict[str, str] = {}
    dated: dict[str, str] = {}
    for _, fact in sorted(extract.facts.items()):
        issued = [day for day in (index.issued(article) for article in index.articles_of(fact)) if day]
        for end in fact.ends:
            if fact.start:
                dated[end] = min(fact.start, dated.get(end, fact.start))
            if issued:
                told[end] = min(*issued, told.get(end, issued[0]))
    return told | dated


def _arrangements(
    index: GraphIndex, extract: Extract, network: nx.MultiGraph[str], rows: _Rows, islands: Map
) -> dict[str, dict[str, Any]]:
    """Coordinates and labelled parts of the three arrangements."""
    nodes = rows.nodes
    weight = {iri: float(network.degree(iri)) for iri in nodes}
    kinds = {iri: next(iter(index.things.get(iri, ())), "") for iri in nodes}
    time = by_time(kinds, _first_days(index, extract), weight, TOP_TYPES)
    types = by_type(kinds, weight, TOP_TYPES)
    parts = [[island.x, island.y, island.radius] for island in islands.islands]
    return {
        "points": {
            "map": _flat(islands.points, nodes),
            "time": _flat(time.points, nodes),
            "type": _flat(types.points, nodes),
        },
        "parts": {"map": parts, "time": _bands(time), "type": _bands(types)},
    }


def _bands(found: Arrangement) -> list[list[Any]]:
    return [[band.label, band.x, band.y, band.radius, band.width, band.height] for band in found.bands]
