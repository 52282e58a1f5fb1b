"""From candidates to the facts of an article: evidence, each fact once, the most specific predicate."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import compress
from typing import Generic, TypeVar

from kg.extraction.candidates import Candidate
from kg.extraction.confidence import circumstances_of, confidence_model
from kg.extraction.specific import left_by_yielding, metric_of_each, most_specific
from kg.model import (
    Article,
    Entity,
    Evidence,
    Observation,
    Qualifiers,
    Relation,
    Span,
    TimeSpan,
)
from kg.vocabulary import ModelError, vocabulary

__all__ = ["evidence_of", "facts_of"]

Fact = TypeVar("Fact", Relation, Observation)
_EDGES = "，,；;：:、 \n\t"
_WORD_FIELDS = {"from": "from_value"}


def evidence_of(article: Article, candidate: Candidate) -> Evidence:
    """The shortest run of clauses that holds everything a candidate draws on."""
    view = candidate.view
    first = view.clause_index(candidate.first)
    last = view.clause_index(max(candidate.first, candidate.last - 1))
    sentence = view.sentence
    start = view.starts[view.clause_starts[first]]
    end = view.starts[view.clause_starts[last + 1]] if last + 1 < len(view.clause_starts) else sentence.end
    end = max(end, view.ends[candidate.last - 1])
    text = article.body.text
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    where = article.body.file_span(Span(start, end))
    return Evidence(
        article=article.id,
        start=where.start,
        end=where.end,
        quote=article.file_text[where.start : where.end],
        text=text[start:end],
        body_start=start,
    )


def _source_text(article: Article, start: int, end: int) -> str:
    """Words of the article in its own script."""
    return re.sub(r"\s+", " ", article.body.text[start:end]).strip()


_ABOUT_BEFORE, _ABOUT_BEHIND = (
    re.compile(r"(?:大约|大概|约|差不多)(?:是|在|于)?\s*$"),
    re.compile(r"\s*(?:前后|左右|上下)"),
)


def _about_then(candidate: Candidate, text: str) -> bool:
    """Whether the time of what happened is an estimate: 2013年前后, 大约在2013年."""
    time = candidate.time
    if time is None or candidate.metric is not None:
        return False
    return bool(_ABOUT_BEHIND.match(text, time.end) or _ABOUT_BEFORE.search(text, max(0, time.start - 6), time.start))


def _qualifiers(candidate: Candidate, text: str) -> Qualifiers:
    words: dict[str, object] = {_WORD_FIELDS.get(key, key): value for key, value in candidate.words}
    if candidate.metric is not None and "from_value" in words:
        words["from_value"] = Decimal(str(words["from_value"]))
    figure, paid = candidate.value, candidate.amount
    state = candidate.rule.predicate in ("leads", "affiliatedWith", "partOf", "adoptsModel", "offers", "locatedIn")
    return Qualifiers(
        **words,  # type: ignore[arg-type]
        place=candidate.place if candidate.place not in (candidate.subject, candidate.object) else None,
        joint_with=candidate.joint_with,
        former=candidate.stance.past and state,
        amount=paid.value if paid else None,
        amount_unit=paid.unit if paid else None,
        approx=bool((figure and figure.approx) or (paid and paid.approx)) or _about_then(candidate, text),
        bound=figure.bound if figure else None,
        max=figure.max if figure else None,
    )


def _relation(article: Article, candidate: Candidate) -> Relation:
    return Relation(
        predicate=candidate.rule.predicate or "",
        subject=candidate.subject,
        object=candidate.object,
        object_text=candidate.object_text,
        **_common(article, candidate),  # type: ignore[arg-type]
    )


def _observation(article: Article, candidate: Candidate) -> Observation:
    assert candidate.subject is not None
    figure = candidate.value
    return Observation(
        metric=candidate.metric or "",
        subject=candidate.subject,
        value=candidate.status if candidate.status else figure.value if figure else "",
        value_text=figure.text if figure else candidate.view.code[candidate.last - 1],
        unit=figure.unit if figure else None,
        **_common(article, candidate),  # type: ignore[arg-type]
    )


def _common(article: Article, candidate: Candidate) -> dict[str, object]:
    time = candidate.time
    speaker = candidate.speaker
    return {
        "evidence": evidence_of(article, candidate),
        "modality": candidate.stance.modality,
        "negated": candidate.stance.negated,
        "time": time.value if time else None,
        "time_text": _source_text(article, time.start, time.end) if time else None,
        "attributed_to": speaker,
        "rule": candidate.rule.id,
        "qualifiers": _qualifiers(candidate, article.body.text),
        "also_in": tuple(evidence_of(article, one) for one in candidate.retold),
    }


def _relation_key(fact: Relation) -> tuple[object, ...]:
    ends = [fact.subject.slug if fact.subject else "", fact.object.slug if fact.object else fact.object_text or ""]
    if vocabulary().predicates[fact.predicate].symmetric:
        ends.sort()
    return (fact.predicate, *ends, fact.negated)


def _observation_key(fact: Observation) -> tuple[object, ...]:
    value = fact.value if isinstance(fact.value, str) else f"{fact.value:.2E}"  # 1360.9亿 and 1360.91亿 are one figure
    label = None
    if fact.metric == "other":  # its label tells what it is: 门店, 海外门店总数 are one
        label = re.sub("(?:总数量?|数量|总量|规模|人?数)$", "", fact.qualifiers.label or "")[-2:]
    return (fact.metric, fact.subject.slug, value, fact.unit, fact.negated, label)


def _is_rough(time: TimeSpan | None) -> bool:
    """Whether a time names no month: it gives way to one that does."""
    return time is None or "/" in time.value or re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", time.value) is None


def _clarity(one: _Read[Fact]) -> tuple[object, ...]:
    """What makes a statement the clearest: asserted, dated, exact, no heading, qualified, short, sure, early."""
    fact = one.fact
    digits = len(re.sub(r"\D", "", fact.value_text)) if isinstance(fact, Observation) else 0
    sure = confidence_model().confidence(one.candidate.rule, circumstances_of(one.candidate))
    return (
        fact.modality != "asserted",
        fact.time is None,
        isinstance(fact, Relation) and _is_rough(fact.time),
        -digits,  # 1360.91亿 rather than 1360.9亿
        one.candidate.view.sentence.heading,
        -sum(1 for _ in fact.qualifiers.items()),
        fact.subject is None,
        len(fact.evidence.quote) > 120,
        fact.attributed_to is None,
        -sure,
        fact.evidence.start,
        fact.rule or "",
    )


# What a list is called with whatever it is of: it does not tell two lists apart.
_OF_ANY_LIST = re.compile(
    "应用商店|排行榜|榜单|排行|排名|总榜|榜首|平台|应用|软件|品牌|市场|公司|企业|行业|地区|全球|世界|国内|中国|海外|最受欢迎"
    "|规模|最[大多高快]|第[一二三]|App ?Store|APP|App|[的了在中上里大年月]"
)


def _other_list(a: Relation | Observation, b: Relation | Observation) -> bool:
    """Whether two ranks are on different lists: of two places, or told in two sentences and without a common word."""
    if not (isinstance(a, Observation) and isinstance(b, Observation) and a.metric == b.metric == "rank"):
        return False
    if None not in (a.qualifiers.place, b.qualifiers.place) and a.qualifiers.place != b.qualifiers.place:
        return True
    if a.evidence.start < b.evidence.end and b.evidence.start < a.evidence.end:
        return False
    words = [_OF_ANY_LIST.sub(" ", one.qualifiers.list or "") for one in (a, b)]
    pairs = [{w[n : n + 2] for w in text.split() for n in range(len(w) - 1)} for text in words]
    return bool(pairs[0] and pairs[1]) and pairs[0].isdisjoint(pairs[1])


def _compatible(a: Relation | Observation, b: Relation | Observation) -> bool:
    """Whether two statements can be of one fact: their times meet, and no figures of two parts of a business.

    Nor ranks on two lists.
    """
    scopes = [f.qualifiers.scope for f in (a, b) if isinstance(f, Observation) and f.qualifiers.scope]
    if len(scopes) == 2 and scopes[0] not in scopes[1] and scopes[1] not in scopes[0]:
        return False
    if _other_list(a, b):
        return False
    return a.time is None or b.time is None or a.time.overlaps(b.time)


@dataclass(frozen=True)
class _Read(Generic[Fact]):
    """A fact with the match that it was read from."""

    fact: Fact
    candidate: Candidate


def _once(read: list[_Read[Fact]], key: Callable[[Fact], tuple[object, ...]]) -> list[_Read[Fact]]:
    """Each fact once: statements with the same ends and compatible times are one, its other places kept."""
    groups: dict[tuple[object, ...], list[_Read[Fact]]] = defaultdict(list)
    for one in read:
        groups[key(one.fact)].append(one)
    kept: list[_Read[Fact]] = []
    for group in groups.values():
        chosen: list[_Read[Fact]] = []
        for one in sorted(group, key=_clarity):
            twin = next((n for n, other in enumerate(chosen) if _compatible(other.fact, one.fact)), None)
            if twin is None:
                chosen.append(one)
            else:
                chosen[twin] = replace(chosen[twin], fact=_joined(chosen[twin].fact, one.fact))
        kept += chosen
    return kept


def _joined(kept: Fact, other: Fact) -> Fact:
    places = {kept.evidence, *kept.also_in}
    if any(e.start < other.evidence.end and other.evidence.start < e.end for e in places):
        return kept
    return replace(kept, also_in=tuple(sorted((*kept.also_in, other.evidence))))


def _dated(read: list[_Read[Relation]]) -> list[_Read[Relation]]:
    """The relations, events without a time dated by the statement of the same one that names no subject.

    阿里推出速卖通 and 速卖通于2010年上线 are one launch, of 2010; unless two are said to launch it.
    """
    found = list(read)
    for nameless in read:
        fact = nameless.fact
        if fact.subject is not None or fact.time is None or fact.negated:
            continue
        same = [
            n
            for n, one in enumerate(found)
            if (one.fact.predicate, one.fact.object) == (fact.predicate, fact.object) and one.fact.subject is not None
        ]
        named = found[same[0]].fact if len(same) == 1 else None
        if named is not None and named.time is None and (named.negated, named.modality) == (False, fact.modality):
            dated = replace(_joined(named, fact), time=fact.time, time_text=fact.time_text)
            found[same[0]] = replace(found[same[0]], fact=dated)
    return found


def _weighed(one: _Read[Fact]) -> Fact:
    """The fact with how likely it is to be right."""
    found = circumstances_of(one.candidate, told_again=bool(one.fact.also_in))
    return replace(one.fact, confidence=confidence_model().confidence(one.candidate.rule, found))


def facts_of(article: Article, candidates: list[Candidate]) -> tuple[list[Relation], list[Observation]]:
    """The facts of an article, each once, in the order of their evidence.

    Candidates that the fact model forbids are left out.
    """
    relations: list[_Read[Relation]] = []
    observations: list[_Read[Observation]] = []
    for candidate in candidates:
        try:
            if candidate.rule.predicate is not None:
                relations.append(_Read(_relation(article, candidate), candidate))
            else:
                observations.append(_Read(_observation(article, candidate), candidate))
        except ModelError:
            continue
    related = _dated(_once(relations, _relation_key))
    stays = left_by_yielding([(one.fact, one.candidate.rule.yields_to) for one in related])
    stated = most_specific([_weighed(one) for one in compress(related, stays)])
    figures = metric_of_each([_weighed(one) for one in _once(observations, _observation_key)])

    def order(fact: Relation | Observation) -> tuple[object, ...]:
        subject: Entity | None = fact.subject
        return (fact.evidence.start, fact.evidence.end, fact.rule or "", subject.slug if subject else "")

    return sorted(stated, key=lambda f: (*order(f), str(_relation_key(f)))), sorted(
        figures, key=lambda f: (*order(f), str(_observation_key(f)))
    )
