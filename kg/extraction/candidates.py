"""Matches of rules in a sentence, with their roles filled: facts before they are checked against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from kg.extraction.candidate import Candidate
from kg.extraction.context import Context, Found, Stance, after_preposition, other_subject_in
from kg.extraction.figures import (
    SAME_LIST,
    as_money,
    fallen,
    figure_place,
    figure_words,
    following,
    label_of,
    market_metric,
    named_list,
    per_of,
    place_bearer,
)
from kg.extraction.rules import Rule, RuleBook
from kg.language import QuantityMark, TimeMark
from kg.model import Entity, Quantity, TimeSpan
from kg.vocabulary import vocabulary

__all__ = ["Candidate", "candidates_in"]


# Metrics that a country or region has itself.
_OF_MARKETS = frozenset({"users", "activeUsers", "fundingAmount", "price", "tariffRate", "parcels", "other"})
# Metrics that add up over time: 截至11月 is until November.
_RUNNING = frozenset({"gmv", "revenue", "profit", "orderVolume", "parcels", "paymentAmount", "subsidy"})
_SOME = re.compile("有的|有些|有人|某[一家个些]|一些|不少|部分(?!.{0,4}占)")  # of many, not what the text goes on about
_EACH = re.compile("单用户|单个用户|人均|每位|户均|单店|客均|每个用户|每家|店均")  # of one of many
_FORECAST = re.compile("预计|预期|有望|或将|可能|预测|估计")


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
    for rule in book.rules:
        for match in rule.pattern.finditer(view.code):
            found += _Reading(number, context, book, rule, match).candidates()
    return found


class _Reading:
    """One match of one rule."""

    def __init__(self, number: int, context: Context, book: RuleBook, rule: Rule, match: re.Match[str]) -> None:
        self.number, self.context, self.book, self.rule, self.match = number, context, book, rule, match
        self.view = context.views[number]
        self.groups = {k: v for k, v in match.groupdict().items() if v is not None}

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
        if subjects is None or self._another_acts():
            return
        trigger = self.match.start(self._trigger_group() or 0)
        stance = self._stance(trigger, subjects)
        if stance is None:
            return
        yield from self._facts(subjects, stance)

    # ------------------------------------------------------------------ roles
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
            prepositional = relates and after_preposition(self.view.code, first)
            return (
                Found(self._things("subject"), first, last) if self._things("subject") and not prepositional else None
            )
        position = self.match.start()
        if where == "lead":
            return self.context.sentence_lead(self.number, position, types)
        if where == "bearer":
            return self._bearer(position, types)
        found = self.context.subject(self.number, position, types)
        if found is None and where == "optional":
            return Found(())
        return found if found and found.entities else None

    def _bearer(self, position: int, types: frozenset[str]) -> Found | None:
        """What a figure is about; of a market as a whole (美国电商销售额) the place, where nobody else is named."""
        found = self.context.bearer(self.number, position, types)
        start, _ = self.view.clause_of(position)
        if _EACH.search(self.view.code, max(start, found.end if found else start), position):
            return None
        if (found is None or found.position < 0) and _SOME.search(self.view.code, start, position):
            return None
        if (found and found.position >= 0) or self.rule.metric not in ("noun", *_OF_MARKETS):
            return found
        if self.context.acting_in(self.view, start, position):
            return found
        return place_bearer(self.context, self.number, position, self.groups.get("noun", "")) or found

    def _another_acts(self) -> bool:
        """Whether a kind of actor (商家, 用户) stands between a name and its verb, which is then theirs."""
        trigger = self._trigger_group()
        if trigger is None:
            return False
        start = self.match.start(trigger)
        for name in ("subject", "object"):
            if name in self.groups and self.match.end(name) <= start:
                return other_subject_in(self.view.code[self.match.end(name) : start])
        return False

    def _things(self, group: str) -> tuple[Entity, ...]:
        if group not in self.groups:
            return ()
        first, last = self.match.span(group)
        depth, things = 0, {}
        for n in range(first, last):  # a gloss in brackets behind a member of a list is no member
            depth += (self.view.code[n] in "（(") - (self.view.code[n] in "）)")
            if not depth:
                things |= dict.fromkeys(self.view.entities(n))
        return tuple(things)

    def _words(self) -> tuple[tuple[str, str], ...]:
        """Qualifiers in words: captured by the pattern, or fixed by the rule."""
        words = {}
        for name in ("role", "facility", "scope", "list", "label", "comparison", "from", "per"):
            if name in self.groups:
                first, last = self.match.span(name)
                mark = self.view.marks.get(first)
                figure = isinstance(mark, QuantityMark) and name == "from"
                words[name] = str(mark.quantity.value) if figure else self._source(first, last)  # type: ignore[union-attr]
            elif name in self.rule.options:
                words[name] = self.rule.options[name]
        if re.fullmatch(SAME_LIST, words.get("list", "")):
            words["list"] = named_list(self.context, self.number, self.match.start("list")) or words["list"]
        if "list2" in self.groups:
            words["list"] = words.get("list", "") + self._source(*self.match.span("list2"))
        if "noun" in self.groups and "list" not in words:
            listed = self.book.nouns_of(self.groups["noun"]).list
            if listed:
                words["list"] = listed
        return tuple(sorted((k, v) for k, v in words.items() if v))

    def _source(self, first: int, last: int) -> str:
        """The words of the text at positions of the view, without quotation marks around them."""
        if last <= first:
            return ""
        text = self.context.text[self.view.starts[first] : self.view.ends[last - 1]]
        text = re.sub(r"\s+", " ", text).strip('“”"‘’「」『』 ，。、的')
        return re.sub(r"^[在于](?:[^的]{1,8}的)?", "", text)

    def _stance(self, trigger: int, subjects: Found) -> Stance | None:
        stance = self.context.stance(self.view, self.match.start(), self.match.end(), trigger, subjects.end)
        if stance.dropped:
            return None
        options = self.rule.options
        if stance.negated and not options.get("negatable", True):
            return None
        modality = options.get("modality", stance.modality)
        if self.rule.metric is not None and modality != "hedged" and _FORECAST.search(self.match.group()):
            modality = "hedged"  # a forecast of a figure is no plan of one's own
        past = bool(options.get("former")) if isinstance(options.get("former"), bool) else stance.past
        return Stance(modality, stance.negated, past)

    def _time(self) -> TimeMark | None:
        mark = self._time_mark()
        if mark is None or mark.value is None or self.rule.metric is None:
            return mark
        value = mark.value.value
        if self.rule.options.get("time") == "end" and "/" in value and not value.endswith(".."):
            return replace(mark, value=TimeSpan(value.partition("/")[2]))
        before = self.context.text[max(0, mark.start - 3) : mark.start]
        running = self._metric() in _RUNNING and re.search(r"截[至止]到?$", before) and "/" not in value
        return replace(mark, value=TimeSpan(f"../{value}")) if running else mark

    def _time_mark(self) -> TimeMark | None:
        if "time" in self.groups:
            mark = self.view.marks.get(self.match.start("time"))
            return mark if isinstance(mark, TimeMark) and mark.value else None
        if not self.rule.options.get("time", self._is_dated()):
            return None
        own = self.context.time(self.view, self.match.start(), self.match.end(), self.rule.metric is not None)
        if own is None and self.rule.metric is not None and self.rule.metric not in ("rank", "profitStatus"):
            return self.context.carried_time(self.number)
        return own

    def _is_dated(self) -> bool:
        """Figures and happenings take a time, states only where a rule says so."""
        if self.rule.predicate is None:
            return True
        return vocabulary().predicates[self.rule.predicate].event_class is not None and self.rule.predicate not in (
            "partnersWith",
        )

    def _place(self) -> Entity | None:
        places = [e for e in self._things("place") if e.type == "Place"]
        if not places and self.rule.metric is None and self.rule.options.get("place") == "clause":
            start, end = self.view.clause_of(self.match.start())
            places = [e for n in range(start, end) for e in self.view.entities(n) if e.type == "Place"]
        return places[0] if len(places) == 1 else None

    # ------------------------------------------------------------------ facts
    def _facts(self, subjects: Found, stance: Stance) -> Iterator[Candidate]:
        first, last = self.match.start(), self.match.end()
        if subjects.position >= 0:
            first, last = min(first, subjects.position), max(last, subjects.end)
        speaker = self.context.speaker(self.view.starts[self.match.end() - 1])
        if speaker is None and stance.modality == "planned" and self._announced(subjects):
            speaker = subjects.entities[0]  # a plan is known from whoever announces it
        common = {
            "rule": self.rule, "view": self.view, "time": self._time(), "stance": stance, "speaker": speaker,
            "place": self._place(), "words": self._words(), "first": first, "last": last,
        }  # fmt: skip
        if self.rule.predicate is not None:
            yield from self._relations(subjects, common)
        else:
            yield from self._observations(subjects, common)

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
        fixed = self.rule.options.get("object_text")
        texts = [fixed] if fixed else []
        if "text" in self.groups:
            texts += self._texts()
        for head in heads:
            for thing in self._objects(head):
                if thing != head and thing.type in predicate.range and self._fit(head, thing):
                    yield Candidate(subject=head, object=thing, **common)  # type: ignore[arg-type]
            for text in texts:
                if text:
                    yield Candidate(subject=head, object_text=text, **common)  # type: ignore[arg-type]

    def _fit(self, head: Entity | None, thing: Entity) -> bool:
        """Whether the finer classes of two ends go together."""
        predicate = self.rule.predicate
        if predicate == "regulates":  # of organizations only public bodies do
            return head is None or head.type != "Organization" or head.subclass == "PublicBody"
        if self.rule.options.get("known") and not (thing.linked and head is not None and head.linked):
            return False
        if predicate == "partOf":
            return thing.subclass != "PublicBody" or (head is not None and head.subclass == "PublicBody")
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
        if not self.rule.options.get("split"):
            return [text]
        return [part.strip() for part in re.split(r"、|以及|和(?!谐|解)|与|及", text) if len(part.strip()) > 1]

    def _values(self) -> list[QuantityMark]:
        group = "values" if "values" in self.groups else "value"
        if group not in self.groups:
            return []
        first, last = self.match.span(group)
        marks = [self.view.marks.get(n) for n in range(first, last)]
        return [mark for mark in marks if isinstance(mark, QuantityMark)]

    def _metric(self) -> str | None:
        if self.rule.metric != "noun":
            return self.rule.metric
        word = self.groups.get("noun") or self._carried_noun()
        if word is None:
            return None
        entry = self.book.nouns_of(word)
        return entry.metric(self.rule.reading or "value")

    def _carried_noun(self) -> str | None:
        """The metric noun last named before the match, in its sentence or the one before."""
        codes = [self.view.code[: self.match.start()]]
        if self.number and self.context.views[self.number - 1].sentence.block == self.view.sentence.block:
            codes.append(self.context.views[self.number - 1].code)
        for code in codes:
            found = [(code.rfind(noun) + len(noun), len(noun), noun) for noun in self.book.words if noun in code]
            if found:
                return max(found)[2]
        return None

    def _observations(self, subjects: Found, common: dict[str, object]) -> Iterator[Candidate]:
        metric = self._metric()
        if metric is None or not subjects.entities or self._another_noun():
            return
        status = self.rule.options.get("fixed_value") if metric == "profitStatus" else None
        if status:
            for head in subjects.entities:
                yield Candidate(subject=head, metric=metric, status=status, **common)  # type: ignore[arg-type]
            return
        known, asked = vocabulary(), metric
        of = self.book.nouns_of(self.groups["noun"]).of if "noun" in self.groups else None
        for head, mark in self._paired(tuple(e for e in subjects.entities if of in (None, e.type))):
            metric = market_metric(asked, head, self.groups.get("noun", ""))
            mark = as_money(self.view, mark, known.metrics[metric].kinds)
            if known.units[mark.quantity.unit].kinds & known.metrics[metric].kinds:
                own = self._own_words(mark, subjects, common["words"])  # type: ignore[arg-type]
                if metric == "other":
                    own = self._labelled(own, subjects)
                place = common["place"] or figure_place(
                    self.context, self.number, self.match.span(), subjects.position, head
                )
                place = None if "全球" in dict(own).get("list", "") else place
                one = common | {"words": own, "place": place}
                yield Candidate(subject=head, metric=metric, value=mark.quantity, **one)  # type: ignore[arg-type]

    def _paired(self, heads: tuple[Entity, ...]) -> list[tuple[Entity, QuantityMark]]:
        """Each subject with its figure: all with all, or, told 分别, each with its own."""
        values = self._fixed() or self._values()
        if "down" in self.groups or self.rule.options.get("sign") == "down":
            values = [fallen(value) for value in values]
        if self.rule.options.get("respectively"):
            return list(zip(heads, values, strict=True)) if len(heads) == len(values) else []
        if self.rule.options.get("ordered"):  # one place after the other: 前两名为A和B
            return [(head, following(value, n)) for value in values[:1] for n, head in enumerate(heads)]
        return [(head, value) for head in heads for value in values]

    def _own_words(
        self, mark: QuantityMark, subjects: Found, words: tuple[tuple[str, str], ...]
    ) -> tuple[tuple[str, str], ...]:
        """The words of a match with what its figure brings itself, and by what it is counted."""
        start, _ = self.view.clause_of(self.match.start())
        per = per_of(self.view, max(start, subjects.end), self.match.end())
        own = dict(figure_words(mark)) | ({"per": per} if per else {}) | dict(words)
        if self.rule.reading == "growth" and re.search("环比|较上一?季", self.match.group()):
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
        between = re.sub(r"[（(][^（）()]*[)）]", "", self.view.code[self.match.end("noun") : self._value_at()])
        return any(noun in between for entry in self.book.nouns for noun in entry.nouns)

    def _value_at(self) -> int:
        return next((self.match.start(name) for name in ("value", "values") if name in self.groups), -1)

    def _fixed(self) -> list[QuantityMark]:
        if "fixed_value" not in self.rule.options:
            return []
        unit = self.rule.options.get("fixed_unit", "count")
        words = self._source(self.match.start(), self.match.end())
        first, last = self.view.starts[self.match.start()], self.view.ends[self.match.end() - 1]
        return [QuantityMark(first, last, Quantity(Decimal(str(self.rule.options["fixed_value"])), unit, words))]
