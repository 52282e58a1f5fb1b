"""What a page says of its article: JSON-LD, Open Graph and other ``meta``, ``time``, and lines of date and source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from typing import Any

from kg.articles.html_tree import Line, Page
from kg.articles.main_text import letters
from kg.articles.metadata import clean_url, published_date
from kg.articles.page_signs import AUTHOR_HINT, OUTLET_HINT
from kg.model import simplify

__all__ = ["PageData", "filled_from_lines", "line_data", "page_data"]

_MOST_JSON = 2_000_000  # characters of a script
_CHINA = timezone(timedelta(hours=8))
_TITLES = ("og:title", "twitter:title", "headline", "title", "dc.title", "sharetitle")
_DATES = (
    "article:published_time", "og:published_time", "bytedance:published_time", "datepublished", "publishdate",
    "publish_date", "pubdate", "publish-date", "publishtime", "publish_time", "og:release_date", "apub:time",
    "og:article:published_time", "weibo:article:create_at", "weibo: article:create_at", "dc.date.issued", "dc.date",
    "dcterms.created", "date", "article:create_at", "firstpublishtime", "releasedate", "sailthru.date", "datecreated",
)  # fmt: skip
_AUTHORS = ("article:author", "author", "og:article:author", "dc.creator", "byl", "twitter:creator")
_PUBLISHERS = (
    "og:site_name",
    "publisher",
    "article:publisher",
    "mediaid",
    "source",
    "contentsource",
    "copyright",
    "application-name",
)
_TYPES = re.compile(r"Article|Posting|Report|News|WebPage|Blog$")
_SCRIPT_DATE = re.compile(
    r"""["']?\b(?:publish_?[tT]ime|pub_?[tT]ime|pubDate|publishDate|publish_date|createTime|ptime|releaseTime|datePublished|svr_time|ct)["']?"""
    r"""\s*[:=]\s*["'](?P<value>(?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}[^"']{0,20}|1\d{9}(?:\d{3})?)["']"""
)
_MOST_SCRIPTS = 400_000  # characters searched for dates
_SITE_TAIL = re.compile(r"(?:\s*[_|｜\-–—]+\s*|\s+·\s+)[^_|｜]{1,30}$")
_DATE = re.compile(r"(?:19|20)\d\d\s?(?:[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}(?!\d)|年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)")
_SOURCE = re.compile(
    r"(?:(?:来源|稿源|出处|转自)\s?[:：丨|｜/]?|(?:发布者|媒体)\s?[:：])\s?[【\[《]?(?P<name>[^\s|｜丨【】\[\]《》,，;；:：。()（）]{2,24})"
)
_AUTHOR = re.compile(
    r"(?:作者|记者|撰文|文|编译)\s?[:：丨|｜/]\s?[【\[]?(?P<name>[^\s|｜丨【】\[\],，;；:：。()（）/]{2,16})"
)
_NO_NAME = re.compile(
    r"^(?:https?:|www\.|网络|互联网|本站|原创|转载|未知|admin|佚名|admin\w*|undefined|null)", re.IGNORECASE
)
_LINES = 60  # lines around the title in which date and source stand


