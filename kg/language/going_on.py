"""What goes on in the words of a speaker or a source: paragraphs, further quotations, further figures."""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.language import speech_cues as cues
from kg.language.marks import Mention, Sentence, SpeechMark, sentence_at
from kg.model import Entity

__all__ = ["QUOTE", "GoingOn"]

QUOTE = re.compile(r"“[^“”\n]{0,800}”|「[^「」\n]{0,800}」|\"[^\"\n]{0,400}\"")
_LEAST = 12  # a shorter quotation may be a name or a word of the author's
_MOST = 2  # how many sentences of figures go on with a source that is named before them
_LISTED = 10  # and how many items of a list
_FIGURE = re.compile(
    r"[0-9一二三四五六七八九十两]+(?:\.[0-9]+)?\s*(?:%|％|亿|万|千|百|倍|元|单|名|个|位|家|次)|第[一二三四五六七八九十0-9]"
)


class GoingOn:
    """Carries speech on beyond the sentence that names its speaker.

    Args:
        text: the text.
        sentences: its sentences.
        mentions: who can speak, in order.
        marks: who says what, as told in single sentences.
        reporter: whose financial report was spoken of last.
    """

    def __init__(
        self,
        text: str,
        sentences: list[Sentence],
        mentions: list[Mention],
        marks: list[SpeechMark],
        reporter: Entity | None,
    ) -> None:
        self.text, self.sentences, self.mentions = text, sentences, mentions
        self.marks, self.reporter = sorted(marks, key=lambda m: (m.end, m.start)), reporter
        self.starts = [m.start for m in mentions]
        self.sentence_starts = [s.start for s in sentences]
        self.told = sorted({offset for m in marks for offset in (m.start, m.cue)})

    def _last_told(self, mark: SpeechMark) -> int | None:
        """The number of the sentence in which what is said ends."""
        return sentence_at(self.sentences, self.sentence_starts, max(mark.start, mark.end - 1))

    def paragraphs(self) -> list[SpeechMark]:
        """Paragraphs that go on with the report, or with the words, of the one before; those that a name labels."""
        found, last = [], self._last_of_blocks()
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        for sentence in self.sentences:
            starts.setdefault(sentence.block, sentence.start)
            ends[sentence.block] = sentence.end
        before: SpeechMark | None = None
        for block, start in starts.items():
            label = self._label(start)
            if label is not None:
                last[block] = SpeechMark(label.end + 1, ends[block], label.entity, start)
                found.append(last[block])
            elif before and before.speaker and block not in last and self._goes_on(start, ends[block], before):
                figures = -1 if before.speaker.type == "Person" else start
                last[block] = SpeechMark(start, ends[block], before.speaker, start, figures)
                found.append(last[block])
            before = last.get(block)
        return found

    def _last_of_blocks(self) -> dict[int, SpeechMark]:
        last = {}
        for mark in self.marks:
            number = self._last_told(mark)
            if number is not None and mark.speaker is not None:
                last[self.sentences[number].block] = mark
        return last

    def _label(self, start: int) -> Mention | None:
        """The person whose name opens a paragraph of an interview: 张三：…."""
        index = bisect_left(self.starts, start)
        label = self.mentions[index] if index < len(self.mentions) else None
        if label is None or label.start != start or label.entity.type != "Person":
            return None
        return label if self.text[label.end : label.end + 1] in ("：", ":") else None

    def _goes_on(self, start: int, end: int, before: SpeechMark) -> bool:
        whole = QUOTE.match(self.text, start)
        if whole and whole.end() == end:
            return before.speaker is not None and before.speaker.type == "Person"
        reporting = before.speaker == self.reporter and start - before.end < 4
        return bool(reporting and cues.continues().match(self.text, start, end))

    def quotations(self) -> list[SpeechMark]:
        """A quotation without a speaker, right behind the sentence of a person who speaks: 甲表示，…。“…”."""
        found: list[SpeechMark] = []
        for number, sentence in enumerate(self.sentences[1:], 1):
            quote = QUOTE.match(self.text, sentence.start)
            before = self.sentences[number - 1]
            if not quote or quote.end() - quote.start() < _LEAST or before.block != sentence.block:
                continue
            if any(m.start < quote.end() and quote.start() < m.end for m in self.marks):
                continue
            said = [m for m in [*self.marks, *found] if before.start <= m.end - 1 < before.end + 2]
            last = max(said, key=lambda m: m.end, default=None)
            if last and last.speaker and last.speaker.type == "Person" and last.end >= before.end - 2:
                found.append(SpeechMark(quote.start() + 1, quote.end(), last.speaker, quote.start() + 1))
        return found

    def figures(self, cited: list[SpeechMark]) -> list[SpeechMark]:
        """Figures of the sentences behind one that cites a source, where they go on with it: 据X数据，A…。其B….

        Args:
            cited: what sources of figures tell, in single sentences.
        """
        found = []
        for mark in cited:
            number = self._last_told(mark)
            if number is None or mark.speaker is None or mark.end < self.sentences[number].end:
                continue
            end = self._figures_until(number)
            if end > mark.end:
                found.append(SpeechMark(mark.end, end, mark.speaker, mark.end, mark.end))
        return found

    def _figures_until(self, number: int) -> int:
        """Where the figures of a source end: behind it, with the sentences that go on about what it tells of."""
        end = self.sentences[number].end
        listed = self.text[end - 1 : end] in ("：", ":")  # 据某某数据，排名如下：
        most = _LISTED if listed else _MOST
        spoken_of = {m.entity.slug for m in self._named(self.sentences[number])}
        for sentence in self.sentences[number + 1 : number + 1 + most]:
            index = bisect_left(self.told, sentence.start)
            told = index < len(self.told) and self.told[index] < sentence.end
            same = listed or sentence.block == self.sentences[number].block
            words = self.text[sentence.start : sentence.end]
            if told or not same or not _FIGURE.search(words) or not cues.goes_on_with_figures(words):
                break
            if (
                not listed
                and not cues.continues().match(words)
                and {m.entity.slug for m in self._named(sentence)} - spoken_of
            ):
                break
            end = sentence.end
        return end

    def _named(self, sentence: Sentence) -> list[Mention]:
        low, high = (bisect_left(self.starts, at) for at in (sentence.start, sentence.end))
        return self.mentions[low:high]
