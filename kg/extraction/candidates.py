"""Matches of rules in a sentence, with their roles filled: facts before they are checked against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import combinations

from kg.extraction.candidate import Candidate
from kg.extraction.clauses import after_preposition, governs_thing_made, other_subject_in, tells_of_act
from kg.extraction.context import Context, Found, Stance
from kg.extraction.dating import as_of, earlier_time, is_dated, is_running_total, of_another_act
from kg.extraction.figure_reading import FigureReading
from kg.extraction.figures import scope_between
from kg.extraction.named_after import named_after_another
from kg.extraction.outlook import doubted, is_to_come, outlook, outlook_of_later, past_office
from kg.extraction.rank_lists import list_told_before, measured_by, places_of_list
from kg.extraction.rules import Rule, RuleBook
from kg.extraction.scenes import scene_of
from kg.extraction.timing import time_of
from kg.extraction.view import CODES, PLACE_CODES
from kg.extraction.wordings import named_there, put_right, told_in
from kg.language import QuantityMark, TimeMark
from kg.model import Entity, TimeSpan
from kg.vocabulary import vocabulary

__all__ = ["Candidate", "candidates_in"]

_RULINGS = ("禁令", "法案", "新规", "条例", "协议", "风波", "事件")
_BETWEEN_TEXTS = re.compile(r"、|以及|和(?!谐|解)|与|及|[+＋]|加(?![盟工])")  # 自营+平台, 直营加联营
_LATIN = re.compile("[A-Za-z]+")
_NO_PART = frozenset(["CEO", "COO", "CFO", "CTO", "CMO", "CPO", "VP", "App", "APP", "app", "GMV", "IPO", "B", "C"])
# 在美国市场, 尼泊尔政府: the market of a place is no other actor, nor are its authorities.
_ITS_MARKET = re.compile(
    rf"^(?:等|的|地区|本土|新兴|成熟|重点|核心|海外|主要|下沉|电商|消费|零售|{CODES['count']}|[两三四五]个)*市场|^(?:政府|当局|监管(?:机构|部门|当局))"
)
# 选择不开放, 并不提供: a negation that denies a fact.
_BARE_NEGATION = re.compile(r"(?:选择|决定|坚持|宣布|[并从均都也仍暂尚还已])[不未没]$|(?<!不)[未没]$")
_BY_THE_WAY = frozenset({"partOf", "founded"})  # told by the way, without a source
# Relations of which a thing has one, as a rule; and how more than one are told of.
_ONE_OWNER = frozenset({"partOf", "launches", "founded"})
_TOGETHER = re.compile("联合|共同|携手|合作|一起|合资")
_EACH = re.compile("分别(?!是|为)|各自")


def candidates_in(number: int, context: Context, book: RuleBook) -> list[Candidate]:
    """The facts that rules read in one sentence, in the order of the rules.

    Args:
        number: number of the sentence.
        context: its surroundings.
        book: the rules.
    """
    view = context.views[number]
    found: list[Candidate] = []
    if not view.marks:
        return found
    for rule in book.rules_for(view.code):
        for match in _matches(rule, view.code, book):
            found += _Reading(number, context, book, rule, match).candidates()
    return found


def _matches(rule: Rule, code: str, book: RuleBook) -> Iterator[re.Match[str]]:
    """The matches of a rule, also those within another that start at a noun nearer to the figure: 销售份额占40%."""
    position, by_noun = 0, "noun" in rule.pattern.groupindex
    while position <= len(code) and (match := rule.pattern.search(code, position)):
        yield match
        position = match.end() if match.end() > match.start() else match.end() + 1
        if by_noun and match["noun"] and book.nouns_in(code, match.end("noun"), match.end()):
            position = match.end("noun")


class _Reading(FigureReading):
    """One match of one rule."""

    def candidates(self) -> Iterator[Candidate]:
        refused, unless = self.rule.options.get("not_if"), self.rule.options.get("unless")
        start, end = self.view.clause_of(self.match.start())
        if refused and re.search(refused, self.match.group()):
            return
        if unless and re.search(unless, self.view.code[start : max(end, self.match.end())]):
            return
        if self.rule.options.get("opens") and not self.context.opens_clause(self.view, self.match.start()):
            return
        required = self.rule.options.get("requires")
        if required and not re.search(required, self._source(self.match.start(), self.match.end())):
            return
        subjects = self._subjects()
        if subjects is None or self._another_acts() or self._modifies(subjects) or self._name_goes_on():
            return
        trigger = self.match.start(self._trigger_group() or 0)
        if self.rule.metric is not None:  # a figure is planned, doubted or denied by what stands before it
            trigger = max(trigger, self._value_at())
        stance = self._stance(trigger, subjects)
        if stance is None:
            return
        yield from self._facts(subjects, stance)

    def _trigger_group(self) -> str | None:
        return next((name for name in ("trigger", "noun") if name in self.groups), None)

    def _subjects(self) -> Found | None:
        """Who or what the fact is about; None where the role cannot be filled."""
        where, types = self.rule.subject, self.rule.subject_types
        if where == "none":
            return Found(())
        if where == "pattern":
            first, last = self.match.span("subject")
            relates = self.rule.predicate is not None and first == self.match.start()
            made = self.match.end(self._trigger_group() or 0)
            governed = after_preposition(self.view.code, first) and not governs_thing_made(self.view.code, first, made)
            things = self._things("subject")
            return Found(things, first, last) if things and not (relates and governed) else None
        position = self.match.start()
        if where == "lead":
            return self.context.sentence_lead(self.number, position, types)
        if where == "bearer":
            return self._bearer(position, types)
        if where == "series":
            things = tuple(e for e in self._things("series") if e.type in types)
            return Found(things, *self.match.span("series")) if things else None
        found = self.context.subject(self.number, position, types)
        if found is None and where == "optional":
            return Found(())
        return found if found and found.entities else None

    def _another_acts(self) -> bool:
        """Whether a kind of actor (商家, 用户) stands between a name and its verb, which is then theirs."""
        trigger = self._trigger_group()
        start = self.match.start(trigger) if trigger else 0
        # The facility read does not act: A的工厂位于B.
        facility = (self.match["facility"] if "facility" in self.groups else None) or ""
        for name in ("subject", "object"):
            if name in self.groups and (end := self.match.end(name)) <= start:
                between = self.view.code[end:start].replace(facility, "", 1)
                place = self.view.code[end - 1] in PLACE_CODES
                return other_subject_in(_ITS_MARKET.sub("", between) if place else between)
        return False

    def _modifies(self, subjects: Found) -> bool:
        """Whether a match only describes a noun behind it: 为耐克供货的鞋厂 says nothing of who stands before."""
        told = self.rule.predicate is not None and self.rule.subject in ("clause", "optional")
        if not (told and subjects.entities) or self.rule.options.get("relative"):
            return False
        behind = self.view.code[self.match.end() : self.match.end() + 4]
        return behind[:1] == "的" and behind[1:2] not in ("", "，", "。", "；", "话") and not tells_of_act(behind[1:])

    def _name_goes_on(self) -> bool:
        """Whether a name that the rule takes only starts a longer one: WhatsApp Group."""
        for group in ("subject", "object"):
            if group in self.groups:
                position = self.match.end(group)
                end = self.view.ends[position - 1]
                behind = _LATIN.match(self.view.code, position)
                latin = behind and behind.group() not in _NO_PART and self.context.text[end - 1].isascii()
                if latin or (group == "object" and self.view.code[position - 1 : position + 1] == CODES["Program"] * 2):
                    return True  # FBA轻小商品计划: the former only tells whose the latter is
        return False

    def _words(self) -> tuple[tuple[str, str], ...]:
        """Qualifiers in words: captured by the pattern, or fixed by the rule."""
        words: dict[str, str] = {}
        for name in ("role", "facility", "scope", "list", "label", "comparison", "from", "per"):
            if name in self.groups:
                mark = self.view.marks.get(self.match.start(name))
                figure = isinstance(mark, QuantityMark) and name == "from"
                words[name] = str(mark.quantity.value) if figure else self._in_words(name)  # type: ignore[union-attr]
            elif name in self.rule.options:
                words[name] = self.rule.options[name]
        if named := self._list_before:
            words["list"] = named[0]
        elif self.rule.metric == "rank":
            told = measured_by(self.view, self.book, self.match.start(), words.get("list", ""))
            words |= {"list": told} if told else {}
        if "list2" in self.groups:
            words["list"] = words.get("list", "") + self._source(*self.match.span("list2"))
        words |= self._noun_list(words.get("list"))
        words |= told_in(self.rule, self._metric(), self.view, self.match, self._source(*self.match.span()), words)
        return tuple(sorted((k, v) for k, v in words.items() if v))

    def _in_words(self, name: str) -> str:
        """A qualifier in the words that the pattern takes, put right."""
        span = self.match.span(name)
        return put_right(name, self._source(*span), self.rule, self.view.code, span)

    @cached_property
    def _list_before(self) -> tuple[str, Entity | None] | None:
        """The list that a rank is of and its place, where the text named it before."""
        taken = (self._in_words("list"), self.match.start("list")) if "list" in self.groups else ("", 0)
        told = self._source(*self.match.span()), self.match.start()
        return list_told_before(self.context, self.number, self.rule, taken, told)

    def _stance(self, trigger: int, subjects: Found) -> Stance | None:
        stance = self.context.stance(self.view, self.match.start(), self.match.end(), trigger, subjects.end)
        options = self.rule.options
        if options.get("presupposed"):  # 如果字节旗下的豆包…: whose it is holds whatever is said of it
            return Stance("asserted", negated=False, past=stance.past)
        if stance.dropped:
            return None
        before = self.view.code[max(0, trigger - 3) : trigger]
        if before[-1:] in ("不", "未", "没") and before not in ("不得不", "不能不") and before[-2:] != "罚没":
            if not _BARE_NEGATION.search(self.view.code, 0, trigger):
                return None  # 不发力自营就是…: a case thought of, not a fact denied
            stance = replace(stance, negated=True)
        if self.rule.predicate == "ends" and self.view.code.startswith("不再", trigger):
            stance = replace(stance, negated=False)  # the denial is what ends it
        if stance.negated and not options.get("negatable", True):
            return None
        modality = options.get("modality", stance.modality)
        if self.rule.metric is not None and modality != "hedged":
            modality = self._forecast(modality)
        past = bool(options.get("former")) if isinstance(options.get("former"), bool) else stance.past
        if {"role", "subject"} <= self.groups.keys() and self.match.start("role") < self.match.start("subject"):
            past = past_office(self.view.code, self.match.start(), self.match.start("role"))  # 前CEO某某
            past = past or options.get("former") is True
        return Stance(modality, stance.negated, past)

    def _forecast(self, modality: str) -> str:
        first = self.match.start()
        start, _ = self.view.clause_of(first)
        led = self.view.code[self.view.clause_of(start - 1)[0] : start] if 0 < start == first else ""
        told = self.view.code[first : self._value_at() + 1 or self.match.end()]
        return outlook(modality, self._metric(), led, self.view.code[start : max(self._value_at(), first)], told)

    def _time(self) -> TimeMark | None:
        mark = self._time_mark()
        if mark is None or mark.value is None:
            return mark
        value = mark.value.value
        if self.rule.predicate in ("founded", "launches") and value.endswith("/.."):  # 自2012年成立以来: in 2012
            since = re.search("以来|至今", self.view.code[self.match.start() : self.match.end() + 6])
            since = since or re.search("今年以来$", self.context.text[mark.start : mark.end])
            return replace(mark, value=TimeSpan(value.removesuffix("/.."))) if since else mark
        if self.rule.metric is None:
            return mark
        if self.rule.options.get("time") == "end" and "/" in value and not value.endswith(".."):
            return replace(mark, value=TimeSpan(value.partition("/")[2]))
        start, _ = self.view.clause_of(self.match.start())
        if self.view.starts[start] > mark.start and "全年" in self.view.code[start : self.match.end()]:
            year = re.match(r"(?:\.\./)?(FY\d{4}|\d{4})", value)  # 截至11月…，全年销售额有望…
            return replace(mark, value=TimeSpan(year[1])) if year else mark
        words = self.view.code[start : self.match.end()]
        running = "/" not in value and is_running_total(self._metric(), words, self.context.text, mark)
        return replace(mark, value=TimeSpan(f"../{value}")) if running else mark

    def _time_mark(self) -> TimeMark | None:
        if "time" in self.groups:
            mark = self.view.marks.get(self.match.start("time"))
            return mark if isinstance(mark, TimeMark) and mark.value else None
        if not self.rule.options.get("time", is_dated(self.rule, self.view, self.match)):
            told = self.rule.options.get("time") is None
            return as_of(self.context, self.rule, self.view, self.match.start(), self.match.end()) if told else None
        own = time_of(self.context, self.view, self.match.start(), self.match.end(), self.rule.metric is not None)
        if own is None:
            metric = self._metric() if self.rule.metric else None
            return earlier_time(self.context, self.number, self.match.start(), metric)
        return None if of_another_act(self.rule, self.view, self.match, own) else own

    def _place(self) -> Entity | None:
        places = [e for e in self._things("place") if e.type == "Place"]
        if (named := self._list_before) and named[1]:
            places.append(named[1])
        if not places and self.rule.metric == "rank":  # the list tells where: 美国最大的平台
            spans = [self.match.span(name) for name in ("list", "list2") if name in self.groups]
            places = places_of_list(self.view, spans)
        if not places and self.rule.metric is None:
            start, end = self.view.clause_of(self.match.start())
            if self.rule.options.get("place") == "clause":
                places = [e for n in range(start, end) for e in self.view.entities(n) if e.type == "Place"]
            else:
                places = scene_of(self.view, self.rule.predicate, self.match)
        return places[0] if len(places) == 1 else None

    def _facts(self, subjects: Found, stance: Stance) -> Iterator[Candidate]:
        first, last = self.match.start(), self.match.end()
        if subjects.position >= 0:
            first, last = min(first, subjects.position), max(last, subjects.end)
        speaker = self.context.speaker(self.view.starts[self.match.end() - 1], self.rule.metric is not None)
        if self.rule.predicate in _BY_THE_WAY or self.rule.options.get("in_passing"):
            speaker = None  # told by the way: no source is cited for it
        if speaker is None and stance.modality == "planned" and self._announced(subjects):
            speaker = subjects.entities[0]  # a plan is known from whoever announces it
        own = self.rule.metric is not None and speaker in subjects.entities and stance.modality == "hedged"
        if own and not doubted(self.view.code[self.view.clause_of(first)[0] : last]):
            stance = replace(stance, modality="planned")  # one's own figures to come
        time = self._time()
        if stance.modality == "asserted" and not stance.past and time and self._is_to_come(time):
            stance = replace(stance, modality=outlook_of_later(self.rule.metric and self._metric()))
        common = {
            "rule": self.rule, "view": self.view, "time": time, "stance": stance, "speaker": speaker,
            "place": self._place(), "words": self._scoped(subjects), "first": first, "last": last,
        }  # fmt: skip
        if self.rule.predicate is not None:
            yield from self._relations(subjects, common)
        else:
            yield from self._observations(subjects, common)

    def _is_to_come(self, time: TimeMark) -> bool:
        """Whether a time of a fact lies behind the article's date; of a figure, one that stands with it."""
        first = self.match.start()
        left, right = self.view.starts[self.view.clause_of(first)[0]], self.view.starts[first]
        if self.rule.metric is not None and (time.start < left or "——" in self.context.text[time.end : right]):
            return False
        return is_to_come(time.value, self.context.published, self.view.code[first : self.match.end()])

    def _scoped(self, subjects: Found) -> tuple[tuple[str, str], ...]:
        """The qualifiers in words, with the part of the subject's business that a figure is of."""
        words = dict(self._words())
        noun = next((self.match.start(name) for name in ("noun", "nouns") if name in self.groups), -1)
        if noun < 0 and self.rule.metric in ("profit", "profitStatus") and "trigger" in self.groups:
            noun = self.match.start("trigger")
        if self.rule.metric in ("noun", "profit", "profitStatus") and noun >= 0 and self.rule.subject != "series":
            clause, _ = self.view.clause_of(noun)
            here = clause <= subjects.position and subjects.end <= noun and self.rule.metric != "profitStatus"
            last = self.match.start("trigger") if "trigger" in self.groups else noun
            last = last if subjects.end <= last else noun  # 营销服务占总营收的N%: what stands before 占
            scope = scope_between(self.view.code[subjects.end : min(last, noun)]) if here else self._part()
            if scope and not scope.startswith(("这", "那")):  # 这些业务: no name of a part
                words.setdefault("scope", scope)
        return tuple(sorted(words.items()))

    def _announced(self, subjects: Found) -> bool:
        """Whether the subject itself announces the plan: 宣布将…, 表示将…."""
        if not 0 <= subjects.end <= self.match.end() or len(subjects.entities) != 1:
            return False
        return bool(re.search("宣布|表示|透露|声称|公布", self.view.code[subjects.end : self.match.end()]))

    def _relations(self, subjects: Found, common: dict[str, object]) -> Iterator[Candidate]:
        predicate = vocabulary().predicates[self.rule.predicate or ""]
        if self.rule.options.get("pairs"):  # each of a list with each
            for one, other in combinations(subjects.entities, 2):
                yield Candidate(subject=one, object=other, **common)  # type: ignore[arg-type]
            return
        heads: tuple[Entity | None, ...] = subjects.entities or (None,)
        texts = [self.rule.options.get("object_text"), *(self._texts() if "text" in self.groups else ())]
        for place, head in enumerate(heads):
            things = self._objects(head)
            if 1 < len(heads) == len(things) and self._one_each(subjects):
                things = things[place : place + 1]
            for thing in things:
                fits = thing != head and thing.type in predicate.range and self._fit(head, thing)
                if fits and self._own(head, thing):
                    yield named_there(Candidate(subject=head, object=thing, **common))  # type: ignore[arg-type]
            for text in filter(None, texts):
                yield Candidate(subject=head, object_text=text, **common)  # type: ignore[arg-type]

    def _one_each(self, subjects: Found) -> bool:
        """Whether of two lists of one length each has its own: A、B分别进入C、D; A、B推出的C、D, unless together."""
        start, end = self.match.span()
        if _EACH.search(self.view.code, min(start, subjects.end) if subjects.end >= 0 else start, end):
            return True
        return self.rule.predicate in _ONE_OWNER and _TOGETHER.search(self.view.code, start, end) is None

    def _own(self, head: Entity | None, thing: Entity) -> bool:
        """Whether a programme is not another one's by its name: 抖音送礼物功能 is not 微信送礼物."""
        if head is None or self.rule.predicate not in ("partOf", "launches", "offers", "participatesIn"):
            return True
        one, actor, group = (head, thing, "subject") if self.rule.predicate == "partOf" else (thing, head, "object")
        return group not in self.groups or not named_after_another(one, actor, self._source(*self.match.span(group)))

    def _fit(self, head: Entity | None, thing: Entity) -> bool:
        """Whether the finer classes of two ends go together."""
        predicate = self.rule.predicate
        if predicate == "regulates":  # of organizations only public bodies do
            return head is None or head.type != "Organization" or head.subclass == "PublicBody"
        if self.rule.options.get("known") and not (thing.linked and head is not None and head.linked):
            return False
        if predicate == "targetsMarket":  # 在欧洲，欧盟要求…
            return head is None or head.subclass != "PublicBody"
        if predicate == "partOf":  # TikTok禁令 is of whoever issues it
            ruling = head is not None and head.name.endswith(_RULINGS)
            return not ruling and (thing.subclass != "PublicBody" or (head and head.subclass) == "PublicBody")
        return True

    def _objects(self, head: Entity | None) -> tuple[Entity, ...]:
        """The things at the other end: in the pattern, or where the rule says they come from."""
        source = self.rule.options.get("object_from")
        if source == "owner":
            owner = self.context.doc._.owners.get(head.slug) if head else None
            words = self._source(*self.match.span("subject"))
            named = owner and any(
                words.startswith(name) for name in (owner.name, owner.en or owner.name, *owner.aliases)
            )
            return (owner,) if owner and named else ()
        if source in ("bearer", "clause"):
            types = vocabulary().predicates[self.rule.predicate or ""].range
            position = self.match.start()
            find = self.context.bearer if source == "bearer" else self.context.subject
            found = find(self.number, position, types, 40)
            return found.entities if found else ()
        return self._things("object")

    def _texts(self) -> list[str]:
        """A text object; one for each member of a list where the rule splits lists."""
        text = self._source(*self.match.span("text"))
        parts = _BETWEEN_TEXTS.split(text) if self.rule.options.get("split") else None
        return [text] if parts is None else [part.strip() for part in parts if len(part.strip()) > 1]
