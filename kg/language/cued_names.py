"""Names of Han characters that no lexicon holds: runs that common words do not explain, typed by the words beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.common_words import Cover
from kg.language.marks import Mention
from kg.language.name_cues import GAP, HAN, Found, any_of, is_clean
from kg.vocabulary.tables import alternation, word_table

__all__ = ["find_cued", "is_person_form"]

_BEFORE = 14  # characters in front of a run in which a cue may stand
_AFTER = 16
_GIVEN = 3  # characters of a person's name in Han
_LONGEST = 6  # characters of a run that may be a name
_OPENING = rf"[“\"「『《‘]?{GAP}"
_CLOSING = rf"{GAP}[”\"」』》’]?"
_BOUNDARY = re.compile(
    r"(?:^|[\s，。；：！？、”“\"（(—\-据和与及而但在]|不过|其中|此前|后来|当时|目前|如今|近日|日前)$"
)


@cache
def _surname() -> re.Pattern[str]:
    wrong = "".join(word_table("names")["person"]["not_given"])
    return re.compile(rf"(?:{any_of('person', 'surnames')})[^{wrong}]{{1,2}}")


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile(rf"[{''.join(word_table('names')['person']['foreign'])}]{{3,6}}")


@cache
def _nickname() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('person', 'nicknames')})[\u3400-\u9fff]")


def is_person_form(name: str) -> bool:
    """Whether a run is written as a person's name: a surname and more, a nickname, or characters of foreign names."""
    if name.startswith(tuple(word_table("names")["person"]["not_names"])):
        return False
    return any(pattern.fullmatch(name) for pattern in (_surname(), _nickname(), _foreign()))


@cache
def _suffix() -> str:
    return "|".join(any_of("organization", key) for key in ("suffixes", "weak_suffixes", "kinds"))


@cache
def _person_cues() -> dict[str, re.Pattern[str]]:
    """The words beside a run that tell a person; those before it end at it, those behind begin there."""
    role = f"{any_of('person', 'before')}|{any_of('person', 'trades')}"
    speech = any_of("person", "after")
    when = (
        "则|也|还|曾|就|将|已|先后|此前|随后|后来|正式|再次|于[^，。]{1,9}|自[^，。]{1,9}起|从[^，。]{1,9}开始"
        "|在?(?:(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月)?|去年|今年|前年|[0-9]{1,2}月)"
    )
    adverbs = "则|也|还|曾|就|却|又|均|都|进一步|公开|补充|对此|随后"
    return {
        "role": re.compile(rf"(?:{role})(?:之一)?[”\"]?{GAP}$|“[^“”]{{1,8}}人”{GAP}$"),
        "speech": re.compile(
            rf"{GAP}(?:（[^（）]{{1,8}}）)?(?:{adverbs}|在[^，。]{{1,8}}|[对向][^，。]{{1,8}})?(?:{speech})"
        ),
        "seen": re.compile(rf"{GAP}看来"),
        "act": re.compile(rf"(?:{when}){{0,3}}(?:{any_of('person', 'acts')})"),
        "appointed": re.compile(rf"(?:{any_of('person', 'appointed')}){GAP}$"),
        "appointment": re.compile(rf"{GAP}(?:为|{any_of('person', 'acts')}|，|。|$)"),
        "beside": re.compile(rf"(?:^|[，。；：！？、”“\s的]|就连|{any_of('person', 'kin')}){GAP}$"),
        "goes_on": re.compile(rf"{GAP}(?:[、]|和|与|终|已|也|都|就|曾|说|是|便|还|又|多次|第一次)"),
        "polite": re.compile(r"(?:先生|女士|老师|博士|教授|律师|医生|记者(?!站))|[（(]化名"),
        "boundary": _BOUNDARY,
    }