@dataclass
class PageData:
    """What a page says; None where nothing."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    author: str | None = None
    source: str | None = None

    def fill(self, other: PageData) -> None:
        """Take from another what is not known yet."""
        for key, value in vars(other).items():
            if getattr(self, key) is None:
                setattr(self, key, value)


def _instant(value: str) -> str | None:
    """The day of a machine's date, as its Chinese readers have it: a time of UTC in China's time."""
    value = value.strip()
    if re.fullmatch(r"1\d{9}(?:\d{3})?", value):
        return datetime.fromtimestamp(int(value[:10]), UTC).astimezone(_CHINA).date().isoformat()
    if re.fullmatch(r"\d{8}(?:\d{6})?", value):
        value = f"{value[:4]}-{value[4:6]}-{value[6:8]}"
    if re.search(r"\d(?:Z|[+-]00:?00)$", value):
        try:
            return datetime.fromisoformat(value).astimezone(_CHINA).date().isoformat()
        except (ValueError, OverflowError):
            pass
    found = published_date(value)
    return found if found and "1990" <= found[:4] <= "2100" else None


def _cleaned(value: object, longest: int) -> str | None:
    """A text of one line; None where it is none, or too long to be what it claims."""
    if not isinstance(value, str):
        return None
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+", " ", value).strip()
    return text if text and len(text) <= longest else None


def _name(value: object, depth: int = 0) -> str | None:
    """The name in what JSON-LD gives as a person or organisation."""
    if isinstance(value, list) and depth < 3:
        names = [name for one in value[:5] if (name := _name(one, depth + 1))]
        return "、".join(dict.fromkeys(names)) or None
    if isinstance(value, Mapping):
        value = value.get("name")
    text = _cleaned(value, 60)
    return None if text and _NO_NAME.match(text) else text


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD document, outer ones first, not too many."""
    waiting, seen = [value], 0
    while waiting and seen < 500:
        one = waiting.pop(0)
        seen += 1
        if isinstance(one, list):
            waiting.extend(one[:100])
        elif isinstance(one, dict):
            yield one
            waiting.extend(one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one)


