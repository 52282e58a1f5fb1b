"""The subject of a statement: the name before its verb, or what its clause leaves out and the clauses before tell."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.extraction.bearers import MADE, tells_of_others
from kg.extraction.clauses import (
    asides,
    by_several,
    governed,
    listed_runs,
    of_group,
    other_subject_in,
    severally,
    tells_of_some,
)
from kg.extraction.found import Found
from kg.extraction.openings import leaves_subject_out, opening
from kg.extraction.passing import acts_on, names_nobody
from kg.extraction.topics import ACTING_TYPES, HEADS_ITEM, Topics
from kg.extraction.view import ACTING, ANY_MARK, CODES, MARKS, PLACE_CODES, SentenceView
from kg.language.subjects import is_subject_position, is_transparent

__all__ = ["Subjects"]

_GROWTH = re.compile(f"(?:同比|环比)?(?:增长|上升|下降|下滑|增)了?[{CODES['percent']}{CODES['times']}]")
# Behind a list of names, how many they are: A、B和C三家早就进入了D.
_SUMMED_UP = re.compile("^这?[两三四五六七八九十]家(?:公司|企业|平台|品牌|大厂|巨头)?")
_AT_COST = re.compile(
    rf"(?:投资|斥资|耗资|投入|出资|花费|砸下|以)(?:了)?(?:约|超过?|近|逾)?{CODES['money']}(?:的(?:价格|估值|对价))?"
)
_DATED = re.compile(f"{CODES['time']}[起初底末]?[，,：:]")
_MANNER = re.compile(r"[\u3400-\u9fff]{2,6}地$")  # 大刀阔斧地
_ACTS = re.compile("[" + "".join(CODES[kind] for kind in ACTING) + "]")
# A report of one's own before its figures: 根据A财报，…. And a clause that only sums them up: 业绩依然承压，….
_OWN_REPORT = re.compile(
    rf"(?:根据|据|按照|从|依据|查阅|翻看)(?P<whose>[{CODES['Organization']}{CODES['Platform']}])(?:集团|控股|官方)?(?:的|此前|近日|日前|最新|刚刚|发布|公布|披露|{CODES['time']})*"
    r"[^，。；\ue000-\ue01f]{0,4}(?:财报|年报|季报|中报|半年报|招股书|招股说明书|业绩报告|业绩公告|财务报告|财务数据|业绩)"
    r"(?:的|中|数据|显示|披露|来看|看|所示)*[，,：:]"
)
_OWN_RESULTS = re.compile("[^，。；]{0,14}?(?:财报|年报|季报|中报|招股书|业绩)[^，。；]{0,6}?(?:显示|披露|指出|表明)")
# A figure of one's users: 根据…，A的累计用户超N, then 日活接近M.
_OWN_USERS = re.compile(
    rf"(?:{CODES['time']}|而|但|目前|当前|如今|其中|截至)*"
    rf"(?:[{CODES['Organization']}{CODES['Platform']}](?:旗下的?|的))?"
    rf"(?P<whose>[{CODES['Organization']}{CODES['Platform']}{CODES['Program']}])(?:APP|App|app|平台|软件)?的?"
    r"[^，。；\ue000-\ue01f]{0,6}(?:用户|会员|买家|消费者|商家|卖家|订单)(?:数量|总数|总量|数|量|规模)?"
    rf"[^，。；的\ue000-\ue01f]{{0,8}}[{CODES['count']}{CODES['money']}{CODES['percent']}]"
)
# Of whose market a clause tells: 我国餐饮市场规模达到N.
_OF_A_MARKET = re.compile(
    rf"(?:[{PLACE_CODES}]|全国|全球|行业|整个市场)的?[^，。；]{{0,14}}?"
    rf"(?:市场规模|行业规模|产业规模|零售总额|网络零售额|网上零售额|零售额|餐饮收入|GDP|网民)[^，。；]{{0,8}}[{CODES['money']}{CODES['percent']}{CODES['count']}]"
)
# What happened all over a field of business: 该领域共发生36起融资事件, 全行业完成20笔并购.
_OF_A_SECTOR = re.compile(
    rf"(?:领域|赛道|行业|板块|产业|市场)[^，。；]{{0,8}}?(?:发生|完成|披露|出现|达成|诞生)了?(?:约|近|超过?|逾)?{CODES['count']}[多余]?[起笔宗]"
)
_CAUSE_FIRST = re.compile("(?:但|而|不过|正|也|且|，)*(?:因为?|由于|尽管|虽然|即便|即使|鉴于)")
# What one has acts for it: A的跨境业务将目光投向….
_OWN_PART = re.compile(
    rf"的(?:[^，。；：的、{CODES['Organization']}-{CODES['time']}]{{0,6}}?)"
    r"(?:业务|产品|服务|平台|模式|网络|版图|门店|应用|App|APP|电商|外卖|直播|小店|车型|生意|项目|战略|系统|功能|专线|航线|方案|冷[冻藏]?链|供应链|无人机|足迹|触角|快递|网约车|工具)"
    r"(?![“「《\"]|的|线|经理|商|者|团队|负责人|部|方|上|里|中|内|化|费|员|、|和|与)"
)
# What a country does that opens a clause as its ruler: 美国宣布…, 欧盟还向…征收.
_RULES = re.compile(
    rf"(?:政府|当局|方面|国会|海关)?(?:{CODES['time']}|正式|已经?|还|又|也|先后|率先|随即|再次|则|将|拟|日前|近日){{0,3}}"
    r"(?:宣布|签署|公布|发布|出台|表示|决定|颁布|通过|实施|启动|推出|提出|计划|加征|征收|取消|修订|推迟|暂停|(?:对|向|针对)[^，。；]{1,16}?(?:加征|征收|征|实施|展开|发起|启动|收取))"
)
# A pronoun for a body, and people that it may stand for instead.
_THEY = re.compile(
    "(?:于是|因此|所以|随后|后来|之后|此后|如今|目前|现在|今年|去年|同时|最终|接着|接下来|不过|但|而|并且|同年|这一年|此前"
    f"|{CODES['time']}|[，,])*(?:他们|它们)(?!的)"
)
_PEOPLE = re.compile(
    f"[{CODES['Person']}]|商家|卖家|用户|消费者|买家|品牌方|创业者|投资人|员工|团队|人们|网友|玩家|同行|粉丝|学生|年轻人"
    "|创始人|高管|供应商|工厂|企业|人士|老板|客户|商户|骑手|主播|达人|博主|品牌|公司们|厂商"
)
# A brand that nobody knows, named by its kind: 连锁快餐品牌甲乙丙.
_BRAND = re.compile(
    "(?:连锁|餐饮|快餐|茶饮|咖啡|美妆|护肤|服装|服饰|零食|食品|火锅|家居|家电|母婴|户外|运动|鞋服|宠物|饮料|烘焙|珠宝|手机|数码|玩具|潮玩|老字号|新锐)"
    "[^，。；]{0,4}品牌(?!线上|线下|海外|国内|整体|平均|累计|总|的|在|当|今|去|双)[\u3400-\u9fff]{2,6}$"
)

# Somebody whom nobody knows, named in quotation marks: 与A并称的「甲乙丙」则拿到了更多的钱.
_UNKNOWN_ACTS = re.compile(
    "的[“「][\u3400-\u9fffA-Za-z0-9]{2,10}[”」](?:则|却|也|便|就|还|已经?|正|将|在|从|于|先后|宣布|获得?|拿)"
)


# Who goes on is whom the one named first moved to act: A的扩张引发B升级….
_MOVES_ANOTHER = re.compile(f"(?:引发|促使|迫使|倒逼|逼得|逼迫|导致)[{CODES['Organization']}{CODES['Platform']}](?!的)")
# What somebody made acts, not the maker: A发起的爱心餐已覆盖….
_MADE_BY = re.compile(
    f"[^，。；的\ue000-\uf8ff]{{0,8}}{MADE}"
    "(?!同时|过程|背景|基础|时候|目的|方式|[^，。；]{0,6}(?:财报|年报|报告|公告|数据))[^，。；、\ue000-\uf8ff]{2,14}"
    "(?:已经?|也|还|就|则|将|曾|先后|正式|目前|主要)"
)
# Somebody told of before whom nobody knows: 该品牌在试运营三天内，….
_THAT_ONE = re.compile(
    "(?:而|但|目前|其中|随后)?(?:该|这家|此)(?:品牌|商家|店铺|门店|主播|账号|博主|达人|商户|工厂|餐厅)"
)
# What makes a noun phrase of a name with what stands behind it: 继A之后, 随着A的增长, 在A上.
_NOUN_PHRASE = re.compile(
    "[^，。；\ue000-\ue01f]{0,6}?的|之?后|以后|这|平台|用户|模式|业务|[，。；：、]"
    "|上(?![线架市新马涨调])|里|中(?![止断标])|内(?!测)|App|APP|官方|直播|开[店播]"
)
# How a clause opens and ends that only tells when something is done; what is done in it is told all the same.
_WHEN = re.compile("(?:但|而|不过|就|早|早就|仅|只|正)*(?:在|自从?|从|于)")
_AT_ITS_END = "后|时|之际|期间|同时|以来|不久|过程中|当[天日晚]"
_WHEN_ENDS = re.compile(f"(?:{_AT_ITS_END}|前|时候|前夕|之初)[，,。”]?$")
_SINCE = re.compile("(?:但|而|也|正是?)*(?:继|随着|伴随着|由于|鉴于|自打|面对|对于)")
# A kind of bodies told by those who stand for it: 以A、B为代表的平台, 像A这样的公司; what it does they do.
_STANDS_FOR = re.compile(
    r"(?:等[^，。；的]{0,8})?(?:为代表|为首|在内|这样|这类|之类|一类)的?[^，。；的\ue000-\ue01f]{0,10}?"
    "(?:平台|企业|公司|品牌|玩家|巨头|电商|机构|应用|大厂|厂商|服务商|零售商|运营商|App|APP)们?"
)
_AS_SUCH = re.compile("(?:以|像|包括|包含|诸如)$")
# How a clause opens or ends that only tells by what means, besides what or when somebody does what comes next.
_BY_MEANS = re.compile(
    "(?:而|但|并|也|就|早|此外|同时|最终|随后|后来|[，,])*(?:通过|凭借|借助|依靠|依托|靠着?|除了|不仅|随着|伴随着)"
)
_BY_THEN = re.compile(f"(?:{_AT_ITS_END})[，,]$")
_UNREAL = re.compile(
    "如果|若|一旦|要是|假如|只有|想要|要想|如何|怎么|怎样|即将|计划|准备|打算|拟|尝试|是否|商家|用户|消费者|[不未没]"
)
# Whom something makes act: 这让A进入了B; not what is only wanted or doubted: 为了让A进入B.
_MADE_ACT = re.compile("(?<![想要以能会可不未没法难何么图或望愿了])(?:让|使得?|令|促使)$")
# As what the subject of the next clause is told of: 作为最早做B的平台，.
_AS_WHICH = re.compile(
    f"(?:而|但|不过|同时)?作为[^，,。；]{{2,40}}的[^，,。；的{ANY_MARK}]{{0,10}}"
    "(?:平台|公司|品牌|企业|巨头|玩家|大厂|应用|App|APP|电商|机构|团队|网站|社区|之一)[，,]"
)


class Subjects(Topics):
    """The subjects of statements in one article, named or left out."""

    def sentence_lead(self, number: int, position: int, types: frozenset[str]) -> Found | None:
        """The subject of a statement that runs over clauses: the nearest clause before that opens with one."""
        view = self.views[number]
        for clause in range(view.clause_index(position), -1, -1):
            lead = self.lead(view, clause)
            if lead:
                fitting = lead.of(types)
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
        start, end = view.clause_of(position)
        start += self._numbered(view, start)
        codes = "".join(CODES[t] for t in ACTING) + (PLACE_CODES if "Place" in types else "")
        runs = listed_runs(view.code, start, position, codes)
        for first, last in reversed(runs):
            acts = is_subject_position(view.code, first, last, start) or self._own_part(view.code, start, first, last)
            stands = _AS_SUCH.search(view.code[start:first]) and _STANDS_FOR.match(view.code, last, position)
            acts = acts or bool(stands) or self._in_time_clause(view.code, start, end, first, last)
            made = self._made_act(view.code, start, first, last)
            aside = not made and self._aside(view, start, first, last, position)
            means = by_several(view.code[start:first])
            if means or not (acts or made) or aside or self._is_site(view, first, last):
                continue
            own = stands or _OWN_PART.match(view.code, last, position)
            between = view.code[own.end() if own else last : position]
            between = _SUMMED_UP.sub("", between) if last > first + 1 else between
            if other_subject_in(_AT_COST.sub("", between)) or position - last > reach or _MADE_BY.match(between):
                return None
            entities = self._entities(view, first, last, types)
            return Found(entities, first, last) if entities else None
        if runs:
            # Only modifiers or objects of prepositions: what is left must still be free of another subject.
            rest = "".join(view.code[a:b] for a, b in self._gaps(start, position, runs))
        else:
            rest = view.code[start:position]
        return self._as_which(view, start, end, types) or self._dropped(number, view, start, rest, types)

    def _as_which(self, view: SentenceView, start: int, end: int, types: frozenset[str]) -> Found | None:
        """Whom a clause describes that only says as what the next one's subject acts: 作为最早做B的平台，A…."""
        if not _AS_WHICH.fullmatch(view.code, start, end) or end >= len(view.code):
            return None
        runs = listed_runs(view.code, end, min(end + 8, len(view.code)), "".join(CODES[t] for t in ACTING))
        if not runs or runs[0][0] != end:
            return None
        return self._fitting(Found(self._entities(view, *runs[0], types), *runs[0]), types)

    @staticmethod
    def _is_site(view: SentenceView, first: int, last: int) -> bool:
        """Whether places are only those of a platform's sites: TikTok Shop马来西亚、菲律宾站点关闭了…."""
        bodies = (CODES["Organization"], CODES["Platform"])
        behind_body = view.code[first] in PLACE_CODES and view.code[first - 1 : first] in bodies
        return behind_body and view.code.startswith(("站", "市", "区"), last)

    @staticmethod
    def _own_part(code: str, start: int, first: int, last: int) -> bool:
        """Whether a clause opens with what a name has, which acts for it: 拼多多的跨境业务将目光投向…."""
        return bool(_OWN_PART.match(code, last)) and is_subject_position(code, first, first, start)

    @staticmethod
    def _in_time_clause(code: str, start: int, end: int, first: int, last: int) -> bool:
        """Whether a name acts in a clause that only tells when: 继A推出B之后, 在A推出B后; not 继A之后."""
        before = code[start:first]
        if _NOUN_PHRASE.match(code, last):
            return False
        return bool(_SINCE.fullmatch(before) or (_WHEN.fullmatch(before) and _WHEN_ENDS.search(code[last:end])))

    @staticmethod
    def _made_act(code: str, start: int, first: int, last: int) -> bool:
        """Whether something makes a name do what follows: 这让A进入了B."""
        return bool(_MADE_ACT.search(code[start:first])) and is_subject_position(code, first, last, first)

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

    def _ruler(self, view: SentenceView, clause: int) -> Found | None:
        """The country that acts in a clause, where one opens it: 美国宣布…, 向泰国征收…."""
        start, end = view.clause_of(view.clause_starts[clause])
        runs = listed_runs(view.code, start, end, PLACE_CODES)
        if not runs or _ACTS.search(view.code, start, runs[0][0]):
            return None
        first, last = runs[0]
        opens = is_transparent(MARKS.sub("", view.code[start:first])) and _RULES.match(view.code, last)
        if not opens or not is_subject_position(view.code, first, last, start):
            return None
        return Found(self._entities(view, first, last, frozenset({"Place"})), first, last)

    def _told_of(self, view: SentenceView, clause: int) -> Found | None:
        """Of whom further figures are told: whose report a clause names, whose users it counts."""
        start = view.clause_starts[clause]
        told = _OWN_REPORT.match(view.code, start) or _OWN_USERS.match(view.code, start)
        if not told:
            return None
        first, last = told.span("whose")
        return Found(self._entities(view, first, last, ACTING_TYPES), first, last)

    def _dropped(
        self, number: int, view: SentenceView, start: int, before: str, types: frozenset[str], figures: bool = False
    ) -> Found | None:
        """The subject that a clause leaves out: that of the clauses before it, of the sentence before, in one block.

        With `figures`, clauses that only tell further figures of the same subject may stand between.
        """
        before = _AT_COST.sub("", _MANNER.sub("", _GROWTH.sub("", asides().sub("", before))))
        if not figures and (they := self._they(number, view, start, before, types)):
            return they
        if other_subject_in(before) or _BRAND.search(before):
            return None
        told = is_transparent(MARKS.sub("", before)) or (not figures and "的" not in before and opening(before).is_part)
        if not told and not leaves_subject_out(before):
            return None
        if view.clause_index(start) == 0 and _CAUSE_FIRST.match(before) and (after := self._lead_behind(view)):
            return self._fitting(after, types)  # 因为持续亏损，A一直…
        if not figures and (after := self._controlling(view, start, before)):
            return self._fitting(after, types)
        for clause in range(view.clause_index(start) - 1, -1, -1):
            ruler = self._ruler(view, clause) if "Place" in types and not figures else None
            lead = ruler or self.lead(view, clause) or (self._told_of(view, clause) if figures else None)
            if lead:
                cited = figures and not told and tells_of_others(view.code[lead.end :])
                return self._going_on(view, clause, lead, before, types, figures, cited)
            words = view.code[view.clause_starts[clause] : view.clause_starts[clause + 1]]
            stranger = clause == 0 and number in self.strangers
            if clause == 0 and not stranger and self.headed[number] is not None and HEADS_ITEM.fullmatch(words):
                continue
            passable = names_nobody(words, figures)
            if (
                stranger
                or self._brings_in(words, figures)
                or (not passable and not leaves_subject_out(words, whole=True))
            ):
                return None
            told = told and passable
        return self._carried(number, view, start, before, types, figures) if told else None

    @staticmethod
    def _going_on(
        view: SentenceView, clause: int, lead: Found, before: str, types: frozenset[str], figures: bool, cited: bool
    ) -> Found | None:
        """The subject of an earlier clause, where the statement is about it and no source, group or other it moved."""
        fitting, behind = lead.of(types, figures), view.code[lead.end :]
        if _MOVES_ANOTHER.search(view.code, lead.end, view.clause_starts[clause + 1]):
            return None
        grouped = figures and of_group(behind) and not severally(before)
        others = grouped or (cited and not _OWN_RESULTS.match(behind))
        return Found(fitting, lead.position, lead.end) if fitting and not others else None

    def _carried(
        self, number: int, view: SentenceView, start: int, before: str, types: frozenset[str], figures: bool
    ) -> Found | None:
        """What the sentence before was about, where a sentence goes on about it."""
        before_it = self.views[number - 1].sentence if number else None
        if before_it is None:
            return None
        topic = self.topics[number - 1]
        if before_it.block != view.sentence.block and not before_it.heading:
            over = self.headed[number]
            named = self._names_section(number - 1) and (view.code.startswith("是") or acts_on().match(view.code))
            if over is not None and (named or _DATED.match(view.code)):  # 2019年8月，获得融资: a chronicle of its head
                return Found((over,)) if over.type in types else None
            if _ACTS.search(before) or not self._goes_on(number, start):
                return None
        fitting = topic.of(types, figures) if topic else ()
        several = figures and len(fitting) > 1 and not severally(before)
        return Found(fitting) if fitting and not several else None

    @staticmethod
    def _brings_in(clause: str, figures: bool) -> bool:
        """Whether a clause tells of some of many, of a country's market or of a name that nobody knows.

        The figures of the next belong to these.
        """
        unknown = figures and _UNKNOWN_ACTS.search(clause)
        unknown = unknown or _THAT_ONE.match(clause)
        market = figures and (_OF_A_MARKET.search(clause) or _OF_A_SECTOR.search(clause))
        return bool(tells_of_some(clause) or unknown or market)

    @staticmethod
    def _fitting(found: Found | None, types: frozenset[str]) -> Found | None:
        """What was found, without its place, where it is of the types wanted."""
        fitting = found.of(types) if found else ()
        return Found(fitting) if fitting else None

    def _lead_behind(self, view: SentenceView) -> Found | None:
        """The first subject with which a later clause of a sentence opens."""
        leads = (self.lead(view, clause) for clause in range(1, min(4, len(view.clause_starts))))
        return next((lead for lead in leads if lead), None)

    def _controlling(self, view: SentenceView, start: int, before: str) -> Found | None:
        """The subject right behind a clause that only tells by what or when: 通过收购A，B进入…; 进入A之后，B…."""
        clause = view.clause_index(start)
        _, end = view.clause_of(start)
        words = view.code[start:end]
        if clause + 1 >= len(view.clause_starts) or _UNREAL.search(words) or words[-1:] not in ("，", ","):
            return None
        if view.code.startswith(("以及", "及", "和", "并", "或", "再", "又"), end) or view.code[-1:] in ("？", "?"):
            return None  # 通过与A合作，以及推出B，C…: it goes on; 进入A后，B还有机会吗？: it only asks
        if not (_BY_MEANS.match(words) or _BY_THEN.search(words)) or _ACTS.search(before):
            return None
        lead = self.lead(view, clause + 1) if is_transparent(MARKS.sub("", view.code[:start])) else None
        named = {e for n in range(start, end) for e in view.entities(n)}  # 收购A后，A的财报…: somebody else did
        bodies = lead is not None and any(e.type != "Person" for e in lead.entities)  # 成立A时，B表示: no act of B's
        return lead if lead and bodies and named.isdisjoint(lead.entities) else None

    def _they(self, number: int, view: SentenceView, start: int, before: str, types: frozenset[str]) -> Found | None:
        """Whom 他们 stands for, in this clause or the one before: the body told of, where no people are named since."""
        earlier = [edge for edge in view.clause_starts if edge <= start][-2:]
        clauses = [*(view.code[a:b] for a, b in pairwise(earlier)), before]
        at = next((n for n, words in enumerate(clauses) if _THEY.match(words)), None)
        if at is None:
            return None
        rest = [_THEY.sub("", words) for words in clauses[at:]]
        if any(other_subject_in(words) or not leaves_subject_out(words, whole=True) for words in rest):
            return None
        first = earlier[at]
        for clause in range(view.clause_index(first) - 1, -1, -1):
            lead = self.lead(view, clause)
            if lead:
                fitting = lead.of(types)
                people = _PEOPLE.search(view.code, lead.end, first)
                return Found(fitting, lead.position, lead.end) if fitting and not people else None
        previous = self.views[number - 1] if number else None
        topic = self.topics[number - 1] if number else None
        if previous is None or topic is None or previous.sentence.block != view.sentence.block:
            return None
        if _PEOPLE.search(previous.code) or _PEOPLE.search(view.code, 0, first):
            return None
        named = {e for n in range(len(previous.code)) for e in previous.entities(n)}
        fitting = tuple(e for e in topic.of(types) if e in named)
        return Found(fitting) if fitting else None
