"""The words that tell who speaks: verbs of saying, reports (财报显示), 据…报道, 在…看来, and what may stand between."""

from __future__ import annotations

import re
from functools import cache

from kg.vocabulary.tables import alternation, word_table

__all__ = [
    "according",
    "anonymous",
    "as_source",
    "bare_report",
    "between_source_and_report",
    "between_speaker_and_verb",
    "continues",
    "foreseen",
    "goes_on",
    "goes_on_with_figures",
    "in_the_view_of",
    "is_source",
    "kind_of_source",
    "opens_clause",
    "own_report",
    "publishes",
    "report",
    "report_with_colon",
    "reports_in",
    "saying",
    "searched_in",
    "source_note",
    "speaks_out",
    "spoken_to",
    "titled",
    "unnamed_source",
]

_STOP = r"，。；：！？\n“”"


def _any(key: str) -> str:
    return alternation(word_table("discourse")["speech"][key])


@cache
def saying() -> re.Pattern[str]:
    """A verb of saying where it can be one; group ``noun`` marks one that needs a mark behind it."""
    direct = rf"(?:{_any('verbs')})(?!{_any('not_after_verb')})"
    marked = rf"(?P<noun>(?:{_any('noun_verbs')}))(?=了?(?:称|道|说|其|到|，|：|:|“|\"|「))"
    table = word_table("discourse")["speech"]
    before = "".join(rf"(?<!{re.escape(word)})" for word in table["not_before_verb"])
    before = rf"(?:{'|'.join(rf'(?<={word})' for word in table['before_verb_after_all'])}|{before})"  # 特别, not 别
    bluntly = r"(?:说|讲)得[\u3400-\u9fff]{1,8}(?=[：:])"  # 说得更直接：“…”
    reported = r"报告(?=了?(?:总|净|季度|全年)*(?:收入|营收|净利|净亏|亏损|利润|销售|超过|[0-9]))"  # Netflix报告收入为…
    return re.compile(rf"{before}(?:{bluntly}|{reported}|(?:{direct}|{marked})(?:了|到|过|道|称|说)?)")


@cache
def between_speaker_and_verb() -> re.Pattern[str]:
    """集团发言人, 等商家, 在内部信中, 对雷峰网, 此前曾公开: what may stand between a speaker and the verb."""
    who = rf"[》”]?(?:{_any('heads')})?(?:（[^（）\n]{{1,24}}）)?(?:等[^{_STOP}]{{0,14}})?"
    who += rf"(?:的?[^{_STOP}的]{{0,10}}?(?:{_any('spokespersons')}))?"
    when = r"(?>(?:\s*[0-9０-９一二三四五六七八九十]{1,4}\s*[年月日季号]度?|[去今前昨本]年|本季度|年?[初底末])*)"
    where = rf"(?:(?:[在于就对向针从通以至]|回应|答复|接受|发)[^{_STOP}]{{1,28}}?)?"
    adverbs = rf"(?:{_any('adverbs')}|[\u3400-\u9fff]{{2,4}}地|\s)*"
    return re.compile(rf"\s*{who}{when}{adverbs}{where}{adverbs}{when}")


@cache
def foreseen() -> re.Pattern[str]:
    """A verb of expecting with a figure right behind it, no date: 预计170亿, 估计有2亿."""
    return re.compile(
        r"(?:预计|估计|预估|测算)(?:有|约|近|超过?|达到?|将达到?|将超过?|为|是)*\s*[0-9][0-9.,]*(?!\s*[0-9.,年月季Q日])"
    )


@cache
def goes_on() -> re.Pattern[str]:
    """Between the start of a clause and its verb where the subject is that of the sentence: 并, 同时还."""
    return re.compile(rf"(?:并且?|同时|且|还|也|随后)(?:{_any('adverbs')})*")


@cache
def speaks_out() -> re.Pattern[str]:
    """A clause in which somebody takes the word, before one that opens with a verb of saying: 在微博发文，透露…."""
    return re.compile(
        r"发文|发帖|发声|发言|致辞|发布[^，。]{0,12}(?:视频|长文|公开信|内部信|全员信|公告)|接受[^，。]{0,16}采访|公开演讲|内部信|电话会"
        r"|业绩会|发布会|朋友圈|微博|论坛|峰会|大会|直播间|公开信|公告|回应"
    )


