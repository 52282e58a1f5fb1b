"""Who says what: reports (据…财报显示), speech verbs (…表示) and quotations."""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.marks import Mention, Sentence, SpeechMark
from kg.model import Entity
from kg.vocabulary.tables import alternation, word_table

__all__ = ["find_speech"]

_CAN_SPEAK = ("Organization", "Platform", "Person")


def _any(key: str) -> str:
    return alternation(word_table("discourse")["speech"][key])


@cache
def _report_after() -> re.Pattern[str]:
    """Behind a name: 最新财报显示, 的数据指出, 报道称."""
    return re.compile(
        rf"(?:集团|公司|方面|官方|平台)?的?(?:[^，。；：！？\n]{{0,12}}?)(?:{_any('report_nouns')})(?:数据|报告)?(?:中)?\s*(?:{_any('report_verbs')}|，|,)"
    )


@cache
def _according() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('according')})[^，。；：！？\n]{{0,16}}$")


@cache
def _speech_after() -> re.Pattern[str]:
    """Behind a name: 方面表示, 对雷峰网表示, 认为."""
    return re.compile(
        rf"(?:集团|公司|方面|官方)?(?:[对向在][^，。；：！？\n]{{1,12}}?)?(?:则|也|曾|就|还|均|都|此前|随后|近日|进一步|公开|明确)?(?:{_any('verbs')})"
        rf"(?!法|明书|服|辞|的|起来)"
    )


@cache
def _source_after() -> re.Pattern[str]:
    """Behind a name that 据 or 根据 opens: 统计，; 的2025年趋势报告，; 从知情人士处了解到，."""
    return re.compile(r"[^，。；：！？\n]{0,30}?[，,：:]")


def _reported(text: str, mention: Mention, sentence: Sentence) -> int | None:
    """Where the words that tell so end, if the name is the source of a report."""
    opened = _according().search(text, max(sentence.start, mention.start - 20), mention.start)
    source = _source_after().match(text, mention.end, sentence.end) if opened else None
    if source and re.search(_any("report_nouns") + "|了解|获悉|处", source.group()):
        return source.end()
    match = _report_after().match(text, mention.end, sentence.end)
    if not match:
        return None
    if match.group().rstrip().endswith((",", "，")):
        return (
            match.end() if _according().search(text, max(sentence.start, mention.start - 20), mention.start) else None
        )
    return match.end()


def _quotation_end(text: str, start: int, sentence: Sentence, block_end: int) -> int:
    """Where speech ends: with its sentence, or where a quotation that opens it closes."""
    opening = re.compile(r"[：:，,]?\s*[“\"「]").match(text, start)
    if opening:
        closing = re.compile(r"[”\"」]").search(text, opening.end(), block_end)
        if closing:
            return max(closing.end(), start)
    return sentence.end


def _told_to(text: str, mention: Mention, sentence: Sentence) -> bool:
    """Whether the name is the one spoken to (告诉雷峰网, 对雷峰网表示) or read of (据悉)."""
    return bool(re.search(r"(?:告诉|对|向|在|接受)\s*$", text[max(sentence.start, mention.start - 3) : mention.start]))


def _quoted_before(text: str, sentence: Sentence, name_start: int) -> int | None:
    """Where a quotation starts that its speaker follows: “…” 陈铠吐槽道."""
    head = text[sentence.start : name_start].rstrip()
    if not head.endswith(("”", '"', "」")):
        return None
    opening = max(text.rfind(mark, 0, sentence.start + len(head) - 1) for mark in '“"「')
    return opening if opening >= 0 and name_start - opening < 600 else None


def find_speech(text: str, mentions: list[Mention], sentences: list[Sentence]) -> list[SpeechMark]:
    """Who says what in `text`, in order.

    Args:
        text: the text, simplified.
        mentions: names and references, in order.
        sentences: its sentences.
    """
    found = []
    ends: dict[int, int] = {}
    for sentence in sentences:
        ends[sentence.block] = max(ends.get(sentence.block, 0), sentence.end)
    position = 0
    for sentence in sentences:
        while position < len(mentions) and mentions[position].start < sentence.start:
            position += 1
        index = position
        while index < len(mentions) and mentions[index].start < sentence.end:
            mark = _speech_of(text, mentions[index], sentence, ends[sentence.block])
            if mark:
                found.append(mark)
            index += 1
        found += _anonymous(text, sentence)
    return sorted(found, key=lambda m: (m.start, m.end, m.cue))


def _speech_of(text: str, mention: Mention, sentence: Sentence, block_end: int) -> SpeechMark | None:
    if mention.entity.type not in _CAN_SPEAK or _told_to(text, mention, sentence):
        return None
    speaker: Entity = mention.entity
    end = _reported(text, mention, sentence)
    if end is not None:  # a financial report is quoted from to the end of the paragraph
        financial = re.search(r"财报|年报|季报|财务报告|招股书", text[mention.end : end])
        return SpeechMark(end, block_end if financial else sentence.end, speaker, mention.start)
    match = _speech_after().match(text, mention.end, sentence.end)
    if match:
        opening = _quoted_before(text, sentence, mention.start)
        if opening is not None and not text[match.end() : sentence.end].strip("道：:。，, "):
            return SpeechMark(opening, mention.start, speaker, mention.start)
        return SpeechMark(match.end(), _quotation_end(text, match.end(), sentence, block_end), speaker, mention.start)
    told = re.compile(r"(?:网|社|新闻|报)?\s*(?:了解到|获悉|报道称?)").match(text, mention.end, sentence.end)
    if told and mention.entity.type == "Organization":
        return SpeechMark(told.end(), sentence.end, speaker, mention.start)
    return None


def _anonymous(text: str, sentence: Sentence) -> list[SpeechMark]:
    pattern = re.compile(rf"(?:{_any('anonymous')})[^，。；：！？\n]{{0,6}}?(?:{_any('verbs')})")
    return [
        SpeechMark(m.end(), sentence.end, None, m.start()) for m in pattern.finditer(text, sentence.start, sentence.end)
    ]


@Language.factory(
    "kg_speakers", requires=["doc._.mentions", "doc._.references", "doc._.sentences"], assigns=["doc._.speech"]
)
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    mentions = sorted([*doc._.mentions, *doc._.references])
    doc._.speech = find_speech(doc.text, mentions, doc._.sentences)
    return doc
