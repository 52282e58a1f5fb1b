"""Event nodes: what the statements of an article tell of as having happened (graph shape, "Event nodes")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.graph.terms import occurrence_iri, tagged, term, text, thing_iri, time_bounds
from kg.model import MODALITIES, Entity, Relation, TimeSpan
from kg.vocabulary import Predicate, vocabulary
from kg.vocabulary.namespaces import content_id

__all__ = ["Labels", "Told", "occurrence_triples"]

Told = tuple[ox.NamedNode, Relation]
Labels = Callable[[Entity], tuple[str, str | None]]
_Ends = tuple[str | None, str | None]


@dataclass
class _Happening:
    """Statements that tell of one occurrence, and the narrowest time that they give."""

    time: TimeSpan | None
    told: list[Told] = field(default_factory=list)

    @property
    def modality(self) -> str:
        """Asserted where one statement asserts it, else planned, else hedged."""
        return min((relation.modality for _, relation in self.told), key=MODALITIES.index)


def _days(time: TimeSpan | None) -> int:
    """How many days a time covers; an open or unknown one covers more than any."""
    if time is None or time.first is None or time.last is None:
        return 10**9 + (time is None)
    return (time.last - time.first).days


def _ends(relation: Relation, predicate: Predicate) -> _Ends:
    """What a statement's ends are, as strings; those of a symmetric relation in one order."""
    ends = [
        thing_iri(relation.subject.slug).value if relation.subject else None,
        thing_iri(relation.object.slug).value if relation.object else f"“{relation.object_text}”",
    ]
    first, second = sorted(ends, key=str) if predicate.symmetric else ends
    return first, second


def _happenings(told: list[Told]) -> list[_Happening]:
    """Statements with the same predicate and ends, joined where their times are compatible.

    Statements are taken from the narrowest time to none, so that 2024-09 and 2024 become one occurrence of 2024-09, and
    a statement without a time joins the first that has one.
    """
    found: list[_Happening] = []
    order = sorted(told, key=lambda one: (_days(one[1].time), one[1].time.value if one[1].time else "", one[0].value))
    for node, relation in order:
        for happening in found:
            if relation.time is None or (happening.time is not None and happening.time.overlaps(relation.time)):
                happening.told.append((node, relation))
                break
        else:
            found.append(_Happening(relation.time, [(node, relation)]))
    return found


def _with_nameless(groups: dict[tuple[str, _Ends], list[Told]]) -> dict[tuple[str, _Ends], list[Told]]:
    """The groups, those whose subject the text does not name with the one that tells of the same with a subject.

    速卖通上线于2010年 and 阿里推出速卖通 are one launch, unless two launch it, or the times do not go together.
    """
    joined = dict(groups)
    for (name, ends), members in groups.items():
        if ends[0] is not None:
            continue
        named = [key for key in groups if key[0] == name and key[1][0] is not None and key[1][1] == ends[1]]
        if len(named) == 1 and len(_happenings([*groups[named[0]], *members])) == len(_happenings(groups[named[0]])):
            joined[named[0]] = [*groups[named[0]], *members]
            del joined[name, ends]
    return joined


def _label(relation: Relation, predicate: Predicate, time: TimeSpan | None, labels: Labels) -> ox.Literal:
    """What happened, in English where both ends have an English name, else in Chinese."""
    names = [labels(end) for end in (relation.subject, relation.object) if end is not None]
    when = f" ({time.value})" if time else ""
    english = all(en for _, en in names) and relation.object_text is None
    parts = [(en or zh) if english else zh for zh, en in names]
    verb = predicate.en if english else predicate.zh
    parts.insert(1 if relation.subject is not None else 0, verb)
    if relation.object_text is not None:
        parts.append(relation.object_text)
    return tagged(" ".join(parts) + when, "en" if english else "zh-Hans")


def occurrence_triples(article: ox.NamedNode, told: Iterable[Told], labels: Labels) -> Iterator[ox.Triple]:
    """The event nodes of an article, and the links to them from its statements.

    Args:
        article: the article.
        told: its statements with their nodes.
        labels: the Chinese (or only) and the English name of a thing.
    """
    known = vocabulary().predicates
    groups: dict[tuple[str, _Ends], list[Told]] = defaultdict(list)
    for node, relation in told:
        predicate = known[relation.predicate]
        if predicate.event_class and not relation.negated:
            groups[relation.predicate, _ends(relation, predicate)].append((node, relation))
    for (name, ends), members in _with_nameless(groups).items():
        for happening in _happenings(members):
            digest = content_id(article.value, name, *ends, happening.time.value if happening.time else None)
            yield from _node(occurrence_iri(digest), known[name], happening, labels)


def _node(node: ox.NamedNode, predicate: Predicate, happening: _Happening, labels: Labels) -> Iterator[ox.Triple]:
    relation = next((one for _, one in happening.told if one.subject is not None), happening.told[0][1])
    for kind in ("Occurrence", predicate.event_class):
        yield ox.Triple(node, term("rdf:type"), term(f"xb:{kind}"))
    yield ox.Triple(node, term("rdfs:label"), _label(relation, predicate, happening.time, labels))
    if relation.subject is not None:
        yield ox.Triple(node, term("xb:agent"), thing_iri(relation.subject.slug))
    if relation.object is not None:
        yield ox.Triple(node, term("xb:affected"), thing_iri(relation.object.slug))
    if happening.time:
        yield ox.Triple(node, term("xb:time"), text(happening.time.value))
    for bound, day in time_bounds(happening.time):
        yield ox.Triple(node, bound, day)
    yield ox.Triple(node, term("xb:modality"), term(f"xb:{happening.modality}"))
    for statement, member in happening.told:
        yield ox.Triple(statement, term("xb:tells"), node)
        if member.qualifiers.place:
            yield ox.Triple(node, term("xb:place"), thing_iri(member.qualifiers.place.slug))
