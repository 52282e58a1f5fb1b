"""A match of a rule that tells a figure: its bearer, its metric, each subject with its value and what qualifies it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kg.extraction.candidate import Candidate
from kg.extraction.clauses import severally
from kg.extraction.context import Context, Found
from kg.extraction.figure_places import figure_place, listed_places, market_metric, place_bearer
from kg.extraction.figure_series import OPENING, Told, heads_of, in_row, opens_with_part, part_before, years_of
from kg.extraction.figure_signs import (
    ALL_DO,
    BACKS,
    OF_HOSTS,
    OF_MARKETS,
    OF_ONE_EACH,
    OF_PARTS,
    OF_SEVERAL,
    OF_SOME,
    ONLY_PART,
    POSTS,
    RESULTS,
    SHARES,
    SUMMED,
    host_sells,
    of_nobody,
    of_public_body,
)
from kg.extraction.figures import (
    as_money,
    bounded,
    carried_noun,
    fallen,
    figure_words,
    following,
    joint_with,
    label_of,
    per_of,
    scope_between,
    shared_bounds,
    together,
    told_as,
)
from kg.extraction.found import AT
from kg.extraction.rules import Rule, RuleBook
from kg.extraction.slots import BODY_CODES, OWNER
from kg.extraction.view import unbracketed
from kg.language import QuantityMark
from kg.language.subjects import is_transparent
from kg.model import Entity, Quantity
from kg.vocabulary import vocabulary

__all__ = ["FigureReading"]

_OWNED = re.compile(f"{OWNER}[{BODY_CODES}]")
# Behind a place that is itself a member of a list.
_AFTER_PLACE = re.compile(r"(?:地区|市场|站|区|仓|两国|等|以及|还有|乃至|甚至|再?到|[、和与及跟或/&,，（(])")


class FigureReading:
    """One match of one rule: what the roles of figures take from it.

    Args:
        number: number of the sentence.
        context: its surroundings.
        book: the rules.
        rule: the rule.
        match: its match in the view of the sentence.
    """

    def __init__(self, number: int, context: Context, book: RuleBook, rule: Rule, match: re.Match[str]) -> None:
        self.number, self.context, self.book, self.rule, self.match = number, context, book, rule, match
        self.view = context.views[number]
        self.groups = {k: v for k, v in match.groupdict().items() if v is not None}

    def _things(self, group: str) -> tuple[Entity, ...]:
        if group not in self.groups:
            return ()
        first, last = self.match.span(group)
        depth = 0
        things: dict[Entity, None] = {}
        for n in range(first, last):  # a gloss in brackets behind a member of a list is no member
            depth += (self.view.code[n] in "（(") - (self.view.code[n] in "）)")
            if not depth and not self._holds_next(n, last):
                things |= dict.fromkeys(self.view.entities(n))
        return tuple(things)

    def _holds_next(self, position: int, last: int) -> bool:
        """Whether a name only tells where the next thing lies, or whose it is: 中国上海, 新加坡星展银行, B旗下的C."""
        owned = _OWNED.match(self.view.code, position)
        if owned and owned.end() <= last:
            return True
        things = self.view.entities(position)
        if position + 1 >= last or not things or things[0].type != "Place":
            return False
        return not _AFTER_PLACE.match(self.view.code, position + 1)

    def _source(self, first: int, last: int) -> str:
        """The words of the text at positions of the view, without quotation marks around them."""
        if last <= first:
            return ""
        text = self.context.text[self.view.starts[first] : self.view.ends[last - 1]]
        text = re.sub(r"\s+", " ", text).strip('“”"‘’「」『』 ，。、的')
        return re.sub(r"^[在于](?:[^的]{1,8}的)?", "", text)

    def _bearer(self, position: int, types: frozenset[str]) -> Found | None:
        """What a figure is about; of a market as a whole (美国电商销售额) the place, where nobody else is named."""
        start, _ = self.view.clause_of(position)
        if self._may_be_a_persons(position):
            types |= {"Person"}
        found = self._backed(self.context.bearer(self.number, position, types, part=self._metric() in OF_PARTS), start)
        if found and found.position < 0 and (self._sold_at() or (self._part() and not self._goes_on())):
            found = None
        if found and (of_public_body(found.entities[0], self._metric()) or not self._certain(found, start)):
            found = None
        if found and (self._on_shelves(found) or self._of_part_before(found, start)):
            return None
        if found and (self._of_all_together(found, start, position) or self._of_others(found, start, position)):
            return None
        if OF_ONE_EACH.search(self.view.code, max(start, found.end if found else start), position):
            return None
        if (found is None or found.position < start) and OF_SOME.search(self.view.code, start, position):
            return None
        if (found and found.position >= 0) or self.rule.metric not in ("noun", *OF_MARKETS):
            return found
        if self.context.acting_in(self.view, start, position):
            return found
        return place_bearer(self.context, self.number, position, self.groups.get("noun", "")) or found

    def _may_be_a_persons(self, position: int) -> bool:
        """Whether a figure may be that of a person: of no metric, or what a host alone sells (李佳琦单场GMV)."""
        value = self.book.nouns_of(self.groups["noun"]).value if "noun" in self.groups else None
        return value == "other" or (value in OF_HOSTS and host_sells(self.view.code, position, self.match.end()))

    def _backed(self, found: Found | None, start: int) -> Found | None:
        """Of whom a value is: of whom the bearer put money into (红杉参与了SHEIN的融资，估值达…), else the bearer."""
        if found is None or self._metric() != "valuation" or not 0 <= found.position < start:
            return found
        if self.context.only_backs(self.view, self.view.clause_index(found.position)):
            return None  # 谷歌参投，估值达…: not its own
        match = BACKS.search(self.view.code, found.end, start)
        return Found(self.view.entities(match.end() - 1), match.end() - 1, match.end()) if match else found

    def _of_others(self, found: Found, start: int, position: int) -> bool:
        """Whether a figure is of what stands or was put up there: 外卖在清华的占有率, 抖音上#村超话题的播放量."""
        if self._metric() in SHARES:
            return found.position > 0 and self.view.code[found.position - 1] in AT
        return self._metric() == "views" and self._of_one_post(found, start, position)

    def _of_one_post(self, found: Found, start: int, position: int) -> bool:
        """Whether views are those of a topic or a film that somebody put up: 抖音上#村超话题的播放量."""
        if all(entity.type == "Program" for entity in found.entities):
            return False  # the topic or film itself is named
        at = start <= found.position - 1 and self.view.code[found.position - 1] in AT
        first = found.end if start <= found.position and not at else start  # 该视频在A收获了…
        clause = self.view.clause_index(start)
        before = self.view.clause_starts[clause - 1] if clause and found.position < start else first
        return bool(POSTS.search(self.view.code, before, position))

    def _part(self) -> str:
        """The part of a business that the words before the noun name, where its clause names nobody."""
        noun = next((self.match.start(name) for name in ("noun", "nouns") if name in self.groups), self.match.start())
        start, _ = self.view.clause_of(noun)
        clause = self.view.clause_index(start)
        before = self.view.code[self.view.clause_starts[clause - 1] : start] if clause else ""
        alone = ONLY_PART.fullmatch(before)
        told = part_before(self.view.code[start:noun])[1] or (alone["part"] if alone else "")
        if told or "noun" not in self.groups or self._metric() not in OF_PARTS:
            return told
        return scope_between(OPENING.sub("", self.view.code[start:noun])) or ""

    def _of_unnamed_too(self, start: int, position: int) -> bool:
        """Whether it is that of several together of whom one is known: 两者合计份额, 四家企业合计实现营收."""
        if self._metric() in SHARES and SUMMED.search(self.view.code, start, self._value_at()):
            return True
        clause = self.view.clause_index(start)
        before = self.view.clause_starts[clause - 1] if clause else start
        return bool(OF_SEVERAL.search(self.view.code, before, position))

    def _of_all_together(self, found: Found, start: int, position: int) -> bool:
        """Whether a figure is of several together: 四大厂商占据…, 三家企业合计…."""
        if len(found.entities) == 1:
            return self._of_unnamed_too(start, position)
        told = self.view.code[max(found.end, start) : self._value_at() + 1]
        several = self._metric() in SHARES | {"profit"} or together(told) or ALL_DO.match(told)
        return len(found.entities) > 2 and bool(several) and not severally(self.view.code[start : self.match.end()])

    def _of_part_before(self, found: Found, start: int) -> bool:
        """Whether a clause between a subject and a loss or gain is about a part of it: 国际电商虽然增长，持续亏损."""
        if self.rule.metric not in ("profit", "profitStatus") or found.position >= start:
            return False
        first = self.view.clause_index(found.position) + 1 if found.position >= 0 else 0
        starts = self.view.clause_starts[first : self.view.clause_index(start)]
        return any(opens_with_part(self.view.code[n:start]) for n in starts)

    def _sold_at(self) -> bool:
        """Whether a price stands before its noun (以25元的价格转卖): of the goods of whoever sells them."""
        return "noun" in self.groups and self._metric() == "price" and 0 <= self._value_at() < self.match.start("noun")

    def _on_shelves(self, found: Found) -> bool:
        """Whether a price told before its noun is of goods in a shop: 在拼多多做到1099元的低价格."""
        shop = self._sold_at() and all(e.subclass == "Marketplace" for e in found.entities)
        own = re.search("会员|套餐|服务|订阅", self.view.code[max(found.end, 0) : self.match.end()])
        return shop and own is None and self.groups["noun"].endswith(("价格", "售价", "定价", "到手价"))

    def _goes_on(self) -> bool:
        """Whether the sentence before tells of figures too: then a part of a business is that of its subject."""
        before = self.context.views[self.number - 1] if self.number else self.view
        return bool(RESULTS.search(before.code)) or any(isinstance(m, QuantityMark) for m in before.marks.values())

    def _certain(self, found: Found, start: int) -> bool:
        """Whether a figure without a metric is surely of this thing: its sentence names it, as more than a place.

        创作者在A的粉丝数 is theirs, not A's.
        """
        if self._metric() != "other":
            return True
        before = self.view.code[start : max(start, found.position)]
        if before.endswith(("在", "于")) and re.search("粉丝|点赞|播放|获赞|转发|收藏|涨粉", self.match.group()):
            return False  # 在A拥有七万粉丝: whoever has them stands elsewhere
        return found.position >= 0 and (not before.endswith(("在", "于")) or is_transparent(before[:-1]))

    def _values(self) -> list[QuantityMark]:
        group = "values" if "values" in self.groups else "value"
        if group not in self.groups:
            return []
        first, last = self.match.span(group)
        marks = [(n, self.view.marks.get(n)) for n in range(first, last)]
        takes = self.rule.metric == "deliveryTime"
        read = [bounded(self.view, n, mark, takes) for n, mark in marks if isinstance(mark, QuantityMark)]
        return shared_bounds(self.view, first, read)

    def _metric(self) -> str | None:
        if self.rule.metric != "noun":
            return self.rule.metric
        listed = self._nouns()
        word = self.groups.get("noun") or (listed[0] if listed else None)
        word = word or carried_noun(self.context, self.number, self.match.start(), self.book.words)
        if word is None:
            return None
        entry = self.book.nouns_of(word)
        return entry.metric(self.rule.reading or "value")

    def _noun_list(self, told: str | None) -> dict[str, str]:
        """What its noun, or what the rule took for its list, makes a figure a number of: 月活 is MAU."""
        word = told if self.rule.metric == "activeUsers" else None if told else self.groups.get("noun")
        listed = self.book.nouns_of(word).list if word and word in self.book.words else None
        return {"list": listed} if listed else {}

    def _nouns(self) -> list[str]:
        """The metric nouns told in a row."""
        return self.book.nouns_in(self.view.code, *self.match.span("nouns")) if "nouns" in self.groups else []

    def _observations(self, subjects: Found, common: dict[str, object]) -> Iterator[Candidate]:
        metric = self._metric()
        if metric is None or not subjects.entities or self._another_noun():
            return
        if of_nobody(self.view, self.match.span(), metric, subjects.position):
            return
        status = self.rule.options.get("fixed_value") if metric == "profitStatus" else None
        if status:
            for head in subjects.entities:
                there = figure_place(self.context, self.number, self.match.span(), subjects.position, head, metric)
                own = common | {"place": common["place"] or there}
                yield Candidate(subject=head, metric=metric, status=status, **own)  # type: ignore[arg-type]
            return
        word = self.groups.get("noun")
        of = self.book.nouns_of(word).of if word else None
        heads = tuple(e for e in subjects.entities if of in (None, e.type))
        for told in self._told(heads):
            own = dict(common)
            noun = told.noun or word or ""
            named = self.book.nouns_of(noun).metric(self.rule.reading or "value") if told.noun else metric
            if told.time:
                own["time"] = told.time
            if told.place:
                own["place"] = told.place
            if told.forecast:
                own["stance"] = replace(own["stance"], modality=told.forecast)  # type: ignore[type-var]
            if named:
                yield from self._observation(
                    told.head, told.mark, self._of_market(named, told.head, noun), subjects, own
                )

    def _of_market(self, metric: str, head: Entity, noun: str) -> str:
        """The metric of a figure of its subject, told by its noun and the words before that say which market it is."""
        at = self.match.start("noun") if "noun" in self.groups else self.match.start()
        return market_metric(metric, head, noun, self.view.code[max(at - 8, 0) : at] + noun)

    def _observation(
        self, head: Entity, mark: QuantityMark, metric: str, subjects: Found, common: dict[str, object]
    ) -> Iterator[Candidate]:
        """One figure of one subject, where it is measured as its metric is."""
        known = vocabulary()
        bare = mark.quantity.unit
        mark = as_money(self.view, mark, known.metrics[metric].kinds, self.groups.get("noun", ""))
        if not known.units[mark.quantity.unit].kinds & known.metrics[metric].kinds:
            return
        if bare != mark.quantity.unit and self.rule.metric == "noun" and self._counts():
            return
        own = self._own_words(mark, subjects, common["words"])  # type: ignore[arg-type]
        if metric == "other":
            if "noun" in self.groups and self.rule.reading == "value" and not told_as(mark, self.groups["noun"]):
                return
            own = self._labelled(own, subjects)
        span = self.match.span()
        place = common["place"] or figure_place(self.context, self.number, span, subjects.position, head, metric)
        told = self.view.code[max(subjects.end, 0) or span[0] : span[1]]
        one_share = metric == "marketShare" and len(self._values()) == 1
        joint = joint_with(told, subjects.entities, head, one=one_share)
        listed = listed_places(self.view, self.match.span("list")) if "list" in self.groups else ()
        for there in listed or [None if "全球" in dict(own).get("list", "") else place]:
            one = common | {"words": own, "place": there, "joint_with": joint}
            yield Candidate(subject=head, metric=metric, value=mark.quantity, **one)  # type: ignore[arg-type]

    def _counts(self) -> bool:
        """Whether a bare number counts what stands behind it: 2000万订房间的人, 745万“骑手”."""
        behind = self.view.code[self._value_at() + 1 : self._value_at() + 2]
        after_noun = self.match.end("noun") <= self._value_at() if "noun" in self.groups else True
        return after_noun and bool(
            re.match(r"[\u3400-\u9fff“](?<![的左以上下级规和但及与并较同比到至而占为是有大])", behind)
        )

    def _told(self, heads: tuple[Entity, ...]) -> list[Told]:
        """Each figure with what it is of: thing, year, metric."""
        if "series" in self.groups:
            placed = self.rule.subject != "series"
            row = list(in_row(self.view, self.match.span("series"), heads, placed))
            shares = self._metric() in SHARES  # 淘宝-51%、京东-20%: the dash is no sign
            return [replace(t, mark=fallen(t.mark)) if shares and t.mark.quantity.value < 0 else t for t in row]
        values, nouns = self._signed(), self._nouns()
        if nouns:  # 营收和利润分别为A和B, 日活、月活均增长A
            values = values * len(nouns) if len(values) == 1 else values
            pairs = zip(nouns, values, strict=True) if len(nouns) == len(values) and len(heads) == 1 else ()
            return [Told(heads[0], mark, noun) for noun, mark in pairs]
        years = years_of(self.view, self.match.end(), len(values)) if self.rule.options.get("respectively") else []
        if years and len(heads) == 1:
            return [Told(heads[0], mark, time=time) for mark, time in zip(values, years, strict=True)]
        places = self._things("place") if self.rule.options.get("respectively") else ()
        if places:  # 西班牙、韩国站点成交额分别增长A和B
            fits = len(places) == len(values) and len(heads) == 1
            return [Told(heads[0], v, place=p) for p, v in zip(places, values, strict=True)] if fits else []
        return [Told(head, mark) for head, mark in self._paired(heads, values)]

    def _signed(self) -> list[QuantityMark]:
        """The figures of a match, those of a fall negative."""
        values = self._fixed() or self._values()
        down = "down" in self.groups or self.rule.options.get("sign") == "down"
        return [fallen(value) for value in values] if down else values

    def _paired(self, heads: tuple[Entity, ...], values: list[QuantityMark]) -> list[tuple[Entity, QuantityMark]]:
        """Each subject with its figure: all with all, or, told 分别, each with its own."""
        if self.rule.options.get("respectively"):
            return list(zip(heads, values, strict=True)) if len(heads) == len(values) else []
        if self.rule.options.get("ordered"):  # one place after the other: 前两名为A和B
            return [(head, following(value, n)) for value in values[:1] for n, head in enumerate(heads)]
        return [(head, value) for head in heads_of(self.view, self._value_at(), heads) for value in values]

    def _own_words(
        self, mark: QuantityMark, subjects: Found, words: tuple[tuple[str, str], ...]
    ) -> tuple[tuple[str, str], ...]:
        """The words of a match with what its figure brings itself, and by what it is counted."""
        start, _ = self.view.clause_of(self.match.start())
        per = per_of(self.view, max(start, subjects.end), self.match.end())
        own = dict(figure_words(mark)) | ({"per": per} if per else {}) | dict(words)
        told = re.findall("环比|较上一?季|同比|较去年", self.match.group())
        if self.rule.reading == "growth" and told and told[-1] not in ("同比", "较去年"):
            own.setdefault("comparison", "qoq")
        return tuple(sorted(own.items()))

    def _labelled(self, words: tuple[tuple[str, str], ...], subjects: Found) -> tuple[tuple[str, str], ...]:
        """What a figure without a metric of its own is called: the noun with what describes it, 增速 for a growth."""
        if "noun" not in self.groups or any(key == "label" for key, _ in words):
            return words
        growth = "增速" if self.rule.reading == "growth" else "占比" if self.rule.reading == "share" else ""
        label = label_of(self.context.text, self.view, subjects.end, self.match.span("noun"))
        return tuple(sorted((*words, ("label", label + ("" if label.endswith(growth) else growth)))))

    def _another_noun(self) -> bool:
        """Whether another metric noun stands nearer to the figure: 会员订阅收入增长 3 % is no growth of members."""
        if "noun" not in self.groups or self._value_at() < self.match.end("noun"):
            return False
        between = unbracketed(self.view.code[self.match.end("noun") : self._value_at()])
        return any(noun in between for entry in self.book.nouns for noun in entry.nouns)

    def _value_at(self) -> int:
        return next((self.match.start(name) for name in ("value", "values", "series") if name in self.groups), -1)

    def _fixed(self) -> list[QuantityMark]:
        if "fixed_value" not in self.rule.options:
            return []
        unit = self.rule.options.get("fixed_unit", "count")
        words = self._source(self.match.start(), self.match.end())
        first, last = self.view.starts[self.match.start()], self.view.ends[self.match.end() - 1]
        value = Decimal(str(self.rule.options["fixed_value"]))
        return [QuantityMark(first, last, Quantity(value, unit, words, bound=self.rule.options.get("bound")))]