@cache
def opens_clause() -> re.Pattern[str]:
    """Verbs of saying that open a clause whose subject stands in the one before."""
    return re.compile(r"(?:表示|称|透露|强调|指出|坦言|直言|声称|宣称|披露|认为|提到|写道)")


@cache
def spoken_to() -> re.Pattern[str]:
    """Before a name that is spoken to or asked: 告诉, 对, 接受."""
    return re.compile(r"(?:告诉|对|向|在|于|发|通过|接受|回应|答复|采访|询问|针对|就|致电|给)\s*[“《\"]?$")


@cache
def report() -> re.Pattern[str]:
    """财报显示, 的报告也指出: a report with the verb that opens what it says."""
    nouns = rf"(?P<what>{_any('report_nouns')})(?>(?:数据|报告|中|上|里|）|\)|》)*)(?:也|还|则|均|都|同样|曾|就)?"
    bare = r"(?P<figure>(?<=公布的财报|发布的财报|披露的财报)(?=净|营|收|利|毛|亏))"
    return re.compile(rf"(?:{nouns}(?:{_any('report_verbs')})|{bare})(?!的)")


@cache
def report_with_colon() -> re.Pattern[str]:
    """A financial report, what is thought of it, and a colon: 财报依然承压：."""
    return re.compile(rf"(?:{_any('financial_nouns')})(?:数据)?(?!{_any('report_verbs')})[^。；：\n]{{1,20}}：(?!“)")


def reports_in(text: str) -> list[re.Match[str]]:
    """What tells of a report, in order.

    Args:
        text: the text.
    """
    patterns = (report(), publishes(), report_with_colon())
    return sorted((m for pattern in patterns for m in pattern.finditer(text)), key=lambda m: m.start())


@cache
def between_source_and_report() -> re.Pattern[str]:
    """的最新, 公布的2024财年第三季度（…）: what may stand between a source and its report."""
    return re.compile(r"[^，。；：！？\n]{0,48}")


@cache
def publishes() -> re.Pattern[str]:
    """发布第三季度财报，; 公布了新的榜单，: publishing, from which on the text tells what was published."""
    nouns = alternation(
        [
            *word_table("discourse")["speech"]["financial_nouns"],
            "榜单",
            "报告",
            "排名",
            "数据",
            "调查",
            "白皮书",
            "公告",
            "名单",
            "指数",
        ]
    )
    return re.compile(
        rf"(?:发布|公布|披露|交出|发)了?(?P<what>[^，。；！？\n]{{0,30}}?(?:{nouns}))(?:（[^）\n]{{0,20}}）)?[》”]?(?=[，。：；])(?!，宣布)"
    )


@cache
def according() -> re.Pattern[str]:
    """据…，: the opening, up to the mark that ends its clause."""
    return re.compile(
        rf"(?<![数论证占收单凭票])(?:{_any('according')})(?!{_any('not_according')})(?P<region>[^，。；！？：:\n]{{2,60}})"
    )


@cache
def is_source() -> re.Pattern[str]:
    """What follows a name that is a source: 的最新报告, 此前报道, 的说法."""
    return re.compile(rf"[^，。；：！？\n]{{0,40}}?(?:{_any('source_nouns')})")


@cache
def as_source() -> re.Pattern[str]:
    """Behind a name that is cited as it stands: X显示，, X数据，, 据X，, 来自X的数据，."""
    data = "(?:的?(?:最新|监测|统计|后台)?(?:数据|报告|统计)(?:库|平台)?)"
    piece = "(?:有|发布了?|公布了?|给出了?)一[份组项](?:最新|新)?(?:数据|报告|研究|调查|统计|榜单)(?=[，,：:])"
    return re.compile(rf"[》”]?(?:{data}?显示(?!器|屏|出|在)|{piece}|{data}(?=[，,：:])|(?P<bare>(?=[，,])))")


@cache
def kind_of_source() -> re.Pattern[str]:
    """What kind of source a name is, right before it: 应用数据平台Appfigures显示."""
    return re.compile(r"[\u3400-\u9fffA-Za-z0-9 ]{1,12}(?:平台|机构|公司|网站|媒体|工具|服务商|组织|智库|研究院)\s*$")


@cache
def searched_in() -> re.Pattern[str]:
    """Behind a name in which something was looked up: 通过X发现, 通过X查询到."""
    return re.compile(r"(?:查询|搜索|检索|查阅|平台|App|网站)*(?:发现|得知|了解到|获悉|显示|查询到|看到)[，,]?")


