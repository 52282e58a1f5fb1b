"""Names that no lexicon holds: which of them many sources use, and which may mean several things."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.explore.facts import FactReader
from kg.explore.plain import plain_text
from kg.graph import GraphView
from kg.graph.families import originals
from kg.graph.terms import term
from kg.lexicon import lexicon
from kg.model import fold, is_han
from kg.vocabulary import TOP_TYPES
from kg.vocabulary.namespaces import XB, XBA, XBR

__all__ = [
    "NameClash",
    "NameReport",
    "NewName",
    "Sighting",
    "name_clashes",
    "new_names",
    "new_names_text",
    "new_names_toml",
]

_SENTENCES = 2
_LONGEST = 160  # characters of a sentence that is shown
_TIES = (term("xb:leads"), term("xb:affiliatedWith"))


@dataclass(frozen=True)
class Sighting:
    """A sentence that tells something of a thing, and the id of its article."""

    text: str
    article: str


@dataclass(frozen=True)
class NewName:
    """A name that the lexicon lacks.

    Attributes:
        name: the name.
        type: its top type.
        kind: its finest class.
        slug: local name of its IRI.
        sources: how many independent articles name it; copies are one.
        facts: how many facts have it at an end.
        aliases: further forms in which articles write it.
        alias_of: slug of the known thing that it probably is another name of.
        like: names of known things that look or sound like it.
        twins: slugs of new things of its type whose names differ in case, spaces or punctuation alone.
        sightings: sentences that tell of it.
    """

    name: str
    type: str
    kind: str
    slug: str
    sources: int
    facts: int
    aliases: tuple[str, ...] = ()
    alias_of: str | None = None
    like: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    sightings: tuple[Sighting, ...] = ()


@dataclass(frozen=True)
class NameClash:
    """A person's name that articles with nothing in common tie to different bodies.

    Attributes:
        name: the name.
        slug: local name of its IRI.
        groups: for each group of articles the bodies that they name, and the ids of the articles; the largest first.
    """

    name: str
    slug: str
    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True)
class NameReport:
    """New names, and names that may mean several people."""

    names: tuple[NewName, ...]
    clashes: tuple[NameClash, ...] = ()


def _local(node: object, namespace: str) -> str:
    return str(getattr(node, "value", node)).removeprefix(namespace)


def _sources(graph: GraphView) -> dict[str, set[str]]:
    """The sources that name each thing which no lexicon holds, by slug."""
    known, firsts = lexicon().entries, originals(graph)
    found: dict[str, set[str]] = defaultdict(set)
    for triple in graph.triples(None, term("xb:mentions")):
        slug = _local(triple.object, XBR)
        if slug not in known:
            article = _local(triple.subject, "")
            found[slug].add(firsts.get(article, article))
    return found


def _count(graph: GraphView, slug: str) -> int:
    node = ox.NamedNode(XBR + slug)
    return sum(1 for name in ("hasStatement", "hasObservation") for _ in graph.triples(node, ox.NamedNode(XB + name)))


def new_names(graph: GraphView, most: int | None = 50, least: int = 2, kind: str | None = None) -> list[NewName]:
    """The names that a lexicon would gain most by: those that most sources use first, then those of most facts.

    Args:
        graph: the graph.
        most: how many; None for all.
        least: sources that a name must have.
        kind: only names of this top type.
    """
    sources_of = _sources(graph)
    ranked = sorted(
        (-len(sources), -_count(graph, slug), slug)
        for slug, sources in sources_of.items()
        if len(sources) >= least and (kind is None or _is_a(graph, slug, kind))
    )
    reader, spelt = FactReader(graph), _spelt(graph, sources_of)
    told = []
    for sources, facts, slug in ranked if most is None else ranked[:most]:
        one = _told(graph, reader, slug, -sources, -facts)
        same = spelt.get(fold(one.name), ())
        told.append(replace(one, twins=tuple(s for s in same if s != slug and _is_a(graph, s, one.type))))
    return told


def _spelt(graph: GraphView, slugs: Collection[str]) -> dict[str, list[str]]:
    """Things by how their names are compared."""
    found: dict[str, set[str]] = defaultdict(set)
    for triple in graph.triples(None, term("skos:prefLabel")):
        slug = _local(triple.subject, XBR)
        if slug in slugs:
            found[fold(_local(triple.object, ""))].add(slug)
    return {name: sorted(same) for name, same in found.items()}


def _is_a(graph: GraphView, slug: str, kind: str) -> bool:
    node = ox.NamedNode(XBR + slug)
    return next(graph.triples(node, term("rdf:type"), ox.NamedNode(XB + kind)), None) is not None


def _told(graph: GraphView, reader: FactReader, slug: str, sources: int, facts: int) -> NewName:
    node = ox.NamedNode(XBR + slug)
    thing = reader.thing(node.value)
    name = graph.value(node, term("skos:prefLabel")) or thing.name  # what its IRI is made of
    top = next((one for one in thing.types if one in TOP_TYPES), "Organization")
    kind = next((one for one in thing.types if one not in TOP_TYPES), top)
    labels = [_local(label, "") for label in graph.objects(node, term("skos:altLabel"))]
    aliases = tuple(one for one in dict.fromkeys(labels) if one != name)
    alias_of, like = _likeness(name, aliases, top)
    shown = tuple(_sightings(graph, reader, node))
    return NewName(name, top, kind, slug, sources, facts, aliases, alias_of, like, sightings=shown)


def _likeness(name: str, aliases: Sequence[str], top: str) -> tuple[str | None, tuple[str, ...]]:
    """The known thing that a new name probably means, and names of those that it is like."""
    known = lexicon()
    for one in (name, *aliases):
        same = [
            entry for entry in known.find(one) if entry.type == top and (top != "Person" or one not in entry.ambiguous)
        ]
        if len(same) == 1:
            return same[0].slug, (same[0].zh,)
    near = [entry for entry in known.nearest(name) if entry.type == top]
    plain = fold(name)
    for entry in near:  # 菜鸟网络 and 菜鸟: one begins with the other, and what is more is short
        for form in map(fold, entry.names()):
            short, long = sorted((plain, form), key=len)
            least = 2 if any(map(is_han, short)) else 4
            if len(short) >= least and long.startswith(short) and len(long) - len(short) <= len(short):
                return entry.slug, tuple(one.zh for one in near)
    return None, tuple(one.zh for one in near)


def _sightings(graph: GraphView, reader: FactReader, node: ox.NamedNode) -> Iterator[Sighting]:
    """Sentences of facts that have a thing at an end, of several articles if there are."""
    seen: set[str] = set()
    for name in ("hasStatement", "hasObservation"):
        for fact in graph.objects(node, ox.NamedNode(XB + name)):
            stated = reader.relation if name == "hasStatement" else reader.figure
            for one in stated(_local(fact, "")).quotations[:1]:
                if one.source.counted not in seen:
                    seen.add(one.source.counted)
                    yield Sighting(plain_text(one.text, _LONGEST), one.source.article)
                if len(seen) >= _SENTENCES:
                    return


# ---------------------------------------------------------------------- one name, several things
def name_clashes(graph: GraphView) -> list[NameClash]:
    """People whose name articles with no body in common tie to different bodies: perhaps several people.

    Two articles are of one group where they tie the name to the same body, or to bodies of which one is a part of the
    other, or where one is a copy of the other.
    """
    ties: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))  # person, article, bodies
    firsts = originals(graph)
    for predicate in _TIES:
        for triple in graph.triples(None, term("xb:predicate"), predicate):
            if isinstance(triple.subject, ox.NamedNode):
                person, body = (graph.value(triple.subject, term(f"xb:{end}")) for end in ("subject", "object"))
                evidence = graph.value(triple.subject, term("xb:evidence"))
                article = graph.value(ox.NamedNode(evidence), term("xb:article")) if evidence else None
                if person and body and article and person.removeprefix(XBR) not in lexicon().entries:
                    ties[person][firsts.get(article, article)].add(body)
    reader = FactReader(graph)
    found = []
    for person, by_article in sorted(ties.items()):
        groups = _groups(graph, by_article)
        if len(groups) > 1:
            told = [
                (tuple(sorted(reader.thing(body).name for body in bodies)), tuple(_local(one, XBA) for one in articles))
                for bodies, articles in groups
            ]
            found.append(NameClash(reader.thing(person).name, person.removeprefix(XBR), tuple(told)))
    return found


def _groups(graph: GraphView, by_article: dict[str, set[str]]) -> list[tuple[set[str], list[str]]]:
    """The bodies and articles that belong together; the largest group first."""
    groups: list[tuple[set[str], list[str]]] = []
    for article, bodies in sorted(by_article.items()):
        wide = bodies | {whole for body in bodies for whole in _wholes(graph, body)}
        mine, rest = (set(wide), [article]), []
        for group in groups:
            if group[0] & mine[0]:
                mine = (group[0] | mine[0], [*group[1], *mine[1]])
            else:
                rest.append(group)
        groups = [*rest, mine]
    named = {body for bodies in by_article.values() for body in bodies}
    return sorted(((bodies & named, sorted(ids)) for bodies, ids in groups), key=lambda one: (-len(one[1]), one[1]))


def _wholes(graph: GraphView, body: str) -> set[str]:
    """What a body is part of, however far up."""
    found: set[str] = set()
    waiting = [body]
    while waiting:
        for whole in graph.objects(ox.NamedNode(waiting.pop()), term("xb:partOf")):
            if isinstance(whole, ox.NamedNode) and whole.value not in found:
                found.add(whole.value)
                waiting.append(whole.value)
    return found


# ---------------------------------------------------------------------- as text and as data
def new_names_text(names: Sequence[NewName], clashes: Sequence[NameClash]) -> Iterator[str]:
    """The report as lines for people."""
    for one in names:
        yield f"{plain_text(one.name, 60)}  {one.kind}  {one.sources} sources, {one.facts} facts  xbr:{one.slug}"
        if one.aliases:
            yield f"  also written {', '.join(plain_text(name, 60) for name in one.aliases)}"
        if one.alias_of:
            yield f"  probably another name of xbr:{one.alias_of} ({plain_text(one.like[0], 60)})"
        elif one.like:
            yield f"  like {', '.join(plain_text(name, 60) for name in one.like)}"
        for twin in one.twins:
            yield f"  also spelt otherwise: kg lexicon join xbr:{one.slug} xbr:{twin}"
        for sighting in one.sightings:
            yield f"  “{sighting.text}”  <{plain_text(sighting.article, 80)}>"
    for clash in clashes:
        yield f"{plain_text(clash.name, 60)}  perhaps {len(clash.groups)} people  xbr:{clash.slug}"
        for number, (bodies, articles) in enumerate(clash.groups):
            named = "、".join(plain_text(body, 40) for body in bodies)
            yield f"  {named}: {', '.join(plain_text(one, 80) for one in articles)}"
            if number:
                places = " ".join(f"--in {plain_text(one, 80)}" for one in articles)
                yield f"    kg lexicon split xbr:{clash.slug} --as '{plain_text(clash.name, 60)}（{named}）' {places}"


def new_names_toml(names: Sequence[NewName]) -> str:
    """The names as TOML that ``kg lexicon add --from`` takes; what is known of each stands before it as remarks."""

    def quoted(value: str) -> str:
        return json.dumps(plain_text(value, _LONGEST), ensure_ascii=False).replace("\x7f", "\\u007f")

    lines = ["# Names that the lexicon lacks. Take out what is none, and add the rest: kg lexicon add --from FILE"]
    for one in names:
        lines += ["", f"# {one.sources} sources, {one.facts} facts; xbr:{one.slug}"]
        lines += [f"# {sighting.text} <{plain_text(sighting.article, 80)}>" for sighting in one.sightings]
        if one.alias_of:
            lines.append(f"# probably another name of xbr:{one.alias_of} ({plain_text(one.like[0], 60)})")
        elif one.like:
            lines.append(f"# like {', '.join(plain_text(name, 60) for name in one.like)}")
        language = "zh" if any(map(is_han, one.name)) else "en"
        lines += ["[[name]]", f"class = {quoted(one.kind)}", f"{language} = {quoted(one.name)}"]
        if one.aliases:
            lines.append(f"aliases = [{', '.join(map(quoted, one.aliases))}]")
    return "\n".join(lines) + "\n"