def _json_ld(page: Page) -> PageData:
    """What the JSON-LD of a page says of its article."""
    best = PageData()
    for found, start, end in page.scripts:
        if "ld+json" not in found.get("type", "").lower() or end - start > _MOST_JSON:
            continue
        try:
            document = json.loads(page.text[start:end].strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for one in _objects(document):
            kind = one.get("@type", "Article" if "pubDate" in one else "")
            if _TYPES.search(" ".join(map(str, kind)) if isinstance(kind, list) else str(kind)):
                best.fill(_from_json(one))
    return best


def _from_json(one: Mapping[str, Any]) -> PageData:
    """What an object says."""
    dated = next((one[key] for key in ("datePublished", "pubDate", "dateCreated", "uploadDate") if one.get(key)), None)
    address = one.get("url") or one.get("mainEntityOfPage") or one.get("@id")
    if isinstance(address, dict):
        address = address.get("@id")
    return PageData(
        title=_cleaned(one.get("headline") or one.get("title"), 200),
        published=_instant(str(dated)) if dated else None,
        publisher=_name(one.get("publisher")),
        author=_name(one.get("author")),
        source=clean_url(address) if isinstance(address, str) else None,
    )


def _metas(page: Page) -> PageData:
    """What the ``meta`` and ``link`` elements of a page say."""
    said: dict[str, str] = {}
    for key, value in page.metas:
        said.setdefault(key, value)

    def first(keys: tuple[str, ...]) -> Iterator[str]:
        return (said[key] for key in keys if said.get(key))

    names = [name for value in first(_PUBLISHERS) if (name := _name(value)) and len(name) <= 30]
    return PageData(
        title=next((text for value in first(_TITLES) if (text := _cleaned(value, 200))), None),
        published=next((day for value in first(_DATES) if (day := _instant(value))), None),
        publisher=names[0] if names else None,
        author=next((name for value in first(_AUTHORS) if (name := _name(value)) and "/" not in name), None),
        source=next(
            (url for value in (said.get("og:url"), page.canonical) if value and (url := clean_url(value))), None
        ),
    )


def _elements(page: Page) -> PageData:
    """What ``time`` elements, microdata and elements named for it say: a date of publishing before any other."""
    data = PageData()
    plain = None
    for tag, place, found in page.marks:
        hint = " ".join(found.get(key, "") for key in ("class", "id", "itemprop", "name")).lower()
        value = found.get("datetime") or found.get("content") or ""
        if tag == "time" or "date" in hint or "time" in hint:
            text = value or _content(page, tag, place)
            day = None if "modified" in hint and "publish" not in hint else _instant(text)
            if "publish" in hint or "pubdate" in found or "pubtime" in hint:
                data.published = data.published or day
            plain = plain or day
        elif AUTHOR_HINT.search(hint):
            data.author = data.author or _named(value or _content(page, tag, place), 16)
        elif OUTLET_HINT.search(hint):
            data.publisher = data.publisher or _named(value or _content(page, tag, place), 24)
    data.published = data.published or plain
    return data


def _content(page: Page, tag: str, place: int) -> str:
    """The text of an element."""
    end = page.text.find(f"</{tag}", place, place + 400)
    return unescape(re.sub(r"<[^>]*>", " ", page.text[place : end if end >= 0 else place]))


def _named(text: str, longest: int) -> str | None:
    """A name that an element holds, without what says so."""
    name = re.sub(
        r"^(?:来源|來源|稿源|作者|记者|記者|文)(?:\s?[:：丨|｜/]\s*|\s+)|^[由@]\s?", "", (_cleaned(text, 60) or "")
    ).strip()
    if not 2 <= len(name) <= longest or re.search(r"[。，；！？]|https?:", name) or _DATE.search(name):
        return None
    return _name(name)


def _scripted(page: Page) -> str | None:
    """The date that a script of the page sets."""
    left = _MOST_SCRIPTS
    for found, start, end in page.scripts:
        if "src" in found or left <= 0:
            continue
        end = min(end, start + left)
        left -= end - start
        match = _SCRIPT_DATE.search(page.text, start, end)
        if match and (day := _instant(match["value"])):
            return day
    return None


def line_data(text: str, key: str = "") -> PageData:
    """What a line of date, source and author says (``2025-04-21 10:30 来源：某报 作者：某人``).

    Args:
        text: the line.
        key: the same in simplified characters, where that is known.
    """
    key = key or simplify(text)
    date, source, author = _DATE.search(key), _SOURCE.search(key), _AUTHOR.search(key)

    def named(match: re.Match[str] | None) -> str | None:
        return _name(text[match.start("name") : match.end("name")]) if match else None

    return PageData(
        published=published_date(date.group()) if date else None, publisher=named(source), author=named(author)
    )


def _around(page: Page, title: str | None, body: list[Line]) -> PageData:
    """What the lines say that stand between the title and the text, or at the text's edges."""
    data = PageData()
    wanted = letters(title or "")
    start = next((i for i, line in enumerate(page.lines) if wanted and letters(line.block.text) == wanted), 0)
    taken = {id(line) for line in body}
    prose = 0
    for line in page.lines[start : start + _LINES]:
        text = line.block.text
        if id(line) in taken:
            prose += len(text) > 60
            if prose > 3:
                break
            continue
        if len(text) <= 100:
            data.fill(line_data(text, line.key))
            if data.author is None and AUTHOR_HINT.search(page.boxes[line.box].hint) and len(text) <= 16:
                data.author = _name(text)
    return data


def _plain_title(page: Page, heading: str | None) -> str | None:
    """The title of the page without its site's name."""
    for title in page.titles[:1]:
        text = _cleaned(title, 300)
        if not text:
            continue
        if heading and letters(heading) and letters(text).startswith(letters(heading)):
            return heading
        while (match := _SITE_TAIL.search(text)) and match.start() >= 6:
            text = text[: match.start()].strip()
        return text
    return heading


def page_data(page: Page) -> PageData:
    """What the head of a page says, and its elements for dates.

    Args:
        page: the page.
    """
    data = _json_ld(page)
    data.fill(_metas(page))
    heading = next(
        (h.block.text for h in page.lines if h.block.kind == "heading" and page.boxes[h.box].name == "h1"), None
    )
    if data.title and heading and letters(heading) and letters(data.title).startswith(letters(heading)):
        data.title = heading
    elif data.title:
        shorter = _SITE_TAIL.sub("", data.title)
        lines = {letters(line.block.text) for line in page.lines if len(line.block.text) <= 200}
        if letters(data.title) not in lines and letters(shorter) in lines:
            data.title = shorter
    data.fill(PageData(title=_plain_title(page, heading)))
    return data


def filled_from_lines(page: Page, data: PageData, body: list[Line]) -> None:
    """Take from the lines around the text, then from elements and scripts, what the head does not say.

    Args:
        page: the page.
        data: what its head says.
        body: the lines of its article.
    """
    around, elements = _around(page, data.title, body), _elements(page)
    # A site reprints what another outlet wrote: what stands beside the title counts before the head.
    data.publisher = around.publisher or elements.publisher or data.publisher
    data.fill(around)
    data.fill(elements)
    data.fill(PageData(published=_scripted(page)))