@cache
def _body_cues() -> dict[str, re.Pattern[str]]:
    """The same for bodies and platforms."""
    nouns = word_table("names")["organization"]["nouns"]
    body = alternation(
        [noun for noun in nouns if noun != "商家"]
    )  # 由商家自配: who does something, not how it is called
    platform = any_of("platform", "nouns")
    makes, speech = any_of("organization", "makes"), any_of("person", "after")
    called = rf"(?:之一)?(?:名为|叫做|叫|是|为|：)?{GAP}{_OPENING}$"
    told = "的|最新|发布的?|不完全|公布的?|官方|招股|此前"
    return {
        "suffix": re.compile(
            rf"(?:(?:{any_of('organization', 'fields')}){{0,2}}(?:{_suffix()})){{1,3}}"
            rf"(?:{HAN}{{1,6}}?(?:实验室|研究院|研究中心|学院))?(?:股份)?(?:有限(?:责任)?公司)?(?![化类感性学圈界园]|股(?!份)|板块)"
        ),
        "titles": re.compile(
            rf"{_CLOSING}(?:的)?{GAP}(?:{any_of('organization', 'titles_of')}"
            rf"|(?:老板|高管|股东)(?=(?:{any_of('person', 'surnames')}){HAN}))"
        ),
        "sure": re.compile(
            rf"{_CLOSING}{GAP}(?:$|[，。；！？）)（(]|的(?!{_suffix()})|{makes}|{speech}|[同环]比|合作|联名)"
        ),
        "noun": re.compile(rf"(?:(?:{body}){called}|“(?:领头羊|龙头|一哥|老大|鼻祖|巨头)”{GAP}$)"),
        "platform": re.compile(rf"(?:{platform}){called}"),
        "platform_after": re.compile(rf"{_CLOSING}{GAP}(?:{any_of('platform', 'after')})"),
        "source_before": re.compile(
            rf"(?:据|根据|来自|援引|引用|来源|图源|出处|数据源)[：:]?(?:媒体|外媒|公众号)?{GAP}{_OPENING}$"
        ),
        "source": re.compile(rf"{_CLOSING}{GAP}(?:{told}){{0,3}}(?:{any_of('organization', 'source_nouns')})"),
        "owner_before": re.compile(rf"(?:{any_of('organization', 'owned')}){GAP}{_OPENING}$"),
        "owner": re.compile(rf"{_CLOSING}{GAP}旗下"),
        "such": re.compile(rf"{_CLOSING}等(?:{HAN}{{0,4}}?)(?:{platform}|{body})"),
        "such_platform": re.compile(rf"{_CLOSING}等(?:{HAN}{{0,4}}?)(?:{platform})"),
        "product": re.compile("是一款"),
        "kind_of": re.compile(r"是(?:一家|[^，。；\n]{0,12}的?(?:公司|品牌|企业|机构|服务商)(?:[，。]|之一))"),
        "example": re.compile(r"(?:例如|比如|譬如|尤其是)$"),
        "growth": re.compile(
            r"(?:的?(?:GMV|销售额|营收|成交额|成交))?(?:同比|环比)(?:增长|增速|下滑|下降|上涨|大涨|提升)"
        ),
        "boundary": _BOUNDARY,
    }


def _is_person(text: str, start: int, end: int, before: str) -> bool:
    """Whether the words beside a run say that it is a person."""
    cues, name = _person_cues(), text[start:end]
    role = cues["role"].search(before)
    if role and (is_person_form(name) or (2 <= len(name) <= 3 and cues["speech"].match(text, end))):
        return True
    if not is_person_form(name):
        return False
    if cues["polite"].match(text, end) or (before.endswith("在") and cues["seen"].match(text, end)):
        return True
    if cues["appointed"].search(before) and cues["appointment"].match(text, end):
        return True
    at_edge = cues["boundary"].search(before)
    return bool(at_edge and (cues["speech"].match(text, end) or cues["act"].match(text, end)))


_EDGES = "，。：“\n"


def _is_person_told_again(text: str, start: int, end: int, before: str, cover: Cover) -> bool:
    """Whether a full name that stands more than once is a person's: nobody's role is told, but what is done is."""
    name, times = text[start:end], cover.count(start, end)
    if len(name) not in (2, 3) or name[0] == name[1] or times < 2 or not is_person_form(name):
        return False
    if times > 2 and _surname().fullmatch(name) and sum(text.count(edge + name) for edge in _EDGES) > 1:
        return bool(_person_cues()["beside"].search(before)) and text[end : end + 1] not in "是悖定效-—"
    if len(name) != 3:
        return False
    cues = _person_cues()
    return bool(cues["beside"].search(before) and cues["goes_on"].match(text, end))


