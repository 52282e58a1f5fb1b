"""What surrounds a rule's match: its subject, its time, who says it, whether it is denied, planned or doubted."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from kg.extraction.bearers import (
    bears_nothing,
    is_of_another,
    is_of_goods,
    is_of_shelves,
    joined_from,
    tells_of_others,
)
from kg.extraction.clauses import (
    after_preposition,
    as_example,
    asides,
    figure_verbs,
    governed,
    in_title,
    is_adverbial,
    listed_runs,
    of_group,
    only_tells_figures,
    other_subject_in,
    outdoes,
    severally,
    tells_of_some,
    tells_where,
)
from kg.extraction.figure_series import part_before
from kg.extraction.found import AT, SOURCE, Found
from kg.extraction.openings import leaves_subject_out
from kg.extraction.sayings import Sayings, Stance
from kg.extraction.view import ACTING, CODES, MARKS, PLACE_CODES, SentenceView
from kg.language.subjects import is_subject_position, is_transparent
from kg.language.tokens import text_of
from kg.model import Entity
from kg.vocabulary.tables import alternation, word_table

__all__ = ["Context", "Found", "Stance", "after_preposition", "other_subject_in"]

_GROWTH = re.compile(f"(?:同比|环比)?(?:增长|上升|下降|下滑|增)了?[{CODES['percent']}{CODES['times']}]")
_AT_COST = re.compile(
    rf"(?:投资|斥资|耗资|投入|出资|花费|砸下|以)(?:了)?(?:约|超过?|近|逾)?{CODES['money']}(?:的(?:价格|估值|对价))?"
)
_WITHIN = re.compile(r"在[^，。]{1,14}的$|(?:Non-?|非)?GAAP(?:口径下?)?的?$")  # 在电商APP市场的份额, GAAP收入
_BACKS = re.compile("(?:领投|跟投|参投|联合投资|共同投资)[，,；;。]?$")
_DATED = re.compile(f"{CODES['time']}[起初底末]?[，,：:]")
_LABEL = 8  # characters behind the name that heads a section: 发展历程
_NAME_ALONE = re.compile(
    rf"(?:[0-9一二三四五六七八九十]+|[（(][0-9一二三四五六七八九十]+[)）])?[.．、，)）\s]*"
    rf"[{''.join(CODES[kind] for kind in ('Organization', 'Platform', 'Program'))}][：:]?"
)
_MANNER = re.compile(r"[\u3400-\u9fff]{2,6}地$")  # 大刀阔斧地
_ACTING_TYPES = frozenset(ACTING)
_ACTS = re.compile("[" + "".join(CODES[kind] for kind in ACTING) + "]")
# Between two names of a noun phrase whose head is the latter.
_DESCRIBES = re.compile(
    r"[^了过着将已，。；：]{1,20}的[^，。；：在对与和]{0,8}?"
    r"(?:平台|应用|App|APP|品牌|公司|网站|产品|业务|服务|团队|项目|电商|软件|对手)[“「]?"
    r"|[^，。；：]{0,14}(?:对标|收购|投资|推出|打造|孵化|运营|接手|控股|看好|追赶|模仿|推崇)的"  # A要对标的B，
)
# What a clause says that only tells whose the name right before it is: Keeta，美团旗下的外卖平台，已经进入….
_BELONGS = re.compile(
    r"(?:集团|公司)?(?:旗下|自有|自营|自研|自建|控股|推出|打造|孵化)?的?[^，。；：了过着将已在与和对是\ue000-\ue01f]{0,12}"
    r"(?:平台|应用|App|APP|品牌|公司|网站|产品|业务|服务|团队|子公司|海外版|国际版|软件|工具|部门|商城)[，,）)]"
)
_OWNS = re.compile(r"(?:旗下的?|所属的|所在的|背后的)(?:[^，。的]{0,6})")
# What kind of body a name is, right before it: 外贸B2B平台阿里国际站.
_APPOSED = re.compile(
    r"(?:[^，。；\ue000-\ue01f]{0,8}的)?(?:另外?|还有)?[一同][款家个类](?:[\u3400-\u9fff]{0,4})?(?:应用|App|APP|平台|产品|公司|品牌|软件|游戏)[“\"]?\s*$"
    r"|(?:[一-龥]{2,6}|B2[BC])?(?:电商|零售|物流|支付|社交|短剧|时尚|科技|咖啡|茶饮|餐饮|汽车|手机|家电|美妆|服装|互联网|云|SaaS|本土|独角兽|B2B|B2C|外贸|外卖|快递|旅游|金融|娱乐|游戏|AI|数据|数据库|软件|开源|芯片|硬件|机器人|大模型|医疗|教育|内容|营销|招聘|出行|直播|音乐|视频|阅读|工具|安全|通信|供应链|超市|商超|会员制|折扣)"
    r"(?:平台|公司|企业|品牌|巨头|机构|厂商|应用|App|APP|集团|服务商|运营商|零售商|独角兽|龙头|网站)[“\"]?$"
)
# What kind of body a name is, behind what describes it; and how such a description opens.
_OF_SUCH = re.compile(
    r"的[^，。；的\ue000-\ue01f]{0,8}?(?:公司|平台|应用|App|APP|品牌|网站|企业|独角兽|巨头|厂商|机构|软件|集团|服务商|零售商|龙头)[“「\"]?$"
)
_BESIDE = re.compile(
    "(?:而|但)?(?:与(?!之|其|此)|和|跟|同|相比|相较|较之|对比|比起|除了|面对|不同于|区别于|有别于|超过|击败|投资|收购|采访|加入)"
)
_DESCRIBING = re.compile(
    "(?:例如|比如|像|而|同样|曾经?|刚刚?|一直)*(?:专注|主打|主营|成立|总部|来自|位于|定位|深耕|背靠|以|由|被|号称|素有)"
)
# What somebody sells on a platform is no figure of the platform: 商家在亚马逊的订单量.
_SOLD_THERE = re.compile(
    "(?:平台|商城|渠道|站)*上?的(?:月|日均?|年|总|累计|平均)?(?:订单|单量|销售|销量|成交|GMV|营业额|交易额|粉丝|店铺)"
)
_CAUSED = re.compile("^(?:这(?:一|些|个|也)?[^，。；\ue000-\ue01f]{0,8}?)?(?:使得?|让|令)")  # 这一增长使收入达到…
# A firm that studied others is not what is told of them: 凯度分析了200个品牌，….
_STUDIES = re.compile("(?:曾|还|也|共)?(?:分析|研究|调研|调查|统计|追踪|监测|访谈|访问|梳理|测算)了")
# A report of one's own before its figures: 根据A财报，…. And a clause that only sums them up: 业绩依然承压，….
_OWN_REPORT = re.compile(
    rf"(?:根据|据|按照|从|依据|查阅|翻看)(?P<whose>[{CODES['Organization']}{CODES['Platform']}])(?:集团|控股|官方)?(?:的|此前|近日|日前|最新|刚刚|发布|公布|披露|{CODES['time']})*"
    r"[^，。；\ue000-\ue01f]{0,4}(?:财报|年报|季报|中报|半年报|招股书|招股说明书|业绩报告|业绩公告|财务报告|财务数据|业绩)"
    r"(?:的|中|数据|显示|披露|来看|看|所示)*[，,：:]"
)
# A figure of one's users: 根据…，A的累计用户超N, then 日活接近M.
_OWN_USERS = re.compile(
    rf"(?:{CODES['time']}|而|但|目前|当前|如今|其中|截至)*"
    rf"(?:[{CODES['Organization']}{CODES['Platform']}](?:旗下的?|的))?"
    rf"(?P<whose>[{CODES['Organization']}{CODES['Platform']}{CODES['Program']}])(?:APP|App|app|平台|软件)?的?"
    r"[^，。；\ue000-\ue01f]{0,6}(?:用户|会员|买家|消费者|商家|卖家|订单)(?:数量|总数|总量|数|量|规模)?"
    rf"[^，。；的\ue000-\ue01f]{{0,8}}[{CODES['count']}{CODES['money']}{CODES['percent']}]"
)
_RESULTS = re.compile(
    rf"(?:但|而|且|其|该|公司|集团|其中|整体|{CODES['time']}|第?[一二三四]季度)*的?(?:财报|业绩|成绩单|经营状况|经营情况|财务状况|日子)"
    r"(?:也|都|却|则|依然|依旧|仍然|仍|持续|进一步|表现|并不|不算|相当|十分|非常|有所|大幅|明显|超|不及)*"
    r"(?:承压|亮眼|好看|好过|不错|改善|好转|下滑|稳健|向好|低迷|惨淡|超预期|超出预期|不及预期|预期|回暖|分化|稳定|强劲)[，,：:；;]"
)
# What comes next in a row, told before who it is: 位列第二的是A，….
_NEXT_IS = re.compile(
    f"(?:其中|而|位列|位居|排名|排在|居于)*(?:{CODES['rank']}|第[一二三四五]|其次|紧随其后)(?:名|位)?的?(?:则|就|便)?是[“「]?"
)
_UPON = re.compile("等[^，。；：]{0,6}(?:平台|社区|网站|渠道|应用)[上里中]")
# What somebody has on a platform: A抖音号.
_ACCOUNT = re.compile("(?:官方|平台)?(?:账?号|粉丝|直播间|旗舰店|专营店|专卖店|小店|店铺)")
# A brand that nobody knows, named by its kind: 连锁快餐品牌甲乙丙.
_BRAND = re.compile(
    "(?:连锁|餐饮|快餐|茶饮|咖啡|美妆|护肤|服装|服饰|零食|食品|火锅|家居|家电|母婴|户外|运动|鞋服|宠物|饮料|烘焙|珠宝|手机|数码|玩具|潮玩|老字号|新锐)"
    "[^，。；]{0,4}品牌(?!线上|线下|海外|国内|整体|平均|累计|总|的|在|当|今|去|双)[\u3400-\u9fff]{2,6}$"
)


@cache
def _acts_on() -> re.Pattern[str]:
    """A clause that opens with a verb goes on with the subject of the one before: 覆盖十国，…."""
    verbs = alternation(word_table("discourse")["subjects"]["openers"])
    return re.compile(rf"(?:(?:早在|于|在|自|从)?{CODES['time']}(?:年|起|以来|后)?[，,]?)?(?:{verbs})")


class Context(Sayings):
    """The surroundings of matches in one article.

    Args:
        doc: the analysed text.
        views: its sentence views, in order.
    """

    def __init__(self, doc: Doc, views: list[SentenceView]) -> None:
        super().__init__(doc)
        self.text, self.views = text_of(doc), views
        self.topics, self.headed = self._topics()
        self.listed = self._listed()

    # ------------------------------------------------------------------ subjects
    def _topics(self) -> tuple[list[Found | None], list[Entity | None]]:
        """For each sentence the subject with which its last clause that has one opens, or the one carried into it.

        Then the one thing that the heading over it names, if it does.
        """
        topics: list[Found | None] = []
        headed: list[Entity | None] = []
        current: Found | None = None
        over: Entity | None = None
        after_heading = False
        block = -1
        for number, view in enumerate(self.views):
            if view.sentence.block != block:
                heads = view.sentence.heading or self._names_section(number)
                named = self._section_of(view) if heads else None
                if heads and not (after_heading and named is None and over is not None and not self._acts_in(view)):
                    current, over = None, named  # a heading that names nobody goes on under the one right before it
                after_heading, block = heads, view.sentence.block
            for index in range(len(view.clause_starts)):
                lead = self.lead(view, index)
                if lead and not self._only_backs(view, index):
                    current = Found(lead.entities)
            topics.append(current)
            headed.append(over)
        return topics, headed

    def _listed(self) -> list[tuple[Entity, ...] | None]:
        """For each sentence of an item of a list what the text is about where the list starts."""
        blocks = self.doc._.blocks
        found: list[tuple[Entity, ...] | None] = []
        about: tuple[Entity, ...] | None = None
        inside = False
        for number, view in enumerate(self.views):
            item = bool(blocks) and blocks[view.sentence.block].kind == "item"
            if item and not inside:
                before = self.topics[number - 1] if number else None
                about = before.entities if before else None
            inside = item
            found.append(about if item else None)
        return found

    @staticmethod
    def _only_backs(view: SentenceView, clause: int) -> bool:
        """Whether a clause only tells who else put money in (A跟投): the text goes on about whoever got it."""
        return bool(_BACKS.search(view.code, *view.clause_of(view.clause_starts[clause])))

    def _names_section(self, number: int) -> bool:
        """Whether a paragraph is nothing but a name, numbered or not, and so the heading of what follows: 2. Shopee."""
        view = self.views[number]
        following = self.views[number + 1].sentence.block if number + 1 < len(self.views) else view.sentence.block
        return following != view.sentence.block and bool(_NAME_ALONE.fullmatch(view.code))

    def _acts_in(self, view: SentenceView) -> bool:
        return self.acting_in(view, 0, len(view.code))

    def _goes_on(self, number: int, start: int) -> bool:
        """Whether a paragraph goes on about what the one before was about: the section's name, or the list's."""
        view, topic = self.views[number], self.topics[number - 1]
        if topic is None or view.code.rfind("“", 0, start) > view.code.rfind("”", 0, start):
            return False
        if self.headed[number] is not None and topic.entities == (self.headed[number],):
            return True
        return self.listed[number] is not None and topic.entities == self.listed[number]

    def _section_of(self, view: SentenceView) -> Entity | None:
        """The one thing that a heading names and opens with."""
        lead = self.lead(view, 0)
        runs = listed_runs(view.code, 0, len(view.code), "".join(CODES[t] for t in ACTING))
        named = {e for run in runs for e in self._entities(view, *run, _ACTING_TYPES)}
        tail = view.code[runs[-1][1] :] if runs else ""
        alone = len(tail) <= _LABEL or tail.startswith(("：", ":", "（", "(", "—", "|", "｜", "，", " "))
        return lead.entities[0] if alone and lead and len(named) == 1 == len(lead.entities) else None

    def lead(self, view: SentenceView, clause: int) -> Found | None:
        """The subject with which a clause opens: only adverbs, times and places stand before it."""
        start = view.clause_starts[clause]
        end = view.clause_starts[clause + 1] if clause + 1 < len(view.clause_starts) else len(view.code)
        codes = "".join(CODES[t] for t in ACTING)
        runs = listed_runs(view.code, start, end, codes)
        if not runs:
            return None
        first, last = runs[0]
        if clause and first == start and len(runs) == 1 and (named := self._apposed(view, clause, last, end)):
            return named
        beside = len(runs) > 1 and runs[1][0] == last  # 美团Keeta通过…
        if beside or (len(runs) > 1 and _OWNS.fullmatch(view.code, last, runs[1][0])):  # 字节跳动旗下Melolo: the latter
            opens = is_transparent(MARKS.sub("", view.code[start:first]))
            first, last = runs[1] if opens else runs[0]
            start = first if opens else start
        closed = not view.code[runs[-1][1] : end].strip('，,；;”" ')
        if closed and len(runs) > 1 and _DESCRIBES.fullmatch(view.code, runs[0][1], runs[-1][0]):
            return Found(self._entities(view, *runs[-1], _ACTING_TYPES), *runs[-1])  # 字节主打短剧的应用Melolo，…
        if any(told.match(view.code, last) for told in (_UPON, SOURCE, _STUDIES)):  # 贝恩数据显示，…: a source, a place
            return None
        if _NEXT_IS.fullmatch(view.code, start, first) or as_example(view.code, start, first, last):
            return Found(self._entities(view, first, last, _ACTING_TYPES), first, last)
        if not is_transparent(MARKS.sub("", _APPOSED.sub("", view.code[start:first]))):
            such = _OF_SUCH.search(view.code, start, first)  # 以快时尚起家的 SHEIN …, 专注于支付的独角兽A…
            words = view.code[start : such.start() + 1 if such else first]
            described = words.endswith("的") and is_subject_position(view.code, first, last, start)
            if described and not other_subject_in(words) and not _BESIDE.match(words):
                return Found(self._entities(view, first, last, _ACTING_TYPES), first, last)
            return self._described(view, start, end, runs)
        before = first - 1 if first > start and view.code[first - 1] in PLACE_CODES else first  # 在美国纳斯达克上市
        if is_subject_position(view.code, before, last, start) or self._possessive(view.code, start, first, last):
            return Found(self._entities(view, first, last, _ACTING_TYPES), first, last)
        return None

    def _apposed(self, view: SentenceView, clause: int, last: int, end: int) -> Found | None:
        """The name right before a clause that only tells whose it is: Keeta，美团旗下的外卖平台，已经进入…."""
        if not _BELONGS.fullmatch(view.code, last, end):
            return None
        named = self.lead(view, clause - 1)
        return named if named and named.end == view.clause_starts[clause] - 1 else None

    def _described(self, view: SentenceView, start: int, end: int, runs: list[tuple[int, int]]) -> Found | None:
        """A clause that is nothing but a name with what is said of it before it: 执掌速卖通两年的蒋凡，…."""
        first, last = runs[-1]
        closed = not view.code[last:end].strip('，,；;”" ')
        before = view.code[start:first]
        if closed and (before.endswith("的") or (_OF_SUCH.search(before) and _DESCRIBING.match(before))):
            return Found(self._entities(view, first, last, _ACTING_TYPES), first, last)
        return None

    @staticmethod
    def _possessive(code: str, start: int, first: int, last: int) -> bool:
        """Whether a clause is about what the name has (速卖通的节奏…): the name is what the sentence goes on about."""
        after = code[last : last + 8]
        plain = is_subject_position(code, first, first, start)
        return plain and after.startswith("的") and not other_subject_in(after)

    @staticmethod
    def opens_clause(view: SentenceView, position: int) -> bool:
        """Whether only adverbs, times and the like stand before a position in its clause."""
        start, _ = view.clause_of(position)
        before = re.sub(r"(?:以及|和|、|与|比如|例如|如|像|及)$", "", view.code[start:position])
        return before != view.code[start:position] or is_transparent(MARKS.sub("", before))

    @staticmethod
    def _entities(view: SentenceView, first: int, last: int, types: frozenset[str]) -> tuple[Entity, ...]:
        entities = [e for n in range(first, last) for e in view.entities(n) if e.type in types]
        return tuple(dict.fromkeys(entities))

    def acting_in(self, view: SentenceView, start: int, end: int) -> bool:
        """Whether a stretch names anything that acts."""
        return bool(listed_runs(view.code, start, end, "".join(CODES[t] for t in ACTING)))

    def sentence_lead(self, number: int, position: int, types: frozenset[str]) -> Found | None:
        """The subject of a statement that runs over clauses: the nearest clause before that opens with one."""
        view = self.views[number]
        for clause in range(view.clause_index(position), -1, -1):
            lead = self.lead(view, clause)
            if lead:
                fitting = tuple(e for e in lead.entities if e.type in types)
                return Found(fitting, lead.position, lead.end) if fitting else None
        return None

    def subject(self, number: int, position: int, types: frozenset[str], reach: int = 28) -> Found | None:
        """The subject of a verb: the nearest fitting name before it in its clause, else what the clause leaves out.

        Args:
            number: number of the sentence.
            position: position of the verb in its view.
            types: types that it may have.
            reach: how many characters may stand between.
        """
        view = self.views[number]
        start, _ = view.clause_of(position)
        codes = "".join(CODES[t] for t in ACTING) + (PLACE_CODES if "Place" in types else "")
        runs = listed_runs(view.code, start, position, codes)
        for first, last in reversed(runs):
            if not is_subject_position(view.code, first, last, start) or self._aside(
                view, start, first, last, position
            ):
                continue
            between = view.code[last:position]
            if other_subject_in(_AT_COST.sub("", between)) or position - last > reach:
                return None
            entities = self._entities(view, first, last, types)
            return Found(entities, first, last) if entities else None
        if runs:
            # Only modifiers or objects of prepositions: what is left must still be free of another subject.
            rest = "".join(view.code[a:b] for a, b in self._gaps(start, position, runs))
        else:
            rest = view.code[start:position]
        return self._dropped(number, view, start, rest, types)

    @staticmethod
    def _aside(view: SentenceView, start: int, first: int, last: int, position: int) -> bool:
        """Whether a name stands in brackets, is the object of another verb, or an app store."""
        behind = view.code[last:position]
        bracketed = re.search(r"[）)]", behind) and not re.search(r"[（(]", behind)
        stores = any(e.subclass == "AppStore" for n in range(first, last) for e in view.entities(n))
        return bool(bracketed) or stores or bool(governed().search(view.code[start:first]))

    @staticmethod
    def _gaps(start: int, end: int, runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        edges = [start, *[edge for run in runs for edge in run], end]
        return list(zip(edges[::2], edges[1::2], strict=True))

    def _told_of(self, view: SentenceView, clause: int) -> Found | None:
        """Of whom further figures are told: whose report a clause names, whose users it counts."""
        start = view.clause_starts[clause]
        told = _OWN_REPORT.match(view.code, start) or _OWN_USERS.match(view.code, start)
        if not told:
            return None
        first, last = told.span("whose")
        return Found(self._entities(view, first, last, _ACTING_TYPES), first, last)

    @staticmethod
    def _passable(clause: str, figures: bool) -> bool:
        """Whether a clause names nobody whom the next may be about."""
        head = MARKS.sub("", clause.rstrip("，,；;：:"))
        told = figures and (only_tells_figures(clause) or outdoes(clause) or bool(_RESULTS.match(clause)))
        return told or bool(_acts_on().match(clause)) or is_transparent(head) or is_adverbial(clause)

    def _dropped(
        self, number: int, view: SentenceView, start: int, before: str, types: frozenset[str], figures: bool = False
    ) -> Found | None:
        """The subject that a clause leaves out: that of the clauses before it, of the sentence before, in one block.

        With `figures`, clauses that only tell further figures of the same subject may stand between.
        """
        before = _AT_COST.sub("", _MANNER.sub("", _GROWTH.sub("", asides().sub("", before))))
        if other_subject_in(before) or _BRAND.search(before):
            return None
        told = is_transparent(MARKS.sub("", before))
        if not told and not leaves_subject_out(before):
            return None
        for clause in range(view.clause_index(start) - 1, -1, -1):
            lead = self.lead(view, clause) or (self._told_of(view, clause) if figures else None)
            if lead:
                fitting = tuple(e for e in lead.entities if e.type in types)
                behind = view.code[lead.end :]
                grouped = figures and of_group(behind) and not severally(before)
                cited = figures and not told and tells_of_others(behind)
                return Found(fitting, lead.position, lead.end) if fitting and not grouped and not cited else None
            words = view.code[view.clause_starts[clause] : view.clause_starts[clause + 1]]
            passable = self._passable(words, figures)
            if tells_of_some(words) or (not passable and not leaves_subject_out(words, whole=True)):
                return None
            told = told and passable
        before_it = self.views[number - 1].sentence if number else None
        if not told or before_it is None:
            return None
        topic = self.topics[number - 1]
        if before_it.block != view.sentence.block and not before_it.heading:
            over = self.headed[number]
            if over is not None and _DATED.match(view.code):  # 2019年8月，获得融资: a chronicle of what heads it
                return Found((over,)) if over.type in types else None
            if _ACTS.search(before) or not self._goes_on(number, start):
                return None
        fitting = tuple(e for e in topic.entities if e.type in types) if topic else ()
        several = figures and len(fitting) > 1 and not severally(before)
        return Found(fitting) if fitting and not several else None

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
        plain = [run for run in runs if not self._aside(view, start, *run, position)]
        plain = [run for run in plain if not (view.code[run[0] - 1 : run[0]] in AT and view.code[run[1]] in "上里")]
        plain = [run for run in plain if not tells_where(view.code, start, *run)]
        plain = [
            run
            for run in plain
            if not (view.code[run[0] - 1 : run[0]] == "在" and _SOLD_THERE.match(view.code, run[1]))
        ]
        plain = [run for run in plain if not in_title(view.code, start, *run, position)]
        if runs and not plain:
            return None
        runs = plain
        if runs:
            first, last = runs[-1]
            beside = len(runs) > 1 and runs[-2][1] == first and _ACCOUNT.match(view.code, last)  # A抖音号粉丝
            # Choice 在速卖通的订单占比, A向B注资
            comes_from = view.code[first - 2 : first] == "来自"  # 饿了么来自淘宝闪购的订单量: the former's
            if beside or (len(runs) > 1 and (comes_from or view.code[first - 1] in "在于向对给")):
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
        before = view.code[start:position]
        before = _CAUSED.sub("", part_before(before)[0] if part else before)
        bare = figure_verbs().sub("", _WITHIN.sub("", before))
        carried = self._dropped(number, view, start, bare, types, True)
        if carried and is_of_another(before) and not is_transparent(MARKS.sub("", bare)):
            return None
        return None if carried and is_of_shelves(view, carried, start, position) else carried
