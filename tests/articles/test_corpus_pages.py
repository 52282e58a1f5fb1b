import json
import re
import tarfile
from itertools import islice
from pathlib import Path

import pytest
from conftest import need

from articles.checks import assert_in_place, read
from kg.articles import read_article

pytestmark = pytest.mark.shared

_CHROME = re.compile(
    r"!\[|qidianla|赞赏\s+收藏|^微信扫一扫$|^分享$|分享到微博|^题图|禁止转载|该文观点仅代表|浏览 \d+ 收藏|^关注$"
    r"|^(?:[#＃]?专栏作家[#＃]?|查看详情 >)$|endhint|^\d{4}-\d\d-\d\d$|更多精彩内容",
    re.MULTILINE,
)


def test_bodies_of_a_sample_hold_no_furniture(shared: Path, tmp_path: Path) -> None:
    archive = shared / "corpus" / "woshipm.tar.xz"
    need(archive.is_file(), "the corpus woshipm.tar.xz")
    with tarfile.open(archive, "r|xz") as members:
        for member in islice((member for member in members if member.isfile()), 30):
            file = members.extractfile(member)
            assert file is not None
            article = read(tmp_path, file.read(), Path(member.name).name)
            assert not _CHROME.search(article.body.text), member.name
            assert_in_place(article.body, article.file_text)
            assert article.title and article.published and article.author
            assert article.publisher == "人人都是产品经理"
            assert article.body.text.startswith(article.title)
            assert len(article.body.text) > 400


def test_the_words_that_people_marked_stand_in_the_bodies(shared: Path) -> None:
    for path in sorted((shared / "gold" / "dev").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        name = gold["article"]["id"]
        files = (shared / "corpus" / "dev" / f"{name}.md", shared / "seeds" / f"{name}.txt")
        article = read_article(next(file for file in files if file.is_file()))
        body = re.sub(r"\s", "", article.body.text)
        for quote in re.findall(r'"evidence": "((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8")):
            words = re.sub(r"\s|\*\*", "", json.loads(f'"{quote}"'))
            assert words in body, (name, words)
