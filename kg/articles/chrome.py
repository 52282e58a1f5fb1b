"""Cuts a page's furniture out of its blocks: masthead, adverts, author cards, credits, calls to action, footers."""

from __future__ import annotations

import re

from kg.articles.blocks import RawBlock
from kg.articles.sites import COMMON, NOWHERE, Site, site_signed
from kg.model import simplify

__all__ = ["closing_site", "without_chrome"]

_HEAD = 8  # blocks of the head of a page, in which a masthead stands
_TAIL = 14  # blocks of the tail of a page, in which a footer may begin
_PEELED = 8  # blocks that the tail may lose to credits and calls to action
_LONGEST_CREDIT = 240  # characters
_LONGEST_CALL = 90
_LONGEST_TITLE = 60


def _key(block: RawBlock) -> str:
    """A block's text as patterns see it."""
    return simplify(block.text)


def _residue(block: RawBlock, links: re.Pattern[str]) -> str:
    """A block's text without that of links to such URLs."""
    kept = [
        char or block.text[offset : offset + end - start]
        for (start, end, char), offset, url in zip(block.pieces, _offsets(block), block.urls, strict=True)
        if not (url and links.match(url))
    ]
    return "".join(kept).strip()


def _offsets(block: RawBlock) -> list[int]:
    offsets, position = [], 0
    for start, end, char in block.pieces:
        offsets.append(position)
        position += 1 if char else end - start
    return offsets


def _is_furniture(block: RawBlock, index: int, site: Site) -> bool:
    """Whether a block is nothing but links to furniture, or part of the masthead."""
    residue = _residue(block, site.links) if block.urls else block.text
    if not residue:
        return True
    return index < _HEAD and bool(site.masthead.fullmatch(residue))


def _is_trailer(block: RawBlock) -> bool:
    """Whether a last block is a credit or a call to action."""
    if len(block.text) > _LONGEST_CREDIT:
        return False
    text = _key(block)
    if COMMON.credit.fullmatch(text):
        return True
    return len(text) <= _LONGEST_CALL and bool(COMMON.call.search(text))


def _is_code(block: RawBlock) -> bool:
    """Whether a block near the end asks to scan a code."""
    return len(block.text) <= _LONGEST_CALL and bool(COMMON.code.search(_key(block)))


def _is_byline(block: RawBlock) -> bool:
    return block.kind in ("paragraph", "quote") and bool(COMMON.byline.fullmatch(_key(block)))


def _end(blocks: list[RawBlock], site: Site) -> int:
    """Index of the block behind the last one of the article."""
    end = len(blocks)
    if site.end is not NOWHERE.end:
        end = next((i for i in range(end - 1, -1, -1) if site.end.match(blocks[i].text)), end)
    for index in range(max(1, end - _TAIL), end):
        text = _key(blocks[index])
        if site.footer.match(text) or COMMON.footer.match(text):
            end = index
            break
    end = _before_related(blocks, end)
    floor = max(1, end - _PEELED)
    while end > floor and (_is_trailer(blocks[end - 1]) or blocks[end - 1].kind == "heading"):
        end -= 1
    return end


def _before_related(blocks: list[RawBlock], end: int) -> int:
    """The index of a heading for other articles where nothing but titles follows it, else `end`."""
    for index in range(end - 1, max(0, end - _PEELED), -1):
        block = blocks[index]
        if COMMON.related.fullmatch(_key(block)):
            return index
        if block.kind == "heading" or len(block.text) > _LONGEST_TITLE:
            break
    return end


def closing_site(blocks: list[RawBlock]) -> Site:
    """The site that the closing lines name; `NOWHERE` where they name none."""
    return site_signed("\n".join(_key(block) for block in blocks[-2 * _TAIL :]))


def without_chrome(blocks: list[RawBlock], site: Site) -> list[RawBlock]:
    """The blocks of the article itself.

    Args:
        blocks: of the page, in order.
        site: whose furniture is cut besides what pages share.
    """
    kept = [block for index, block in enumerate(blocks) if not _is_furniture(block, index, site)]
    kept = kept[: _end(kept, site)]
    last = len(kept) - _TAIL
    return [
        block
        for index, block in enumerate(kept)
        if (index >= _HEAD or not _is_byline(block)) and not (index > last and _is_code(block))
    ]
