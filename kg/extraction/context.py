"""What surrounds a rule's match: its subject, its time, who says it, whether it is denied, planned or doubted."""

from __future__ import annotations

import re
from functools import cache, cached_property

from kg.extraction.bearers import bears_nothing, is_of_another, is_of_goods, is_of_shelves, joined_from
from kg.extraction.clauses import after_preposition, figure_verbs, in_title, listed_runs, other_subject_in, tells_where
from kg.extraction.figure_series import part_before
from kg.extraction.found import AT, Found
from kg.extraction.sayings import Stance
from kg.extraction.subjects import Subjects
from kg.extraction.view import ACTING, CODES, MARKS, PLACE_CODES, SentenceView, unbracketed
from kg.language import TimeMark
from kg.language.occasions import occasions_in
from kg.language.subjects import is_transparent
from kg.language.times import Published
from kg.vocabulary.tables import word_table

__all__ = ["Context", "Found", "Stance", "after_preposition", "other_subject_in"]

# 在电商APP市场的份额, 在A国时装市场占有率, GAAP收入
_WITHIN = re.compile(
    rf"在[^，。]{{1,14}}的$|在[{PLACE_CODES}][^，。；的商卖用{PLACE_CODES}]{{0,8}}$|(?:Non-?|非)?GAAP(?:口径下?)?的?$"
)
_ACTS = re.compile("[" + "".join(CODES[kind] for kind in ACTING) + "]")
# What somebody sells on a platform is no figure of the platform: 商家在亚马逊的订单量.
_SOLD_THERE = re.compile(
    "(?:平台|商城|渠道|站)*上?的(?:月|日均?|年|总|累计|平均)?(?:订单|单量|销售|销量|成交|GMV|营业额|交易额|粉丝|店铺)"
)
# How the name of a part of a business ends.
_IS_PART = re.compile("(?:业务|分部|板块|商业|零售|批发|部门)$")
_PARTS = re.compile("其中|旗下|分业务|分部门|分板块|具体来看")
# Platforms on which others sell, what they sell there, and what is theirs there: 抖音渠道收入, 天猫旗舰店GMV.
_SOLD_ON = frozenset({"Marketplace", "SocialPlatform"})
_SALES = re.compile(
    f"(?:[^，。；：]{{0,6}}[{CODES['money']}{CODES['count']}]的?)?[总净月年]?(?:累计|整体)?(?:GMV|成交|销售|销量|营业额|营收|收入|订单|单量)"
)
_CHANNEL = re.compile("(?:官方|电商)?(?:渠道|旗舰店|专营店|自营店|小店|店铺)(?!数)")
_SITE = re.compile(
    rf"(?:[{PLACE_CODES}](?:站点?|市场|地区|区|本土站?)|{CODES['Region']})(?:的|上的|总|日均|年|月|单月|单日)*$"
)
_BODIES = re.compile(f"[{CODES['Organization']}{CODES['Platform']}{CODES['Program']}]")
_MEASURES = re.compile("(?:数据|指数|研究院|白皮书|报告|榜单?|咨询|智库|统计局|研究中心)$")
_CAUSED = re.compile("^(?:这(?:一|些|个|也)?[^，。；\ue000-\ue01f]{0,8}?)?(?:使得?|让|令)")  # 这一增长使收入达到…
# Of whom somebody takes what follows: 将向卖家收取5%的佣金. They do not take it themselves.
_TAKEN_OF = re.compile(
    "(?:面?向|对)[^，。；\ue000-\ue01f]{0,6}?"
    "(?:商家|卖家|商户|供应商|开发者|用户|消费者|创作者|客户|买家|部分|订单|交易)们?$"
)
# What somebody has on a platform: A抖音号.
_ACCOUNT = re.compile("(?:官方|平台)?(?:账?号|粉丝|直播间|旗舰店|专营店|专卖店|小店|店铺)")


@cache
def _owners() -> frozenset[str]:
    """Companies that run the platforms named behind them: 阿里天猫 is no shop of 阿里."""
    return frozenset(word_table("discourse")["clauses"]["platform_owners"])


