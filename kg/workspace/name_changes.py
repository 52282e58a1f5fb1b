"""Decisions about names applied to the facts of an article: things that are one, are two, are called otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.graph.names import publisher_entity
from kg.lexicon import lexicon
from kg.model import ArticleFacts, Entity, Observation, Qualifiers, Relation, fold, simplify
from kg.vocabulary import DataFileError, ModelError
from kg.workspace.name_file import NAMES_NAME, Join, NameDecision, Rename, Split

__all__ = ["NameChanges", "Renamed"]

_Fact = Relation | Observation


@dataclass(frozen=True)
class Renamed:
    """An article's facts as its names are to be understood.

    Attributes:
        facts: what is left of them.
        publisher: its publisher as a thing, where that differs from what its name alone says.
        dropped: facts that cannot stand any more: both ends have become one thing, or one of a type that does not fit.
    """

    facts: ArticleFacts
    publisher: Entity | None = None
    dropped: tuple[_Fact, ...] = ()


@dataclass
class NameChanges:
    """The decisions of a corpus, by the things that they concern.

    Attributes:
        decisions: in the order in which they were made.
    """

    decisions: Sequence[NameDecision] = ()
    _done: dict[str, Entity] = field(default_factory=dict, repr=False)

    @cached_property
    def _joins(self) -> dict[str, Join]:
        return {one.other: one for one in self.decisions if isinstance(one, Join)}

    @cached_property
    def _taken(self) -> dict[str, list[Join]]:
        """By the thing that stays, what it takes in."""
        found: dict[str, list[Join]] = {}
        for one in self._joins.values():
            found.setdefault(one.thing, []).append(one)
        return found

    @cached_property
    def _splits(self) -> dict[tuple[str, str], Split]:
        splits = [one for one in self.decisions if isinstance(one, Split)]
        return {(one.thing, article): one for one in splits for article in one.articles}

    @cached_property
    def _renames(self) -> dict[str, Rename]:
        """The last of each thing."""
        return {one.thing: one for one in self.decisions if isinstance(one, Rename)}

    @cached_property
    def _touched(self) -> frozenset[str]:
        joined = {slug for one in self._joins.values() for slug in (one.thing, one.other)}
        split = {slug for one in self._splits.values() for slug in (one.thing, one.other)}
        return frozenset(joined | split | set(self._renames))

    def concern(self, things: Sequence[str], publisher: str | None) -> list[NameDecision]:
        """The decisions that an article's graph depends on.

        Args:
            things: slugs of the things that it names.
            publisher: name of its outlet.
        """
        if not self.decisions:
            return []
        named = set(things) | ({publisher_entity(publisher).slug} if publisher else set())
        if not named & self._touched:
            return []
        while True:  # what is joined leads on to further things
            more = {one.thing for one in self._joins.values() if one.other in named}
            more |= {one.other for (thing, _), one in self._splits.items() if thing in named}
            if more <= named:
                break
            named |= more
        return [one for one in self.decisions if one.thing in named or getattr(one, "other", None) in named]

    def slug(self, slug: str, article: str) -> str:
        """The slug of what an article calls by a thing's names."""
        split = self._splits.get((slug, article))
        slug = split.other if split else slug
        while (join := self._joins.get(slug)) is not None:
            slug = join.thing
        return slug

    def entity(self, entity: Entity, article: str) -> Entity:
        """What an article calls by a thing's names.

        Raises:
            DataFileError: a place of the lexicon is to be called otherwise.
        """
        found = entity
        split = self._splits.get((entity.slug, article))
        if split is not None:
            name = simplify(split.as_.strip())
            found = Entity(split.other, split.type, name, aliases=_forms(entity.name, *entity.aliases))
        while (join := self._joins.get(found.slug)) is not None:
            found = _with(_kept(join), (found.name, *found.aliases))
        return self._called(_with(found, self._names_taken(found.slug)))

    def _names_taken(self, slug: str) -> tuple[str, ...]:
        """The names of all that a thing takes in, so that each article gives it the same ones."""
        found: list[str] = []
        for join in self._taken.get(slug, ()):
            entry = lexicon().entries.get(join.other)
            found += [join.with_, *(entry.names() if entry else ()), *self._names_taken(join.other)]
        return tuple(found)

    def _called(self, entity: Entity) -> Entity:
        rename = self._renames.get(entity.slug)
        if rename is None:
            return entity
        if entity.linked and entity.type == "Place":
            raise DataFileError(f"{NAMES_NAME}: {rename.rename!r} is a place of the lexicon, whose names are its own")
        old = () if fold(rename.to) == fold(entity.name) else (entity.name,)
        return replace(entity, name=simplify(rename.to.strip()), aliases=_forms(*old, *entity.aliases))

    # ------------------------------------------------------------------ an article
    def applied(self, facts: ArticleFacts) -> Renamed:
        """An article's facts with all decisions honoured.

        Raises:
            DataFileError: as :meth:`entity`.
        """
        article = facts.article.id
        publisher = publisher_entity(facts.article.publisher) if facts.article.publisher else None
        things = [one.slug for one in _all_things(facts)]
        if not self._touched & {*things, *([publisher.slug] if publisher else [])}:
            return Renamed(facts)

        def change(one: Entity) -> Entity:
            return self.entity(one, article)

        dropped: list[_Fact] = []
        relations = [new for one in facts.relations if (new := _changed(one, change, dropped))]
        observations = [new for one in facts.observations if (new := _changed(one, change, dropped))]
        named: dict[str, Entity] = {}
        for one in map(change, facts.entities):
            known = named.get(one.slug)
            named[one.slug] = one if known is None else _with(known, one.aliases)
        changed = replace(
            facts,
            entities=tuple(named[slug] for slug in sorted(named)),
            relations=tuple(one for one in relations if isinstance(one, Relation)),
            observations=tuple(one for one in observations if isinstance(one, Observation)),
        )
        outlet = change(publisher) if publisher else None
        return Renamed(changed, None if outlet == publisher else outlet, tuple(dropped))


def _all_things(facts: ArticleFacts) -> list[Entity]:
    stated: list[_Fact] = [*facts.relations, *facts.observations]
    found = list(facts.entities)
    for fact in stated:
        ends = [fact.subject, getattr(fact, "object", None), fact.attributed_to]
        found += [one for one in (*ends, fact.qualifiers.place, fact.qualifiers.joint_with) if one is not None]
    return found


def _kept(join: Join) -> Entity:
    """The thing that stays of two."""
    entry = lexicon().entries.get(join.thing)
    return entry.entity() if entry else Entity(join.thing, join.type, simplify(join.join.strip()))


def _forms(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def _with(entity: Entity, names: Sequence[str]) -> Entity:
    """A thing with further names."""
    return replace(entity, aliases=_forms(*entity.aliases, *names))


def _changed(fact: _Fact, change: Callable[[Entity], Entity], dropped: list[_Fact]) -> _Fact | None:
    """A fact with its things changed; None, and noted, where it cannot stand so."""

    def of(one: Entity | None) -> Entity | None:
        return change(one) if one is not None else None

    try:
        old = fact.qualifiers
        qualifiers: Qualifiers = old
        if old.place is not None or old.joint_with is not None:
            qualifiers = replace(old, place=of(old.place), joint_with=of(old.joint_with))
        more = {"subject": of(fact.subject), "attributed_to": of(fact.attributed_to), "qualifiers": qualifiers}
        if isinstance(fact, Relation):
            more["object"] = of(fact.object)
        return replace(fact, **more)  # type: ignore[arg-type]
    except ModelError:
        dropped.append(fact)
        return None
