from pathlib import Path

import pytest

from articles.checks import WOSHIPM_PAGE, assert_in_place, lines, read


def test_metadata_and_body_of_a_page(tmp_path: Path) -> None:
    article = read(tmp_path, WOSHIPM_PAGE, "6207665.md")
    assert (article.id, article.title, article.author) == ("6207665", "淘宝火了？", "光子_星球")
    assert (article.published, article.publisher) == ("2025-04-21", "人人都是产品经理")
    assert (article.source, article.script) == ("https://www.woshipm.com/it/1.html", "Hans")
    assert lines(article) == ["淘宝火了？", "淘宝意外走红。", "第一段提到速卖通。", "第二段。"]
    assert [block.kind for block in article.body.blocks] == ["heading", "quote", "paragraph", "paragraph"]
    assert_in_place(article.body, article.file_text)


def test_the_second_copy_of_title_and_lead_counts(tmp_path: Path) -> None:
    article = read(tmp_path, WOSHIPM_PAGE)
    second = article.file_text.index("## 淘宝火了")
    assert article.body.segments[0].file == second + 3


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_line_ends_and_byte_order_mark_leave_offsets_right(tmp_path: Path, end: str) -> None:
    data = b"\xef\xbb\xbf" + WOSHIPM_PAGE.replace("\n", end).encode()
    article = read(tmp_path, data)
    assert article.file_text == WOSHIPM_PAGE.replace("\n", end)
    assert lines(article) == ["淘宝火了？", "淘宝意外走红。", "第一段提到速卖通。", "第二段。"]
    assert_in_place(article.body, article.file_text)


def test_a_page_squeezed_into_few_lines_loses_its_furniture_too(tmp_path: Path) -> None:
    head, rest = WOSHIPM_PAGE.split("[![](https://static", 1)
    card, rest = ("[![](https://static" + rest).split("\n\n> 淘宝**", 1)
    body, foot = rest.split("赞赏 收藏", 1)
    page = f"{head}{card.replace(chr(10), '')}\n\n> 淘宝**{body}赞赏 收藏{foot.replace(chr(10), '')}"
    assert lines(read(tmp_path, page)) == ["淘宝火了？", "淘宝意外走红。", "第一段提到速卖通。", "第二段。"]


def test_a_hint_block_is_recognised_whatever_the_suffix(tmp_path: Path) -> None:
    assert read(tmp_path, WOSHIPM_PAGE, "a.txt").author == "光子_星球"


def test_a_page_of_an_unknown_site_keeps_its_lead_once(tmp_path: Path) -> None:
    page = (
        '# 题\n{% hint style="info" %}\n**Author:** 甲 *乙*\n**Published:** 2025/4/1 08:00\n**Publisher:** 某报\n'
        "**Original:** [x](javascript:alert(1))\n{% endhint %}\n> 导语。\n\n---\n\n> 导语。\n\n正文。\n"
    )
    article = read(tmp_path, page)
    assert (article.title, article.author, article.published) == ("题", "甲 *乙*", "2025-04-01")
    assert (article.publisher, article.source) == ("某报", None)
    assert lines(article) == ["导语。", "正文。"]


def test_a_lead_that_stands_once_stays(tmp_path: Path) -> None:
    page = '# 题\n{% hint style="info" %}\n**Author:** 甲\n{% endhint %}\n> 导语。\n\n---\n\n正文。\n\n## 一\n\n再。\n'
    article = read(tmp_path, page)
    assert (article.title, lines(article)) == ("题", ["导语。", "正文。", "一", "再。"])


@pytest.mark.parametrize("date", ["someday", "2025-13-45", "2025-02-30", ""])
def test_a_date_that_no_calendar_has_is_not_known(tmp_path: Path, date: str) -> None:
    assert read(tmp_path, WOSHIPM_PAGE.replace("2025-04-21  ", date, 1)).published is None


def test_a_hint_block_without_metadata_is_ordinary_markdown(tmp_path: Path) -> None:
    article = read(tmp_path, '# 题\n\n{% hint style="info" %}\n注意。\n{% endhint %}\n\n正文。\n')
    assert (article.title, lines(article)) == ("题", ["题", "注意。", "正文。"])


def test_the_signature_names_the_publisher_where_no_link_does(tmp_path: Path) -> None:
    text = "第一段。\n第二段。\n本文由 @甲 原创发布于人人都是产品经理，未经许可，禁止转载。\n题图来自 Unsplash\n"
    article = read(tmp_path, text, "a.txt")
    assert (article.publisher, lines(article)) == ("人人都是产品经理", ["第一段。", "第二段。"])


@pytest.mark.parametrize(
    "sentence",
    [
        "他对这次合作大加赞赏，收藏了海报。",
        "消费者可以扫一扫微信扫描商品条码。",
        "平台要求未经许可的店铺下架。",
        "关注2025-04-21的发布会。",
        "本文由此得出结论。",
    ],
)
def test_sentences_that_only_resemble_furniture_stay(tmp_path: Path, sentence: str) -> None:
    assert sentence in lines(read(tmp_path, WOSHIPM_PAGE.replace("第二段。", sentence)))
