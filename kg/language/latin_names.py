"""Latin names among Chinese words, told by the words beside them, by lists or by standing more than once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.common_words import is_common_latin
from kg.language.marks import Mention
from kg.language.name_cues import GAP, HAN, LATIN_END, LATIN_NAME, LATIN_WORDS, Found, any_of
from kg.vocabulary.tables import word_table

__all__ = ["find_latin", "find_latin_beside", "find_latin_called", "find_latin_programs", "find_repeated_latin"]

_OPEN, _CLOSE = rf"{GAP}[“\"「『《（(]?{GAP}", rf"{GAP}[”\"」』》]?{GAP}"
_QUOTE = rf"{GAP}[“\"「『《]?{GAP}"
_TRAIL = ".-'’&"


@cache
def _latin_patterns() -> tuple[tuple[re.Pattern[str], str, int], ...]:
    """Patterns with the type that they tell and its weight."""
    platform, body = any_of("platform", "nouns"), any_of("organization", "nouns")
    source = any_of("organization", "source_nouns")
    called = r"(?:之一)?(?:名为|叫做|叫|是|为|：|如|比如)?"
    name = rf"(?P<name>{LATIN_WORDS}){LATIN_END}"
    brand = rf"(?P<name>(?=[A-Z]{{5}}|[A-Za-z]{{1,30}}[a-z]){LATIN_WORDS}){LATIN_END}"
    low = r"(?P<name>(?<![A-Za-z0-9@#./_\-])[a-z][A-Za-z0-9]{2,19})(?![A-Za-z0-9./_])"
    digit = (
        r"(?P<name>(?![0-9]{1,4}(?:[a-zA-Z]|[Pp][Ll]|st|nd|rd|th|hr?s?|[kK][gm]|GB|TB|days?|V[0-9])(?![A-Za-z0-9]))"
        r"[0-9]{1,3}[A-Za-z][A-Za-z0-9]{1,15}(?: [A-Z][a-z]{2,15}){0,3})(?![A-Za-z0-9./_])"
    )
    mixed = r"(?P<name>(?<![A-Za-z0-9@#./_\-])[a-z]{2,15}[A-Z0-9][A-Za-z0-9]{0,10})(?![A-Za-z0-9./_])"
    renamed = r"(?:(?:改名|更名|命名|取名)(?:[成为叫]了?)?|(?:名字|名称|店铺|应用|产品|公司|品牌|机构)就?叫做?)"
    gloss = rf"(?:[^（）()，\n]{{2,16}}，)?{HAN}{{0,8}}"
    year = rf"(?:(?:19|20)[0-9]{{2}}{GAP}年{GAP})?"
    return (
        (re.compile(rf"(?:{platform}){called}{_OPEN}{name}"), "Platform", 3),
        (
            re.compile(rf"(?:{body}){called}{_QUOTE}{name}"),
            "Organization",
            3,
        ),  # 收单机构（Acquirer）: no name, its English
        (re.compile(rf"(?:{body})[（(]{GAP}(?P<name>[A-Z]{{3,8}})(?={GAP}[）)])"), "Organization", 3),
        (re.compile(rf"(?:{platform}){called}{_OPEN}{digit}"), "Platform", 2),
        (re.compile(rf"(?:{body}){called}{_OPEN}{digit}"), "Organization", 2),
        (re.compile(rf"(?:服务平台|电商平台|社交平台|招聘平台|购物平台|独立站){_OPEN}{low}"), "Platform", 2),
        (re.compile(rf"(?:{platform}|品牌){called}{_OPEN}{mixed}"), "Platform", 2),
        (re.compile(rf"(?:{any_of('platform', 'latin_nouns')}){called}{_OPEN}{brand}"), "Platform", 2),
        (re.compile(rf"{renamed}{_OPEN}{brand}"), "Platform", 2),
        (re.compile(rf"{renamed}{_OPEN}{mixed}"), "Platform", 2),
        (
            re.compile(
                rf"{name}{GAP}(?=(?:均|都|同)?(?:属于?|是)(?:{HAN}|[A-Za-z]){{0,8}}(?:应用|平台|App|软件|网站|社区)(?:[，。；]|之一|序列))"
            ),
            "Platform",
            2,
        ),
        (re.compile(rf"{name}{_CLOSE}(?:{any_of('platform', 'after')})(?!{HAN}?[化型])"), "Platform", 2),
        (re.compile(rf"{name}{GAP}[（(]{gloss}(?:平台|应用|网站|软件|社区)[）)，]"), "Platform", 3),
        (
            re.compile(rf"{name}{GAP}[（(]{gloss}(?:律所|公司|机构|品牌|企业|集团|基金|媒体|厂商|银行|投行)[）)，]"),
            "Organization",
            3,
        ),
        (
            re.compile(
                rf"(?:据|根据|来自|援引|引用|数据来源|来源|图源)[：:]?(?:市场|调研|研究|数据|机构|媒体|外媒|公司|美国|英国|法国|德国|日本|韩国){{0,3}}{_OPEN}{name}{_CLOSE}"
                rf"(?=(?:的|发布的?|最新|官方|公布的?|不完全|{HAN}{{0,4}}){{0,2}}(?:{source}))"
            ),
            "Organization",
            3,
        ),
        (
            re.compile(rf"{name}{GAP}(?=的?(?:一项)?(?:{source})(?:也|则|还)?(?:进一步)?(?:显示|指出|表明|称|发现))"),
            "Organization",
            3,
        ),
        (
            re.compile(
                rf"{name}{GAP}{year}(?=(?:联合|共同|最新)?(?:发布|公布|出具|撰写)的?[^，。；\n“”]{{0,10}}(?:报告|数据|白皮书|榜单|《))"
            ),
            "Organization",
            3,
        ),
        (re.compile(rf"(?:数据|资料)来源[：:]{GAP}{name}{GAP}(?=[）)，。；、\n]|$)"), "Organization", 2),
        (
            re.compile(rf"(?:公司|品牌|机构|MCN|企业){GAP}(?:的?名字|名称)?就?(?:叫做?|名叫){_OPEN}{name}"),
            "Organization",
            2,
        ),
        (re.compile(rf"(?:一家|这家)(?:名为|名叫|叫做?){_OPEN}{name}"), "Organization", 3),
        (re.compile(rf"以{GAP}{brand}{GAP}(?=为例)"), "Platform", 1),
        (re.compile(rf"{brand}{GAP}[（(](?=一[家款])"), "Platform", 2),
        (
            re.compile(rf"(?:品牌|公司|厂商){_OPEN}{low}(?={_CLOSE}(?:[，。、（(]|的|和|与|等|是|在|推出|宣布|创始))"),
            "Organization",
            2,
        ),
        (re.compile(rf"{name}{_CLOSE}(?=的?(?:{any_of('organization', 'titles_of')}))"), "Organization", 2),
        (re.compile(rf"{name}{_CLOSE}(?:{any_of('organization', 'after')})"), "Organization", 2),
        (re.compile(rf"{name}{GAP}(?=旗下)"), "Organization", 2),
        (
            re.compile(rf"(?:名为|名叫|叫做?){_OPEN}{name}{_CLOSE}(?=的{HAN}{{0,4}}(?:公司|品牌|企业|机构|团队))"),
            "Organization",
            4,
        ),
        (
            re.compile(rf"(?:据|根据)[^，。；\n]{{2,40}}?(?:和|与|及){GAP}{name}{GAP}(?=的?{HAN}{{0,4}}(?:{source}))"),
            "Organization",
            3,
        ),
        (
            re.compile(rf"(?:与|和|跟|同){GAP}{name}{GAP}(?=(?:进行|达成|展开|合作|签订|签署|对接|联合|共同))"),
            "Platform",
            1,
        ),
        (
            re.compile(rf"{name}{GAP}(?=(?:[与和及]{GAP}{LATIN_WORDS}{GAP})?等{HAN}{{0,4}}(?:{platform}))"),
            "Platform",
            2,
        ),
        (
            re.compile(rf"{name}{GAP}(?=(?:[与和及]{GAP}{LATIN_WORDS}{GAP})?等{HAN}{{0,4}}(?:{body}))"),
            "Organization",
            2,
        ),
        (re.compile(rf"{name}{GAP}(?=(?:这样|这类|这种)的)"), "Organization", 1),
        (
            re.compile(
                rf"(?:旗下的?|收购了?|投资了?|入股了?|并购了?|子公司|对手|竞品|前身是?){HAN}{{0,6}}{_OPEN}{name}"
            ),
            "Platform",
            1,
        ),
        (re.compile(rf"旗下的?{HAN}{{7,12}}?{_OPEN}{brand}"), "Platform", 1),
        (re.compile(rf"旗下的?{HAN}{{0,12}}?{_OPEN}{low}(?={_CLOSE}(?:{HAN}|[，。；、（(]|$))"), "Platform", 2),
        (re.compile(rf"(?:名为|叫做|一款|推出的?|上线的?){HAN}{{0,8}}{_OPEN}{name}"), "Platform", 1),
        (
            re.compile(rf"{name}{GAP}(?=(?:的?(?:GMV|销售额|营收))?(?:同比|环比)(?:增长|下滑|下降|上涨))"),
            "Organization",
            1,
        ),
        (
            re.compile(rf"{name}{GAP}(?=(?:宣布|推出|发布|上线|完成|入驻|收购|是一[家款个]|成立于|则|提供))"),
            "Platform",
            1,
        ),
    )


_PROSE = re.compile(
    r"[ ]{1,2}(?![A-Z]{2,5}(?![A-Za-z]))[A-Za-z]{2,30}"
)  # what follows a string that is cut out of a foreign sentence


def _plain(name: str) -> str:
    return name.rstrip(_TRAIL)


def _without_title(name: str) -> str:
    """A name without a title in front of it: CEO Grant Lee."""
    first, _, rest = name.partition(" ")
    return rest if rest and first in _TITLES and len(rest) > 2 else name


_RANK = re.compile(r"(?:Top|TOP|No\.?|NO\.?)[0-9]{1,4}")
_DEVICE = re.compile("i(?:Phone|Pad|Pod|Mac|OS)")
_CODE = re.compile(
    r"[A-Za-z](?:2[A-Za-z]){1,3}|(?:Step|Part|PART|Case|CASE|Chapter) ?[0-9]{1,2}|[A-Za-z]{2,40}Exception|"
    r"[A-Za-z]{2,30}\.[a-z]{1,20}[A-Z][A-Za-z]{0,20}|[vV]?[0-9.]{1,12}"
)


def _is_name(name: str) -> bool:
    """Whether a Latin string may be a name: more than common words and abbreviations, no device, no program text."""
    if _RANK.fullmatch(name) or _DEVICE.match(name) or _CODE.fullmatch(name):
        return False
    return len(name) >= 3 and (not is_common_latin(name) or _DOMAIN.fullmatch(name) is not None)


_DOMAIN = re.compile(r"[A-Z][A-Za-z0-9]{1,20}\.(?:com|ai|io|co|net|tv|app)")  # Match.com
_LICENCE = re.compile(
    "(?:[（(][^（）()\n]{1,14})?[）)](?:[^，。；\n]{0,4})(?:牌照|许可|资质|资格|证书)"
)  # 电子货币机构（EMI）牌照
_ENDS = re.compile(r"[”」]? ?(?:[，。；、）)（(]|的|联合创始人|创始人|合伙人|CEO|$)")


def find_latin(text: str) -> Iterator[tuple[Found, int]]:
    """Latin names with a word beside them that says what they are: 购物平台 Wish."""
    for pattern, kind, weight in _latin_patterns():
        for match in pattern.finditer(text):
            name = _plain(match["name"])
            if " X " in name:  # two that do something together: AppGrowing X Airbridge
                first, _, second = name.partition(" X ")
                yield (match.start("name"), match.start("name") + len(first), kind, first), weight
                yield (match.start("name") + len(first) + 3, match.start("name") + len(name), kind, second), weight
                continue
            bare = name if name.startswith("AI ") else _without_title(name)
            begin = match.start("name") + len(name) - len(bare)
            if bare != name and not _is_name(bare):
                continue
            name = bare
            titled = (
                weight >= 3
                and (" " in name or "-" in name)
                and name[0].isupper()
                and _ENDS.match(text, match.end("name"))
            )
            if _LICENCE.match(text, match.end("name")):
                continue
            if (_is_name(name) or titled) and not _PROSE.match(text, match.end("name")):
                yield (begin, begin + len(name), kind, name), weight


_BRAND = (
    rf"(?P<name>(?=[A-Z]{{4}}|[A-Za-z]{{1,30}}[a-z]){LATIN_WORDS}"
    rf"|(?<![A-Za-z0-9])[a-z]{{2,15}}[0-9][A-Za-z0-9]{{0,8}}){LATIN_END}"
)
_PAIRED = re.compile(rf"{GAP}(?:和|以及|及){GAP}{_BRAND}(?![./_]|{GAP}、)")
_PAIRED_BEFORE = re.compile(rf"{_BRAND}{GAP}(?:和|以及|及){GAP}$")
_OF_PLACE = re.compile(rf"{GAP}{_BRAND}(?![./_])")
_HELD_BY_PLACE = re.compile(rf"的{GAP}{_BRAND}(?![./_])")
_IN_ROW = re.compile(r"(?:^|[，。；：！？、（(\n]|如|像|用|包括)$")


def find_latin_beside(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Latin names that 和 joins to a known body, or that stand behind their country: Uniik 和 Catalog, 荷兰 iDEAL.

    Args:
        text: the text, simplified.
        mentions: mentions of known names, in order.
    """
    for mention in mentions:
        kind = mention.entity.type
        if kind in ("Organization", "Platform"):
            finds = [_PAIRED.match(text, mention.end)]
            if text[mention.start - 1 : mention.start] in (" ", "和", "及"):
                finds.append(_PAIRED_BEFORE.search(text, max(0, mention.start - _PAIR), mention.start))
        elif kind == "Place" and mention.entity.name != "中国" and not text[mention.end - 1].isascii():
            kind, finds = "Platform", [_OF_PLACE.match(text, mention.end)]
            if _IN_ROW.search(text, max(0, mention.start - 2), mention.start):
                finds.append(_HELD_BY_PLACE.match(text, mention.end))  # 中东的CashU among others
        else:
            continue
        for match in finds:
            name = _plain(match["name"]) if match else ""
            if match and _is_name(name) and not _PROSE.match(text, match.start("name") + len(name)):
                yield (match.start("name"), match.start("name") + len(name), kind, name), 1


