"""What a thing is called and what it is: labels, types and links that a mention brings into the article's graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import pyoxigraph as ox

from kg.graph.terms import language_of, tagged, term, thing_iri, web_iri
from kg.lexicon import LexiconEntry, lexicon
from kg.model import Entity, fold, simplify
from kg.vocabulary.namespaces import mint_slug

__all__ = ["entry_triples", "labels_of", "publisher_entity", "thing_triples"]

_Label = tuple[str, str]


def _entry(entity: Entity) -> LexiconEntry | None:
    """The lexicon's entry of a thing; None where no lexicon holds it."""
    return lexicon().entries.get(entity.slug) if entity.linked else None


def _own_labels(entity: Entity) -> tuple[list[_Label], list[_Label]]:
    """Preferred and further labels of a thing that no lexicon holds.

    Its preferred label is the name that its IRI is made of, and nothing else, so that all articles of a corpus give it
    the same one; an English name that an article knows is a further label.
    """
    preferred = [(entity.name, language_of(entity.name, "Hans"))]
    further = [(entity.en, "en")] if entity.en and fold(entity.en) != fold(entity.name) else []
    return preferred, further


def _lexicon_labels(entry: LexiconEntry) -> tuple[list[_Label], list[_Label]]:
    """Preferred and further labels of a thing of the lexicon."""
    hant = entry.zh_hant if language_of(entry.zh_hant, "Hant") == "zh-Hant" else None
    names = ((entry.zh, "zh-Hans"), (hant, "zh-Hant"), (entry.en, "en"))
    preferred = [(name, tag) for name, tag in names if name]
    return preferred, [(alias, language_of(alias, "Hans")) for alias in (*entry.aliases, *entry.ambiguous)]


def _label_triples(node: ox.NamedNode, preferred: list[_Label], further: Iterable[_Label]) -> Iterator[ox.Triple]:
    """SKOS labels (SKOS §5: one preferred a language, none both preferred and further) and the one ``rdfs:label``."""
    for name, tag in preferred:
        yield ox.Triple(node, term("skos:prefLabel"), tagged(name, tag))
    for name, tag in further:
        if (name, tag) not in preferred:
            yield ox.Triple(node, term("skos:altLabel"), tagged(name, tag))
    english = next((label for label in preferred if label[1] == "en"), preferred[0])
    yield ox.Triple(node, term("rdfs:label"), tagged(*english))


def _type_triples(node: ox.NamedNode, top: str, subclass: str | None) -> Iterator[ox.Triple]:
    for name in {top, subclass} - {None}:
        yield ox.Triple(node, term("rdf:type"), term(f"xb:{name}"))


def entry_triples(entry: LexiconEntry) -> Iterator[ox.Triple]:
    """All that the lexicon says of a thing: types, names, identifiers, and for places what they lie in."""
    node = thing_iri(entry.slug)
    yield from _type_triples(node, entry.type, entry.subclass)
    yield from _label_triples(node, *_lexicon_labels(entry))
    for slug in entry.broader:
        yield ox.Triple(node, term("skos:broader"), thing_iri(slug))
    for address in entry.exact_match:
        identifier = web_iri(address)
        if identifier is not None:
            yield ox.Triple(node, term("skos:exactMatch"), identifier)


@lru_cache(maxsize=8192)
def _known_triples(slug: str) -> tuple[ox.Triple, ...]:
    """What the lexicon says of a thing and of the places that it lies in, however far up."""
    entries = lexicon().entries
    found, waiting = {slug}, [slug]
    triples: list[ox.Triple] = []
    while waiting:
        entry = entries[waiting.pop()]
        triples += entry_triples(entry)
        wider = [one for one in entry.broader if one not in found and one in entries]
        found.update(wider)
        waiting += wider
    return tuple(triples)


