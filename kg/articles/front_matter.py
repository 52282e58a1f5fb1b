"""Markdown with front matter: lines of keys and values between two ``---`` (YAML) or ``+++`` (TOML), then the text.

Of YAML only what front matter is made of: scalars, quoted or not, lists of them, folded text; anchors, tags and nested
maps are passed over.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping

from kg.articles.chrome import closing_site, without_chrome
from kg.articles.html_page import html_blocks
from kg.articles.markdown import markdown_blocks
from kg.articles.metadata import Draft, clean_url, published_date
from kg.articles.sites import NOWHERE, site_at

__all__ = ["FIELDS", "fields_draft", "is_front_matter", "read_front_matter"]

_FENCE = re.compile(r"\s{0,200}?(?P<mark>---|\+\+\+)[ \t]*\r?\n")
_LONGEST = 20_000  # characters of front matter
_KEY = re.compile(r"(?P<key>[^\s:：#\-\"'{\[][^:：\n]{0,39}?)[ \t]*[:：](?:[ \t]+|(?<=：)|$)(?P<value>.*)$")
_HTML_BODY = re.compile(
    r"\s*<(?:!doctype|html|body|article|div|section|p|h[1-6]|table|blockquote|figure|ul|ol)\b", re.IGNORECASE
)

FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "标题", "標題", "题目", "題目", "题名", "headline", "文章标题"),
    "published": (
        "date", "published", "published_at", "publishdate", "publish_date", "pubdate", "datepublished", "created",
        "日期", "发布日期", "發布日期", "发表日期", "发布时间", "發布時間", "发表时间", "时间", "時間",
        "刊发日期", "发稿时间",
    ),
    "author": ("author", "authors", "byline", "作者", "记者", "記者", "撰文"),
    "publisher": (
        "publisher", "site", "outlet", "media", "发布者", "發布者", "出版者", "发布方", "媒体", "媒體", "平台", "网站",
        "刊物",
    ),
    "source": (
        "source", "url", "link", "original", "permalink", "canonical", "canonical_url", "来源", "來源", "出处", "出處",
        "链接", "鏈接", "网址", "網址", "原文", "原文链接", "原文地址", "文章链接", "稿源",
    ),
    "id": ("id", "slug", "编号"),
}  # fmt: skip
"""What keys, in lower case, say."""

_FIELD_OF = {key: field for field, keys in FIELDS.items() for key in keys}


def _fence(text: str) -> tuple[int, int, int, str] | None:
    """Where front matter begins and ends, where the text begins, and the mark around it."""
    opening = _FENCE.match(text)
    if not opening:
        return None
    closing = re.compile(rf"^{re.escape(opening['mark'])}[ \t]*\r?$\n?|\Z(?!\n)", re.MULTILINE)
    match = closing.search(text, opening.end(), opening.end() + _LONGEST)
    if not match or not match.group().strip():
        return None
    return opening.end(), match.start(), match.end(), opening["mark"]


def is_front_matter(text: str, suffix: str) -> bool:
    """Whether a file begins with front matter, whatever its suffix."""
    place = _fence(text)
    if not place:
        return False
    start, end, _, mark = place
    return bool(_fields(text[start:end], mark))


def _scalar(raw: str) -> str:
    """A value without quotes and comment."""
    raw = raw.strip()
    if len(raw) >= 2 and raw[0] == raw[-1] and raw[0] in "\"'":
        inner = raw[1:-1]
        return inner.replace("''", "'") if raw[0] == "'" else re.sub(r"\\(.)", r"\1", inner)
    return re.sub(r"(?:^|\s)#(?:\s.*)?$", "", raw).strip()


def _list(raw: str) -> str:
    """The items of a list in brackets, as one text."""
    return "、".join(item for part in raw[1:-1].split(",") if (item := _scalar(part)))


def _yaml(text: str) -> dict[str, str]:
    """The keys of the first level with their values."""
    found: dict[str, str] = {}
    key = ""
    indented: list[str] = []
    for line in [*text.splitlines(), "end:"]:
        match = _KEY.match(line)
        if match or not line.strip():
            if key and not found.get(key) and indented:
                found[key] = "、".join(indented) if indented[0].startswith("\0") else " ".join(indented)
                found[key] = found[key].replace("\0", "")
            if not match:
                continue
            key, value, indented = match["key"].strip().strip("\"'").lower(), match["value"].strip(), []
            if value.startswith("[") and value.endswith("]"):
                found.setdefault(key, _list(value))
            elif value not in (">", "|", ">-", "|-", ">+", "|+"):
                found.setdefault(key, _scalar(value))
        elif line.lstrip().startswith("- "):
            indented.append("\0" + _scalar(line.lstrip()[2:]))
        elif line[0] in " \t":
            indented.append(_scalar(line))
    return {key: value for key, value in found.items() if value}


def _toml(text: str) -> dict[str, str]:
    """The keys of the first level with their values."""
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    values = {key.lower(): "、".join(map(str, v)) if isinstance(v, list) else v for key, v in data.items()}
    return {key: str(value) for key, value in values.items() if not isinstance(value, dict)}


def _fields(text: str, mark: str) -> dict[str, list[str]]:
    """What front matter says, by field, values in the order of their keys."""
    parse: Callable[[str], dict[str, str]] = _toml if mark == "+++" else _yaml
    fields: dict[str, list[str]] = {}
    for key, value in parse(text).items():
        field = _FIELD_OF.get(key)
        if field:
            fields.setdefault(field, []).append(re.sub(r"\s+", " ", value).strip())
    return fields


def fields_draft(fields: Mapping[str, list[str]]) -> Draft:
    """What fields say, as a draft without blocks. A source that is no URL is the name of the publisher.

    Args:
        fields: by field as in `FIELDS`, all values that are given.
    """

    def first(field: str) -> str | None:
        return next((value for value in fields.get(field, ()) if value), None)

    sources = fields.get("source", [])
    url = next((url for value in sources if (url := clean_url(_bare_url(value)))), None)
    outlet = next((value for value in sources if not clean_url(_bare_url(value)) and len(value) <= 40), None)
    dates = (day for value in fields.get("published", ()) if (day := published_date(value)))
    named = first("id")
    return Draft(
        [],
        title=first("title"),
        published=next(dates, None),
        publisher=first("publisher") or outlet,
        author=first("author"),
        source=url,
        id=re.sub(r"[\s\x00-\x1f\ud800-\udfff]+", "_", named) if named else None,
    )


def _bare_url(value: str) -> str:
    """A URL out of what may be a markdown link to it."""
    match = re.fullmatch(r"\[[^\]]*\]\((\S+)\)|<(\S+)>", value)
    return (match[1] or match[2]) if match else value


def read_front_matter(text: str) -> Draft:
    """Read markdown, or HTML, behind front matter.

    Args:
        text: the decoded file.
    """
    place = _fence(text)
    fields = _fields(text[place[0] : place[1]], place[3]) if place else {}
    start = place[2] if place else 0
    is_page = _HTML_BODY.match(text, start) and "</" in text[start:]
    blocks = html_blocks(text, start) if is_page else markdown_blocks(text, start)
    said = fields_draft(fields)
    site = site_at(said.source)
    if site is NOWHERE:
        site = closing_site(blocks)
    return Draft(
        without_chrome(blocks, site),
        title=said.title or (blocks[0].text if blocks and blocks[0].kind == "heading" else None),
        published=said.published,
        publisher=said.publisher or site.publisher or None,
        author=said.author,
        source=said.source,
        id=said.id,
    )
