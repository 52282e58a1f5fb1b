"""Names that no lexicon holds, told and typed by plain cues beside them; the same in every mention of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.marks import Mention
from kg.model import Entity
from kg.vocabulary.namespaces import mint_slug
from kg.vocabulary.tables import alternation, word_table

__all__ = ["find_new_names"]

_HAN = r"[\u3400-\u9fff]"
_LATIN_NAME = r"[A-Z][A-Za-z0-9&.'’\-]*(?:[ ・·][A-Z][A-Za-z0-9&.'’\-]*){0,3}"

Found = tuple[int, int, str, str]  # start, end, type, name


def _any(section: str, key: str) -> str:
    return alternation(word_table("names")[section][key])


@cache
def _person_patterns() -> tuple[re.Pattern[str], ...]:
    surname, before, after = _any("person", "surnames"), _any("person", "before"), _any("person", "after")
    name = rf"(?P<name>(?:{surname}){_HAN}{{1,2}}?)"
    latin = r"(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)"
    speech = rf"(?=(?:等人?)?[在对向]?(?:本?报?记者)?(?:{after})|[，、：（(”“\"—]|看来)"
    alone = r"(?:(?<=[，。；：！？、”“\"\n（(的])|^)\s*"
    verbs = rf"(?=(?:则|也|还|曾|就|却|又|均|都|进一步|公开|补充)?(?:{after}))"
    return (
        re.compile(rf"(?:{before})(?:之一)?\s*{name}{speech}"),
        re.compile(rf"(?:{before})\s*(?P<name>(?:{surname}){_HAN}{{2}})(?=[和与在曾是把将对向])"),
        re.compile(rf"(?:{before})\s*(?P<name>(?:{_any('person', 'nicknames')}){_HAN})(?!{_HAN}{{0,1}}家)"),
        re.compile(rf"(?:{before})\s*{latin}(?=\s*(?:{after}|[，、：（(]|则|也|曾|对|向|在|看来))"),
        re.compile(rf"{alone}{name}{verbs}"),
        re.compile(rf"(?<=在){name}(?=看来)"),
        re.compile(rf"{alone}{latin}\s*{verbs}"),
        re.compile(
            r"(?P<name>[A-Z][A-Za-z]{2,}(?:\s[A-Z][a-z]+)?)\s*(?=(?:担任|出任|成为)[^，。；]{0,16}(?:代言人|大使))"
        ),
    )


def _persons(text: str) -> Iterator[Found]:
    refused = tuple(word_table("names")["person"]["not_names"])
    acronyms = set(word_table("names")["latin"]["acronyms"])
    for pattern in _person_patterns():
        for match in pattern.finditer(text):
            name = match["name"]
            if not name.startswith(refused) and name not in acronyms and not name.endswith(("们", "方", "等")):
                yield match.start("name"), match.end("name"), "Person", name


@cache
def _titled_pattern() -> re.Pattern[str]:
    """A body, a title and a person: 点众科技董事长陈瑞卿, Wayfair联合创始人 Niraj Shah."""
    before, titles = _any("organization", "titled_before"), _any("person", "titles")
    surname, wrong = _any("person", "surnames"), "".join(word_table("names")["person"]["not_given"])
    body = rf"(?P<body>(?:(?<=[A-Za-z])\s)?(?:{_HAN}{{2,7}}?|{_LATIN_NAME}))"
    person = rf"(?P<person>(?:{surname})(?:{_HAN}(?![{wrong}]){_HAN}|{_HAN})|[A-Z][a-z]+(?:\s[A-Z][a-z]+){{0,2}})"
    return re.compile(
        rf"(?:^|(?<=\n)|(?:{before}))\s*(?:{body})?\s*(?:的|集团|公司)?\s*(?P<title>{titles})\s*(?:之一)?{person}"
    )


def _titled(text: str) -> Iterator[Found]:
    refused = tuple(word_table("names")["person"]["not_names"])
    acronyms = set(word_table("names")["latin"]["acronyms"])
    for match in _titled_pattern().finditer(text):
        person, body = match["person"], match["body"]
        if not person.startswith(refused) and person not in acronyms and len(person) >= 2:
            yield match.start("person"), match.end("person"), "Person", person
            if body and _is_body(body):
                yield match.start("body"), match.end("body"), "Organization", body


_GENERIC_BODY = re.compile(
    r"(?:公司|平台|企业|品牌|机构|团队|集团|行业|联合|首席|高级|前|原|该|这家|某|一家|一位|一名|资深|知名|著名|现任|新任|海外|国内|中国|美国|全球"
    r"|亚太|业务|部门|区域|大区|电商|跨境|独立站|投资|技术|产品|运营|市场|销售|董事会|执行|行政|财务|战略|高管|创始|其|他|她|我)$"
)


def _is_body(name: str) -> bool:
    """Whether what stands before a title names a body and is no common noun."""
    if name.isascii():
        return len(name) >= 3
    return _clean(name, "organization") and not _GENERIC_BODY.search(name) and not _GENERIC_BODY.match(name[:2] + "")


@cache
def _organization_patterns() -> tuple[re.Pattern[str], ...]:
    """Behind a boundary with a suffix that only bodies have; behind a noun for bodies with one that others have too."""
    boundary, suffix = _any("organization", "boundaries"), _any("organization", "suffixes")
    weak, before = _any("organization", "weak_suffixes"), _any("organization", "weak_before")
    refused = rf"(?!{_HAN}{{0,2}}(?:化|类|感|性))"
    return (
        re.compile(rf"(?:(?<=\n)|^|(?:{boundary}))\s*(?P<name>{_HAN}{{2,4}}?(?:{suffix})){refused}"),
        re.compile(rf"(?:{before})\s*(?P<name>{_HAN}{{2,4}}?(?:{weak})){refused}"),
    )


def _clean(inner: str, section: str) -> bool:
    return not any(word in inner for word in word_table("names")[section]["not_inside"])


def _generic_organization(name: str) -> bool:
    """Whether every part of a name is a common word, so that it names a kind and not a body."""
    return bool(
        re.search(
            r"^(?:跨境|国内|海外|本地|第三方|国际|中国|美国|全球|大型|传统|头部|知名|大|小|新|多家|各大|电商|互联网|专线|商品|品牌|产品|技术"
            r"|模式|清算|换汇|合作|商业|中央|收单|发卡|地方|私人|投资|网上|手机|海外|境外|人工|高|黑|金融|信息|自建|自有|末端|头程|干线|航空|海运|空运|快|冷链|服装|整合|完善|优化|柔性|供应|仓储|社交|移动|智能|家具)"
            r"{1,3}(?:科技|物流|快递|供应链|网络|银行|服饰|汽车|航空|创新|资本|证券|协会|商会|咨询|电器|家居|集团|股份|传媒|生物)$",
            name,
        )
    )


def _organizations(text: str) -> Iterator[Found]:
    for pattern in _organization_patterns():
        for match in pattern.finditer(text):
            name = match["name"]
            if _clean(name, "organization") and not _generic_organization(name):
                yield match.start("name"), match.end("name"), "Organization", name


@cache
def _unit_pattern() -> re.Pattern[str]:
    units, business = _any("organization", "units"), _any("organization", "figures_of")
    inner = r"[\u3400-\u9fffA-Za-z0-9]"
    coded = r"的?\s*[BC]2[BC]\s*业务"
    return re.compile(
        rf"(?P<inner>\s*部分)?(?P<rest>\s*(?:{inner}{{1,9}}?(?:{units})|{inner}{{0,4}}?(?:{business})|海外业务|{coded}))"
    )


def _units(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int, str, str, Entity]]:
    """Units named after their body: 菜鸟国际电商物流团队."""
    for mention in mentions:
        if mention.entity.type not in ("Organization", "Platform"):
            continue
        match = _unit_pattern().match(text, mention.end)
        if match and (_clean(match["rest"], "organization") or re.search(r"[BC]2[BC]", match["rest"])):
            name = text[mention.start : mention.end] + match["rest"].strip()
            yield mention.start, match.end(), "Organization", name, mention.entity


@cache
def _quoted_pattern() -> re.Pattern[str]:
    followed = _any("program", "suffixes")
    return re.compile(
        rf"(?P<open>[“「『\"])\s*(?P<name>[^“”「」『』\"\n，。；：！？…、]{{2,24}}?)\s*[”」』\"](?P<after>\s*(?:{followed}))?"
    )


def _quoted_programs(text: str) -> Iterator[Found]:
    """Quoted names: by the noun that they end in or that follows, or by a verb of launching before them."""
    suffixes = tuple(word_table("names")["program"]["strong_suffixes"])
    launch = re.compile(rf"(?:{_any('program', 'launch')})[^，。；：！？\n]{{0,14}}$")
    launched_list = re.compile(
        rf"(?:{_any('program', 'launch')})[^，。；：！？\n]{{0,40}}[”」]\s*(?:、|和|与|及|以及)[^，。；“”]{{0,4}}$"
    )
    refused = set(word_table("names")["program"]["not_names"])
    for match in _quoted_pattern().finditer(text):
        name = match["name"].strip()
        launched = launch.search(text, max(0, match.start() - 24), match.start())
        listed = launched_list.search(text, max(0, match.start() - 60), match.start())
        behind = text[match.end() : match.end() + 1]
        followed = match["after"] and (match["after"].strip() not in ("模式", "服务") or launched)
        called = (launched or listed) and behind != "的" and len(name) >= 3
        named = name.endswith(suffixes) or followed or called
        if named and name not in refused and _clean(name, "program"):
            yield match.start("name"), match.start("name") + len(name), "Program", name


@cache
def _plan_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?P<rest>(?:{_HAN}|[A-Za-z0-9]){{2,8}}?(?:计划|项目|专区|频道))(?!书|组|经理|性|化|中|的人|负责)"
    )


def _owned_programs(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int, str, str, Entity]]:
    """Programmes named after their platform: 淘宝出海包邮项目."""
    for mention in mentions:
        if mention.entity.type not in ("Organization", "Platform"):
            continue
        match = _plan_pattern().match(text, mention.end)
        if match and _clean(match["rest"], "organization") and _clean(match["rest"], "program"):
            core = match["rest"].removesuffix("项目")
            if len(core) >= 3:
                name = text[mention.start : mention.end] + core
                yield (
                    mention.start,
                    match.end("rest") - (len(match["rest"]) - len(core)),
                    "Program",
                    name,
                    mention.entity,
                )


@cache
def _latin_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = word_table("names")["latin"]
    before_platform, after_platform = alternation(table["platform_before"]), alternation(table["platform_after"])
    before_body, after_body = alternation(table["organization_before"]), alternation(table["organization_after"])
    name = rf"(?P<name>(?<![A-Za-z0-9]){_LATIN_NAME})(?![A-Za-z0-9])"
    return (
        (re.compile(rf"(?:{before_platform})[“\"]?\s*{name}"), "Platform"),
        (re.compile(rf"(?:{before_body})[“\"]?\s*{name}"), "Organization"),
        (
            re.compile(
                rf"(?:据|根据|来自|援引)\s*《?{name}》?\s*(?=(?:的|发布|最新)*(?:统计|数据|报告|预测|报道|调研|调查|监测|研究|消息))"
            ),
            "Organization",
        ),
        (re.compile(rf"{name}\s*(?=的?(?:数据|报告|统计|研究|调研)(?:显示|指出|表明|称))"), "Organization"),
        (re.compile(rf"{name}\s*(?:{after_platform})"), "Platform"),
        (re.compile(rf"{name}\s*(?:{after_body})"), "Organization"),
    )


def _latin(text: str) -> Iterator[Found]:
    acronyms = {word.lower() for word in word_table("names")["latin"]["acronyms"]}
    for pattern, kind in _latin_patterns():
        for match in pattern.finditer(text):
            name = match["name"].rstrip(".-'’&")
            if len(name) >= 3 and not any(part.lower() in acronyms for part in re.split(r"[ ・·]", name)):
                yield match.start("name"), match.start("name") + len(name), kind, name


_LATIN_WORD = re.compile(rf"(?<![A-Za-z0-9@#./_\-]){_LATIN_NAME}(?![A-Za-z0-9/_])")
_INTRODUCED = re.compile(
    rf"(?:旗下的?|子公司|收购了?|并购了?|名为|叫做|一款|推出的|品牌|对手|竞品)(?:{_HAN}{{0,8}})[“\"]?(?P<name>{_LATIN_NAME})(?![A-Za-z0-9/_])"
)
_SENTENCE_CASE = re.compile(r"[A-Z][a-z]+(?: [A-Z]?[a-z]+){3,}")


def _repeated_latin(text: str) -> Iterator[Found]:
    """Capitalised Latin names that stand at least twice among Chinese words, or that a word introduces: 旗下的 Peacock."""
    acronyms = {word.lower() for word in word_table("names")["latin"]["acronyms"]}
    prose = [m.span() for m in _SENTENCE_CASE.finditer(text)]
    seen: dict[str, list[tuple[int, int]]] = {}
    for match in _LATIN_WORD.finditer(text):
        name = match.group().rstrip(".-'’&")
        short = len(name) < 4 or (name.isupper() and len(name) < 5)
        common = any(part.lower() in acronyms for part in re.split(r"[ ・·]", name))
        if short or common or any(a <= match.start() < b for a, b in prose):
            continue
        seen.setdefault(name, []).append((match.start(), match.start() + len(name)))
    introduced = {m["name"].rstrip(".-'’&") for m in _INTRODUCED.finditer(text)}
    for name, places in seen.items():
        if len(places) >= 2 or name in introduced:
            yield places[0][0], places[0][1], "Platform", name


@cache
def _mixed_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?<![A-Za-z0-9])(?P<name>1688[A-Za-z]{3,12}|[a-z]?[A-Z][A-Za-z]+[0-9]{0,2})(?=\s*(?:业务|项目|计划|服务|模式))"
    )


def _latin_programs(text: str) -> Iterator[Found]:
    """Latin names of services: 1688overseas 业务."""
    acronyms = {word.lower() for word in word_table("names")["latin"]["acronyms"]}
    for match in _mixed_pattern().finditer(text):
        if match["name"].lower() not in acronyms and len(match["name"]) >= 4:
            yield match.start(), match.end(), "Program", match["name"]


_CALLS = re.compile(
    r"(?P<name>(?:20[0-9]{2}\s*(?:财年|年)\s*)(?:第?[一二三四]季度|Q\s*[1-4]|上半年|下半年)?\s*(?:财报|业绩)?\s*(?:分析师)?\s*"
    r"(?:电话会议?|业绩会|股东大会|投资者日|开发者大会|商家大会|卖家大会|峰会))"
)


def _events(text: str) -> Iterator[Found]:
    """Dated conferences: 2025 财年 Q3 财报分析师电话会."""
    for match in _CALLS.finditer(text):
        yield match.start(), match.end(), "Event", re.sub(r"\s+", "", match["name"])


_VERSION = re.compile(r"(?:大模型|模型)?(?:\s?-?[A-Z]?[0-9](?:[0-9A-Za-z]|\.(?=[0-9])|-(?=[A-Za-z0-9]))*)")
_GATHERING = re.compile(
    rf"(?:召开|举办|举行|主办|出席|参加|举办的)(?:了)?(?:首届|首期|一场|第[一二三四五六七八九十0-9]+[届期])?(?P<name>(?:{_HAN}|[A-Za-z0-9·]){{2,14}}?"
    r"(?:开发者大会|座谈会|招商会|商家大会|卖家大会|大会|峰会|论坛|博览会|交易会|订货会))"
)


def _versions(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int, str, str, Entity]]:
    """Versions of a known product are things of their own: Qwen2.5-Max, 文心大模型4.5."""
    for mention in mentions:
        if mention.entity.type not in ("Platform", "Program") or text[mention.end - 1].isdigit():
            continue
        match = _VERSION.match(text, mention.end)
        plain = match and re.fullmatch(r"\s?[0-9]+", match.group())
        if match and not plain and not re.match(r"[亿万%个家年月日天倍]", text[match.end() :]):
            yield mention.start, match.end(), "Program", text[mention.start : match.end()], mention.entity


def _gatherings(text: str) -> Iterator[Found]:
    """Named meetings that somebody holds or attends."""
    for match in _GATHERING.finditer(text):
        name = match["name"]
        if len(name) >= 4 and _clean(name, "program"):
            yield match.start("name"), match.end("name"), "Event", name


_PUBLIC = ("商务局", "商务厅", "工贸部", "财政部", "贸易部", "委员会", "法院", "政府", "总局", "监管局")


class _Collector:
    """Keeps new names apart from known ones and gives each one type in the whole article."""

    def __init__(self, text: str, mentions: list[Mention]) -> None:
        self.text, self.known = text, mentions
        self.things: dict[str, Entity] = {}
        self.owners: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self._known_names = {text[m.start : m.end].lower() for m in mentions}

    def overlaps_known(self, start: int, end: int) -> bool:
        return any(m.start < end and start < m.end for m in self.known)

    def add(self, name: str, kind: str, owner: Entity | None = None) -> None:
        compact = re.sub(r"(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])", "", name)
        if compact.lower() in self._known_names or compact in self.things:
            return
        public = kind == "Organization" and compact.endswith(_PUBLIC)
        subclass = "PublicBody" if public else None
        self.things[compact] = Entity(slug=mint_slug(kind, compact), type=kind, name=compact, subclass=subclass)
        if owner:
            self.owners[compact] = owner

    def mark_all(self) -> list[Mention]:
        """Every mention of every new name; where names overlap, the longest."""
        if not self.things:
            return self.known
        spaced = {name: self._spelled(name) for name in self.things}
        order = sorted(spaced, key=lambda n: (-len(n), n))
        pattern = re.compile("|".join(f"(?P<n{i}>{self._bounded(name, spaced[name])})" for i, name in enumerate(order)))
        found = []
        for match in pattern.finditer(self.text):
            name = order[int((match.lastgroup or "n0")[1:])]
            found.append(Mention(match.start(), match.end(), self.things[name], "new"))
        return self._merge(found)

    def _spelled(self, name: str) -> str:
        """A name as it may stand: blanks anywhere, and 部分 behind the body that a unit is named after."""
        letters = [re.escape(c) for c in name.replace(" ", "")]
        owner = self.owners.get(name)
        if owner:
            known = [n for n in (owner.name, *owner.aliases) if name.startswith(n)]
            if known:
                letters[len(max(known, key=len)) - 1] += r"(?:\s*部分)?"
        return r"\s*".join(letters)

    @staticmethod
    def _bounded(name: str, pattern: str) -> str:
        left = r"(?<![A-Za-z0-9])" if name[0].isascii() else ""
        right = r"(?![A-Za-z0-9])" if name[-1].isascii() else ""
        return left + pattern + right

    def _merge(self, found: list[Mention]) -> list[Mention]:
        """A new name swallows the known ones inside it; one that only touches a known one gives way."""
        kept = list(self.known)
        for mention in found:
            inside = [m for m in kept if m.start < mention.end and mention.start < m.end]
            if all(mention.start <= m.start and m.end <= mention.end for m in inside) and not any(
                m.start == mention.start and m.end == mention.end for m in inside
            ):
                kept = [m for m in kept if m not in inside]
                kept.append(mention)
        return sorted(kept)


def _known_owners(text: str, mentions: list[Mention]) -> dict[str, Entity]:
    """The bodies after which known units are named in the text: 阿里电商事业群."""
    units = tuple(word_table("names")["organization"]["units"])
    bodies = {text[m.start : m.end]: m.entity for m in mentions if m.entity.type in ("Organization", "Platform")}
    owners: dict[str, Entity] = {}
    for mention in mentions:
        words = text[mention.start : mention.end]
        if mention.entity.type != "Organization" or not words.endswith(units):
            continue
        heads = [name for name, body in bodies.items() if words.startswith(name) and body != mention.entity]
        if heads:
            owners[mention.entity.slug] = bodies[max(heads, key=len)]
    return owners


def find_new_names(text: str, mentions: list[Mention]) -> tuple[list[Mention], dict[str, Entity]]:
    """The mentions of known and new names of `text`, and the bodies in whose names new ones stand, by slug.

    Args:
        text: the text, simplified.
        mentions: mentions of known names, in order.
    """
    collector = _Collector(text, mentions)
    for start, end, kind, name, owner in (
        *_units(text, mentions),
        *_owned_programs(text, mentions),
        *_versions(text, mentions),
    ):
        inside = [m for m in mentions if m.start < end and start < m.end]
        if all(start <= m.start and m.end <= end for m in inside):
            collector.add(name, kind, owner)
    for start, end, kind, name in (*_quoted_programs(text), *_latin_programs(text), *_events(text), *_gatherings(text)):
        exact = any(m.start == start and m.end == end for m in mentions)
        if not exact:
            collector.add(name, kind)
    for start, end, kind, name in (
        *_titled(text),
        *_persons(text),
        *_organizations(text),
        *_latin(text),
        *_repeated_latin(text),
    ):
        if not collector.overlaps_known(start, end):
            collector.add(name, kind)
    marked = collector.mark_all()
    owners = _known_owners(text, mentions)
    owners |= {
        collector.things[name].slug: owner for name, owner in collector.owners.items() if owner.type != "Program"
    }
    return marked, owners


@Language.factory("kg_new_names", requires=["doc._.mentions"], assigns=["doc._.mentions", "doc._.owners"])
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    doc._.mentions, doc._.owners = find_new_names(doc.text, doc._.mentions)
    return doc
