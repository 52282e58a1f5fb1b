"""What pronouns and short forms refer to, told by the subjects of the clauses before; what stays open, and why."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.leads import ACTING, Leads
from kg.language.marks import Clause, Mention, OpenReference, Sentence
from kg.language.referring import KINDS, Referring, referring_words, unnamed_things
from kg.language.subjects import ACTORS, with_head
from kg.language.tokens import text_of
from kg.model import Entity
from kg.vocabulary.tables import alternation, word_table

__all__ = ["find_references"]

_REACH = 400  # how far back a described thing may have been named
_TOWARDS = ("为", "给", "向", "对", "与", "同")
_NEAR = 150  # how far back a person may have been named, outside the paragraph
_RECALL = 4  # how many sentences a subject is carried on
_NOTHING = "nothing before it that it could mean"
_SEVERAL = "more than one thing that it could mean"
_UNNAMED = "somebody or something that the text does not name is nearer"
_QUOTED = "in a quotation: whoever speaks may mean somebody else"
# Whose report is told of, and figures of a company that a report holds.
_REPORT = re.compile(
    r"(?:集团|控股|公司)?(?:的|发布了?|公布了?|披露了?|最新|近日|日前|今年|去年|[0-9０-９年度第一二三四全上下半季Qq财H]){0,8}的?"
    r"(?:财报|年报|季报|中报|半年报|招股书|业绩|财务报告|财务数据|成绩单)"
)
_RESULT = re.compile(
    "的?(?:全年|年度|整体|单季|当季|总|净|本季度|上半年|一季度|二季度|三季度|四季度){0,3}(?:营收|收入|利润|毛利|净利|净亏|亏损|归母|经营利润|经营亏损|经调整)"
)
_SHOWN_BY = re.compile("(?:根据|按照|依据|据)[^，。；：]{2,10}$")  # 根据他展示的A后台截图，其销售额…: not A's
_JOINER = re.compile(r"\s*(?:[、/&]|，?以及|和|与|及|跟|同|或|对|vs\.?|VS)\s*")


def _any(key: str) -> str:
    return alternation(word_table("discourse")["references"][key])


@cache
def _nobody() -> re.Pattern[str]:
    return re.compile(alternation(word_table("discourse")["subjects"]["other_subjects"]))


@cache
def _controlled() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('controlling')})了?$")


@cache
def _accused() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('accusing')})了?$")


@cache
def _brings() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('bringing')})")


@cache
def _done_to() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('done_to')})")


@cache
def _plural() -> re.Pattern[str]:
    return re.compile(rf"(?:等[^，。；]{{0,6}}?)?(?:{_any('plural')})")  # A、B等平台都在补贴


@cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"\s*的?\s*(?P<role>{_any('roles')})\s*")


class _Resolver:
    """Walks the text from left to right and remembers what it has been about: never looks back further than it must."""

    def __init__(self, text: str, mentions: list[Mention], owners: dict[str, Entity]) -> None:
        self.text, self.mentions = text, mentions
        self.starts = [m.start for m in mentions]
        self.found: list[Mention] = []
        self.open: list[OpenReference] = []
        self.roles: dict[tuple[str, str], Entity] = {(slug, "母公司"): owner for slug, owner in owners.items()}
        self.leads = Leads(text)
        self.recent: deque[Mention] = deque(maxlen=24)
        self.group: list[Mention] = []
        self.groups: deque[list[Mention]] = deque(maxlen=6)
        self.topic: Mention | None = None
        self.number = self.topic_at = 0
        self.person: Mention | None = None
        self.reporter: Mention | None = None
        self.unnamed = {"organization": -1, "person": -1}
        self.block, self.block_start, self.next, self.sentence_start, self.before_start = -1, 0, 0, 0, 0
        self.quotes = [m.span() for m in re.finditer(r"“[^“”\n]{0,600}”", text)]
        self.quote_starts = [start for start, _ in self.quotes]

    # ------------------------------------------------------------------ walking
    def sentence(self, sentence: Sentence) -> None:
        if sentence.block != self.block:
            if sentence.heading:
                self.topic = self.person = None
            self.block, self.block_start = sentence.block, sentence.start
        self.number += 1
        if self.number - self.topic_at > _RECALL:
            self.topic = None
        self.before_start, self.sentence_start = self.sentence_start, sentence.start
        self.leads.begin()
        for clause in sentence.clauses:
            first = bisect_left(self.starts, clause.start, self.next)
            inside = self.mentions[first : bisect_left(self.starts, clause.end, first)]
            self.leads.enter(clause, inside)
            self._read(clause)
            lead = self.leads.leave()
            if lead:
                self.topic, self.topic_at = lead, self.number
                if lead.entity.type == "Person":
                    self.person = lead

    def _read(self, clause: Clause) -> None:
        """Resolve the words of a clause in order, taking in the names and unnamed things before each."""
        unnamed = deque(unnamed_things(self.text, clause.start, clause.end))
        words_in = [*referring_words(self.text, clause.start, clause.end), None]
        for words in words_in:
            reached = words.start if words else clause.end
            while unnamed and unnamed[0][0] <= reached:
                offset, kind = unnamed.popleft()
                self.unnamed[kind] = offset
            self._pass(reached)
            if words and not self._taken(words):
                self._resolve(words)

    def _pass(self, offset: int) -> None:
        """Take in the names that end by an offset."""
        while self.next < len(self.mentions) and self.mentions[self.next].end <= offset:
            mention = self.mentions[self.next]
            self.next += 1
            if mention.entity.type not in ACTING:
                continue
            before = self.recent[-1] if self.recent else None
            if before is not None:
                self._relate(before, mention)
            joined = before is not None and self._joined(before, mention)
            if joined:
                self.group.append(mention)
            else:
                if len(self.group) > 1:
                    self.groups.append(self.group)
                self.group = [mention]
            self.recent.append(mention)
            if mention.entity.type == "Person":
                self.person = mention
            if mention.entity.type in ACTORS and _REPORT.match(self.text, mention.end):
                self.reporter = mention

    def _joined(self, before: Mention, mention: Mention) -> bool:
        end = with_head(self.text, before.end, before.entity.type)
        return mention.start - end < 6 and bool(_JOINER.fullmatch(self.text, end, max(end, mention.start)))

    def _relate(self, before: Mention, mention: Mention) -> None:
        """Remember what the text says of two names side by side: Shopee母公司Sea, B是A旗下平台."""
        if mention.start - before.end > 24:
            return
        between = self.text[before.end : mention.start]
        role = _role().fullmatch(between)
        if role:
            self.roles[before.entity.slug, _one_role(role["role"])] = mention.entity
        elif re.fullmatch(r"旗下[^，。；]{0,12}", between):
            self.roles[mention.entity.slug, "母公司"] = before.entity
        elif re.fullmatch(r"(?:是|作为|，)[^，。；]{0,6}", between) and self.text.startswith("旗下", mention.end):
            self.roles[before.entity.slug, "母公司"] = mention.entity

    def _taken(self, words: Referring) -> bool:
        """Whether a name holds these words already."""
        index = bisect_left(self.starts, words.end) - 1
        while index >= 0 and self.mentions[index].end > words.start:
            inside = words.start < self.mentions[index].start and self.mentions[index].end < words.end
            if not (inside and self.mentions[index].entity.type == "Place"):  # 这家英国公司
                return True
            index -= 1
        return False

    # ------------------------------------------------------------------ resolving
    def _resolve(self, words: Referring) -> None:
        if words.kind == "group":
            answer: tuple[Entity, ...] | str = self._several(words)
        elif words.kind in ("former", "latter"):
            answer = self._of_two(words)
        elif words.kind == "bare":
            answer = self._bare(words)
        elif words.kind == "role":
            answer = self._holder(words)
        elif words.kind == "he" or words.kind == "person":
            answer = self._somebody(words)
        elif words.kind in KINDS:
            answer = self._described(words)
        else:
            answer = self._pronoun(words)
        if not isinstance(answer, str):
            self.found.append(Mention(words.start, words.end, answer[0], "reference", answer[1:]))
        elif words.kind not in ("bare", "role"):  # these two are mostly plain nouns
            self.open.append(OpenReference(words.start, words.end, answer))

    def _checked(
        self, words: Referring, mention: Mention | None, kind: str = "organization"
    ) -> tuple[Entity, ...] | str:
        if mention is None:
            return _NOTHING
        hidden = self.unnamed[kind]
        return _UNNAMED if hidden > mention.end and words.start - hidden < 80 else (mention.entity, *mention.others)

    def _bare(self, words: Referring) -> tuple[Entity, ...] | str:
        types = KINDS["platform"] if self.text.startswith("平台", words.start) else ACTORS
        lead = self.leads.nearest or self.topic
        if self.reporter and words.start - self.reporter.end < _REACH and _RESULT.match(self.text, words.end):
            lead = self.reporter  # A财报披露…，B是重点渠道。上半年公司营收为…
        return self._checked(words, lead if lead and lead.entity.type in types else None)

    def _holder(self, words: Referring) -> tuple[Entity, ...] | str:
        """母公司 alone: the parent, told before, of what the text is about."""
        index = bisect_right(self.starts, words.end)
        if index < len(self.starts) and self.starts[index] - words.end < 3:
            return _NOTHING  # the name itself follows
        lead = self.leads.nearest or self.topic
        role = _one_role(self.text[words.start : words.end])
        for mention in (lead, *reversed(self.recent)):
            if mention and words.start - mention.end < 120 and (mention.entity.slug, role) in self.roles:
                return (self.roles[mention.entity.slug, role],)
        return _NOTHING

    def _described(self, words: Referring) -> tuple[Entity, ...] | str:
        types = KINDS[words.kind]
        last = self.recent[-1] if self.recent else None
        if last and last.end == words.start:  # SimilarWeb这一数据平台
            kin = types if words.kind in ("program", "person") else (*ACTORS, "Program")
            return (last.entity,) if last.entity.type in kin else _NOTHING
        about = self.leads.nearest or self.topic
        if about and about.entity.type in types:
            return self._checked(words, about)
        near = [m for m in self.recent if words.start - m.end < _REACH and m.entity.type in types]
        if near and words.kind != "brand":
            return self._checked(words, near[-1])
        close = about if about and words.kind == "platform" and about.entity.type in ACTORS else None
        return self._checked(words, close if close and words.start - close.end < 80 else None)

    def _somebody(self, words: Referring) -> tuple[Entity, ...] | str:
        person = (
            self.leads.nearest if self.leads.nearest and self.leads.nearest.entity.type == "Person" else self.person
        )
        if person is None or (person.end < self.block_start and words.start - person.end > _NEAR):
            return _NOTHING
        index = bisect_right(self.quote_starts, words.start) - 1
        if index >= 0 and self.quotes[index][1] > words.start and person.start < self.quotes[index][0]:
            return _QUOTED
        return self._checked(words, person, "person")

    def _pronoun(self, words: Referring) -> tuple[Entity, ...] | str:
        before = self.text[max(0, words.start - 1) : words.start]
        governed = before in ("使", "让", "令") or (before in ("将", "把") and self.leads.earlier is not None)
        if words.kind == "own" and before in _TOWARDS and _done_to().match(self.text, words.end):
            return self._other(words)
        own = (words.kind == "own" and not governed) or self.text.startswith("的", words.end)
        last = self.recent[-1] if self.recent else None
        clause = self.leads.clause
        if last and last.start >= clause.start and _controlled().search(self.text, max(0, last.start - 4), last.start):
            return (last.entity,)
        if last and (self._is_accused(last, words) if own else self._is_new(last, words)):
            return (last.entity,)
        if before in _TOWARDS and last and self._generic_since(last, words):
            return _UNNAMED  # 服务中小企业，为其提供…
        same = self.leads.current if self.leads.current and self.leads.current.end <= words.start else None
        if same and own:
            return self._one(words, same)
        if self.leads.generic:
            return _UNNAMED
        earlier = self.leads.thing if words.kind == "it" else self.leads.earlier
        if earlier and not (same and same.entity == earlier.entity):
            return self._one(words, earlier)
        here = [m for m in self.recent if m.start >= self.sentence_start and not (same and m.entity == same.entity)]
        here = [m for m in here if not _SHOWN_BY.search(self.text, max(self.sentence_start, m.start - 12), m.start)]
        things = list(dict.fromkeys(m.entity for m in here if words.kind == "own" or m.entity.type != "Person"))
        if len(things) == 1:
            return self._checked(words, next(m for m in reversed(here) if m.entity == things[0]))
        if self.topic and not (same and self.topic.entity == same.entity):
            return self._one(words, self.topic)
        return _SEVERAL if things else _NOTHING

    def _other(self, words: Referring) -> tuple[Entity, ...] | str:
        """To or for whom somebody does something: A缺钱，B向其注资; B与A合作，为其供货. Never whoever does it."""
        if self.recent and self._generic_since(self.recent[-1], words):
            return _UNNAMED
        same = self.leads.current if self.leads.current and self.leads.current.end <= words.start else None
        acting = same or self.leads.earlier or self.topic
        if acting is None or acting.start < self.sentence_start:
            return _NOTHING
        here = [m for m in self.recent if m.start >= self.sentence_start and m.entity.type in ACTORS]
        others = {m.entity: m for m in here if m.entity != acting.entity}
        if len(others) == 1:
            return self._one(words, *others.values())
        return _SEVERAL if others else _NOTHING

    def _generic_since(self, last: Mention, words: Referring) -> bool:
        """Whether a noun that names nobody stands nearer than the last name, and not far."""
        nearer = self.text[max(last.end, words.start - 40) : words.start]
        return bool(_nobody().search(nearer))

    def _is_accused(self, last: Mention, words: Referring) -> bool:
        """优衣库起诉SHEIN，称其…; 百度谈到萝卜快跑，称其…: what the clause before ends with."""
        if not re.fullmatch(r"，?(?:并)?(?:称|指责?|认为|说)", self.text[last.end : words.start]):
            return False
        about = self.leads.earlier is not None and self.leads.earlier.entity != last.entity
        return about or bool(_accused().search(self.text, max(0, last.start - 4), last.start))

    def _is_new(self, last: Mention, words: Referring) -> bool:
        """美团推出Keeta，它是…: what has just been brought into being, where the clause ends with its name."""
        lead = self.leads.earlier
        if lead is None or lead.end > last.start or self.text[last.end : words.start] != "，":
            return False
        return self.text.startswith("是", words.end) and bool(_brings().search(self.text, lead.end, last.start))

    def _one(self, words: Referring, mention: Mention) -> tuple[Entity, ...] | str:
        """A single thing: no list of subjects (京东和饿了么都在补贴，它…), no person where 它 stands."""
        if words.kind == "it" and mention.entity.type == "Person":
            return _NOTHING
        group = next((g for g in (self.group, *reversed(self.groups)) if mention in g), [])
        if len(group) > 1 and mention is group[0] and _plural().match(self.text, group[-1].end):
            return _SEVERAL
        return self._checked(words, mention)

    def _several(self, words: Referring) -> tuple[Entity, ...] | str:
        """Two or three things together: the last list of as many, else the only ones just named."""
        for group in (self.group, *reversed(self.groups)):
            things = tuple(dict.fromkeys(m.entity for m in group))
            if len(things) == words.count and words.start - group[-1].end < _REACH:
                return things
        for start in (self.sentence_start, self.before_start):
            things = tuple(dict.fromkeys(m.entity for m in self.recent if m.start >= start and m.entity.type in ACTORS))
            if len(things) == words.count:
                return things
            if len(things) > words.count:
                return _SEVERAL
        return _NOTHING

    def _of_two(self, words: Referring) -> tuple[Entity, ...] | str:
        """前者 and 后者: the two things named last, in this sentence or the one before."""
        for start in (self.sentence_start, self.before_start):
            near = [m for m in self.recent if m.start >= start]
            actors = list(dict.fromkeys(m.entity for m in reversed(near) if m.entity.type in ACTORS))
            things = actors if len(actors) > 1 else list(dict.fromkeys(m.entity for m in reversed(near)))
            if len(things) > 1:
                return (things[0 if words.kind == "latter" else 1],)
            if things and words.kind == "latter":
                return (things[0],)
        return _NOTHING


def _one_role(word: str) -> str:
    return {"首席执行官": "CEO", "联合创始人": "创始人"}.get(word, word)


def find_references(
    text: str, mentions: list[Mention], sentences: list[Sentence], owners: dict[str, Entity] | None = None
) -> tuple[list[Mention], list[OpenReference]]:
    """What pronouns and short forms refer to, and those that stay open.

    Args:
        text: the text, simplified.
        mentions: its names, in order.
        sentences: its sentences.
        owners: whose each new name is, by slug.

    Returns:
        The references that are resolved, and the words of which it cannot be told what they mean, each with why.
    """
    resolver = _Resolver(text, mentions, owners or {})
    for sentence in sentences:
        resolver.sentence(sentence)
    return resolver.found, resolver.open


@Language.factory(
    "kg_references",
    requires=["doc._.mentions", "doc._.owners", "doc._.sentences"],
    assigns=["doc._.references", "doc._.open_references"],
)
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    doc._.references, doc._.open_references = find_references(
        text_of(doc), doc._.mentions, doc._.sentences, doc._.owners
    )
    return doc