def _surfaces(entity: Entity, labels: Iterable[_Label], script: str) -> list[_Label]:
    """The forms in which an article writes a name, as far as its labels do not hold them.

    A traditional form counts as held only where a traditional label says the same.
    """
    known = {fold(name) for name, _ in labels}
    traditional = {fold(name) for name, tag in labels if tag == "zh-Hant"}
    found = []
    for surface in entity.aliases:
        tag = language_of(surface, script)
        folded = fold(surface)
        hant = tag == "zh-Hant" and simplify(surface) != surface
        if folded and (folded not in known or (hant and folded not in traditional)):
            found.append((surface, tag))
            known.add(folded)
            if hant:
                traditional.add(folded)
    return found


def _is_renamed(entity: Entity, entry: LexiconEntry) -> bool:
    """Whether people decided on another name for a thing of the lexicon than the lexicon's."""
    return entity.name not in (entry.zh, entry.label)


def _renamed_labels(entity: Entity, entry: LexiconEntry) -> tuple[list[_Label], list[_Label]]:
    """The labels of a thing of the lexicon under a new name, which is the preferred one of its language."""
    preferred, further = _lexicon_labels(entry)
    new = (entity.name, language_of(entity.name, "Hans"))
    tags = {new[1], "zh-Hant"} if new[1] == "zh-Hans" else {new[1]}
    left = [label for label in preferred if label[1] in tags and label != new]
    kept = [label for label in preferred if label[1] not in tags]
    return [new, *kept], [label for label in (*left, *further) if label != new]


_LABELS = ("skos:prefLabel", "skos:altLabel", "rdfs:label")


def thing_triples(entity: Entity, script: str) -> Iterator[ox.Triple]:
    """What an article's mention of a thing brings with it.

    Args:
        entity: the thing, with the forms in which the article writes its name.
        script: ``Hans`` or ``Hant``, the script of the article.
    """
    node, entry = thing_iri(entity.slug), _entry(entity)
    if entry is None:
        preferred, further = _own_labels(entity)
        yield from _type_triples(node, entity.type, entity.subclass)
        yield from _label_triples(node, preferred, further + _surfaces(entity, preferred + further, script))
        return
    if _is_renamed(entity, entry):
        groups, said = _renamed_labels(entity, entry), [term(name) for name in _LABELS]
        yield from (t for t in _known_triples(entry.slug) if t.subject != node or t.predicate not in said)
        yield from _label_triples(node, *groups)
    else:
        groups = _lexicon_labels(entry)
        yield from _known_triples(entry.slug)
    labels = [label for group in groups for label in group]
    for name, tag in _surfaces(entity, labels, script):
        yield ox.Triple(node, term("skos:altLabel"), tagged(name, tag))


def labels_of(entity: Entity) -> tuple[str, str | None]:
    """The Chinese (or only) and the English name of a thing."""
    entry = _entry(entity)
    if entry is None:
        return entity.name, None if language_of(entity.name, "Hans") != "en" else entity.name
    if _is_renamed(entity, entry):
        preferred = {tag: name for name, tag in _renamed_labels(entity, entry)[0]}
        return preferred.get("zh-Hans") or entity.name, preferred.get("en")
    return entry.zh or entry.en or entity.name, entry.en


@cache
def _organizations() -> dict[str, LexiconEntry]:
    """Organizations and platforms of the lexicon by folded name, preferred names before aliases."""
    found: dict[str, LexiconEntry] = {}
    actors = [entry for _, entry in sorted(lexicon().entries.items()) if entry.type in ("Organization", "Platform")]
    for part in (0, 1):
        for entry in actors:
            for name, _ in _lexicon_labels(entry)[part]:
                found.setdefault(fold(name), entry)
    return found


def publisher_entity(name: str) -> Entity:
    """The outlet of an article as a thing: the lexicon's where it knows the name, else an organization of its own."""
    entry = _organizations().get(fold(name))
    if entry is not None:
        return Entity(
            entry.slug, entry.type, entry.zh or entry.label, en=entry.en, linked=True, subclass=entry.subclass
        )
    plain = simplify(name.strip())
    return Entity(mint_slug("Organization", plain), "Organization", plain, aliases=(name.strip(),))
