"""What the language layer finds, as values with offsets into the text; a Doc's extensions hold lists of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import Entity, Quantity, TimeSpan

__all__ = ["Clause", "Mention", "OpenReference", "QuantityMark", "Sentence", "SpeechMark", "TimeMark", "sentence_at"]


@dataclass(frozen=True, order=True)
class Mention:
    """A named thing where the text mentions it.

    Attributes:
        start: offset of its first character.
        end: offset behind its last.
        entity: the thing.
        kind: ``name`` (of the lexicon), ``new`` (no lexicon holds it) or ``reference`` (a pronoun or short form).
        others: further things that the words stand for together (二者, 双方).
    """

    start: int
    end: int
    entity: Entity
    kind: str = "name"
    others: tuple[Entity, ...] = ()


@dataclass(frozen=True, order=True)
class OpenReference:
    """A pronoun or short form of which it cannot be told what it means.

    Attributes:
        start: offset of its first character.
        end: offset behind its last.
        reason: why it stays open, in plain words.
    """

    start: int
    end: int
    reason: str


@dataclass(frozen=True, order=True)
class TimeMark:
    """An expression of time.

    Attributes:
        start: offset of its first character.
        end: offset behind its last.
        value: what it covers; None where it is vague, or relative without a date to relate it to.
        explicit_year: whether its own words name the year.
        kind: empty for a time; ``vague`` (近期) or ``repeated`` (每天) for words that name none.
    """

    start: int
    end: int
    value: TimeSpan | None
    explicit_year: bool = False
    kind: str = ""


@dataclass(frozen=True, order=True)
class QuantityMark:
    """A figure where the text gives it.

    Attributes:
        start: offset of its first character, words such as 近 included.
        end: offset behind its last.
        quantity: the figure.
        previous: the figure that it was before, where the text gives both (从A到B).
        also: the same amount in another currency, given in brackets behind it.
    """

    start: int
    end: int
    quantity: Quantity
    previous: Quantity | None = None
    also: Quantity | None = None


@dataclass(frozen=True, order=True)
class SpeechMark:
    """Who says what stands in a run of the text.

    Attributes:
        start: offset of the first character that is said.
        end: offset behind the last.
        speaker: who says it; None where the text names nobody.
        cue: offset of the words that tell so.
        figures: offset from which on only figures are the speaker's; -1 where all is.
    """

    start: int
    end: int
    speaker: Entity | None
    cue: int
    figures: int = -1


@dataclass(frozen=True, order=True)
class Clause:
    """A run between two marks of punctuation."""

    start: int
    end: int


@dataclass(frozen=True, order=True)
class Sentence:
    """A sentence and its clauses.

    Attributes:
        start: offset of its first character.
        end: offset behind its last, closing quotation marks included.
        clauses: its clauses, in order.
        block: index of the block of the body that it stands in.
        heading: whether that block is a heading.
    """

    start: int
    end: int
    clauses: tuple[Clause, ...] = field(default=())
    block: int = 0
    heading: bool = False


def sentence_at(sentences: Sequence[Sentence], starts: Sequence[int], offset: int) -> int | None:
    """The number of the sentence in which an offset stands; None between sentences.

    Args:
        sentences: the sentences, in order.
        starts: where each starts.
        offset: the offset.
    """
    number = bisect_right(starts, offset) - 1
    return number if number >= 0 and offset < sentences[number].end else None
