"""Saved pages: HTML with its head, its menus and its comments, of which the article is kept."""

from __future__ import annotations

import re

from kg.articles.blocks import RawBlock
from kg.articles.chrome import closing_site, without_chrome
from kg.articles.html_tree import Page, scan_page
from kg.articles.main_text import main_lines, prose_weight
from kg.articles.metadata import Draft
from kg.articles.page_metadata import filled_from_lines, page_data
from kg.articles.page_signs import DOOR, WALL
from kg.articles.sites import NOWHERE, site_at

__all__ = ["html_blocks", "is_html", "read_html"]

_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|section|p|h1|table|meta|title)\b",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(r"</(?:p|div|html|body|article|section|table|h[1-6]|li|td)\s*>", re.IGNORECASE)
_HEAD = 4000  # characters in which a page shows that it is one
_SHORT = 350  # characters of prose under which a page may be a wall before its article
_NOTHING = 40  # under which it may be nothing else
_OF_COMMENTS = re.compile("评论|留言|回复|收藏|点赞")


def is_html(text: str, suffix: str) -> bool:
    """Whether a file is a page: by its suffix, or because it begins like one."""
    if suffix in (".html", ".htm", ".xhtml", ".shtml"):
        return "<" in text
    return bool(_START.match(text[:_HEAD])) and bool(_BLOCK_TAG.search(text, 0, 200_000))


def html_blocks(text: str, start: int = 0) -> list[RawBlock]:
    """The blocks of a piece of HTML that is all article.

    Args:
        text: the decoded file.
        start: where the piece begins.
    """
    return [line.block for line in scan_page(text, start).lines]


def _wall(page: Page, prose: int) -> str | None:
    """What a page says that shows but a beginning to those who do not log in; None where the article is there."""
    if prose >= _SHORT:
        return None
    signs = (WALL, DOOR) if prose < _NOTHING else (WALL,)
    for line in page.lines[:2000]:
        text = line.key if len(line.key) <= 80 else ""
        if _OF_COMMENTS.search(text):
            continue
        for sign in signs:
            if match := sign.search(text):
                return text if len(text) <= 30 else match.group()
    return None


def read_html(text: str) -> Draft:
    """Read a page.

    Args:
        text: the decoded file.

    Raises:
        LimitError: it is larger than any article.
    """
    page = scan_page(text)
    data = page_data(page)
    lines = main_lines(page, data.title)
    filled_from_lines(page, data, lines)
    blocks = [line.block for line in lines]
    site = site_at(data.source)
    if site is NOWHERE:
        site = closing_site(blocks)
    blocks = without_chrome(blocks, site)
    return Draft(
        blocks,
        title=data.title,
        published=data.published,
        publisher=data.publisher or site.publisher or None,
        author=data.author,
        source=data.source,
        wall=_wall(page, sum(map(prose_weight, lines))),
    )
