"""How a text holds what it says: asserted, denied, planned or doubted, and in whose words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extraction.view import CODES, MARKS, PLACE_CODES, SentenceView
from kg.language import SpeechMark, StanceMark
from kg.model import Entity

__all__ = ["Sayings", "Stance"]

# Times, places, events, figures and with or for whom between a word of planning and what is planned.
_BESIDE = re.compile(
    f"[{CODES['time']}{CODES['Event']}{PLACE_CODES}{CODES['money']}-{CODES['tonnes']}]"
    f"|(?:与|和|跟|同|联合|携手|联手|向|为|通过|借助|凭借|以|用)[{CODES['Organization']}{CODES['Platform']}{CODES['Program']}]"
)
_TURN = re.compile("[，；](?:但|不过|然而|可是|却)")  # what stands before it has no say behind it
# A clause that opens with what is done next, and what tells that something is done already.
_GOES_ON = re.compile(
    f"(?:并|同时|从而|以|进一步|正式|重点|{CODES['time']})*(?:打入|进军|进入|拓展|转向|布局|开拓|登陆|落地|覆盖|考虑|主攻|瞄准|切入|辐射|扩张到|扩展到|向)"
)
_DONE = re.compile("已|了|过|曾|目前|如今|此前|现在")
# What makes a question of all that stands before it, and a last clause that does so: A收购了B，是真的吗？
_ASKS = re.compile(
    "为什么|为何|为啥|凭什么|是否|如何|怎[么样]|能否|能不能|会不会|是不是|要不要|有没有|难道|什么|谁|何|哪|吗|呢|么|多少|真的|传"
)
_ASKS_ALL = re.compile(
    "(?:这|那)?(?:还是|抑或|或者?|是真|真的|真假|靠谱|属实|对吗|对吧|是吗|会吗|可能吗|是不是|是否属实|你|意味着|也就是)"
)
_HEARSAY = re.compile(
    "(?:有|市场)*(?:传闻|传言|消息)称|(?:据传|网传|坊间传)[，：]|未经[^，。]{0,3}证实|未获证实|预估[，,]"
)
_SPEECHES = 24  # how many runs of speech are looked at around a place
_BREATH = 60  # characters within which one source cites another


# What a figure leaves out or how it is counted is no condition: 若不考虑汇率影响，营收增长…; 若按GMV计算，….
_SET_ASIDE = re.compile(
    "(?:若|如果|假如|倘若)(?:暂?不(?:考虑|计|算|包括|包含|含)|剔除|扣除|排除|[按以][^，。；]{1,14}(?:计算|来看|来算|折算|口径|统计|计)[，,])"
)


@dataclass(frozen=True)
class Stance:
    """How the text holds a fact."""

    modality: str = "asserted"
    negated: bool = False
    past: bool = False
    dropped: str | None = None  # why no fact at all is read: a condition, a question, an unclear negation


def _of_office(code: str) -> bool:
    """Whether 原 or 前 tells of an office that somebody held who does something now: 原负责人陈旭东加入叮咚买菜."""
    whose = f"的{CODES['Person']}" in code  # 曾任A总裁的B加入C: past is what tells who B is
    return whose or (code[:1] in ("原", "前") and CODES["Person"] in code)


class Sayings:
    """Stance and speakers of one article.

    Args:
        doc: the analysed text.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._heard = [m.start for m in doc._.speech]
        self._stances = [m.start for m in doc._.stance]

    def stance(self, view: SentenceView, first: int, last: int, trigger: int, subject_end: int) -> Stance:
        """How the text holds a match.

        Args:
            view: the sentence.
            first: first position of the match.
            last: position behind it.
            trigger: position of its verb or noun.
            subject_end: position behind the subject; -1 where it stands in an earlier sentence or clause.
        """
        asks = view.code.rstrip('”"」』’！!').endswith(("？", "?")) and not self._before_quote(view.code, last)
        if asks and not self._asked_later(view.code, last):
            return Stance(dropped="question")
        start, end = view.clause_of(first)
        marks = self._stance_marks(view)
        if any(m.kind == "conditional" and self._at(view, m) < last and self._near(view, m, first) for m in marks):
            return Stance(dropped="condition")
        here = [(self._at(view, m), m) for m in marks if start <= self._at(view, m) < max(end, last)]
        turned = [m.end() for m in _TURN.finditer(view.code, start, max(trigger, start))]
        left = max(start, subject_end, *turned)
        negations = [p for p, m in here if m.kind == "negation" and left <= p < max(trigger, first + 1)]
        plans = [p for p, m in here if m.kind == "planned" and left <= p < max(trigger, first + 1)]
        dash = view.code.rfind("——", start, max(trigger, start))  # 似乎有好牌——活跃骑手近130万的达达
        behind = max([dash, *turned])
        hedged = any(m.kind == "hedged" and behind <= p < max(trigger, first + 1) + 1 for p, m in here)
        past = any(
            m.kind == "past" and 0 <= trigger - p <= 8 and p >= start and not _of_office(view.code[p:trigger])
            for p, m in here
        )
        if negations:
            return Stance("hedged" if hedged else "asserted", negated=True, past=past)
        planned = any(not MARKS.search(_BESIDE.sub("", view.code[p:trigger])) for p in plans)
        planned = planned or self._plan_goes_on(view, start, marks, subject_end < start)
        hedged = hedged or (not planned and self._rumoured(view, marks, first))
        return Stance("hedged" if hedged else "planned" if planned else "asserted", past=past)

    def _rumoured(self, view: SentenceView, marks: list[StanceMark], first: int) -> bool:
        """Whether a sentence opens with hearsay, all of which is open then: 有传闻称，A…，B…."""
        said = [m for m in marks if m.kind == "hedged" and self._at(view, m) < first]
        return any(_HEARSAY.match(view.code, self._at(view, m)) for m in said)

    @staticmethod
    def _before_quote(code: str, last: int) -> bool:
        """Whether a match stands before the quotation that asks: TikTok律师…表示“下次敢不敢离开？”."""
        opening = code.rfind({"”": "“", "」": "「", "』": "『", "’": "‘"}.get(code[-1:], "\0"))
        return last <= opening

    @staticmethod
    def _asked_later(code: str, last: int) -> bool:
        """Whether only the last clause asks, of what the ones before it tell: A砍掉B，C能笑到最后吗？."""
        opening = max(code.rfind("，"), code.rfind("；"), code.rfind("："))
        told, asked = code[: opening + 1], code[opening + 1 :]
        return last <= opening and not _ASKS.search(told) and not _ASKS_ALL.match(asked)

    def _plan_goes_on(self, view: SentenceView, start: int, marks: list[StanceMark], dropped: bool) -> bool:
        """Whether a clause spells out the plan of the one before, or goes on with it: 计划增设六个中心，分别位于….

        It goes on where nobody else acts and nothing tells that it is done: 计划收购A，打入中国市场.
        """
        clause = view.clause_index(start)
        spelled = re.match("分别|其中|包括|均|都位于", view.code[start:])
        _, end = view.clause_of(start)
        goes_on = dropped and _GOES_ON.match(view.code, start, end) and not _DONE.search(view.code, start, end)
        if not clause or not (spelled or goes_on):
            return False
        left = view.clause_starts[clause - 1]
        return any(m.kind == "planned" and left <= self._at(view, m) < start for m in marks)

    def _stance_marks(self, view: SentenceView) -> list[StanceMark]:
        first = bisect_left(self._stances, view.sentence.start)
        stance: list[StanceMark] = self.doc._.stance
        return stance[first : bisect_left(self._stances, view.sentence.end, first)]

    @staticmethod
    def _at(view: SentenceView, mark: StanceMark) -> int:
        return view.position_of(mark.start)

    def _near(self, view: SentenceView, mark: StanceMark, first: int) -> bool:
        """Whether a condition reaches a match: it stands in its clause or in the one before, and sets nothing aside."""
        if _SET_ASIDE.match(view.code, self._at(view, mark)):
            return False
        return view.clause_index(first) - view.clause_index(self._at(view, mark)) in (0, 1)

    def speaker(self, offset: int, figure: bool = True) -> Entity | None:
        """Who says what stands at an offset of the text, a figure or something else.

        The innermost speech counts; somebody unnamed (知情人士透露) gives way to whoever cites him in the same breath.
        What the words that tell so say themselves (在阿里CEO蒋凡看来) nobody is made to say.
        """
        number = bisect_right(self._heard, offset)
        speech: list[SpeechMark] = self.doc._.speech
        near = [
            m
            for m in speech[max(0, number - _SPEECHES) : number]
            if offset < m.end and (figure or not 0 <= m.figures <= offset)
        ]
        if any(m.cue <= offset < m.start for m in speech[number : number + _SPEECHES]):
            return None
        covering = sorted(near, key=lambda m: (m.start, m.cue), reverse=True)
        for mark in covering:
            if mark.speaker is not None or mark.start - covering[-1].start > _BREATH:
                return mark.speaker
        return None
