"""Negation, plans, hedges, conditions and endings, with their scope in a clause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.marks import Mention
from kg.language.tokens import text_of
from kg.vocabulary.tables import alternation, word_table

__all__ = ["StanceMark", "find_stance"]


@dataclass(frozen=True, order=True)
class StanceMark:
    """A word of stance: ``negation``, ``planned``, ``hedged``, ``conditional`` or ``past``."""

    start: int
    end: int
    kind: str


@cache
def _pattern() -> re.Pattern[str]:
    table = word_table("discourse")["stance"]
    refused = alternation(table["not_negation"])
    kinds = ("negation", "planned", "hedged", "conditional", "past")
    groups = "|".join(f"(?P<{kind}>{alternation(table[kind])})" for kind in kinds)
    return re.compile(rf"(?:{refused})|{groups}")


_MEETINGS = "会员|会议|会场"  # 将会员…: the first character is no 会 of 将会
_DUTIES = "对[^，。；：！？征收\\n]{1,8}关税"  # 将对华关税降至…: 对 is no verb of what is to come
# Single characters that mean something else in these surroundings.
_NOT = {
    "将": re.compile(r"将(?=来|近|士|军|领|就)"),
    "将会": re.compile(f"将(?={_MEETINGS})"),
    "会": re.compile(r"会(?=员|议|计|场|所|谈|展|面|晤|上)"),
    "要": re.compile(r"要(?=求|么|素|点|不|是|紧|塞|职|闻)"),
    "或": re.compile(
        r"或(?=者|是|多或少|缺|[收支商平企公地城区市省州县国个品服业店机社项产用活]|[^，。；：]{1,6}(?:许可|牌照))"
    ),
    "原": re.compile(r"原(?=因|则|来|本|有|理|料|创|价|始|生|装|文|油)"),
    "前": re.compile(r"前(?=三|十|五|两|几|者|期|沿|景|端|列|提|后|往|身|瞻|进|述|文|面|置|所|[0-9])"),
    "若": re.compile(r"若(?=干)"),
    # 如果说当时A是B，那今年…: both are asserted.
    "如果": re.compile(
        r"如果(?=说[^，。；]{2,50}[，,](?:那么?|则|而)?(?:今|现|当下|后来|到了|这次|此次|接下来|眼下|[0-9]{4}年))"
    ),
    "拟": re.compile(r"拟(?=人|真|合|态|物|定)"),
    "没": re.compile(r"没(?=收|落|多久)"),
    "未": re.compile(r"未(?=来|知|必)"),
    "欲": re.compile(r"欲(?=望)"),
    "规划": re.compile(r"规划(?=师|局|的)"),
    "计划": re.compile(r"计划(?=书|的|”|」|\"|，|。|、|已)"),
    "难以": re.compile(r"难以[^，。；！？\n]{1,8}?的"),  # 以难以复制的低价
    "很难": re.compile(r"很难[^，。；！？\n]{1,8}?的"),
    "要给": re.compile(r"要给(?=予|[^，。；]{0,14}[交缴付收])"),
    "要向": re.compile(r"要向(?=[^，。；]{0,14}[交缴付收])"),
    "考虑": re.compile(r"考虑(?=到|因素|的)"),
    "希望": re.compile(r"希望(?=小学|工程|的)"),
    "非": re.compile(r"非(?=常|洲|遗|凡|得|但|标)"),
}
_NOT_BEFORE = {
    "会": re.compile(r"[机社协商国大开峰年工学宴发晚聚展商不都才]$|发布$|分析师电话$"),
    "要": re.compile(r"[重主需必首次只不紧]$"),
    "要给": re.compile(r"[重主需必首次只不紧想]$"),
    "要向": re.compile(r"[重主需必首次只不紧想]$"),
    "前": re.compile(r"[之以此目当日年月天提空先从]$"),
    "原": re.compile(r"[中高草还复平]$"),
    "或": re.compile(r"[、0-9%％元件天年月]\s*$"),  # 120%或100美元
    "将": re.compile(r"[大名上主]$"),
    "计划": re.compile(
        r"(?:[“「\"][^，。]{0,8}|出海|增长|扶持|激励|招商|合作|发展|投资|融资|收购|扩张|上市|孵化|创作|迁移|会员|联盟|营销"
        r"|补贴|推广|培养|回购|裁员|该|这一|一项|这项|新|大|的|此)$"
    ),
    "拟": re.compile(r"[模虚]$"),
    "没": re.compile(r"[出淹罚抄吞]$"),
    "要是": re.compile(r"[主重需首必只正]$"),  # 主要是: mostly
    "未": re.compile(r"$^"),
}


@cache
def _disposing() -> re.Pattern[str]:
    """将 that puts an object first and tells of nothing to come: 将美国作为第一站."""
    table = word_table("discourse")["stance"]
    return re.compile(
        rf"将(?!(?!{_MEETINGS}|{_DUTIES})(?:{alternation(table['future'])}))"
        rf"[^，。；：！？\n]{{1,16}}?(?:{alternation(table['disposes'])})"
    )


@cache
def _plans_to() -> re.Pattern[str]:
    return re.compile(rf"计划\s*(?:{alternation(word_table('discourse')['stance']['plans_to'])})")


_RUMOUR = re.compile(r"“[^“”\n]{4,80}”[^，。；\n]{0,6}(?:消息|传闻|传言|说法|流言)")
# What is told only to be denied: A退出越南市场的传闻不实.
_UNTRUE = re.compile(r"的(?:传闻|传言|消息|说法|报道)(?:并|均|都)?(?:不实|不属实|不准确|非事实|是假的|[是为]谣言)")
_SAID = re.compile(r"[^，。；！？\n]*$")
_PLAIN = re.compile(r"[\u3400-\u9fff]$")


def _means_it(text: str, start: int, word: str) -> bool:
    """Whether a word of stance is one here."""
    before = text[max(0, start - 8) : start]
    if word.endswith("将") and _disposing().match(text, start + len(word) - 1):
        return False
    if word == "计划" and _PLAIN.search(before) and not _plans_to().match(text, start):
        return False  # 出海计划 is a noun
    if word in _NOT and _NOT[word].match(text, start):
        return False
    return not (word in _NOT_BEFORE and _NOT_BEFORE[word].search(before))


def find_stance(text: str, names: Iterable[Mention] = ()) -> list[StanceMark]:
    """The words of stance of `text`, in order; 弗若斯特沙利文, a name, holds no 若.

    Args:
        text: the text, simplified.
        names: its names.
    """
    found = []
    named = bytearray(len(text))
    for name in names:
        named[name.start : name.end] = b"\1" * (name.end - name.start)
    for match in _pattern().finditer(text):
        kind = match.lastgroup
        word = match.group()
        if kind is None:
            continue
        if _means_it(text, match.start(), word) and not all(named[match.start() : match.end()]):
            found.append(StanceMark(match.start(), match.end(), kind))
    found += [StanceMark(m.start(), m.start() + 1, "hedged") for m in _RUMOUR.finditer(text)]
    for denied in _UNTRUE.finditer(text):
        said = _SAID.search(text, max(0, denied.start() - 60), denied.start())
        found.append(StanceMark(said.start(), said.start() + 1, "conditional"))  # type: ignore[union-attr]
    return sorted(found)


@Language.factory("kg_stance", requires=["doc._.mentions"], assigns=["doc._.stance"])
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    doc._.stance = find_stance(text_of(doc), doc._.mentions)
    return doc
