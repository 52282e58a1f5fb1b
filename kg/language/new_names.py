"""Names that no lexicon holds, told and typed by plain cues beside them; the same in every mention of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.brought_names import find_brought
from kg.language.common_words import Cover
from kg.language.cued_names import find_cued
from kg.language.gatherings import find_gatherings
from kg.language.headed_names import find_acting, find_companies, find_headed, find_latin_bodies
from kg.language.latin_names import (
    find_latin,
    find_latin_beside,
    find_latin_called,
    find_latin_programs,
    find_repeated_latin,
)
from kg.language.latin_people import find_latin_people
from kg.language.listed_names import find_listed
from kg.language.marks import Mention
from kg.language.name_collector import Collector
from kg.language.name_cues import GAP, HAN, Found, Part, any_of, is_clean
from kg.language.named_products import NAMED_PRODUCTS, OWNED_PRODUCTS
from kg.language.quoted_names import find_launched, find_quoted, find_quoted_bodies
from kg.language.service_names import find_features, find_glossed, find_policies, find_services, find_units
from kg.language.titled_names import find_persons, find_presented, find_role_people
from kg.language.tokens import text_of
from kg.language.watched_names import find_watched
from kg.language.work_names import find_works
from kg.model import Entity
from kg.vocabulary.tables import word_table

__all__ = ["find_new_names"]

_BODIES = ("Organization", "Platform")


@cache
def _unit_pattern() -> re.Pattern[str]:
    units, business = any_of("organization", "units"), any_of("organization", "figures_of")
    inner = r"[\u3400-\u9fffA-Za-z0-9]"
    coded = rf"的?{GAP}[BC]2[BC]{GAP}业务"
    return re.compile(
        rf"(?:{GAP}部分)?(?:的{GAP}(?P<owned>{inner}{{2,8}}?(?:{any_of('organization', 'owned_units')}))"
        rf"|(?P<rest>{GAP}(?:(?:事业群|事业部|部门|实验室|研究院)|{inner}{{1,9}}?(?:{units})|{inner}{{0,4}}?(?:{business})|海外业务|{coded})))"
    )


_TIME = re.compile("季度|半年|[0-9]年|年度|当季|[0-9]月")


def _units(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """Units named after their body: 菜鸟国际电商物流团队."""
    for mention in mentions:
        if mention.entity.type not in _BODIES:
            continue
        match = _unit_pattern().match(text, mention.end)
        if not match:
            continue
        rest = match["rest"] or match["owned"]
        if _TIME.search(rest):
            continue  # 哔哩哔哩第四季度广告业务
        if is_clean(rest.replace("用户", ""), "organization") or re.search(r"[BC]2[BC]", rest):
            name = text[mention.start : match.end() if match["owned"] else mention.end] + (match["rest"] or "").strip()
            yield mention.start, match.end(), "Organization", name, mention.entity


_ABROAD = re.compile(
    "(?:地区|市场)?(?:分公司|子公司|公司|团队|分部|部门|研发部门|研发中心|办事处)(?!名|规模|人|们|成员|[1-9一二三]家)"
)


def _units_abroad(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """Units named after their body and their place: 菜鸟越南分公司."""
    for body, place in pairwise(mentions):
        if body.entity.type in _BODIES and place.entity.type == "Place" and body.end == place.start:
            match = _ABROAD.match(text, place.end)
            if match:
                yield body.start, match.end(), "Organization", text[body.start : match.end()], body.entity


@cache
def _public_pattern() -> re.Pattern[str]:
    bodies = f"{any_of('organization', 'public')}|{any_of('organization', 'placed')}"
    return re.compile(rf"{HAN}{{0,7}}?(?:{bodies})(?![化类]|长(?![春沙江安]))")


@cache
def _seated_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What follows a place or a body in the name of a school or society: 悉尼艺术学院, 商务部流通研究院."""
    no = rf"(?!{any_of('organization', 'not_seated')})"
    end = "(?![生城里化类派院站口]|长(?![春沙江安]))"
    return (
        re.compile(
            rf"(?:{no}{HAN}){{2,8}}?(?:{any_of('organization', 'seated')})(?:附属{HAN}{{1,6}}?医院)?{end}"
            rf"|(?:{no}{HAN}){{0,4}}?(?:{any_of('organization', 'seated_right')}){end}"
        ),
        re.compile(rf"(?:{no}{HAN}){{0,10}}?(?:{any_of('organization', 'under')}){end}"),
    )


_QUARTER = re.compile(r"(?<![华广山河湖海江关陕中])[东西南北]\Z")  # 东加勒比央行


