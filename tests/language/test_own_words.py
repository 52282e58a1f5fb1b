"""Whom 我们 means: the body for which somebody speaks, where his title or the body's own name tells it."""

from __future__ import annotations

import pytest

from kg.extraction import extract
from kg.extraction.trial import read_text
from kg.language import analyse


def meant(sentence):
    return [mention.entity.name for mention in analyse(read_text(sentence))._.own_words]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("速卖通总经理张凯夫说：“我们今年会投入10亿美元。”", ["速卖通"]),
        ("“我们在巴西的仓库面积翻了一倍，”SHEIN巴西负责人Felipe说。", ["SHEIN"]),
        ("极兔方面表示：“我们已在18个国家设立了海外仓，我们还会去更多国家。”", ["极兔", "极兔"]),
        ("一位亚马逊卖家表示：“我们在巴西的仓库面积翻了一倍。”", []),
        ("亚马逊卖家张凯夫表示：“我们在巴西的仓库面积翻了一倍。”", []),
        ("速卖通前总经理张凯夫表示：“我们在巴西有仓库。”", []),
        ("速卖通总经理张凯夫说：“让我们拭目以待，我们可以看到市场在变。”", []),
        ("速卖通总经理张凯夫刚刚上任，我们在巴西有仓库。", []),
    ],
)
def test_we_is_the_body_for_which_somebody_speaks(sentence, names):
    assert meant(sentence) == names


def test_what_an_officer_says_of_us_is_a_fact_of_his_firm_with_him_as_the_source():
    told = extract(read_text("极兔国际CEO樊苏洲告诉记者，我们已经进入了13个国家。")).observations
    assert [(fact.metric, fact.subject.name, fact.attributed_to.name) for fact in told] == [
        ("markets", "极兔", "樊苏洲")
    ]
