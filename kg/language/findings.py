"""What the language layer sees in an article, as one list: each find with its words and what it resolves to."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.marks import Mention, QuantityMark, SpeechMark, TimeMark
from kg.language.pipeline import analyse, pipeline
from kg.language.tokens import text_of
from kg.model import Article, Entity

__all__ = ["KINDS", "Component", "Finding", "components", "find_everything", "findings_of"]

KINDS = ("name", "new name", "time", "vague time", "quantity", "reference", "open reference", "speech", "stance")


@dataclass(frozen=True, order=True)
class Finding:
    """A find.

    Attributes:
        start: offset of its first character in the body.
        end: offset behind its last.
        kind: one of `KINDS`.
        words: its words, as the article writes them.
        meaning: what it resolves to, in plain words; of what is left open, why.
    """

    start: int
    end: int
    kind: str
    words: str
    meaning: str


@dataclass(frozen=True)
class Component:
    """A component of the pipeline: its name, what it needs of a text, and what it adds."""

    name: str
    requires: tuple[str, ...]
    assigns: tuple[str, ...]


def components(nlp: Language | None = None) -> list[Component]:
    """The components of the pipeline in their order, as their factories declare them."""
    nlp = nlp or pipeline()
    found = []
    for name in nlp.pipe_names:
        meta = nlp.get_pipe_meta(name)
        found.append(Component(name, tuple(meta.requires), tuple(meta.assigns)))
    return found


def _thing(entity: Entity) -> str:
    known = entity.slug if entity.linked else "unlinked"
    return f"{entity.name} ({entity.type}, {known})"


def _mention(mention: Mention) -> str:
    return " + ".join(_thing(entity) for entity in (mention.entity, *mention.others))


def _time(mark: TimeMark) -> str:
    if mark.kind:
        return f"no time: {mark.kind}"
    return mark.value.value if mark.value else "open: nothing that it is relative to"


def _quantity(mark: QuantityMark) -> str:
    quantity = mark.quantity
    upper = f" to {quantity.max}" if quantity.max is not None else ""
    bound = {"atLeast": "at least ", "atMost": "at most ", None: ""}[quantity.bound]
    about = "about " if quantity.approx else ""
    noun = f" ({quantity.noun})" if quantity.noun else ""
    before = f", before: {mark.previous.value}" if mark.previous else ""
    also = f", also: {mark.also.value} {mark.also.unit}" if mark.also else ""
    return f"{bound}{about}{quantity.value}{upper} {quantity.unit}{noun}{before}{also}"


def _speech(mark: SpeechMark) -> str:
    return f"said by {_thing(mark.speaker)}" if mark.speaker else "said by somebody whom the text does not name"


def findings_of(doc: Doc, text: str | None = None) -> list[Finding]:
    """Everything found in an analysed text, in order.

    Args:
        doc: the analysed text.
        text: the words to quote, where they are not those of `doc`: the article's own script, character for character.
    """
    text = text_of(doc) if text is None else text
    found = [(m.start, m.end, "new name" if m.kind == "new" else "name", _mention(m)) for m in doc._.mentions]
    found += [(m.start, m.end, "time", _time(m)) for m in doc._.times]
    found += [(m.start, m.end, "vague time", _time(m)) for m in doc._.vague_times]
    found += [(m.start, m.end, "quantity", _quantity(m)) for m in doc._.quantities]
    found += [(m.start, m.end, "reference", _mention(m)) for m in sorted([*doc._.references, *doc._.own_words])]
    found += [(m.start, m.end, "open reference", f"open: {m.reason}") for m in doc._.open_references]
    found += [(m.start, m.end, "speech", _speech(m)) for m in doc._.speech]
    found += [(m.start, m.end, "stance", m.kind) for m in doc._.stance]
    return sorted(Finding(start, end, kind, text[start:end], meaning) for start, end, kind, meaning in found)


def find_everything(article: Article) -> list[Finding]:
    """What the language layer sees in the body of an article, in order."""
    return findings_of(analyse(article), article.body.text)