@cache
def source_note() -> re.Pattern[str]:
    """A note that names the source of the sentence before it: （来源：X）, （数据来源：X）, （第三方平台X）."""
    label = r"(?:(?:数据|图片|资料|信息)?来源(?:自|于)?[：:]?|(?:第三方|数据|监测|统计|调研)(?:平台|机构|公司))"
    return re.compile(rf"[（(]\s*{label}\s*(?P<region>[^（）()\n]{{2,24}})[）)]")


@cache
def titled() -> re.Pattern[str]:
    """A title before the name of a speaker, with the body whose it is: 晨星分析师."""
    person = word_table("names")["person"]
    return re.compile(
        rf"[^{_STOP}]{{0,24}}?(?:{alternation([*person['before'], *person['titles'], *person['trades']])})"
    )


@cache
def unnamed_source() -> re.Pattern[str]:
    """内部人士 behind a name: somebody of it, not itself."""
    return re.compile(
        rf"\s*(?:平台|集团|公司)?的?(?:(?!援引|引述|报道|称|告诉|对|向|从)[\u3400-\u9fff]){{0,9}}(?:{_any('unnamed_sources')})"
    )


@cache
def in_the_view_of() -> re.Pattern[str]:
    """在…看来, 正如…所说, 用…的话说; group ``paper``: 从…财报看, 在…发布的报告中."""
    view = r"在(?P<view>[^，。；！？\n]{1,24}?)(?:等人)?看来"
    word = r"(?:正如|就像|如|恰如)(?P<word>[^，。；！？\n“”]{1,24}?)(?:所?(?:说|言|述)|所(?:提到|指出))"
    word += r"的?(?:那样|一样)?(?=[，：,:])"
    tongue = r"[用以](?P<tongue>[^，。；！？\n“”]{1,16}?)的(?:话(?:来)?[说讲]|说法(?=[，,：:]))"
    papers = "报告|数据|财报|年报|季报|榜单|调查|统计|研报|白皮书|公告|业绩"
    paper = rf"从[^，。；！？\n]{{1,20}}?(?:{papers})(?:中|上|里)?(?:来)?看(?=[，,])"
    paper += r"|在[^，。；！？\n]{1,16}?(?:发布|公布|披露)的[^，。；！？\n]{0,40}?"
    paper += rf"(?:{papers})[》”]?(?:报告)?[中里](?=[，,])"
    return re.compile(rf"(?:{view}|{word}|{tongue}|(?P<paper>{paper}))")


@cache
def anonymous() -> re.Pattern[str]:
    """Somebody or something without a name as the source."""
    return re.compile(
        rf"(?:{_any('hearsay')})|(?<!社交)(?<![新自流])(?:{_any('anonymous')})[^，。；：！？\n]{{0,6}}?"
        rf"(?:{_any('verbs')}|报道|介绍|显示|传出)"
    )


@cache
def bare_report() -> re.Pattern[str]:
    """Whether words name a financial report."""
    return re.compile(rf"(?:{_any('financial_nouns')}|电话会|业绩会|财报会)")


@cache
def own_report() -> re.Pattern[str]:
    """Behind the name of who reports: whose own report is spoken of, or whose shares: 的2024年财报, 股价."""
    return re.compile(
        rf"(?:集团|公司)?(?:的|刚刚|正式|[发公]布了?|披露了?|交出了?|最新|[0-9]{{2,4}}财?年|[年第一二三四上下半全季度Q0-9\s])*"
        rf"(?:{_any('financial_nouns')}|股价|市值|股东|上市|首席财务官|CFO)"
    )


@cache
def continues() -> re.Pattern[str]:
    """How a paragraph opens that goes on with the report of the one before."""
    return re.compile(rf"\s*(?:{_any('continuing')})")


@cache
def _own_thoughts() -> re.Pattern[str]:
    """What shows that a sentence is the author's own: 我, 可以看出, a question."""
    return re.compile(rf"{_any('own_thoughts')}|[^。]*(?:看出|笔者|[？?])")


def goes_on_with_figures(words: str) -> bool:
    """Whether a sentence behind one that cites figures goes on with them: 其中，…; 同期…; 其A….

    Args:
        words: the sentence.
    """
    return not _own_thoughts().match(words)