# Cues in the order of their worth: the cue before the run, the cue behind it, whether the run must be told to be a name
# (by what follows or by standing again), its type, its weight. An edge is a boundary or a noun, or its standing again.
_RULES = (
    ("platform", None, True, "Platform", 3),
    ("edge", "platform_after", False, "Platform", 2),
    ("noun", None, True, "Organization", 3),
    ("edge", "titles", False, "Organization", 2),
    ("edge", "owner", False, "Organization", 2),
    ("source_before", "source", False, "Organization", 3),
    ("owner_before", None, True, "Organization", 1),
    ("boundary", "such_platform", False, "Platform", 2),
    ("boundary", "such", False, "Organization", 2),
    (None, "product", False, "Platform", 2),
    (None, "kind_of", False, "Organization", 2),
    ("example", None, True, "Organization", 1),
    ("boundary", "growth", False, "Organization", 1),
)


def _kind(text: str, start: int, end: int, before: str, again: bool) -> tuple[str, int] | None:
    """What the words beside a run say that it is, and how strongly."""
    cues = _body_cues()
    told = bool(cues["sure"].match(text, end)) or (again and (end - start > 2 or before.endswith("品牌")))
    for left, right, sure, kind, weight in _RULES:
        behind = (told or not sure) and (right is None or cues[right].match(text, end))
        if behind and _stands_behind(left, before, again):
            if left == "source_before" and _observes(text, start, end):
                return "Person", 2
            return kind, weight
    return None


def _stands_behind(left: str | None, before: str, again: bool) -> bool:
    """Whether the words in front of a run are those that a rule asks for."""
    cues = _body_cues()
    if left == "edge":
        return again or any(cues[key].search(before) for key in ("boundary", "noun", "platform"))
    return left is None or bool(cues[left].search(before))


@cache
def _backings() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = word_table("names")["organization"]
    weak = set(table["weak_suffixes"]) - set(table["shared"])
    return (
        re.compile(rf"(?:{any_of('organization', 'suffixes')}|公司)$"),
        re.compile(rf"(?:{alternation(sorted(weak))})$"),
        re.compile(r"(?:^|[\s，。；：！？、”“\"（(—\-据和与及而但在由的是被对向为给让如跟])$"),
    )


def _backed(suffix: str, before: str, again: bool) -> bool:
    """Whether a suffix tells a body: some do alone, some behind a boundary, others (文化, 超市) behind a noun."""
    sure, weak, boundary = _backings()
    if sure.search(suffix) or (weak.search(suffix) and (again or boundary.search(before))):
        return True
    cues = _body_cues()
    return any(cues[key].search(before) for key in ("noun", "source_before", "owner_before"))


def _led(text: str, end: int) -> bool:
    """Whether the words behind a name tell a body that somebody leads or that owns something."""
    cues = _body_cues()
    return any(cues[key].match(text, end) for key in ("titles", "owner", "kind_of"))


def _suffixed(text: str, cover: Cover, start: int, end: int, last: int, place: Mention | None) -> Found | None:
    """A body told by the suffix behind a run; the place in front of the run belongs to its name."""
    first, _ = cover.trimmed(start, end, left=True, right=False)
    if text[first - 1 : first] in ("由", "被"):
        last -= 2 if text[last - 2 : last] == "控股" and last - 2 > end else 0
    name = text[first:last]
    if first == start and place is not None and place.entity.type == "Place" and last - place.start <= 20:
        first, name = place.start, text[place.start : last]
    return (first, last, "Organization", name) if is_clean(text[start:end], "organization") else None


@cache
def _source_pattern() -> re.Pattern[str]:
    """A body in front of its figures, behind 据; 研究 is no noun for them where it begins 研究院."""
    told = "的|最新|发布的?|不完全|公布的?|官方|招股|此前"
    nouns = any_of("organization", "source_nouns")
    return re.compile(
        r"(?:(?<![数根证论凭占收依票单])据|根据)(?P<media>媒体|外媒|自媒体)?"
        rf"(?P<name>{HAN}{{2,10}}?)(?=(?:{told}){{0,3}}(?:{nouns})(?![院所员机]|实验室|中心|公司))"
    )


