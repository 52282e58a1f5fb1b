"""What the page of an IRI shows, as plain values for its template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

import pyoxigraph as ox

from kg.explore.facts import FactReader, Figure, Happening, Quotation, Source, StatedRelation
from kg.explore.plain import plain_text
from kg.explore.wording import (
    class_label,
    metric_label,
    number,
    predicate_label,
    qualifier_text,
    status_words,
)
from kg.graph import GraphView
from kg.query import short_name
from kg.server.addresses import address_of, kind_of
from kg.server.describing import describe
from kg.server.labels import Labeller, Reference, web_address
from kg.vocabulary.namespaces import PREFIXES, XB, XBA

__all__ = ["MOST", "Fact", "Group", "View", "view_of"]

MOST = 200  # facts of a section; a page names the query for the rest
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_KIND_WORDS = {
    "article": ("文章", "Article"),
    "statement": ("陈述", "Statement"),
    "observation": ("数据", "Observation"),
    "evidence": ("原文", "Evidence"),
    "event": ("发生", "Occurrence"),
    "thing": ("事物", "Thing"),
    "term": ("术语", "Term"),
    "unit": ("单位", "Unit"),
}


@dataclass(frozen=True)
class Fact:
    """A relation or figure as a page shows it.

    Attributes:
        href: its own page.
        ends: subject and object, as far as they are things.
        text: the object's text, or the figure.
        time: when, as the graph has it.
        remarks: how the text holds it and its qualifiers, as (Chinese, English).
        denied: whether the text denies it.
        quotations: sentences with the article and its page.
    """

    href: str
    ends: tuple[Reference | None, Reference | None]
    text: str
    time: str
    remarks: tuple[tuple[str, str], ...]
    denied: bool
    quotations: tuple[tuple[str, Reference, str], ...]


@dataclass(frozen=True)
class Group:
    """Facts under one heading, in Chinese and English; `arrow` is ``→``, ``←`` or nothing (figures)."""

    zh: str
    en: str
    arrow: str
    facts: tuple[Fact, ...]
    href: str = ""


@dataclass
class View:
    """All that the page of an IRI shows.

    Attributes:
        ref: the name, kind and address of what it is about.
        kind: its kind in Chinese and English.
        types: its classes.
        names: all names with their language tags.
        rows: what is known of it in a line: Chinese and English heading, references, plain texts.
        sections: headings in Chinese and English, groups of facts, how many there are in all.
        texts: paragraphs: definitions, quotations.
        triples: every triple that its Turtle holds with it as the subject, as names and references.
        incoming: what leads to it.
    """

    ref: Reference
    kind: tuple[str, str]
    types: list[Reference] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    rows: list[tuple[str, str, list[Reference], list[str]]] = field(default_factory=list)
    sections: list[tuple[str, str, list[Group], int]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    triples: list[tuple[Reference, Any]] = field(default_factory=list)
    incoming: list[tuple[Reference, Reference]] = field(default_factory=list)


class _Maker:
    def __init__(self, graph: GraphView, iri: str) -> None:
        self.graph, self.iri, self.node = graph, iri, ox.NamedNode(iri)
        self.reader = FactReader(graph)
        self.labels = Labeller(graph, self.reader)
        kind = kind_of(iri) or ""
        self.view = View(self.labels.refer(iri), _KIND_WORDS[kind])

    # ------------------------------------------------------------ the graph
    def having(self, predicate: str, most: int = MOST) -> tuple[list[str], int]:
        """Subjects of the triples with this object, sorted: the first `most`, and how many there are."""
        found = {
            triple.subject.value
            for triple in self.graph.triples(None, ox.NamedNode(predicate), self.node)
            if isinstance(triple.subject, ox.NamedNode)
        }
        return sorted(found)[:most], len(found)

    def is_a(self, iri: str, kind: str) -> bool:
        return next(iter(self.graph.triples(ox.NamedNode(iri), _TYPE, ox.NamedNode(XB + kind))), None) is not None

    # ------------------------------------------------------------ facts
    def _quotations(self, quotations: tuple[Quotation, ...]) -> tuple[tuple[str, Reference, str], ...]:
        found = []
        for quotation in quotations[:5]:
            article = self.labels.refer(XBA + quotation.source.article)
            found.append((plain_text(quotation.text, 600), article, _credit(quotation.source)))
        return tuple(found)

    def fact(self, fact: StatedRelation | Figure) -> Fact:
        remarks = [
            (zh, en)
            for zh, en in zip(
                status_words(fact.modality, fact.negated, chinese=True),
                status_words(fact.modality, fact.negated),
                strict=True,
            )
        ]
        if fact.attributed_to:
            name = self.labels.refer(fact.attributed_to.iri)
            remarks.append((f"据{name.zh}", f"according to {name.en}"))
        remarks += [(qualifier_text(one, chinese=True), qualifier_text(one)) for one in fact.qualifiers]
        subject = self.labels.refer(fact.subject.iri) if fact.subject else None
        obj, text = None, ""
        if isinstance(fact, Figure):
            text = f"{number(fact.value)} {plain_text(fact.unit or '', 20)}".strip()
            if fact.value_text:
                remarks.insert(0, (f"“{plain_text(fact.value_text, 60)}”",) * 2)
        else:
            obj = self.labels.refer(fact.object.iri) if fact.object else None
            text = plain_text(fact.object_text or "", 200)
        return Fact(
            address_of(fact.iri) or "",
            (subject, obj),
            text,
            plain_text(fact.time or "", 40),
            tuple(remarks),
            fact.negated,
            self._quotations(fact.quotations),
        )

    def any_fact(self, iri: str) -> StatedRelation | Figure:
        return self.reader.figure(iri) if self.is_a(iri, "Observation") else self.reader.relation(iri)

    def grouped(self, facts: list[StatedRelation | Figure], arrow: str) -> list[Group]:
        """Facts by predicate or metric, each group by time; what has no time comes last."""

        def heading(fact: StatedRelation | Figure) -> tuple[bool, str]:
            return isinstance(fact, Figure), fact.metric if isinstance(fact, Figure) else fact.predicate

        facts.sort(key=lambda fact: (heading(fact), fact.time or "9999", fact.iri))
        groups = []
        for (is_figure, name), members in groupby(facts, key=heading):
            zh, en = metric_label(name) if is_figure else predicate_label(name)
            groups.append(
                Group(zh, en, "" if is_figure else arrow, tuple(map(self.fact, members)), address_of(XB + name) or "")
            )
        return groups

    def section(self, zh: str, en: str, iris: list[str], total: int, arrow: str = "→") -> None:
        if iris:
            self.view.sections.append((zh, en, self.grouped([self.any_fact(iri) for iri in iris], arrow), total))

    def happenings(self, iris: list[str], total: int) -> None:
        found = [self.reader.happening(iri) for iri in iris if self.is_a(iri, "Occurrence")]
        found.sort(key=lambda one: (one.time or "9999", one.kind, one.iri))
        facts = tuple(map(self.happening, found))
        if facts:
            self.view.sections.append(("发生", "Occurrences", [Group("", "", "·", facts)], total))

    def happening(self, one: Happening) -> Fact:
        zh, en = class_label(one.kind)
        remarks = [(zh, en)]
        remarks += list(
            zip(
                status_words(one.modality or "", False, chinese=True),
                status_words(one.modality or "", False),
                strict=True,
            )
        )
        agent = self.labels.refer(one.agents[0].iri) if one.agents else None
        other = self.labels.refer(one.affected[0].iri) if one.affected else None
        time = plain_text(one.time or "", 40)
        return Fact(address_of(one.iri) or "", (agent, other), "", time, tuple(remarks), False, ())

    def row(self, zh: str, en: str, iris: list[str], texts: list[str] | None = None) -> None:
        refs = [self.labels.refer(iri) for iri in iris]
        if refs or texts:
            self.view.rows.append((zh, en, refs, [plain_text(text, 400) for text in texts or []]))

    def nodes(self, predicate: str) -> list[str]:
        found = self.graph.objects(self.node, ox.NamedNode(predicate))
        return [term.value for term in found if isinstance(term, ox.NamedNode)]

    def words(self, predicate: str) -> list[str]:
        found = self.graph.objects(self.node, ox.NamedNode(predicate))
        return [term.value for term in found if isinstance(term, ox.Literal)]

    # ------------------------------------------------------------ all triples
    def all_triples(self) -> None:
        own = [triple for triple in describe(self.graph, self.iri) if triple.subject == self.node]
        own.sort(key=lambda triple: (triple.predicate.value, str(triple.object)))
        for triple in own[: 2 * MOST]:
            self.view.triples.append((self._predicate(triple.predicate.value), self._object(triple.object)))
        found = [
            t
            for t in islice(self.graph.triples(None, None, self.node), 2 * MOST)
            if isinstance(t.subject, ox.NamedNode)
        ]
        found.sort(key=lambda triple: (triple.predicate.value, triple.subject.value))  # type: ignore[union-attr]
        for triple in found:
            subject = self.labels.refer(triple.subject.value)  # type: ignore[union-attr]
            self.view.incoming.append((self._predicate(triple.predicate.value), subject))

    def _predicate(self, iri: str) -> Reference:
        name = short_name(iri)
        return Reference(iri, name, name, href=address_of(iri) or web_address(iri))

    def _object(self, term: object) -> Reference | dict[str, str]:
        if isinstance(term, ox.NamedNode):
            return self.labels.refer(term.value)
        if isinstance(term, ox.Literal):
            mark = f"@{term.language}" if term.language else short_name(term.datatype.value)
            return {"text": plain_text(term.value, 1000), "mark": "" if mark == "xsd:string" else mark}
        return {"text": plain_text(str(term), 1000), "mark": ""}


def _credit(source: Source) -> str:
    return " · ".join(plain_text(part, 80) for part in (source.publisher, source.issued) if part)


# ------------------------------------------------------------ a view a kind
def _thing(maker: _Maker) -> None:
    view = maker.view
    view.types = [maker.labels.refer(XB + name) for name in maker.reader.types(maker.iri)]
    view.names = [(plain_text(name, 120), tag) for name, tag, _ in maker.reader.names(maker.iri)]
    maker.row("在其中", "lies in", maker.nodes(PREFIXES["skos"] + "broader"))
    maker.row("同一事物", "same as", maker.nodes(PREFIXES["skos"] + "exactMatch"))
    maker.section("从它出发的关系", "Relations from it", *maker.having(XB + "subject"))
    maker.section("指向它的关系", "Relations to it", *maker.having(XB + "object"), arrow="←")
    maker.section("数据", "Figures", *maker.having(XB + "about"), arrow="")
    events = sorted({iri for role in ("agent", "affected", "place") for iri in maker.having(XB + role)[0]})
    maker.happenings(events[:MOST], len(events))
    maker.section("由它说出", "Said by it", *maker.having(XB + "attributedTo"))
    beside = sorted({iri for role in ("place", "jointWith") for iri in maker.having(XB + role)[0]} - set(events))
    maker.section("其他提及它的说法", "Named in other facts", beside[:MOST], len(beside))
    maker.row("提及它的文章", "articles that mention it", maker.having(XB + "mentions", 100)[0])
    maker.row("它发表的文章", "articles that it published", maker.having(PREFIXES["dcterms"] + "publisher", 100)[0])


def _article(maker: _Maker) -> None:
    source = maker.reader.source(maker.iri)
    maker.row("媒体", "publisher", maker.nodes(PREFIXES["dcterms"] + "publisher"))
    maker.row("作者", "byline", [], maker.words(XB + "byline"))
    maker.row("日期", "date", [], [source.issued] if source.issued else [])
    maker.row("原文", "source", maker.nodes(PREFIXES["dcterms"] + "source"))
    maker.row("与之相同", "copy of", maker.nodes(XB + "copyOf"))
    evidence, _ = maker.having(XB + "article", 4 * MOST)
    facts: set[str] = set()
    for one in evidence:
        node = ox.NamedNode(one)
        found = maker.graph.triples(None, ox.NamedNode(XB + "evidence"), node)
        facts |= {triple.subject.value for triple in found if isinstance(triple.subject, ox.NamedNode)}
    maker.section("它说的", "What it says", sorted(facts)[: 2 * MOST], len(facts))
    maker.row("提及", "mentions", maker.nodes(XB + "mentions")[: 2 * MOST])


def _claim(maker: _Maker) -> None:
    fact = maker.any_fact(maker.iri)
    maker.section("说法", "Claim", [maker.iri], 1)
    maker.row("时间", "time", [], [one for one in (fact.time, fact.time_text) if one])
    maker.row("据", "according to", [fact.attributed_to.iri] if fact.attributed_to else [])
    maker.row("讲述的发生", "tells of", maker.nodes(XB + "tells"))
    maker.row("原文", "evidence", maker.nodes(XB + "evidence") + maker.nodes(XB + "alsoIn"))
    maker.row("规则", "rule", [], [fact.rule] if fact.rule else [])
    maker.row("置信度", "confidence", [], [fact.confidence] if fact.confidence else [])


def _event(maker: _Maker) -> None:
    maker.view.types = [maker.labels.refer(XB + name) for name in maker.reader.types(maker.iri)]
    maker.row("行为者", "agent", maker.nodes(XB + "agent"))
    maker.row("对象", "affected", maker.nodes(XB + "affected"))
    maker.row("地点", "place", maker.nodes(XB + "place"))
    maker.row("时间", "time", [], maker.words(XB + "time"))
    maker.section("讲述它的陈述", "Statements that tell of it", *maker.having(XB + "tells"))


def _evidence(maker: _Maker) -> None:
    text = maker.words(XB + "text") or maker.words(XB + "quote")
    maker.view.texts = [("quote", plain_text(one)) for one in text[:1]]
    maker.row("文章", "article", maker.nodes(XB + "article"))
    bounds = [*maker.words(XB + "start"), *maker.words(XB + "end")]
    maker.row("位置", "characters", [], ["–".join(bounds)] if len(bounds) == 2 else [])
    facts = {iri for name in ("evidence", "alsoIn") for iri in maker.having(XB + name)[0]}
    maker.section("它支持的说法", "What it is evidence of", sorted(facts), len(facts))


def _term(maker: _Maker) -> None:
    from kg.explore.ontology_terms import read_terms

    anchor = address_of(maker.iri) or ""
    anchor = anchor.removeprefix("/ontology/").replace("/unit/", "unit-")
    found = next((term for *_, terms in read_terms().sections for term in terms if term.anchor == anchor), None)
    if found is None:
        return
    maker.view.names = [(label, language) for language, label in sorted(found.labels.items(), reverse=True)]
    maker.view.texts = [(language, text) for language, text in sorted(found.definitions.items(), reverse=True)]
    maker.view.texts += [(language, text) for language, text in sorted(found.notes.items(), reverse=True)]
    for en, zh, links in found.rows:
        refs = [maker.labels.refer(_full(link.name)) for link in links if link.address]
        maker.view.rows.append(
            (zh, en, refs, [link.name for link in links if not link.address] or ([] if refs else ["✓"]))
        )
    for relation, link, why in found.mappings:
        href = web_address(link.address)
        maker.view.rows.append(
            (relation, relation, [Reference(link.address, link.name, link.name, href=href)], [why] if why else [])
        )
    users, total = maker.having(XB + "predicate", 20)
    if not users:
        users, total = maker.having(XB + "metric", 20)
    maker.section("用例", "Examples of its use", users, total)
    things, count = maker.having(_TYPE.value, 100)
    maker.row(f"实例（{count}）", f"instances ({count})", things)


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


_VIEWS: dict[str, Callable[[_Maker], None]] = {
    "article": _article,
    "event": _event,
    "evidence": _evidence,
    "observation": _claim,
    "statement": _claim,
    "term": _term,
    "thing": _thing,
    "unit": _term,
}


def view_of(graph: GraphView, iri: str) -> View:
    """What the page of an IRI shows.

    Args:
        graph: where it is described.
        iri: an IRI of one of the graph's own namespaces.
    """
    maker = _Maker(graph, iri)
    _VIEWS[kind_of(iri) or "thing"](maker)
    maker.all_triples()
    return maker.view
