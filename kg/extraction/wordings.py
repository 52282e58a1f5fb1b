"""Qualifiers in words, put right: a role, a facility, a list as the text names it, without the words around it."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extraction.candidate import Candidate
from kg.extraction.figures import active_in, behind_put_first, part_named
from kg.extraction.rules import Rule
from kg.extraction.view import SentenceView

__all__ = ["LIST_NOUN", "SAME_LIST", "named_there", "put_right", "told_in"]

_COUNTED = re.compile("^第?[一二两三四五六七八九十百几多0-9]*[座个家间处所亩](?=.{2})")  # 两个分拨中心
# What says of what kind a bare facility is: 供应链总部, 新生产线工厂.
_BARE = frozenset({"仓", "店", "总部", "中心", "工厂", "基地", "团队"})
_KIND = re.compile(
    "(?:[的个座家处]|建立|设立|搭建|开设|建设|布局|拥有|设有|新建|投建)了?新?(?P<kind>[\u3400-\u9fff]{2,4})$"
)
_NO_KIND = re.compile("[的了在于个家座处和与及是有]|左右|以上|多家|其|自己|各类|一些|多地")
_WHOLE = ("全球", "独立", "综合", "欧洲", "亚洲", "非洲", "海外", "区域", "国际", "智能", "自营", "跨境")

# Words before the name of a list that are none of it.
_BEFORE_LIST = re.compile(
    "^(?:早已|早就|已经|(?<!自)已|曾经?|一度|一直|长期|常年|当时|当下|如今|目前|现在|仍然|依然|仍|也|还|更|又|而|但|并|且|则|都|均|便"
    "|以及|加上|除了|其中|尤其|作为|成为了?|成了|跻身|稳居|稳坐|位居|位列|跃居|占据|进入|登上|冲上|是(?!否)|为(?!何)|在(?!线)|从|到(?![家店手])|冲[到上]"
    "|最[惨终后近初]的?是?|原本|原来|连续[0-9一二两三四五六七八九十多]+[年个月季度周天日]+)+"
)
_BEHIND_LIST = re.compile(
    "(?:(?:已经?|也|仍|均|都)?连续[0-9一二两三四五六七八九十多]+[年个月季度周天日]+|(?<!其)[中里上]|(?<![国境业站店])内|上面|里面|的|之)+$"
)
_SUPERLATIVE = re.compile("(?<=[率量模速额数比])(?:最[高大多快低]|居首)$")  # 市占率最高: the list is that of shares
_NO_LIST = re.compile("(?:以|按|按照)?(?:排名|排序|排位|位次|名次|地位|位置|市场|其|当时|全部|所有)?")
# A list named before, by its kind alone: 该榜单.
SAME_LIST = "(?:同一|该|这一|这个|上述|此)"
LIST_NOUN = "(?:榜单|榜|排行榜|排名)"
_BARE_LIST = re.compile(f"{SAME_LIST}?{LIST_NOUN}")
_ACTED = re.compile("[了过着]")

_DESCRIBED = re.compile("^.*(?:的|新任|现任|时任|前任|担任|迎来了?|[）)])(?=.{2})")
_LINKED = re.compile("^(?:以及|及|和|与|兼|暨|、)(?=.{2})")  # 品牌及公关处总经理
_BESIDE_ROLE = re.compile("^(?:联合)?创始人(?:兼任?|、|和|及|暨)(?=.{2})")
_SECOND_ROLE = re.compile(
    "(?:兼任?|和|及|暨)(?:首席[\u3400-\u9fff]{2,3}官|联席CEO|CEO|COO|CFO|CTO|总裁|总经理|董事长|董事会主席|主席)(?![\u3400-\u9fff]?的)"
)
_RANK_OF_ROLE = re.compile("(?:联席|联合|轮值|代理|常务|名誉)$")

_NO_ROLE = frozenset({"粉丝", "用户", "账号", "会员"})

# As what somebody founds, invests or takes part, told in a match; and how that is called.
_ROLES = {
    "founded": re.compile("联合创始人|联创"),
    "investsIn": re.compile("领投|跟投|参投|追投|第[一二三四五]大股东|最大股东|单一最大股东|大股东"),
    "participatesIn": re.compile("举办|主办|承办"),
}
_SAID_SO = {"联创": "联合创始人", "举办": "举办方", "主办": "举办方", "承办": "举办方"}
_LEFT = re.compile(
    "(?:放弃|告别|退出|摒弃|抛弃|舍弃)(?:了|原有的?|传统的?|原来的?|此前的?)*(?P<model>[\ue007]|[^，。；的]{2,10}?)"
    "(?:模式|赛道|打法|(?:[一-龥]{2})?业务)?[，,](?:而|并|且|全面|转而|随后|\ue006)*$"
)
_ROUND = re.compile(
    r"(?:天使\+?轮|种子轮|Pre-?[A-H]\+?轮|(?<![A-Za-z])[A-H][1-9]?\+{0,2} ?轮(?!次)|战略(?:轮|(?=融资|投资)))"
)
_DEEDS = frozenset({"开店", "卖货", "带货", "开直播", "做直播", "店", "店铺", "网店", "小店", "直播", "电商", "生意"})
_ON_AIR = re.compile("直播|开播|复播|首播|带货")
_SELLS = re.compile("卖|倒腾")
_KEEPS_SHOP = re.compile("店")


def put_right(name: str, words: str, rule: Rule, code: str, span: tuple[int, int]) -> str:
    """The words that a rule took for a qualifier, as the text names what they tell; "" where they name nothing.

    Args:
        name: the qualifier.
        words: the words of the text.
        rule: the rule.
        code: the view in which they stand.
        span: first position of the words and the position behind their last.
    """
    before, behind = code[max(0, span[0] - 12) : span[0]], code[span[1] : span[1] + 10]
    if name == "facility":
        return _facility(words, before, behind)
    if name == "role" and rule.predicate in ("leads", "affiliatedWith", "sponsors", "partnersWith"):
        return _role(words, before, behind, rule.predicate == "leads")
    if name == "scope" and rule.metric is not None:
        return part_named(words)
    if name == "label" and rule.metric is not None:
        words = behind_put_first(words)
    if name == "label" and words.count("（") != words.count("）"):
        return words.strip("（）")
    if name == "from" and re.match("其|它|该|这|前者|后者", words):
        return ""
    if name == "list" and rule.metric == "rank":
        return _list(words, code[slice(*span)]) or ""
    return words


def told_in(
    rule: Rule, metric: str | None, view: SentenceView, match: re.Match[str], told: str, words: dict[str, str]
) -> dict[str, str]:
    """Further qualifiers that a match tells: the role of a founder, an investor or a seller, a round, what was left.

    Args:
        rule: the rule.
        metric: what its figure measures, if it reads one.
        view: the sentence.
        match: what it matched there.
        told: the same in the text's words.
        words: what it took already.
    """
    code, role = match.group(), words.get("role", "")
    listed, left = None, None
    if metric == "rank" and _BARE_LIST.fullmatch(words.get("list", "")):
        return {"list": ""}
    if metric == "fundingAmount":  # no other qualifier takes a round
        return {"label": funding} if "label" not in words and (funding := _round(told)) else {}
    if metric is not None and "list" not in words:
        listed = active_in(code) if metric == "activeUsers" else None
    elif rule.predicate == "affiliatedWith" and role in ("", *_DEEDS):
        role = _seller(code) or role
    elif rule.predicate == "adoptsModel" and "from" not in words:
        left = _left(view, match.start())
    elif not role and rule.predicate in _ROLES:
        found = _ROLES[rule.predicate].search(told)
        role = _SAID_SO.get(found.group(), found.group()) if found and _sole(rule.predicate, told) else ""
    return {key: value for key, value in (("list", listed), ("role", role), ("from", left)) if value}


def _sole(predicate: str, told: str) -> bool:
    """Whether a match tells of one role only: not 由A领投、B跟投."""
    return len(set(_ROLES[predicate].findall(told))) == 1


def _left(view: SentenceView, start: int) -> str | None:
    """The model that somebody gives up in the clause before he turns to another: 放弃自营，转向平台模式."""
    given_up = _LEFT.search(view.code, 0, start)
    if given_up is None:
        return None
    positions = range(*given_up.span("model"))
    return "".join(next((e.name for e in view.entities(n)), view.code[n]) for n in positions)


def named_there(fact: Candidate) -> Candidate:
    """The same fact, a warehouse named after its place told with it: 欧洲仓和美洲仓."""
    place = fact.object
    if place is None or dict(fact.words).get("facility") != "仓":
        return fact
    span = (n for n in range(fact.first, min(fact.last, len(fact.view.code) - 1)) if place in fact.view.entities(n))
    if not any(fact.view.code[n + 1] == "仓" for n in span):
        return fact
    return replace(fact, words=tuple((k, f"{place.name}仓" if k == "facility" else v) for k, v in fact.words))


def _list(words: str, code: str) -> str | None:
    """The list of a rank as a name: without what only leads to it; None where nothing is left that names one.

    Args:
        words: the words before the rank: 早已是日活, 制造业规模已经连续13年.
        code: the same in the view.
    """
    told = _BEFORE_LIST.sub("", words.strip("“”《》 ")).strip()
    told = _BEHIND_LIST.sub("", told) if not told.endswith("其中") else ""
    told = _SUPERLATIVE.sub("", told)
    if _ACTED.search(code) and not re.search("榜|”|」", told):  # 还收购了当时排名: somebody's deeds
        return None
    return told if len(told) > 1 and not _NO_LIST.fullmatch(told) and not re.match("除|以[^色太]", told) else None


def _facility(words: str, before: str, behind: str) -> str:
    """A facility in the text's words, whole: not 立的数据中心, 球供应链基地 nor a bare 总部.

    Args:
        words: the words that a rule took.
        before: what stands before them in the view.
        behind: what stands behind them.
    """
    told = _COUNTED.sub("", words.rpartition("的")[2] or words)
    if told == words:
        whole = next((w for w in _WHOLE if before.endswith(w[:-1]) and told.startswith(w[-1]) and len(told) > 3), "")
        told = whole[:-1] + told
    kind = _KIND.search(before) if told in _BARE else None
    if kind and not _NO_KIND.search(kind["kind"]):
        told = kind["kind"] + told
    return told + "储" if told == "仓" and behind.startswith("储") and behind[1:2] != "物" else told


def _role(words: str, before: str, behind: str, leads: bool) -> str:
    """A role in the text's words, without what describes its holder, with a second one told in one breath.

    Args:
        words: the words that a rule took: 迎来了新任首席战略官, 开店多年的商家.
        before: what stands before them in the view.
        behind: what stands behind them.
        leads: whether whoever has it leads the body.
    """
    told = _LINKED.sub("", _DESCRIBED.sub("", words).strip('“”「」"'))
    if leads:
        ranked, second = _RANK_OF_ROLE.search(before), _SECOND_ROLE.match(behind)
        return (ranked.group() if ranked and told == words else "") + told + (second.group() if second else "")
    return "" if told in _NO_ROLE else _BESIDE_ROLE.sub("", told)


def _seller(words: str) -> str | None:
    """What somebody is on a platform on which he broadcasts, sells or keeps a shop."""
    if _ON_AIR.search(words):
        return "主播"
    return "卖家" if _SELLS.search(words) else "商家" if _KEEPS_SHOP.search(words) else None


def _round(words: str) -> str | None:
    """The round of funding that a match tells of: 天使轮, A+轮; None where it tells none or several."""
    told = {re.sub(" ", "", one) for one in _ROUND.findall(words)}
    return told.pop() if len(told) == 1 else None
