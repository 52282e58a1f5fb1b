"""What anything in the graph is called, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.explore.facts import FactReader
from kg.explore.plain import plain_text
from kg.explore.wording import class_label, metric_label, number, predicate_label
from kg.graph import GraphView
from kg.query import short_name
from kg.server.addresses import address_of, kind_of
from kg.vocabulary import TOP_TYPES, vocabulary
from kg.vocabulary.namespaces import XB, XBU

__all__ = ["Labeller", "Reference", "web_address"]

_LONGEST = 60


@dataclass(frozen=True, order=True)
class Reference:
    """Something that a page names.

    Attributes:
        iri: its IRI.
        zh: its Chinese name, else any.
        en: its English name, else any.
        kind: ``thing``, ``article``, ``statement``, … ``term``, ``unit``; empty for IRIs of others.
        type: of a thing, its top type; of a term, its kind.
        href: path of its page here, or its address on the Web; empty where there is neither.
    """

    iri: str
    zh: str
    en: str
    kind: str = ""
    type: str = ""
    href: str = ""


def web_address(iri: str) -> str:
    """An IRI as an address to link to; empty for what no browser should open (``javascript:`` and the like)."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return ""
    return iri if parts.scheme in ("http", "https") and parts.netloc else ""


class Labeller:
    """Names what is in a graph, each thing once; meant for one answer."""

    def __init__(self, graph: GraphView, reader: FactReader | None = None) -> None:
        self._graph = graph
        self.reader = reader or FactReader(graph)
        self._known: dict[str, Reference] = {}

    def refer(self, iri: str) -> Reference:
        """The name, kind and address of an IRI."""
        if iri not in self._known:
            kind = kind_of(iri) or ""
            zh, en, top = self._names(iri, kind)
            href = address_of(iri) or web_address(iri)
            self._known[iri] = Reference(iri, plain_text(zh, 120), plain_text(en, 120), kind, top, href)
        return self._known[iri]

    def _names(self, iri: str, kind: str) -> tuple[str, str, str]:
        if kind == "thing":
            thing = self.reader.thing(iri)
            top = thing.types[0] if thing.types and thing.types[0] in TOP_TYPES else ""
            return thing.name, thing.en or thing.name, top
        if kind in ("term", "unit"):
            return self._term(iri)
        if kind == "article":
            source = self.reader.source(iri)
            name = source.title or source.article
            return name, name, ""
        if kind in ("statement", "observation", "event", "evidence"):
            zh, en = getattr(self, f"_{kind}")(iri)
            return zh, en, ""
        return short_name(iri), short_name(iri), ""

    def _term(self, iri: str) -> tuple[str, str, str]:
        known, local = vocabulary(), iri.removeprefix(XBU if iri.startswith(XBU) else XB)
        if iri.startswith(XBU):
            unit = known.units.get(local)
            return (unit.zh, unit.en, "unit") if unit else (local, local, "unit")
        for kind, terms in (("class", known.classes), ("relation", known.predicates), ("metric", known.metrics)):
            if local in terms:
                return terms[local].zh, terms[local].en, kind
        return local, local, "property"

    def _value(self, iri: str, predicate: str) -> str | None:
        return self._graph.value(ox.NamedNode(iri), ox.NamedNode(predicate))

    def _end(self, iri: str, predicate: str, chinese: bool) -> str:
        end = self._value(iri, XB + predicate)
        if not end:
            return "…"
        return self.refer(end).zh if chinese else self.refer(end).en

    def _statement(self, iri: str) -> tuple[str, str]:
        relation = (self._value(iri, XB + "predicate") or "").removeprefix(XB)
        text = self._value(iri, XB + "objectText")
        names = []
        for chinese, word in zip((True, False), predicate_label(relation), strict=True):
            end = f"“{plain_text(text, _LONGEST)}”" if text else self._end(iri, "object", chinese)
            names.append(f"{self._end(iri, 'subject', chinese)} → {word} → {end}")
        return names[0], names[1]

    def _observation(self, iri: str) -> tuple[str, str]:
        metric = (self._value(iri, XB + "metric") or "").removeprefix(XB)
        value = number(self._value(iri, XB + "value") or "")
        unit = (self._value(iri, XB + "unit") or "").removeprefix(XBU)
        zh, en = (
            f"{self._end(iri, 'about', chinese)} · {word} · {value} {unit}".rstrip()
            for chinese, word in zip((True, False), metric_label(metric), strict=True)
        )
        return zh, en

    def _event(self, iri: str) -> tuple[str, str]:
        happening = self.reader.happening(iri)
        ends = " · ".join(thing.name for thing in (*happening.agents, *happening.affected))
        zh, en = (f"{word}: {ends}" if ends else word for word in class_label(happening.kind))
        return zh, en

    def _evidence(self, iri: str) -> tuple[str, str]:
        quote = self._value(iri, XB + "text") or self._value(iri, XB + "quote") or iri
        return f"“{plain_text(quote, _LONGEST)}”", f"“{plain_text(quote, _LONGEST)}”"
