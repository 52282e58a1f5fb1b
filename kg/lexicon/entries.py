"""One known name: the thing, what it is, and every way in which texts call it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Entity, simplify

__all__ = ["LexiconEntry"]


@dataclass(frozen=True)
class LexiconEntry:
    """A thing that the lexicon knows.

    Attributes:
        slug: local name of its IRI.
        type: one of the six top types.
        subclass: finer class, where given.
        zh: its name as simplified Chinese texts write it, which is the Latin one where they use that.
        zh_hant: the same as traditional texts write it.
        en: English name, where known.
        label: the one label for readers of English: English where known, else Chinese.
        aliases: further names, in the order of the data.
        ambiguous: names that also mean something else; they may include `zh` or `en`.
        context: words whose presence in an article decides that an ambiguous name means this thing: those of the data,
            then its own unambiguous names.
        not_within: longer strings in which a name of it does not count.
        broader: slugs of the places that it lies in directly.
        exact_match: IRIs of the same thing elsewhere.
    """

    slug: str
    type: str
    subclass: str | None
    zh: str
    zh_hant: str
    en: str | None
    label: str
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    not_within: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    exact_match: tuple[str, ...] = ()

    def names(self) -> Iterator[str]:
        """All its names, the preferred ones first, each once."""
        given = (self.zh, self.zh_hant, self.en, self.label, *self.aliases, *self.ambiguous)
        yield from dict.fromkeys(name for name in given if name)

    def counts_in(self, text: str) -> bool:
        """Whether an ambiguous name means this thing in an article: a context word stands in its `text`.

        Latin words count only as whole words, in any case; the article may be in either script.
        """
        plain = simplify(text)
        return any(_stands_in(word, plain) for word in self.context)

    def entity(self) -> Entity:
        """The thing as a value of the fact model."""
        further = tuple(name for name in (*self.aliases, *self.ambiguous) if name not in (self.zh, self.en))
        return Entity(self.slug, self.type, self.zh, en=self.en, aliases=further, linked=True, subclass=self.subclass)


def _stands_in(word: str, text: str) -> bool:
    if not word.isascii():
        return word in text
    return bool(re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", text, re.IGNORECASE))