# 据短剧自习室统计: what media of plain words end in
_PAPERS = ("财经社", "研究所", "自习室", "实验室", "智库", "日报", "商业评论", "黑板报", "研究社")
# 根据谷腾堡原理分析
_THOUGHTS = ("原理", "模型", "理论", "法则", "定律", "方法", "框架", "公式", "规律", "原则", "曲线")


_OBSERVED = re.compile("的?(?:观察|分析|介绍|预测|估算)(?!数据|报告)")


def _observes(text: str, start: int, end: int) -> bool:
    """Whether who is quoted is a person who observed something: 据王鹏观察."""
    return end - start <= _GIVEN and is_person_form(text[start:end]) and bool(_OBSERVED.match(text, end))


def _sources(text: str, cover: Cover) -> Iterator[tuple[Found, int]]:
    """Bodies whose figures or words are quoted: 据海比研究院预测."""
    for match in _source_pattern().finditer(text):
        name = match["name"]
        if name.endswith(_THOUGHTS):
            continue
        told = match["media"] or name.endswith(_PAPERS) or sum(cover.open[match.start("name") : match.end("name")])
        if is_clean(name, "public") and told:
            person = _observes(text, match.start("name"), match.end("name"))
            kind, weight = ("Person", 2) if person else ("Organization", 3)
            yield (match.start("name"), match.end("name"), kind, name), weight


def _founders(text: str, cover: Cover) -> Iterator[tuple[Found, int]]:
    """Two people who found something together: 许恒和段一飞联合创办."""
    for verb in re.finditer("(?:联合|共同|一起)(?:创办|创立|创建)", text):
        end = verb.start()
        for length in (3, 2):
            middle = end - length - 1
            if middle < 2 or text[middle] not in "和与" or not _is_given(text, cover, middle + 1, end):
                continue
            first = next((n for n in (3, 2) if _is_given(text, cover, max(0, middle - n), middle)), 0)
            if first:
                yield (middle - first, middle, "Person", text[middle - first : middle]), 2
                yield (middle + 1, end, "Person", text[middle + 1 : end]), 2
                break


def _is_given(text: str, cover: Cover, start: int, end: int) -> bool:
    """Whether a string may be a person's name where another cue says so."""
    return end - start > 1 and (
        all(cover.open[start:end]) or (cover.open[start] == 1 and is_person_form(text[start:end]))
    )


def find_cued(text: str, cover: Cover, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Unexplained runs with a cue beside them, each with the weight of the cue: 品牌水之蔻, 苏嘉科技, 导演陈英雄.

    Args:
        text: the text, simplified.
        cover: what its common words leave unexplained.
        mentions: mentions of known names, in order.
    """
    yield from _sources(text, cover)
    yield from _founders(text, cover)
    suffixes = _body_cues()["suffix"]
    ends = {mention.end: mention for mention in mentions}
    for start, end in cover.runs:
        if end - start > _LONGEST:
            continue
        before = text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
        suffix = suffixes.match(text, end)
        if suffix:
            found = _suffixed(text, cover, start, end, suffix.end(), ends.get(start))
            again = cover.count(start, end) > 1
            if found and (
                _backed(suffix.group(), before, again)
                or _led(text, found[1])
                or _kind(text, start, found[1], before, again)
            ):
                yield found, 3
            continue
        a, b = cover.trimmed(start, end, left=False, right=True)
        if _is_person(text, a, b, before):
            yield (a, b, "Person", text[a:b]), 3
            continue
        if _is_person_told_again(text, a, b, before, cover):
            yield (a, b, "Person", text[a:b]), 2
            continue
        owner = ends.get(start)
        if owner is not None and owner.entity.type != "Place":
            continue  # words behind a name: 阿里发完财报
        kind = _kind(text, a, b, before, cover.count(a, b) > 1)
        if kind is None:
            a, b = cover.trimmed(start, end, left=True, right=False)
            kind = _kind(text, a, b, before, False) if a > start else None
        if kind is not None:
            yield (a, b, kind[0], text[a:b]), kind[1]
