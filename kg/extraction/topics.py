"""What a text is about from sentence to sentence: the names with which clauses open, headings and lists."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.extraction.clauses import as_example, compares, listed_runs, other_subject_in
from kg.extraction.found import SOURCE, Found
from kg.extraction.sayings import Sayings
from kg.extraction.slots import BODY_CODES
from kg.extraction.view import ACTING, ANY_MARK, CODES, MARKS, PLACE_CODES, SentenceView, unbracketed
from kg.language.subjects import is_subject_position, is_transparent
from kg.language.tokens import text_of
from kg.model import Entity

__all__ = ["ACTING_TYPES", "HEADS_ITEM", "Topics"]

_BACKS = re.compile("(?:领投|跟投|参投|联合投资|共同投资)[，,；;。]?$")
_LABEL = 8  # characters behind the name that heads a section: 发展历程
_NUMBER = re.compile(r"(?:[0-9一二三四五六七八九十]{1,3}[.．、)）]|[（(][0-9一二三四五六七八九十]{1,3}[)）])\s*")
_NAME_ALONE = re.compile(
    r"(?:[0-9一二三四五六七八九十]+|[（(][0-9一二三四五六七八九十]+[)）])?[.．、，)）\s]*"
    rf"[{''.join(CODES[kind] for kind in ('Organization', 'Platform', 'Program'))}][：:]?"
)
ACTING_TYPES = frozenset(ACTING)
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
_OWNS = re.compile(
    r"(?:旗下的?|所属的|所在的|背后的|的?(?:母公司|控股股东))(?:[^，。的]{0,6})|旗下[^，。；：了过的]{2,16}的[^，。的]{0,6}"
)
# A part of what a name has, right before its own name: 美团香港业务Keeta.
_PART_NAMED = re.compile(f"[{PLACE_CODES}]?的?[\u3400-\u9fff]{{0,4}}?(?:业务|子公司)[“「]?")
# What is revealed at the end of a clause: 它就是国内最大的二手平台——A，….
_REVEALED = re.compile("(?:就|便|正)?是[^，。；]{0,30}——[“「]?")
# A body, the office that somebody has there; and what he does that speaks for it: 阿里巴巴副总裁蒋凡宣布….
_OFFICE = re.compile(
    rf"(?P<before>[^{ANY_MARK}]{{0,6}}?(?:{CODES['time']}[，,]?[^{ANY_MARK}，,]{{0,4}}?)?)(?:前任?|原|时任|现任|曾任)?"
    rf"(?P<body>[{CODES['Organization']}{CODES['Platform']}])(?:集团|公司|的)?[^，。；：的了在由与和对向给把将被是称说{ANY_MARK}]{{0,14}}?"
    r"(?:总裁|CEO|ceo|COO|CFO|CTO|CMO|首席\w{1,5}官|董事长|主席|创始人|联创|负责人|总经理|经理|总监|主管|员工|高管|合伙人|主任|成员|掌门人|一号位|话事人|二号位|操盘手|副总)[“「@]?"
)
_SAYS = re.compile(
    r"(?:[^，。；]{0,10}?)(?:宣布|表示|透露|披露|称|说|指出|认为|介绍|强调|提到|回应|坦言|解释|补充|预计|公布|发文|告诉|谈到|发布)"
)
# What kind of body a name is, right before it: 外贸B2B平台阿里国际站.
_APPOSED = re.compile(
    r"(?:[^，。；\ue000-\ue01f]{0,8}的)?(?:另外?|还有)?[一同][款家个类](?:[\u3400-\u9fff]{0,4})?(?:应用|App|APP|平台|产品|公司|品牌|软件|游戏)[“\"]?\s*$"
    r"|(?:另一[大家个]|又一[大家个])?(?:[一-龥]{2,6}|B2[BC])?(?:广告|搜索|流媒体|支付卡|电商|零售|物流|支付|社交|短剧|时尚|科技|咖啡|茶饮|餐饮|汽车|手机|家电|美妆|服装|互联网|云|SaaS|本土|独角兽|B2B|B2C|外贸|外卖|快递|旅游|金融|娱乐|游戏|AI|数据|数据库|软件|开源|芯片|硬件|机器人|大模型|医疗|教育|内容|营销|招聘|出行|直播|音乐|视频|阅读|工具|安全|通信|供应链|超市|商超|会员制|折扣)"
    r"(?:平台|公司|企业|品牌|巨头|机构|厂商|应用|App|APP|集团|服务商|运营商|零售商|独角兽|龙头|网站)[“\"]?$"
    r"|[一-龥]{0,4}(?:后起之秀|老大哥|龙头老大|后来者|新贵|霸主|新秀|一哥|黑马|老大|领头羊|鼻祖|老牌巨头|新玩家|搅局者)[“\"]?$"
)
# What kind of body a name is, behind what describes it; and how such a description opens.
_OF_SUCH = re.compile(
    r"的[^，。；的\ue000-\ue004\ue009-\ue01f]{0,8}?(?:电商|玩家|黑马|公司|平台|应用|App|APP|品牌|网站|企业|独角兽|巨头|厂商|机构|软件|集团|服务商|零售商|龙头)[“「\"]?$"
)
_BESIDE = re.compile(
    "(?:而|但)?(?:与(?!之|其|此)|和|跟|同|相比|相较|较之|对比|比起|除了|面对|不同于|区别于|有别于|超过|击败|投资|收购|采访|加入)"
)
_DESCRIBING = re.compile(
    f"(?:例如|比如|像|而|同样|曾经?|刚刚?|一直|[{CODES['time']}，]|成立|初|底)*(?:经营|从事|提供|主攻|号称|同为|聚焦|深耕|坐拥|服务|专注|主打|主营|成立|总部|来自|位于|定位|深耕|背靠|以|由|被|号称|素有)"
)
# A firm that studied others is not what is told of them: 凯度分析了200个品牌，….
_STUDIES = re.compile("(?:曾|还|也|共)?(?:分析|研究|调研|调查|统计|追踪|监测|访谈|访问|梳理|测算)了")
# Whoever has an account there is told of, by a name that nobody knows: 抖音账号“某某旗舰店”涨粉超300万.
_ACCOUNT = re.compile("(?:平台)?(?:上的?|的)?[^，。；“「《]{0,6}(?:账号|主播|博主|达人|商家|店铺|旗舰店|直播间)[“「《]")
# Whose list it is, is not on it: 胡润百富榜，某人以1000亿元位列第20名.
_LIST_OF = re.compile("[^，。；的在]{0,6}(?:榜单?|排行榜)(?:单)?(?:上|中|里|显示)?[，,]")
# What comes next in a row, told before who it is: 位列第二的是A，….
_NEXT_IS = re.compile(
    f"(?:其中|而|位列|位居|排名|排在|居于)*(?:{CODES['rank']}|第[一二三四五]|其次|紧随其后)(?:名|位)?的?(?:则|就|便)?是[“「]?"
)
_THEY = re.compile("[他她它]们(?!都|所|最|很)")
# Whose it is stands before: 旗下支付业务A.
_ITS_OWN = re.compile(
    r"(?:公司|集团|其)?旗下的?(?:[\u3400-\u9fffA-Za-z]{0,8}(?:业务|平台|品牌|公司|应用|部门|板块|产品|服务|网站|软件|APP|App))?$"
)
_INCLUDING = re.compile("(?:而|且|但|其中|[\ue006，])*(?:包括|包含|含)[^，。；]{1,30}在内的")
# A brand that nobody knows, as an example of what the text goes on about: 比如正餐品牌甲乙，….
_UNKNOWN_BRAND = re.compile(
    "(?:比如|例如|譬如|以)[^，。；\ue000-\ue01f]{0,16}(?:品牌|企业|公司|平台|独角兽)[“「]?[\u3400-\u9fff]{2,5}[”」]?(?:[，,]|为例)"
)
_EXAMPLE = re.compile("(?:例|比|又|再)如")  # 例如A已经进入…: A is no object of 如, but 例如A、B… tells of others
_PRODUCT = re.compile("(?<=^的)产品(?=[月日]活|用户|下载|销[量售]|收入|营收)")  # A的产品月活: A's
# Nouns of quantities that hold one of those who act: A的市场份额稳定在…, 日均订单超….
_MEASURED = re.compile(
    "市场(?:份额|占有率|占比|渗透率|地位)"
    "|(?:用户|商家|卖家|买家|消费者|员工|店铺|商品|产品)(?:总?数量?|规模|总量|体量|人数|基数|基础|增长|留存|渗透)"
)
_UPON = re.compile("等[^，。；：]{0,6}(?:平台|社区|网站|渠道|应用)[上里中]")
HEADS_ITEM = re.compile(rf"[^，。；{ANY_MARK}]{{2,8}}[：:]")  # 区域限制：支持45个国家
# What is told of a body alone, right behind the head of an item: * 甲乙科技：总部位于杭州.
_OF_A_BODY = re.compile(f"(?:公司|集团)?(?:全球)?(?:总部|(?:{CODES['time']}|成立|创立|创办|始创)[于在])")


class Topics(Sayings):
    """The subjects with which the clauses of one article open.

    Args:
        doc: the analysed text.
        views: its sentence views, in order.
    """

    def __init__(self, doc: Doc, views: list[SentenceView]) -> None:
        super().__init__(doc)
        self.text, self.views = text_of(doc), views
        self.strangers = self._strangers()
        self.topics, self.headed = self._topics()
        self.listed = self._listed()

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
            if number in self.strangers:
                current = None
            for index in range(len(view.clause_starts)):
                lead = self.lead(view, index)
                if lead is None and _UNKNOWN_BRAND.search(view.code, *view.clause_of(view.clause_starts[index])):
                    current = None
                if lead and not self.only_backs(view, index):
                    current = Found(lead.entities, beside=lead.beside)
            topics.append(current)
            headed.append(over)
        return topics, headed

    def _listed(self) -> list[tuple[Entity, ...] | None]:
        """For each sentence of an item of a list what the text is about where the list starts."""
        found: list[tuple[Entity, ...] | None] = []
        about: tuple[Entity, ...] | None = None
        inside = False
        for number, view in enumerate(self.views):
            item = self._is_item(view)
            if item and not inside:
                before = self.topics[number - 1] if number else None
                about = before.entities if before else None
            inside = item
            found.append(about if item else None)
        return found

    def _strangers(self) -> frozenset[int]:
        """The sentences that open an item with a name that nobody knows: the list goes from one body to the next."""
        opening: list[int] = []
        found: set[int] = set()
        for number, view in enumerate([*self.views, None]):
            if view is not None and self._is_item(view):
                if not number or self.views[number - 1].sentence.block != view.sentence.block:
                    opening.append(number)
                continue
            heads = [(n, self.views[n].code, self.views[n].clause_of(0)[1]) for n in opening]
            if any(_NAME_ALONE.fullmatch(code, 0, end) or _OF_A_BODY.match(code, end) for _, code, end in heads):
                found.update(n for n, code, end in heads if HEADS_ITEM.fullmatch(code, 0, end))
            opening = []
        return frozenset(found)

    def _is_item(self, view: SentenceView) -> bool:
        blocks = self.doc._.blocks
        return bool(blocks) and blocks[view.sentence.block].kind == "item"

    @staticmethod
    def only_backs(view: SentenceView, clause: int) -> bool:
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
        named = {e for run in runs for e in self._entities(view, *run, ACTING_TYPES)}
        tail = view.code[runs[-1][1] :] if runs else ""
        alone = len(tail) <= _LABEL or tail.startswith(("：", ":", "（", "(", "—", "|", "｜", "，", " "))
        return lead.entities[0] if alone and lead and len(named) == 1 == len(lead.entities) else None

    def lead(self, view: SentenceView, clause: int) -> Found | None:
        """The subject with which a clause opens: only adverbs, times and places stand before it."""
        start = view.clause_starts[clause]
        end = view.clause_starts[clause + 1] if clause + 1 < len(view.clause_starts) else len(view.code)
        including = _INCLUDING.match(view.code, start, end)
        start = including.end() if including else start + self._numbered(view, start)  # 包括A、B在内的C: C
        runs = listed_runs(view.code, start, end, "".join(CODES[t] for t in ACTING))
        if not runs or compares(view.code[start:end]):
            return None
        first, last = runs[0]
        if clause and first == start and len(runs) == 1 and (named := self._apposed(view, clause, last, end)):
            return named
        start, first, last = self._owned(view, start, runs)
        if officer := self._officer(view, start, runs, end):
            return officer
        closed = not view.code[runs[-1][1] : end].strip('，,；;”" ')
        tells = (_DESCRIBES, _REVEALED)
        if closed and len(runs) > 1 and any(told.fullmatch(view.code, runs[0][1], runs[-1][0]) for told in tells):
            return Found(self._entities(view, *runs[-1], ACTING_TYPES), *runs[-1])  # 字节主打短剧的应用Melolo，…
        # 贝恩数据显示，…: a source, a place
        if any(told.match(view.code, last) for told in (_UPON, SOURCE, _STUDIES, _ACCOUNT, _LIST_OF)):
            return None
        if _NEXT_IS.fullmatch(view.code, start, first) or as_example(view.code, start, first, last):
            return Found(self._entities(view, first, last, ACTING_TYPES), first, last)
        if not is_transparent(MARKS.sub("", _ITS_OWN.sub("", _APPOSED.sub("", view.code[start:first])))):
            such = _OF_SUCH.search(view.code, start, first)  # 以快时尚起家的 SHEIN …, 专注于支付的独角兽A…
            words = view.code[start : such.start() + 1 if such else first]
            described = words.endswith("的") and is_subject_position(view.code, first, last, start)
            if described and not other_subject_in(words) and not _BESIDE.match(words):
                return Found(self._entities(view, first, last, ACTING_TYPES), first, last)
            return self._described(view, start, end, runs)
        before = first - 1 if first > start and view.code[first - 1] in PLACE_CODES else first  # 在美国纳斯达克上市
        start = first if last - first == 1 and _EXAMPLE.fullmatch(view.code, start, first) else start
        if is_subject_position(view.code, before, last, start) or self._possessive(view.code, start, first, last):
            return Found(self._entities(view, first, last, ACTING_TYPES), first, last)
        return None

    @staticmethod
    def _numbered(view: SentenceView, start: int) -> int:
        """How long the number is with which a sentence opens: 一、A上线B."""
        number = _NUMBER.match(view.code) if start == 0 else None
        return number.end() if number else 0

    @staticmethod
    def _owned(view: SentenceView, start: int, runs: list[tuple[int, int]]) -> tuple[int, int, int]:
        """Where a clause and its first name start, and that ends: behind the name of whoever owns it."""
        first, last = runs[0]
        if len(runs) < 2 or not is_transparent(MARKS.sub("", view.code[start:first])):
            return start, first, last
        beside = runs[1][0] == last  # 美团Keeta通过…
        # 字节跳动旗下Melolo, 腾讯的微信支付，…: the latter
        owns = beside or any(told.fullmatch(view.code, last, runs[1][0]) for told in (_OWNS, _PART_NAMED))
        unit = view.code[last : runs[1][0]] == "的" and view.code[runs[1][0]] in BODY_CODES
        owns = owns or (unit and view.code.startswith(("，", ","), runs[1][1]))
        return (runs[1][0], *runs[1]) if owns else (start, first, last)

    def _officer(self, view: SentenceView, start: int, runs: list[tuple[int, int]], end: int) -> Found | None:
        """Whoever is named with his office: 阿里巴巴副总裁蒋凡去年加入…; what he says is of the body."""
        after = next(((a, b) for a, b in runs[1:] if view.code[a] == CODES["Person"]), None)
        if after is None or after[1] - after[0] > 1 or after[1] >= end:
            return None
        told = _OFFICE.fullmatch(view.code, start, after[0])
        if not told or not is_transparent(MARKS.sub("", told["before"])):
            return None
        if not is_subject_position(view.code, *after, start) or view.code.startswith("的", after[1]):
            return None
        bodies = self._entities(view, *told.span("body"), ACTING_TYPES)
        person = self._entities(view, *after, ACTING_TYPES)
        says = _SAYS.match(view.code, after[1], end)
        return Found(bodies, *after, beside=person) if says else Found(person, *after, beside=bodies)

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
        if _THEY.search(before):  # 当竞品扎堆时，他们布局年轻人聚集的A平台: theirs
            return None
        if closed and (before.endswith("的") or (_OF_SUCH.search(before) and _DESCRIBING.match(before))):
            return Found(self._entities(view, first, last, ACTING_TYPES), first, last)
        return None

    @staticmethod
    def _possessive(code: str, start: int, first: int, last: int) -> bool:
        """Whether a clause is about what the name has (速卖通的节奏…): the name is what the sentence goes on about."""
        told = unbracketed(code[last : last + 24])[:8]  # A的GMV（商品交易总额）…
        after = _MEASURED.sub("", _PRODUCT.sub("", told))
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
