"""Sentences and clauses, told by punctuation and by the blocks of the body."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.marks import Clause, Sentence
from kg.language.tokens import text_of
from kg.model import Block

__all__ = ["CLAUSE_BREAKS", "find_sentences"]

CLAUSE_BREAKS = "，,；;：:。！？!?…\n"
_CLOSING = "”’\"'」』）)】》〉"
_SENTENCE_END = re.compile(rf"(?:[。！？!?]+|…{{2,}})[{_CLOSING}]*|\n+")
# A half-width comma, colon or full stop within a number or a Latin word breaks no clause.
_CLAUSE_END = re.compile(r"[，；：。！？!?;\n丨｜]|…{2,}|(?<![0-9A-Za-z])[,:]|[,:](?![0-9A-Za-z])")


def _clauses(text: str, start: int, end: int) -> tuple[Clause, ...]:
    found, begin = [], start
    for match in _CLAUSE_END.finditer(text, start, end):
        if match.start() > begin:
            found.append(Clause(begin, match.start()))
        begin = match.end()
    if end > begin:
        found.append(Clause(begin, end))
    return tuple(found) or (Clause(start, end),)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def find_sentences(text: str, blocks: tuple[Block, ...] = ()) -> list[Sentence]:
    """The sentences of `text`, in order; none crosses a block or a line end.

    Args:
        text: the text.
        blocks: its blocks; without them, each line is one.
    """
    if not blocks:
        blocks = tuple(Block("paragraph", m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    found = []
    for number, block in enumerate(blocks):
        begin = block.start
        ends = [match.end() for match in _SENTENCE_END.finditer(text, block.start, block.end)]
        for stop in [*ends, block.end]:
            start, end = _trim(text, begin, stop)
            if end > start:
                found.append(Sentence(start, end, _clauses(text, start, end), number, block.kind == "heading"))
            begin = stop
    return found


@Language.factory("kg_sentences", assigns=["doc._.sentences"])
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    doc._.sentences = find_sentences(text_of(doc), doc._.blocks)
    return doc
