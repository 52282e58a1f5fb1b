"""Whose a programme is by its own name: 微信送礼物 is no other platform's, whoever is said to have a gift function."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from kg.lexicon import lexicon
from kg.model import Entity

__all__ = ["named_after_another"]

_LONGEST = 6


@cache
def _actors() -> dict[str, frozenset[str]]:
    """Short names of the actors that the lexicon knows, with their slugs."""
    found: dict[str, set[str]] = defaultdict(set)
    for slug, entry in lexicon().entries.items():
        if entry.type in ("Organization", "Platform"):
            for name in entry.names():
                if 2 <= len(name) <= _LONGEST:
                    found[name].add(slug)
    return {name: frozenset(slugs) for name, slugs in found.items()}


def named_after_another(thing: Entity, actor: Entity, words: str) -> bool:
    """Whether a programme or event carries the name of another actor, which the text's words for it leave out.

    Args:
        thing: the programme or event.
        actor: whom the text says it to be of.
        words: how the text names the thing.
    """
    if not thing.linked or thing.type not in ("Program", "Event"):
        return False
    for length in range(2, min(_LONGEST, len(thing.name) - 1) + 1):
        name = thing.name[:length]
        slugs = _actors().get(name)
        if slugs:
            return actor.slug not in slugs and name not in words and not actor.name.startswith(name)
    return False
