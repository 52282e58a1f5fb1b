"""Clauses over which the subject carries: those that only tell more of it, of when, of how, or what it was like."""

from __future__ import annotations

import re
from functools import cache

from kg.extraction.clauses import compares, is_adverbial, only_tells_figures, other_subject_in, outdoes
from kg.extraction.view import ACTING, CODES, MARKS, PLACE_CODES
from kg.language.subjects import is_transparent
from kg.vocabulary.tables import alternation, word_table

__all__ = ["acts_on", "names_nobody"]

# What was expected: 不及市场预期的N, 好于分析师预期.
_EXPECTED = re.compile(
    rf"(?:大幅|远远?|也|均|都|略微?|显著|明显|并|且|而|但|小幅|已|则)*(?:不及|低于|高于|超过?了?|好于|超出|优于|符合|达到|逊于|不如|强于)"
    rf"[^，。；{''.join(CODES[kind] for kind in ACTING)}]{{0,14}}(?:预期|预测|预估|指引)"
)
# How results were, in sum: 业绩依然承压.
_RESULTS = re.compile(
    rf"(?:但|而|且|其|该|公司|集团|其中|整体|全球|海外|{CODES['time']}|第?[一二三四]季度)*的?(?:财报|业绩|成绩单|收入|营收|利润|增长|增势|增速|销售|经营状况|经营情况|财务状况|日子)"
    r"(?:也|都|却|则|依然|依旧|仍然|仍|持续|进一步|表现|并不|不算|相当|十分|非常|有所|大幅|明显|超|不及)*"
    r"(?:承压|亮眼|好看|好过|不错|改善|好转|下滑|稳健|向好|低迷|惨淡|显著|迅猛|迅速|明显|可观|喜人|放缓|超预期|超出预期|不及预期|预期|回暖|分化|稳定|强劲)[，,：:；;]"
)
# A clause that only tells what its subject is: 是东南亚首屈一指的购物平台.
_IS_A = re.compile(
    rf"(?:也|更|还|则|便|就|曾|曾经|一度|目前|如今|现在|现|已|而)*(?:是|属于)(?!否|不是|因|由于|为了)"
    rf"[^，。；{CODES['Organization']}{CODES['Platform']}{CODES['Person']}]{{2,40}}"
    r"(?:平台|公司|企业|品牌|网站|电商|巨头|集团|应用|机构|服务商|软件|独角兽|零售商|运营商|商城|厂商|玩家|龙头|社区|工具)"
    r"(?:之一)?[，,；;]?"
)
# 2015年在新加坡成立, 其在2019年创立, …: what is told of whom the text is about.
_SET_UP_THERE = re.compile(
    rf"(?:其|公司|品牌|平台)?(?:{CODES['time']}[，,]?)?(?:(?:在|于)[{PLACE_CODES}]{{1,2}}|(?:在|于)?{CODES['time']}年?)(?:正式)?(?:成立|诞生|创立|创办|上线|起家|上市|设立|注册)"
)
# Instances of what the clause before tells, which the next one is not about: 布局其他业务，比如生鲜、数码，….
_SUCH_AS = re.compile("(?:比如|例如|譬如|诸如)(?:说)?[^，。；\ue000\ue001\ue003]{1,24}[，,]?")


@cache
def acts_on() -> re.Pattern[str]:
    """A clause that opens with a verb goes on with the subject of the one before: 覆盖十国，…."""
    verbs = alternation(word_table("discourse")["subjects"]["openers"])
    return re.compile(rf"(?:(?:早在|于|在|自|从)?{CODES['time']}(?:年|起|以来|后)?[，,]?)?(?:{verbs})")


def names_nobody(clause: str, figures: bool) -> bool:
    """Whether a clause names nobody whom the next may be about.

    Args:
        clause: its code.
        figures: whether the next tells a figure.
    """
    head = MARKS.sub("", clause.rstrip("，,；;：:"))
    told = figures and (
        only_tells_figures(clause)
        or outdoes(clause)
        or compares(clause)
        or bool(_RESULTS.match(clause) or _EXPECTED.match(clause))
    )
    told = told or bool(_IS_A.fullmatch(clause) or _SET_UP_THERE.match(clause))
    told = told or bool(_SUCH_AS.fullmatch(clause) and not other_subject_in(clause))
    return told or bool(acts_on().match(clause)) or is_transparent(head) or is_adverbial(clause)