_PAIR = 40  # characters in front of a name in which the other of a pair stands


_TITLES = frozenset(
    {"CEO", "COO", "CFO", "CTO", "CMO", "CPO", "VP", "Co-CEO", "Dr", "Mr", "Ms", "App", "APP", "AI", "IP"}
)
_SENTENCE_CASE = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{1,20}(?: [A-Z]?[a-z]{1,20}){3,40}")
_LATIN_WORD = re.compile(rf"(?<![@#./_\-]){LATIN_NAME}(?![A-Za-z0-9/_])")
_GLOSS_OF = re.compile(r"[\u3400-\u9fff][ ]?[（(][ ]?$")


def find_repeated_latin(text: str) -> Iterator[tuple[Found, int]]:
    """Capitalised Latin names that stand at least twice and are no common words."""
    given = set(word_table("common_words")["latin"]["given"])
    prose = bytearray(len(text))
    for match in _SENTENCE_CASE.finditer(text):
        prose[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    seen: dict[str, list[int]] = {}
    for match in _LATIN_WORD.finditer(text):
        name = _without_title(_plain(match.group()))
        short = len(name) < 4 or (name.isupper() and len(name) < 5)
        if short or prose[match.start()] or not _is_name(name) or _PROSE.match(text, match.start() + len(name)):
            continue
        if not _GLOSS_OF.search(text, max(0, match.start() - 4), match.start()):
            seen.setdefault(name, []).append(match.start() + len(_plain(match.group())) - len(name))
    for name, places in seen.items():
        if len(places) >= 2:
            kind = "Person" if name.split(" ")[0] in given else _kind_around(text, name, places)
            yield (places[0], places[0] + len(name), kind, name), 1


_AROUND = 14  # characters on each side of a name in which words tell what it is


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(any_of("latin", "of_bodies")), re.compile(any_of("latin", "of_platforms"))


def _kind_around(text: str, name: str, places: list[int]) -> str:
    """The type of a name that no cue tells: a brand where most words around it are those of brands and companies."""
    body, platform = _around()
    votes = 0
    for place in places:
        before = text[max(0, place - _AROUND) : place].rpartition("\n")[2]
        behind = text[place + len(name) : place + len(name) + _AROUND].partition("\n")[0]
        for words in (before, behind):
            votes += bool(body.search(words)) - 2 * bool(platform.search(words))
    return "Organization" if votes > 0 else "Platform"


@cache
def _called_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Latin names, common words too, by which something of a plain kind is called: 名为 Lamp 的社交应用."""
    word = r"[A-Z][A-Za-z0-9]{1,20}"
    name = rf"(?P<name>(?<![A-Za-z0-9]){word}(?: {word}){{0,3}}){LATIN_END}"
    called = rf"(?:名为|名叫|叫做|叫作|命名为){_OPEN}{name}{_CLOSE}的{GAP}(?:{HAN}|[A-Za-z0-9 ]){{0,10}}?"
    end = r"(?![\u3400-\u9fff]?[化型者商])"
    return (
        (re.compile(rf"{called}(?:应用|平台|网站|社区|软件|小程序|App|APP|app|工具){end}"), "Platform"),
        (re.compile(rf"{called}(?:功能|游戏|大模型|模型|机器人|助手|bot|Bot|项目|计划|服务|系列){end}"), "Program"),
        (re.compile(rf"{called}(?:公司|品牌|企业|机构|工作室|厂商){end}"), "Organization"),
        (
            re.compile(rf"(?:功能|服务|项目|计划)，?(?:名为|名叫|叫做|叫作){_OPEN}{name}(?={_CLOSE}[，。；、（(])"),
            "Program",
        ),
    )


def find_latin_called(text: str) -> Iterator[tuple[Found, int]]:
    """Latin names by which a text says that something is called, whatever words they are made of.

    Args:
        text: the text, simplified.
    """
    acronyms = set(word_table("names")["latin"]["acronyms"])
    for pattern, kind in _called_patterns():
        for match in pattern.finditer(text):
            if match["name"] not in acronyms:
                yield (match.start("name"), match.end("name"), kind, match["name"]), 5


@cache
def _mixed_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![A-Za-z0-9])(?P<name>1688[A-Za-z]{{3,12}}|[a-z]?[A-Z][A-Za-z]{{1,30}}[0-9]{{0,2}})(?={GAP}(?:业务|项目|计划|服务|模式))"
    )


@cache
def _planned_pattern() -> re.Pattern[str]:
    """Names of several words or with a small letter before nouns that hardly follow plain words."""
    kinds = any_of("program", "latin_kinds")
    return re.compile(
        rf"(?P<name>(?=[A-Za-z]{{1,30}}[a-z]){LATIN_WORDS}){LATIN_END}{GAP}(?={HAN}{{0,4}}?(?:{kinds})(?![书性化者商]))"
    )


@cache
def _new_pattern() -> re.Pattern[str]:
    """Names of several Latin words, common ones too, behind a plain verb of bringing out: 推出Service Cloud."""
    word = r"[A-Z][a-z]{1,20}"
    return re.compile(
        rf"(?:{any_of('program', 'brings')})了?(?:新的|全新|一项)?{GAP}[“「]?"
        rf"(?P<name>{word}(?: {word}){{1,3}}){LATIN_END}(?={_CLOSE}(?:[，。、；）)的和与后]|服务|功能|计划|平台|$))"
    )


def find_latin_programs(text: str) -> Iterator[tuple[Found, int]]:
    """Latin names of services: 1688overseas 业务."""
    for match in _mixed_pattern().finditer(text):
        name = match["name"]
        if len(name) >= 4 and not is_common_latin(name):
            yield (match.start(), match.end(), "Program", name), 2
    for match in _new_pattern().finditer(text):
        yield (match.start("name"), match.end("name"), "Program", match["name"]), 1
    for match in _planned_pattern().finditer(text):
        name = _plain(match["name"])
        if len(name) >= 4 and not is_common_latin(name):
            yield (match.start(), match.start() + len(name), "Program", name), 2