class Context(Subjects):
    """The surroundings of matches in one article: of whom figures are told, besides."""

    @cached_property
    def published(self) -> Published | None:
        """The article's date."""
        return Published.from_text(self.doc._.published)

    @cached_property
    def occasions(self) -> list[TimeMark]:
        """The yearly occasions that tell when something is done."""
        return occasions_in(self.text, self.published)

    @cached_property
    def named_times(self) -> dict[int, TimeMark]:
        """The times with which names of gatherings begin, by where they start."""
        return {mark.start: mark for mark in self.doc._.named_times}

    def _is_channel(self, view: SentenceView, run: tuple[int, int], position: int) -> bool:
        """Whether a name is that of a platform on which others sell, told with what is sold there."""
        kinds = {e.subclass for n in range(*run) for e in view.entities(n)}
        return bool(kinds) and kinds <= _SOLD_ON and bool(_SALES.match(view.code, position))

    def _names_channel(self, view: SentenceView, last: int) -> bool:
        """Whether a platform is named as where somebody sells: 抖音渠道, 抖音系."""
        return bool(_CHANNEL.match(view.code, last)) or self.text[: view.ends[last - 1]].endswith("系")

    def _seller(
        self, number: int, view: SentenceView, runs: list[tuple[int, int]], position: int, types: frozenset[str]
    ) -> Found | None:
        """Whose sales on a platform are told: of the company right before it, or what the text goes on about."""
        first, last = runs[-1]
        if len(runs) > 1:
            heads = self._entities(view, *runs[-2], types)
            gap = MARKS.sub("", figure_verbs().sub("", view.code[runs[-2][1] : first]))
            sells = all(e.type in ("Organization", "Person") and e.name not in _owners() for e in heads)
            named = sells and len(heads) == 1 and "旗下" not in gap and is_transparent(gap)
            return Found(heads, *runs[-2]) if named else None
        start, _ = view.clause_of(position)
        among = view.code.startswith("其中", start)  # A营收M，其中亚马逊平台收入N
        if not (among or self._names_channel(view, last)) or not is_transparent(MARKS.sub("", view.code[start:first])):
            return None
        carried = self._dropped(number, view, start, "", types, True)
        if carried and among and carried.position < 0:
            return None
        sells = carried is not None and all(
            e.type == "Organization" and e.name not in _owners() for e in carried.entities
        )
        return carried if sells else None

    def _group_of(self, number: int, view: SentenceView, start: int, carried: Found) -> Found | None:
        """Of whom a part is that is told beside named parts: 其中，A收入…；国际部门收入… is no part of A's."""
        if carried.position < 0 or not re.search("[；;]", view.code[carried.end : start]):
            return carried
        parts = _PARTS.search(view.code, 0, carried.position)
        if parts is None:
            return carried
        for clause in range(view.clause_index(parts.start()) - 1, -1, -1):
            if lead := self.lead(view, clause):
                return lead
        before = self.views[number - 1].sentence if number else None
        topic = self.topics[number - 1] if before is not None and before.block == view.sentence.block else None
        return Found(topic.entities) if topic else None

    def _nearest(
        self, view: SentenceView, runs: list[tuple[int, int]], position: int, types: frozenset[str], reach: int
    ) -> Found | None:
        """The nearest of the names before a figure that bears it."""
        start, _ = view.clause_of(position)
        first, last = runs[-1]
        beside = len(runs) > 1 and runs[-2][1] == first and _ACCOUNT.match(view.code, last)  # A抖音号粉丝
        # Choice 在速卖通的订单占比, A向B注资
        comes_from = view.code[first - 2 : first] == "来自"  # 饿了么来自淘宝闪购的订单量: the former's
        before = view.code[start:first].rstrip(PLACE_CODES)[-1:]  # 菜鸟在列日eHub追加投资
        if beside or (len(runs) > 1 and (comes_from or before in tuple("在于向对给"))):
            first, last = runs[-2]
        if start < first and view.code[first - 1] in "向给":
            return None  # 我们向谷歌投资了…: ours
        if view.code[first - 1] in AT and CODES["Person"] in view.code[start:first]:
            return None  # 罗永浩在京东的成交额: his
        first = joined_from(view.code, start, runs, first)
        between = view.code[last:position]
        if between.startswith("上的") and not is_transparent(MARKS.sub("", view.code[start:first])):
            return None  # 致知抖音上的销售额: of whoever sells there
        if position - last > reach or bears_nothing(view.code, first, last, start, between):
            return None
        found = Found(self._entities(view, first, last, types), first, last)
        return None if is_of_goods(view, found, start, position) else found

    def bearer(
        self, number: int, position: int, types: frozenset[str], reach: int = 24, part: bool = False
    ) -> Found | None:
        """The thing that a figure is about: the nearest name before the metric noun, possessive or not.

        With `part`, a clause may name only a part of its business: 游戏业务收入….
        """
        view = self.views[number]
        start, _ = view.clause_of(position)
        codes = "".join(CODES[t] for t in sorted(types)) + (CODES["OperatingModel"] if "Program" in types else "")
        codes += PLACE_CODES if "Place" in types else ""
        runs = listed_runs(view.code, start, position, codes)
        plain = [run for run in runs if self._may_bear(view, start, run, position)]
        if runs and not plain and not (part and not _ACTS.search(unbracketed(view.code[start:position]))):
            return None  # 新业务分部（如A、B等）收入: named in brackets, they are only parts
        if not runs and _BODIES.search(unbracketed(view.code[start:position])):
            return None  # 盒马的会员费 is no price of the programme told of before
        if plain:
            channel = self._is_channel(view, plain[-1], position)
            seller = self._seller(number, view, plain, position, types) if channel else None
            if seller or (channel and self._names_channel(view, plain[-1][1])):
                return seller  # 三只松鼠抖音渠道营收
            nearest = self._nearest(view, plain, position, types, reach)
            return None if nearest and self._is_measurer(view, nearest) else nearest
        return self._carried_bearer(number, view, position, types, part)

    @staticmethod
    def _is_measurer(view: SentenceView, found: Found) -> bool:
        """Whether a pronoun stands for who measures (新榜数据显示…。其场均销售额超…), who is not measured."""
        mark = view.marks.get(found.position)
        return getattr(mark, "kind", "") == "reference" and any(_MEASURES.search(e.name) for e in found.entities)

    def _may_bear(self, view: SentenceView, start: int, run: tuple[int, int], position: int) -> bool:
        """Whether names may bear a figure told behind them: none in brackets, in titles, or that tell where."""
        first, last = run
        before = view.code[first - 1 : first]
        there = (before in AT and view.code[last] in "上里") or (before == "在" and _SOLD_THERE.match(view.code, last))
        told = self._aside(view, start, first, last, position) or tells_where(view.code, start, first, last)
        return not (there or told or in_title(view.code, start, first, last, position))

    def _carried_bearer(
        self, number: int, view: SentenceView, position: int, types: frozenset[str], part: bool
    ) -> Found | None:
        """Of whom a figure is told whose clause names nobody."""
        start, _ = view.clause_of(position)
        before = view.code[start:position]
        before, section = part_before(before) if part else (before, "")
        before = _TAKEN_OF.sub("", _CAUSED.sub("", before))
        types = types - {"Program"} if section else types  # a programme has no parts of a business
        bare = figure_verbs().sub("", _WITHIN.sub("", _SITE.sub("", before)))
        carried = self._dropped(number, view, start, bare, types, True)
        if carried and carried.position < 0 and any(_MEASURES.search(e.name) for e in carried.entities):
            return None  # 点点数据的榜单如下图。其中…: who measures is not who is measured
        if carried and section and (group := self._group_of(number, view, start, carried)) is not carried:
            carried = self._fitting(group, types)
        if carried and section and any(_IS_PART.search(e.name) for e in carried.entities):
            return None  # A的云业务收入…；游戏业务收入…: one part is none of another's
        its_site = _SITE.search(before) and is_transparent(MARKS.sub("", _SITE.sub("", before)))
        if carried and is_of_another(before) and not its_site and not is_transparent(MARKS.sub("", bare)):
            return None
        return None if carried and is_of_shelves(view, carried, start, position) else carried
