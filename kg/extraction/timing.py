"""When a match holds: the time of its clause, of the clauses before it, of the sentence before."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from kg.extraction.clauses import is_adverbial, is_compared, only_tells_figures
from kg.extraction.context import Context
from kg.extraction.view import CODES, MARKS, SentenceView
from kg.language import Mention, QuantityMark, TimeMark
from kg.language.occasions import occasion_time
from kg.language.subjects import is_transparent

__all__ = ["carried_time", "goes_on", "reported_time", "time_of", "told_before"]

_NOW = re.compile("如今|目前|现在|当前|眼下|现如今")
_FOR_A_WHILE = re.compile("一度|曾经?(?!用)|短暂")
_FORMER = re.compile(f"[从由]{CODES['time']}的?[{CODES['money']}{CODES['percent']}{CODES['count']}]")
_DESCRIBED = re.compile(rf"[^，。；]{{2,20}}(?<!时期|期间|阶段|时代)的[{CODES['Organization']}{CODES['Platform']}]")
_PASSED = 3  # sentences before a figure among which its period is looked for
_RESULTS_REACH = 10  # and over which the period of a report holds for further results
_RESULTS = re.compile("财报|年报|季报|业绩|营收|收入|利润|亏损")
_REACH = 2  # clauses over which the time of an earlier one holds
_YEAR = re.compile(r"\d{4}")
_PERIODS = re.compile(r"(?:FY)?\d{4}(?:-[QH]\d)?")
# 其 goes on about what the sentence before told, also of a day.
_DAYS = re.compile(r"(?:FY)?\d{4}(?:-[QH]\d|-\d{2}(?:-\d{2})?)?")
_OF_IT = re.compile("其(?![中他它实次余])")
_SEVERALLY = re.compile(f"分别[于在]?{CODES['time']}(?:、|和|与|及|以及){CODES['time']}")
# What is done one by one takes no time of another act before it: 2020年获得投资，同时也陆续成为….
_ONE_BY_ONE = re.compile("陆续|先后|相继|逐渐|逐步")
# A sentence that only goes on with what the one before told: 收购了B…, 同时推出….
_BARE_ACT = re.compile(
    "(?:并且?|同时|还|也|且|又|陆续|先后|成功|正式)*(?:进入|进军|登陆|上线|入驻|加入|开拓|拓展|采用|引入|推出|发布|设立|成立|建立|建成|开设|收购|并购|投资|入股|获得|加强|丰富|扩大|扩展|增加|完成|启动)(?!的)"
)
_TURNS_AWAY = re.compile("但|不过|然而|如今|目前|现在|当前|后来|随后|此后|之后|未来|将|计划|预计|此前|曾")
_TURNS = re.compile("但|而|直到|不过|虽然|尽管|然而|反观")
_TURNS_IN = re.compile("[，；](?:直到|但|而|不过|虽然|尽管|然而|反观|如今|目前|现在|后来|随后|此后|之后)")
# Behind these the figures of a period go on, where nobody else is named: …营收增长，但净亏损….
_TURNS_FIGURE = re.compile(f"(?:但|而|不过|然而)[^，。；]*?[{CODES['Organization']}{CODES['Platform']}]|虽然|尽管|反观")
# When somebody was founded is not when he has a figure: 成立于2013年，拥有2000人.
_HAPPENED = re.compile("成立|创立|创办|创建|诞生|问世|建站|组建|正式上线|首次上线")
# A first clause that tells how things went in a time: 今年4月国内电商普遍增长，….
_STARTS = re.compile(
    f"{CODES['time']}(?!前|后|以来|[以之][前后]|[的起])[^，。；]{{0,20}}(?:增长|增速|下降|下滑|上涨|回暖|放缓|营收|收入|GMV|销售额)"
)
# A clause that tells how others did in a time: 多数公司在今年二季度的业务都实现了增长，A的增速达到….
_WENT_UP = re.compile(f"在{CODES['time']}(?:的|里|内|期间)?[^，。；]{{0,16}}(?:增长|增速|下降|下滑|上涨|回暖|放缓)")
_OPENING_TIME = re.compile(
    f"(?:紧接着|紧随其后|其后|随后|此外|另外|[而但])?(?:截[至止]到?|早?在(?:最近)?|到了?|自|从|直到)?{CODES['time']}(?:期间|里|内|底|末)?[，,]"
)
_CITED = re.compile("(?:根据|依据|按照?)[^，。]{0,16}(?:显示|报道|披露|介绍|统计|透露)")  # 根据公开资料显示2022年，…
# A clause that only tells who says it: 根据A的数据显示，今年4月….
_CITES = re.compile(
    "(?:而|但|另|又)?(?:根据|依据|按照?|据)[^，。；]{1,30}?(?:显示|数据|报道|披露|介绍|统计|透露|了解|测算|预测)[，,：:]"
    "|[^，。；]{0,16}(?:报告|数据|统计|研报|调查)(?:显示|指出|表明|称)[，,：:]"
)
_WAS_THEN = re.compile(f"(?:是|发生)在{CODES['time']}[，,]?$")  # 上一次融资是在2022年，A获得…
_IS_ON = re.compile("(?:是|发生|出现|始)(?:在|于)$")
# What may stand before the time of a clause that sets when the next happens: 如2015年，整个4月里，.
_SUCH = re.compile(
    "^(?:[0-9]{1,2}[、.．)）]|[▲●■◆▶•·]+|[（(]?[一二三四五六七八九十]+[、)）])?(?:[而但]?[比例譬又]?如|像|整个|刚刚过去的|进入|就?在最近|就在|还是|那是"
    "|[而但并]?(?:更早|稍早|此|之)(?:之?前|一些)?的|紧接着[的在]?|随后的|随即在|到了|直到|[早远]在[^，。；]{1,14}(?:之[初前后时际]|[前后时])的|早在|显示)?"
)
# A clause that only says how high or low a figure is: 创近六个季度以来的新高.
_RECORD = re.compile("(?:也|还|并|再)?创下?了?[^，。；]{0,14}(?:新高|新低|[纪记]录)[，,]?$")
_SAYS_OF = re.compile("(?:宣称|声称|表示|透露|披露|指出|公布)其?$")  # A宣称其2024年用户超2亿，成交增长31%
_MADE = re.compile("(?:成立|创立|创办|诞生|创建|始创|上线|起源)(?:于|在)$")
_IT = re.compile("年?的")
_MADE_IT = re.compile(
    "年?(?:才|就|刚)?(?:成立|创立|创办|诞生|创建|上线|推出)的(?=[^，。；]{0,8}"
    f"[{CODES['Organization']}{CODES['Platform']}{CODES['Program']}])"
)
# Behind a time: it is that of a report's coming out.
_PUBLISHED = re.compile("[^，。；]{0,6}(?:发布|公布|披露|出炉)的[^，。；]{0,14}(?:财报|业绩|[季年]报|报告|数据|白皮书)")
_OWN_REPORT = re.compile("(?:的|年度|全年)?(?:财报|年报|季报|业绩|财务报告|成绩单)")  # 公布了2024年财报。全年营收…
_REPORTED = re.compile(
    r"的[^，。发公]{0,8}(?:数据|统计)[，,]$"
    r"|(?:财报|季报|年报|业绩|财务报告|招股书)[^，。]{0,6}(?:显示|披露|称|指出)?[，,]$"
    rf"|发布的《{CODES['time']}[^，。》]{{0,4}}(?:数据|经营|业绩)报告》(?:显示|披露|称|指出)[，,]$"
)


def _of_former(code: str, time: int) -> bool:
    """Whether a time is that of the figure before a change: 从2019年的10%升至…."""
    return bool(_FORMER.match(code, time - 1)) if time else False


def _of_name(code: str, time: int, first: int) -> bool:
    """Whether a time only tells of what describes a name: 早在2020年开始发力营销的敦煌网."""
    return bool(_DESCRIBED.match(code, time + 1, max(time + 1, first)))


def _of_making(code: str, time: int, first: int) -> bool:
    """Whether a time only tells when a name was made that stands before the match: 创立于2014年的A主打…."""
    if time >= first:
        return False
    return bool(_MADE.search(code, 0, time) and _IT.match(code, time + 1)) or bool(_MADE_IT.match(code, time + 1))


def goes_on(context: Context, number: int) -> TimeMark | None:
    """The time with which a sentence opens, where the next ones go on with a bare verb: 2019年，A扩展品类。收购了B….

    Args:
        context: the article.
        number: number of the sentence that goes on.
    """
    own = context.views[number]
    for before in range(number, max(-1, number - _PASSED), -1):
        view = context.views[before - 1] if before else None
        if view is None or view.sentence.block != own.sentence.block:
            return None
        here = context.views[before]
        if _times_told(here) or not _BARE_ACT.match(here.code) or _TURNS_AWAY.search(here.code):
            return None
        marks = _times_told(view)
        if marks:
            at, mark, value = marks[0]
            opens = is_transparent(_SUCH.sub("", MARKS.sub("", view.code[:at])))
            return mark if opens and len(marks) == 1 and ".." not in value else None
    return None


def told_before(context: Context, number: int, first: int) -> TimeMark | None:
    """The time of what a sentence tells whose only word the one before is: 真正的动作是在2024年3月13日。A要求….

    Args:
        context: the article.
        number: number of the sentence.
        first: first position of the match.
    """
    own, before = context.views[number], context.views[number - 1] if number else None
    if before is None or before.sentence.block != own.sentence.block or "。" in own.code[:first]:
        return None
    if any(isinstance(m, TimeMark) for m in own.marks.values()):
        return None
    marks = _times_told(before)
    ends = marks and _IS_ON.search(before.code, 0, marks[-1][0]) and len(before.code) - marks[-1][0] <= 3
    return marks[-1][1] if ends else None


def _is_of_report(view: SentenceView, time: int) -> bool:
    """Whether a month or day is when a report came out: 2024年9月发布的业绩显示，收入增长…."""
    mark = view.marks.get(time)
    value = mark.value.value if isinstance(mark, TimeMark) and mark.value else ""
    return bool(re.fullmatch(r"\d{4}-\d{2}(?:-\d{2})?", value) and _PUBLISHED.match(view.code, time + 1))


def _in_brackets(code: str, time: int, last: int) -> bool:
    """Whether a time stands in brackets behind a match: M用户（到2024年为N）."""
    opened = max(code.rfind(mark, 0, time) for mark in "（(")
    closed = max(code.rfind(mark, 0, time) for mark in "）)")
    return opened > closed and last <= opened and "，" not in code[opened:time]


def _times_told(view: SentenceView) -> list[tuple[int, TimeMark, str]]:
    """The times of a sentence that are known: where each stands, its mark and its value."""
    marks = sorted(view.marks.items())
    return [(n, m, m.value.value) for n, m in marks if isinstance(m, TimeMark) and m.value]


def _tells_figures(view: SentenceView) -> bool:
    return any(isinstance(m, QuantityMark) for m in view.marks.values())


def carried_time(context: Context, number: int, first: int) -> TimeMark | None:
    """The period that the sentences before gave to their figures, in the same block; none for what holds now (如今).

    It passes over sentences that tell further figures and no time: 第四季度，营收…. A业务收入…. B业务收入….

    Args:
        context: the article.
        number: number of the sentence.
        first: first position of the match.
    """
    own = context.views[number]
    if _NOW.search(own.code, *own.clause_of(first)) or _FOR_A_WHILE.search(own.code, *own.clause_of(first)):
        return None
    if any(isinstance(own.marks.get(n), TimeMark) and not is_compared(own, n) for n in range(first)):
        return None  # the sentence tells a time of its own
    periods_of = _DAYS if _OF_IT.match(context.text, own.starts[0]) else _PERIODS
    for before in range(number - 1, max(-1, number - 1 - _PASSED), -1):
        view = context.views[before]
        if view.sentence.block != own.sentence.block:
            return None
        marks, told = _times_told(view), _tells_figures(view)
        periods = [(n, m) for n, m, value in marks if periods_of.fullmatch(value) and not is_compared(view, n)]
        whole = [(n, m) for n, m in periods if not view.code.startswith("其中", view.clause_of(n)[0])]
        periods = whole or periods  # 2024年营收M，其中第四季度N。利润…: of the year
        if marks or not told or _NOW.search(view.code):
            told = told or bool(periods and _OWN_REPORT.match(view.code, periods[-1][0] + 1))
            return periods[-1][1] if periods and (told or periods[-1][0] == 0) else None
    return None


def reported_time(context: Context, number: int, first: int) -> TimeMark | None:
    """The period of the results that an article goes through: the last that a sentence before tells as a report's.

    Args:
        context: the article.
        number: number of the sentence.
        first: first position of the match.
    """
    own = context.views[number]
    if _NOW.search(own.code, *own.clause_of(first)) or any(isinstance(m, TimeMark) for m in own.marks.values()):
        return None
    for before in range(number - 1, max(-1, number - 1 - _RESULTS_REACH), -1):
        view = context.views[before]
        if marks := _times_told(view):
            _, last, value = marks[-1]
            results = _tells_figures(view) and _RESULTS.search(view.code)
            return last if results and _PERIODS.fullmatch(value) else None
    return None


def _holds_behind(view: SentenceView, found: list[int], low: int, high: int, figure: bool) -> bool:
    """Whether the times of a clause hold for the clauses behind it: 2024年财报显示，…; 在2024年，…."""
    opening = MARKS.sub("", view.code[low : found[0]].rpartition("——")[2])  # …能力——截至2024年底，…
    opening = _SUCH.sub("", opening)
    reported = _REPORTED.search(view.code, found[-1], high) or _CITED.fullmatch(opening)
    reported = reported or _WAS_THEN.search(view.code[low:high])
    told = figure and (only_tells_figures(view.code[low:high]) or _SAYS_OF.search(opening))
    told = told or (figure and _WENT_UP.search(view.code, low, high))
    return bool(reported or told or is_transparent(opening) or is_adverbial(view.code[low:high]))


def _opens_with_time(view: SentenceView, first: int, start: int, figure: bool) -> int:
    """Where the time stands that opens a sentence and holds at a match, whose clause starts at `start`; else -1."""
    if not figure and _TURNS_IN.search(view.code, 0, first):
        return -1
    cited = _CITES.match(view.code)
    opening = cited.end() if cited and cited.end() < first else 0
    if not _OPENING_TIME.match(view.code, opening) and not (figure and _STARTS.match(view.code, opening)):
        return -1
    if view.code.startswith("早", opening):
        return -1  # 早在2015年，A推出B，经过多年的发展，已实现N: what it has come to since
    opening = view.code.index(CODES["time"], opening)
    times = [n for n in range(start) if n != opening and isinstance(view.marks.get(n), TimeMark)]
    told = any(not is_compared(view, n) for n in times)
    return -1 if told else opening


def _occasion_since(context: Context, view: SentenceView, mark: TimeMark, last: int) -> TimeMark | None:
    """The yearly occasion of a clause behind that of another time: 今年1月，A入驻B，在38大促期间…."""
    known = _YEAR.match(mark.value.value) if mark.value else None
    if known is None:
        return None

    def clause(offset: int) -> int:
        return view.clause_index(bisect_right(view.starts, offset) - 1)

    own = clause(view.ends[last - 1] - 1)
    told = [one for one in context.occasions if mark.end < one.start and one.end <= view.ends[last - 1]]
    told = [one for one in told if clause(mark.start) < clause(one.start) and own - clause(one.start) <= _REACH]
    if not told:
        return None
    words = context.text[told[-1].start : told[-1].end]
    return replace(told[-1], value=occasion_time(words, context.published, int(known.group())))


def _occasion(context: Context, view: SentenceView, mark: TimeMark | None, start: int, last: int) -> TimeMark | None:
    """The yearly occasion at which something is told to happen: 双12期间, 去年圣诞节当天, 2024年…在双11期间."""
    year = mark.value.value if mark and mark.value else ""
    if mark and not _YEAR.fullmatch(year):
        return _occasion_since(context, view, mark, last)
    clause, opening = view.starts[start], view.starts[0]
    told = [one for one in context.occasions if opening <= one.start and one.end <= view.ends[last - 1]]
    told = [one for one in told if not _DESCRIBED.match(view.code, view.position_of(one.end))]  # 五一前夕加入的A
    if mark:
        told = [one for one in told if one.start <= mark.start < one.end or (mark.start < one.start >= clause)]
        if told and (mark.start < told[-1].start or mark.end < told[-1].end):  # 2024年…在双11期间, 同年双12
            words = context.text[told[-1].start : told[-1].end]
            return replace(told[-1], value=occasion_time(words, context.published, int(year)))
    told = [one for one in told if one.start >= clause or one.start == opening]
    return told[-1] if told else None


def _time_at(context: Context, view: SentenceView, position: int, figure: bool) -> TimeMark | None:
    """The time at a position, also one with which the name of a gathering begins: 三季度财报电话会.

    A call on a quarter's results tells of what period its figures are, not when it was held.
    """
    mark = view.marks.get(position)
    if isinstance(mark, Mention) and mark.entity.type == "Event":
        named = context.named_times.get(mark.start)
        if named is None or named.value is None or not (figure or _YEAR.fullmatch(named.value.value)):
            return None
        yearly = occasion_time(context.text[mark.start : mark.end], context.published)  # 2024年618购物节: in June
        return replace(named, value=yearly) if yearly else named
    return mark if isinstance(mark, TimeMark) else None


def _is_aside(view: SentenceView, time: int, first: int, last: int, figure: bool) -> bool:
    """Whether a time in the clause of a match is that of something else."""
    if is_compared(view, time) or _of_making(view.code, time, first) or _in_brackets(view.code, time, last):
        return True
    return figure and (_of_name(view.code, time, first) or _of_former(view.code, time) or _is_of_report(view, time))


def _is_of_its_own(view: SentenceView, found: list[int], low: int, figure: bool, own: tuple[int, int]) -> bool:
    """Whether the times of an earlier clause are only its own and not those of what later words tell."""
    _, high = view.clause_of(low)
    if figure and _HAPPENED.search(view.code, low, high):
        return True
    if len(found) > 1 and "分别" in view.code[low : found[-1]]:  # 分别于2016年和2020年…，同时也…
        return True
    near = own[0] == high or view.code.startswith(("到", "截"), low)  # 今年以来，A陆续推出…
    bare = near and is_transparent(MARKS.sub("", view.code[low:high]))
    if _ONE_BY_ONE.search(view.code, *own) and not bare and not is_adverbial(view.code[low:high]):
        return True
    return not _holds_behind(view, found, low, high, figure)


def _times_behind(
    context: Context, view: SentenceView, clause: tuple[int, int], figure: bool, own: tuple[int, int]
) -> list[int] | None:
    """The times of an earlier clause that hold at a match behind it; None where nothing before it holds either."""
    found = [n for n in range(*clause) if _time_at(context, view, n, figure) and not is_compared(view, n)]
    if figure and any(_is_of_report(view, n) for n in found):
        return None
    found = [n for n in found if not (figure and _of_former(view.code, n))]
    if found:
        return None if _is_of_its_own(view, found, clause[0], figure, own) else found
    # 2022年以来，股价走低，目前仍在M以下，市值只剩N
    return None if figure and _NOW.search(view.code, *clause) else []


def time_of(context: Context, view: SentenceView, first: int, last: int, figure: bool = False) -> TimeMark | None:
    """The time of a match: in its clause, rather before than behind it; else that of an earlier clause.

    Failing these it is the time with which the sentence opens, where nothing between tells another or turns from it.

    Args:
        context: the article.
        view: the sentence.
        first: first position of the match.
        last: position behind it.
        figure: whether it is a figure.
    """
    start, end = view.clause_of(first)
    inside = [n for n in range(start, max(end, last)) if _time_at(context, view, n, figure)]
    inside = [n for n in inside if not _is_aside(view, n, first, last, figure)]
    if not figure and _SEVERALLY.search(view.code, start, last):
        return None
    before = [n for n in inside if n < last]
    chosen = before[-1] if before else inside[0] if inside else None
    clause = view.clause_index(first)
    lasts = not (figure and _NOW.search(view.code, start, max(end, last)))
    reach = _REACH if lasts else 0
    while chosen is None and clause > 0 and reach > 0:
        turns = _TURNS_FIGURE if figure else _TURNS
        if turns.match(view.code, view.clause_starts[clause]):
            if figure:
                break  # 2024年，A增长，但B下降5%: what opens the sentence still holds
            return None
        clause, reach = clause - 1, reach - 1
        low, high = view.clause_starts[clause], view.clause_starts[clause + 1]
        found = _times_behind(context, view, (low, high), figure, (start, last))
        if found is None:
            return None
        if found:
            chosen = found[-1]
        elif figure and (only_tells_figures(view.code[low:high]) or _RECORD.match(view.code[low:high])):
            reach += 1
    if chosen is None and lasts and (opening := _opens_with_time(view, first, start, figure)) >= 0:
        chosen = opening
    known = _time_at(context, view, chosen, figure) if chosen is not None else None
    occasion = _occasion(context, view, known, start, last) if lasts else None
    undated = context.published is None  # then the words are all that is known
    return occasion or (known if known and (known.value is not None or undated) else None)
