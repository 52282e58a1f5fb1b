"""References, speech and stance: what stays open, how far words reach, and text of any kind in linear time."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.language import Mention, analyse
from kg.language.references import find_references
from kg.language.sentences import find_sentences
from kg.language.speakers import find_speech
from kg.language.stance import find_stance
from kg.model import Article, Block, Body, Entity, Segment, simplify

NAMES = {
    "速卖通": Entity(slug="aliexpress", type="Platform", name="速卖通"),
    "彭博社": Entity(slug="bloomberg", type="Organization", name="彭博社"),
    "蒋凡": Entity(slug="jiang-fan", type="Person", name="蒋凡"),
    "全托管": Entity(slug="full", type="Program", name="全托管"),
    "韩国": Entity(slug="korea", type="Place", name="韩国"),
}


def mentions_in(text: str) -> list[Mention]:
    """The names of `NAMES` in a text, in order."""
    found, position = [], 0
    while position < len(text):
        name = next((n for n in NAMES if text.startswith(n, position)), None)
        if name:
            found.append(Mention(position, position + len(name), NAMES[name]))
        position += len(name) if name else 1
    return found


def read(text: str):
    mentions, sentences = mentions_in(text), find_sentences(text)
    references, left_open = find_references(text, mentions, sentences)
    speech = find_speech(text, sorted([*mentions, *references]), sentences)
    return references, left_open, speech, find_stance(text)


def analysed(text: str):
    body = Body(text, (Segment(0, 0, len(text), len(text)),), (Block("paragraph", 0, len(text)),))
    return analyse(Article(id="a", file_text=text, sha256="0" * 64, body=body, published="2025-04-21"))


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("一位商家告诉我们，他准备关店。", "他", "nothing before"),
        ("蒋凡看好欧洲。一位商家告诉我们，他准备关店。", "他", "does not name"),
        ("蒋凡引用了一句话：“顾客说他很满意。”", "他", "in a quotation"),
        ("速卖通涨价，商家不满，其订单减少。", "其", "does not name"),
        ("速卖通、彭博社都在场，其态度不明。", "其", "more than one"),
        ("双方没有签约。", "双方", "nothing before"),
        ("该平台已经关闭。", "该平台", "nothing before"),
    ],
)
def test_what_cannot_be_told_stays_open_with_its_reason(text, words, reason):
    references, left_open, _, _ = read(text)
    assert [(text[m.start : m.end], reason in m.reason) for m in left_open] == [(words, True)]
    assert not references


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("速卖通缺钱，彭博社向其注资。", "速卖通"),
        ("彭博社与速卖通合作，为其提供数据。", "速卖通"),
        ("速卖通很大，为其提供数据。", None),
        ("速卖通和全托管上线，彭博社对其展开调查。", "速卖通"),
    ],
)
def test_to_or_for_whom_something_is_done_is_never_whoever_does_it(text, other):
    references, _, _, _ = read(text)
    assert [m.entity.name for m in references] == ([other] if other else [])


def test_plain_nouns_are_not_taken_for_references():
    references, left_open, _, _ = read("许多公司出海。公司可以借助平台获客，平台规则也在变。")
    assert (references, left_open) == ([], [])


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        ("“价格还会降。”蒋凡说。“补贴也会降。”", "补贴也会降", "蒋凡"),
        ("据彭博社报道，知情人士透露，速卖通将扩张。", "速卖通将扩张", "彭博社"),
        ("“百亿补贴”负责人蒋凡表示，投入会增加。", "百亿补贴", None),
        ("速卖通没有透露，利润是多少。", "利润是多少", None),
        ("与速卖通说的不同，订单并未减少。", "订单并未减少", None),
        ("速卖通发布季度财报。收入增长三成。\n本季度，订单翻倍。", "订单翻倍", "速卖通"),
        ("速卖通发布季度财报。收入增长三成。\n后来，天气转凉。", "天气转凉", None),
        ("蒋凡认为，欧洲更重要。\n“韩国也不能丢。”", "韩国也不能丢", "蒋凡"),
        ("蒋凡：我们会继续投入。市场还在。", "市场还在", "蒋凡"),
        ("根据彭博社和速卖通的报告，需求在涨。", "需求在涨", "彭博社"),
        ("速卖通也特别提到，订单在涨。", "订单在涨", "速卖通"),
        ("速卖通大胆预测，订单会涨。", "订单会涨", "速卖通"),
        ("财报显示，2024年彭博社收入增长；同行下滑。", "收入增长", "彭博社"),
        ("财报显示，2024年彭博社收入增长；同行下滑。", "同行下滑", None),
        ("财报显示，去年速卖通收入增长。", "收入增长", None),
    ],
)
def test_speech_reaches_as_far_as_it_goes(text, said, speaker):
    speech = read(text)[2]
    at = text.index(said)
    heard = [m for m in speech if m.start <= at < m.end and m.speaker]
    assert ({m.speaker.name for m in heard} or {None}) == {speaker}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("速卖通将进入韩国", ["planned"]),
        ("速卖通将韩国作为第一站", []),
        ("速卖通将目光投向韩国", []),
        ("京东将会员费降至99元", []),
        ("京东将会下调会员费", ["planned"]),
        ("美国将对华关税降至30%", []),
        ("美国将对华征收30%的关税", ["planned"]),
        ("速卖通宣布将在韩国把价格降低", ["planned"]),
        ("速卖通计划进一步拓展", ["planned"]),
        ("速卖通的出海计划覆盖韩国", []),
        ("“光速计划”上线", []),
        ("关于“速卖通退出韩国”的消息流传甚广", ["hedged"]),
        ("速卖通并未退出", ["negation"]),
        ("速卖通不仅没有退出，还在扩张", ["negation"]),
        ("毫无疑问，速卖通会留下", []),
    ],
)
def test_words_of_stance_are_told_from_look_alikes(text, kinds):
    assert [m.kind for m in find_stance(text)] == kinds


PIECES = st.sampled_from(
    [
        *NAMES,
        *["其", "它", "他", "该平台", "这家公司", "双方", "前者", "后者", "三者都", "母公司", "公司"],
        *["表示", "说", "称", "据", "报道", "财报显示", "发布财报", "在", "看来", "正如", "所说", "告诉", "宣布", "道"],
        *["“", "”", "「", "」", '"', "，", "。", "：", "、", "和", "\n", " ", "（", "）", "《", "》"],
        *["将", "计划", "没有", "可能", "作为", "商家", "一家", "一位", "的", "\u202e", "\u0000", "\ud800", "🎉"],
    ]
)


def check(text: str) -> None:
    references, left_open, speech, stance = read(text)
    for mark in [*references, *left_open, *speech, *stance]:
        assert 0 <= mark.start < mark.end <= len(text)
    taken = sorted((m.start, m.end) for m in [*mentions_in(text), *references])
    assert all(a[1] <= b[0] or (a[0] <= b[0] and b[1] <= a[1]) for a, b in pairwise(taken))
    assert all(mark.reason for mark in left_open)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=80).map("".join))
def test_any_row_of_words_is_read(text):
    check(text)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300))
def test_any_text_is_read(text):
    check(simplify(text))


LONG = 200_000


@pytest.mark.parametrize(
    "words",
    [
        "速卖通宣布扩张，其订单增长，据彭博社报道，它说“好”，他表示该公司与双方",
        "速卖通其它说表示",
        "“速卖通",
        '"蒋凡说',
        "据在看来",
        "并且因为",
        "一家商家这家的",
        "将计划没有",
        "两家公司都",
        "速卖通",
        "说",
        "，",
        " ",
        "一",
        "A",
    ],
)
def test_a_text_without_a_full_stop_takes_linear_time(words):
    text = (words * (LONG // len(words) + 1))[:LONG]
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 15  # about one second; what is quadratic would take many minutes


def test_what_stays_open_is_shown():
    doc = analysed("该平台已经关闭。")
    assert [m.reason for m in doc._.open_references] == ["nothing before it that it could mean"]