def _public_bodies(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """Bodies named after their place or the body that they are of: 美国劳工统计局, 商务部流通研究院."""
    seated, under = _seated_patterns()
    places = {mention.start for mention in mentions if mention.entity.type == "Place"}
    for mention in mentions:
        if mention.entity.type == "Place":
            inner = mention.end in places  # 韩国 before 釜山地铁
            found = (_public_pattern().match(text, mention.end), None if inner else seated.match(text, mention.end))
        elif mention.entity.type in _BODIES:
            found = (None, under.match(text, mention.end))
        else:
            continue
        for match in found:
            if match and is_clean(match.group(), "public"):
                start = mention.start - (match is found[0] and bool(_QUARTER.search(text, 0, mention.start)))
                yield start, match.end(), "Organization", text[start : match.end()], mention.entity
                break


# No such name holds these: 中国大部分有限责任公司, 杭州的一家有限公司, 在开曼群岛注册成立为获豁免有限公司.
_NO_COMPANY = r"[的了和与是等把被让给各其有多家个这那该些不任某类第]|大部|一[家个]|注册|成立"
_COMPANY = re.compile(rf"(?![）)])(?:(?!{_NO_COMPANY})(?:{HAN}|[A-Za-z0-9（）()])){{2,24}}?(?:股份)?有限(?:责任)?公司")


def _companies(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """Companies by the full name in the register, which begins with their place: 上海银联电子支付服务有限公司."""
    for mention in mentions:
        if mention.entity.type == "Place":
            match = _COMPANY.match(text, mention.end)
            if match:
                yield mention.start, match.end(), "Organization", text[mention.start : match.end()], mention.entity


@cache
def _plan_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"{GAP}(?P<rest>(?:{HAN}|[A-Za-z0-9]){{2,8}}?(?:计划|项目|专区|频道))(?!书|组|经理|性|化|中|的人|负责)"
    )


def _owned_programs(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """Programmes named after their platform: 淘宝出海包邮项目."""
    for mention in mentions:
        if mention.entity.type not in _BODIES:
            continue
        match = _plan_pattern().match(text, mention.end)
        if match and is_clean(match["rest"], "organization") and is_clean(match["rest"], "program"):
            core = match["rest"].removesuffix("项目")
            if core.removesuffix("计划").endswith(tuple(word_table("names")["program"]["planners"])):
                continue  # 京东团队计划推出…: a verb
            if len(core) >= 3 and not any(verb in core for verb in word_table("names")["program"]["acts"]):
                name = text[mention.start : mention.end] + core
                yield mention.start, match.start("rest") + len(core), "Program", name, mention.entity


def _known_owners(text: str, mentions: list[Mention]) -> dict[str, Entity]:
    """The bodies after which known units are named in the text: 阿里电商事业群."""
    units = tuple(word_table("names")["organization"]["units"])
    bodies = {text[m.start : m.end]: m.entity for m in mentions if m.entity.type in _BODIES}
    owners: dict[str, Entity] = {}
    for mention in mentions:
        words = text[mention.start : mention.end]
        if mention.entity.type != "Organization" or not words.endswith(units):
            continue
        heads = [words[:n] for n in range(1, len(words)) if words[:n] in bodies]
        named = [head for head in heads if bodies[head] != mention.entity]
        if named:
            owners[mention.entity.slug] = bodies[named[-1]]
    return owners


def _collect_named_after(collector: Collector, text: str, mentions: list[Mention]) -> None:
    """What is named after known things, with these where their owners they are."""
    owning = (_units, _units_abroad, _owned_programs, *NAMED_PRODUCTS)
    for finder in (*owning, *OWNED_PRODUCTS, _public_bodies, _companies):
        for start, end, kind, name, owner in finder(text, mentions):
            collector.add((start, end, kind, name), 4, owner if finder in owning else None)


def _spanning(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Names that may hold known ones, each with the weight of its cue."""
    yield from find_services(text, mentions)
    yield from find_quoted(text, mentions)
    yield from find_launched(text)
    yield from find_brought(text, mentions)
    yield from find_features(text, mentions)
    yield from find_glossed(text, mentions)
    yield from find_policies(text)
    yield from find_latin_programs(text)
    yield from find_gatherings(text, mentions)
    yield from find_watched(text)
    yield from find_works(text)
    yield from find_companies(text)


def _standing_apart(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Names that hold no known ones but places, each with the weight of its cue."""
    cover = Cover(text, mentions)
    people = [
        *find_persons(text),
        *find_role_people(text, cover),
        *find_presented(text, cover),
        *find_latin_people(text),
    ]
    yield from find_cued(text, cover, mentions)
    yield from people
    yield from find_quoted_bodies(text)
    yield from find_units(text)
    yield from find_latin(text)
    yield from find_latin_called(text)
    yield from find_latin_beside(text, mentions)
    yield from find_latin_bodies(text)
    yield from find_listed(text, cover, mentions)
    yield from find_headed(text, cover, mentions, people)
    yield from find_acting(text, cover)
    yield from find_repeated_latin(text)


def find_new_names(text: str, mentions: list[Mention]) -> tuple[list[Mention], dict[str, Entity]]:
    """The mentions of known and new names of `text`, and the bodies in whose names new ones stand, by slug.

    Time is linear in the length of the text.

    Args:
        text: the text, simplified.
        mentions: mentions of known names, in order.
    """
    collector = Collector(text, mentions)
    _collect_named_after(collector, text, mentions)
    for found, weight in _spanning(text, mentions):
        collector.add(found, weight)
    for found, weight in _standing_apart(text, mentions):
        collector.add(found, weight, apart=True)
    marked = collector.mark_all()
    if any(mention.kind == "new" and mention.entity.type in _BODIES for mention in marked):
        for finder in (find_quoted, find_features):  # what the new bodies bring out
            for found, weight in finder(text, marked):
                collector.add(found, weight)
        marked = collector.mark_all()
    owners = _known_owners(text, mentions)
    owners |= {slug: owner for slug, owner in collector.owners().items() if owner.type != "Program"}
    return marked, owners


@Language.factory("kg_new_names", requires=["doc._.mentions"], assigns=["doc._.mentions", "doc._.owners"])
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    doc._.mentions, doc._.owners = find_new_names(text_of(doc), doc._.mentions)
    return doc
