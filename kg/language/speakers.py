"""Who says what: verbs of saying, reports, 据…报道, 在…看来 and quotations, each with the run that is said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.language import speech_cues as cues
from kg.language.going_on import QUOTE, GoingOn
from kg.language.marks import Mention, Sentence, SpeechMark, sentence_at
from kg.language.own_reports import body_of_report, is_foreseen, is_official
from kg.language.subjects import is_subject_position, is_transparent
from kg.language.tokens import text_of
from kg.model import Entity

__all__ = ["find_speech"]

_CAN_SPEAK = ("Organization", "Platform", "Person")
_BREAK = re.compile(r"[，。；：！？\n,:;!?]")
_OPENING = re.compile(r"[：:，,。]?\s*(?=[“\"「])")
_JOINED = re.compile(r"\s*(?:、|和|与|及|以及)\s*")
_SET_OFF = re.compile(r"(?:对此|随后|近日|不过|但|而|此前|据此|因此|然而|同时|此外)?，?\s*")
_LEAD = 40  # what stands before a source in its clause is short
_LEAST = 10  # a shorter quotation without punctuation is a name: “百亿补贴”负责人表示
_NEXT = 24  # characters within which a report names whose it is


class _Listener:
    """Finds speech in one text; every question about a place is answered by bisection."""

    def __init__(self, text: str, mentions: list[Mention], sentences: list[Sentence]) -> None:
        self.text, self.sentences = text, sentences
        self.mentions = [m for m in mentions if m.entity.type in _CAN_SPEAK]
        self.starts = [m.start for m in self.mentions]
        self.sentence_starts = [s.start for s in sentences]
        self.breaks = [m.start() for m in _BREAK.finditer(text)]
        self.quotes = [m.span() for m in QUOTE.finditer(text)]
        self.quote_starts = [start for start, _ in self.quotes]
        self.quote_ends = {end: start for start, end in self.quotes}
        self.block_ends: dict[int, int] = {}
        self.block_starts: dict[int, int] = {}
        for sentence in sentences:
            self.block_starts.setdefault(sentence.block, sentence.start)
            self.block_ends[sentence.block] = sentence.end
        self.reporter: Entity | None = None  # whose financial report was spoken of last
        self.source: tuple[Entity, int] | None = None  # the last report that was cited, and where
        self.marks: list[SpeechMark] = []
        self.cited: list[SpeechMark] = []  # of these, what sources of figures tell
        self.reporting = {m.entity.slug for m in self.mentions if cues.own_report().match(text, m.end)}  # 拼多多财报

    # ------------------------------------------------------------------ places
    def sentence_at(self, offset: int) -> Sentence | None:
        number = sentence_at(self.sentences, self.sentence_starts, offset)
        return None if number is None else self.sentences[number]

    def clause_start(self, offset: int) -> int:
        index = bisect_left(self.breaks, offset) - 1
        return self.breaks[index] + 1 if index >= 0 else 0

    def names_before(self, offset: int, left: int) -> Iterator[Mention]:
        """The names between two offsets, the nearest to the right first."""
        index = bisect_left(self.starts, offset) - 1
        while index >= 0 and self.starts[index] >= left:
            if self.mentions[index].end <= offset:
                yield self.mentions[index]
            index -= 1

    def opener(self, sentence: Sentence) -> Mention | None:
        """The name with which a sentence opens, as what acts in it."""
        index = bisect_left(self.starts, sentence.start)
        if index == len(self.starts) or self.starts[index] >= min(sentence.end, sentence.start + 40):
            return None
        first = self.mentions[index]
        opens = is_transparent(self.text[sentence.start : first.start])
        return first if opens and is_subject_position(self.text, first.start, first.end, sentence.start) else None

    # ------------------------------------------------------------------ what is said
    def said_until(self, start: int, sentence: Sentence) -> int:
        """Where speech ends: with its sentence, or with the quotation, or quotations, that open it."""
        end = 0
        opening = _OPENING.match(self.text, start)
        while opening:
            index = bisect_left(self.quote_starts, opening.end())
            if index == len(self.quotes) or self.quotes[index][0] != opening.end():
                break
            end = self.quotes[index][1]
            opening = re.compile(r"(?=[“「])").match(self.text, end)
        return min(end, self.block_ends[sentence.block]) or sentence.end

    def quoted_before(self, offset: int, block: int) -> int | None:
        """Where a quotation starts that its speaker follows: “…” 陈铠吐槽道."""
        left = self.block_starts[block]
        lead = self.clause_start(offset)
        behind = lead + 1 if self.text.startswith(("”", "」"), lead) else lead  # “…，”陈铠说
        for end in (offset, behind, lead, lead - 1):
            close = end
            while close > left and self.text[close - 1].isspace():
                close -= 1
            start = self.quote_ends.get(close)
            if start is not None and start >= left:
                plain = close - start - 2 < _LEAST and self.text[close - 2] not in "，。！？…；,.!?"
                between = _SET_OFF.match(self.text, close, offset)
                if between and between.end() < offset:  # “…。”晨星分析师陈丽表示
                    between = cues.titled().fullmatch(self.text, between.end(), offset)
                return None if plain or not between else start
        return None

    def add(self, start: int, end: int, speaker: Entity | None, cue: int, figures: int = -1) -> None:
        while start < end and self.text[start] in "，,：:。 道":
            start += 1
        if start < end:
            self.marks.append(SpeechMark(start, end, speaker, cue, figures))

    # ------------------------------------------------------------------ kinds of cues
    def verbs(self) -> None:
        for verb in cues.saying().finditer(self.text):
            sentence = self.sentence_at(verb.start())
            speaker = self._speaker_of(verb, sentence) if sentence else None
            if sentence and speaker:
                self._speaks(speaker, verb, sentence)

    def _speaker_of(self, verb: re.Match[str], sentence: Sentence) -> Mention | None:
        clause = max(sentence.start, self.clause_start(verb.start()))
        if clause > sentence.start and cues.goes_on().fullmatch(self.text, clause, verb.start()):
            return self.opener(sentence)
        if clause == verb.start() > sentence.start and (told := self._spoke_out(verb, sentence)) is not None:
            return told
        gap = cues.between_speaker_and_verb()
        for tried, mention in enumerate(self.names_before(verb.start(), max(clause, verb.start() - 60))):
            if tried == 3:
                break
            if not self._is_asked(mention, sentence.start) and gap.fullmatch(self.text, mention.end, verb.start()):
                return None if is_foreseen(self.text, mention, verb, sentence) else mention
        return None

    def _spoke_out(self, verb: re.Match[str], sentence: Sentence) -> Mention | None:
        """Who takes the word in the clause before one that opens with a verb of saying: 某某在微博发文，透露…."""
        comma = verb.start() - 1
        left = max(sentence.start, self.clause_start(comma))
        took = cues.speaks_out().search(self.text, left, comma)
        if not took or not cues.opens_clause().match(verb.group()):
            return None
        names = [m for m in self.names_before(took.start(), left) if not self._is_asked(m, left)]
        people = [m for m in names if m.entity.type == "Person"]
        chosen = people[0] if people else names[-1] if names else None
        opens = chosen is not None and is_transparent(self.text[left : chosen.start])
        return chosen if people or opens else None

    def _is_asked(self, mention: Mention, left: int) -> bool:
        return bool(cues.spoken_to().search(self.text, max(left, mention.start - 4), mention.start))

    def _speaks(self, mention: Mention, verb: re.Match[str], sentence: Sentence) -> None:
        speaker = None if cues.unnamed_source().match(self.text, mention.end, verb.start()) else mention.entity
        quoted = self.quoted_before(mention.start, sentence.block)
        start = verb.end()
        if verb.group().startswith("告诉"):  # 告诉雷峰网，…: what is said begins behind who is told
            index = bisect_left(self.starts, start)
            if index < len(self.starts) and self.starts[index] == start:
                start = self.mentions[index].end
        rest = self.text[start : sentence.end].strip("道：:。，, ")
        if quoted is not None:
            self.add(quoted, mention.start, speaker, mention.start)
        clause = self.clause_start(mention.start)
        if quoted is None and not rest and sentence.start < clause == mention.start:  # A已经进入法国，某某指出。
            self.add(sentence.start, clause, speaker, mention.start)
            return
        if quoted is None or rest or _OPENING.match(self.text, start):
            self.add(start, self.said_until(start, sentence), speaker, mention.start)

    def sources(self) -> None:
        """据…，: the name in it before the word that makes it a source; the first of a list."""
        for opened in cues.according().finditer(self.text):
            sentence = self.sentence_at(opened.start())
            if sentence is None:
                continue
            end = min(opened.end(), sentence.end)
            names = [m for m in self.names_before(end, opened.start("region")) if self._is_source(m, end)]
            told = cues.report().search(self.text, opened.start(), end)
            start = told.end() if told else end + 1
            if not names:
                if self._own_report((opened.start("region"), start), opened.start("region"), sentence):
                    continue
                told_of = opened.group().startswith(("据", "根据"))
                if told_of and self._opens_with_source(opened.start("region"), end) and start < sentence.end:
                    self.add(start, sentence.end, None, opened.start())
                continue
            chosen = names[0]
            for other in names[1:]:
                if _JOINED.fullmatch(self.text, other.end, chosen.start):
                    chosen = other
            if cues.unnamed_source().match(self.text, chosen.end, end):  # 晚点从熟悉SHEIN的人士处了解到
                chosen = next((m for m in names if not cues.unnamed_source().match(self.text, m.end, end)), chosen)
            hidden = cues.unnamed_source().match(self.text, chosen.end, end)
            if start >= sentence.end and self.text[sentence.end - 1] == "。":  # 另据某某公布的数据。首日…
                behind = self.sentence_at(sentence.end)
                sentence = behind if behind and behind.block == sentence.block else sentence
            self._tells(None if hidden else chosen.entity, opened.start(), start, sentence, opened.group())

    def named(self) -> None:
        """A name that is itself the source: X显示，; 据X，; 来自X的数据，; 通过X发现; …，X指出。; （来源：X）."""
        for mention in self.mentions:
            sentence = self.sentence_at(mention.start)
            if sentence is None or mention.entity.type == "Person":
                continue
            before = self.text[max(sentence.start, mention.start - 4) : mention.start].rstrip("《“")
            through = before.endswith(("通过", "从"))
            if through and (looked_up := cues.searched_in().match(self.text, mention.end, sentence.end)):
                self.add(looked_up.end(), sentence.end, mention.entity, mention.start)
                continue
            cited = cues.as_source().match(self.text, mention.end, sentence.end)
            clause = self.clause_start(mention.start)
            if not cited or mention.start - clause > _LEAD:
                continue
            by_word = before.endswith(("据", "来自", "根据", "按照")) and clause + 4 > mention.start
            lead = cues.kind_of_source().sub("", self.text[clause : mention.start])
            opens = by_word or is_transparent(lead)
            if cited.end() < sentence.end and opens and (by_word or cited["bare"] is None):
                self._tells(mention.entity, mention.start, cited.end(), sentence, cited.group())

    def notes(self) -> None:
        """（来源：X） behind what it tells."""
        for note in cues.source_note().finditer(self.text):
            sentence = self.sentence_at(note.start())
            name = next(self.names_before(note.end("region"), note.start("region")), None)
            if sentence is not None and name is not None and name.entity.type != "Person":
                self.add(sentence.start, note.start(), name.entity, name.start)

    def _is_source(self, mention: Mention, end: int) -> bool:
        return self._opens_with_source(mention.end, end)

    def _opens_with_source(self, start: int, end: int) -> bool:
        return bool(cues.is_source().match(self.text, start, end))

    def _tells(self, speaker: Entity | None, cue: int, start: int, sentence: Sentence, words: str) -> None:
        """What a report says: to the end of its sentence; of a financial report, of its paragraph."""
        financial = speaker is not None and bool(cues.bare_report().search(words))
        if financial:
            self.reporter = speaker
        if speaker is not None:
            self.source = (speaker, start)
        if financial:
            self.add(start, self.block_ends[sentence.block], speaker, cue, sentence.end)
            return
        self.add(start, self.said_until(start, sentence), speaker, cue)
        if speaker is not None and speaker.type != "Person" and self.marks:
            self.cited.append(self.marks[-1])

    def reports(self) -> None:
        """财报显示, 公布的数据显示: the name before it in its clause, else the report spoken of last."""
        for told in cues.reports_in(self.text):
            sentence = self.sentence_at(told.start())
            if sentence is None:
                continue
            left = max(sentence.start, self.clause_start(told.start()))
            names = [
                m
                for m in self.names_before(told.start(), left)
                if not cues.spoken_to().search(self.text, max(left, m.start - 3), m.start)
            ]
            if names:
                self._reported(names, told, sentence)
            elif cues.report_with_colon().match(self.text, told.start()):
                self._of_only_one(told, sentence)
            elif self._names_another(told, sentence) and self._own_report(told.span(), left, sentence):
                continue
            elif cues.bare_report().search(told.group()) and self.reporter is not None:
                self._tells(self.reporter, told.start(), told.end(), sentence, told.group())
            elif not self._same_report(told, left, sentence):
                self._own_report(told.span(), left, sentence)

    def _of_only_one(self, told: re.Match[str], sentence: Sentence) -> None:
        """A report with what it tells behind a colon (财报依然承压：营收…) is of the only body named before."""
        named = {m.entity.slug: m.entity for m in self.names_before(told.end(), sentence.start)}
        if len(named) == 1 and next(iter(named.values())).type != "Person":
            self.add(told.end(), sentence.end, next(iter(named.values())), told.start())

    def _names_another(self, told: re.Match[str], sentence: Sentence) -> bool:
        """Whether a report opens with a company whose own report is spoken of, and not that spoken of last."""
        first = self._named_next(told.end(), sentence)
        if self.reporter is None or first is None:
            return False
        return first.entity.slug in self.reporting and first.entity.slug != self.reporter.slug

    def _named_next(self, offset: int, sentence: Sentence) -> Mention | None:
        """The name right behind an offset, in its sentence or as the next begins."""
        index = bisect_left(self.starts, offset)
        near = index < len(self.starts) and self.starts[index] <= min(sentence.end, offset + _NEXT)
        return self.mentions[index] if near else None

    def _own_report(self, told: tuple[int, int], left: int, sentence: Sentence) -> bool:
        """Whether a report (财报显示，2024年A…), or figures (官方数据显示，A…), are of the body named first."""
        start, behind = told
        first = self._named_next(behind, sentence)
        body = body_of_report(self.text, told, left, first, self.mentions, self.reporting) if first else None
        if body is None:
            return False
        end = self.text.find("；", behind, sentence.end)
        self.add(behind, end if end >= 0 else sentence.end, body, start)
        if not is_official(self.text, left, start):
            self.cited.append(self.marks[-1])
        return True

    def _same_report(self, told: re.Match[str], left: int, sentence: Sentence) -> bool:
        """上述报告指出: the report that was cited last, if that was not long ago; whether it is one of these."""
        alone = re.fullmatch(r"(?:上述|该|这份|此|前述|这一)?", self.text[left : told.start()])
        if (
            self.source is None
            or not alone
            or not re.search(r"报告|调查|白皮书", told.group())
            or told.start() - self.source[1] > 400
        ):
            return False
        self.add(told.end(), sentence.end, self.source[0], told.start())
        quoted = self.quoted_before(left, sentence.block)
        if quoted is not None:
            self.add(quoted, left, self.source[0], told.start())
        return True

    def _reported(self, names: list[Mention], told: re.Match[str], sentence: Sentence) -> None:
        chosen = names[0]
        for other in names[1:]:
            if _JOINED.fullmatch(self.text, other.end, chosen.start):
                chosen = other
        if not cues.between_source_and_report().fullmatch(self.text, names[0].end, told.start()):
            return
        if chosen is not names[0] and cues.bare_report().search(told.group()):
            return  # A和B的年报里写着: each its own
        speaker = None if cues.unnamed_source().match(self.text, chosen.end, told.start()) else chosen.entity
        self._tells(speaker, chosen.start, told.end(), sentence, told.group())

    def views(self) -> None:
        """在…看来, 正如…所说, 用…的话说."""
        for told in cues.in_the_view_of().finditer(self.text):
            sentence = self.sentence_at(told.start())
            if sentence is None:
                continue
            mention = next(self.names_before(told.end(), told.start()), None)
            hidden = mention is None or cues.unnamed_source().match(self.text, mention.end, told.end())
            speaker = None if hidden or mention is None else mention.entity
            quoted = self.quoted_before(told.start(), sentence.block)
            if quoted is not None and speaker is not None:
                self.add(quoted, told.start(), speaker, told.start())
            if speaker is not None and told.group("paper"):
                self._tells(speaker, told.start(), told.end(), sentence, told.group())
                continue
            self.add(told.end(), self.said_until(told.end(), sentence), speaker, told.start())

    def nobody(self) -> None:
        """据悉, 知情人士透露: nobody, unless the same words name somebody (据路透社援引知情人士)."""
        named = sorted({(m.start, m.cue) for m in self.marks if m.speaker})
        for told in cues.anonymous().finditer(self.text):
            sentence = self.sentence_at(told.start())
            index = bisect_left(named, (told.end() - 1, -1))
            if index < len(named) and named[index][1] <= told.start() and named[index][0] <= told.end() + 16:
                continue
            if sentence is not None:
                self.add(told.end(), sentence.end, None, told.start())


def find_speech(text: str, mentions: list[Mention], sentences: list[Sentence]) -> list[SpeechMark]:
    """Who says what in `text`, in order.

    Args:
        text: the text, simplified.
        mentions: names and references, in order.
        sentences: its sentences.
    """
    listener = _Listener(text, mentions, sentences)
    listener.verbs()
    listener.sources()
    listener.named()
    listener.notes()
    listener.reports()
    listener.views()
    listener.nobody()
    going_on = GoingOn(text, sentences, listener.mentions, listener.marks, listener.reporter)
    marks = [*listener.marks, *going_on.paragraphs(), *going_on.quotations(), *going_on.figures(listener.cited)]
    return sorted(marks, key=lambda m: (m.start, m.end, m.cue))


@Language.factory(
    "kg_speakers", requires=["doc._.mentions", "doc._.references", "doc._.sentences"], assigns=["doc._.speech"]
)
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    mentions = sorted([*doc._.mentions, *doc._.references])
    doc._.speech = find_speech(text_of(doc), mentions, doc._.sentences)
    return doc
