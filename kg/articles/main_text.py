"""Which of a page's lines are its article's: the box of the text, told by its name, else by where the prose stands.

After the ideas of Kohlschütter et al., "Boilerplate Detection using Shallow Text Features" (WSDM 2010): short lines and
linked ones are furniture, long ones with stops are prose; and of schema.org's articleBody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.articles.html_tree import Line, Page
from kg.articles.page_signs import (
    ARTICLE_BODY,
    AUTHOR_HINT,
    COMMENTS,
    CONTENT,
    FURNITURE,
    FURNITURE_TAGS,
    LEAD,
    RELATED_LINE,
    TAIL_LINE,
    TOOL_LINE,
    WEAK_CONTENT,
    is_meta_line,
)

__all__ = ["letters", "main_lines", "prose_weight"]

_STOP = re.compile("[。！？；：，、…,.!?;]")
_FULL_STOP = re.compile("[。！？；…]|[.!?](?:\\s|$)")
_NO_LETTERS = re.compile(r"[\W_]+")
_INSIDE = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "figure", "figcaption", "pre", "td", "th",
    "tr", "tbody", "table", "dl", "dd", "dt",
))  # fmt: skip
_INLINE_RELATED = re.compile(
    r"[【\[（(]\s?(?:延伸|相关|推荐)阅读\s?[】\])）]\s?[:：]?|(?:延伸|相关|推荐)阅读\s?[:：]|(?:请)?继续往下阅读[.…]*"
)
_HEAD = 10  # lines of the head of a text, in which date and source may stand
_TAIL = 30  # lines of its tail, in which other articles may follow
_PEELED = 14  # lines that its tail may lose
_LONGEST_TITLE = 60


def letters(text: str) -> str:
    """A text without spacing and marks, in which two forms of a title may differ."""
    return _NO_LETTERS.sub("", text)


def prose_weight(line: Line) -> int:
    """How many characters of prose a line holds: those that are no links, where the line reads like a sentence."""
    text = line.block.text
    own = len(text) - line.linked
    if own < 8 or own * 2 < len(text):
        return 0
    return own if _STOP.search(text) or own > 30 else 0


@lru_cache(maxsize=4096)
def _tier(name: str, hint: str) -> int:
    """How clearly a box is named as that of the text: 1 most, 0 not at all."""
    if hint and name not in ("body", "html") and not COMMENTS.search(hint):
        if ARTICLE_BODY.search(hint):
            return 1
        if CONTENT.search(hint):
            return 2
    if name == "article":
        return 3
    if name == "main" or (hint and name not in ("body", "html", "p") and WEAK_CONTENT.search(hint)):
        return 4 if not FURNITURE.search(hint) else 0
    return 0


@lru_cache(maxsize=4096)
def _is_comment(hint: str) -> bool:
    return bool(COMMENTS.search(hint))


@lru_cache(maxsize=4096)
def _is_around(hint: str) -> bool:
    """Whether a box is named as furniture."""
    return bool(FURNITURE.search(hint)) and not LEAD.search(hint)


class _Finder:
    """Weighs the boxes of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        boxes = page.boxes
        prose = [0] * len(boxes)  # in the box itself
        self.own = [0] * len(boxes)  # in the box, in paragraphs and lists of its own
        for line in page.lines:
            weight = prose_weight(line)
            if weight:
                prose[line.box] += weight
                self.own[self._container(line.box)] += weight
        self.tiers = [_tier(box.name, box.hint) for box in boxes]
        self.every = self._summed(prose)  # at any depth
        self.named = self._strongest()
        self.furniture = self._furniture()
        kept = [0 if dropped else own for own, dropped in zip(prose, self.furniture, strict=True)]
        self.weights = self._summed(kept)  # at any depth, without furniture

    def _summed(self, direct: Sequence[int]) -> list[int]:
        """Of each box, with all inside it; a box stands behind its parent."""
        sums = list(direct)
        boxes = self.page.boxes
        for index in range(len(boxes) - 1, 0, -1):
            sums[boxes[index].parent] += sums[index]
        return sums

    def _container(self, index: int) -> int:
        """The innermost box around that is more than a paragraph, list or table."""
        boxes = self.page.boxes
        while boxes[index].name in _INSIDE:
            index = boxes[index].parent
        return index

    def _strongest(self) -> int:
        """The box with the clearest name and enough prose; 0 where there is none."""
        tiers, weights = self.tiers, self.every
        for tier, share in ((1, 0.2), (2, 0.2), (3, 0.3)):
            found = [index for index, own in enumerate(tiers) if own == tier and weights[index] > 0]
            if found:
                best = max(found, key=lambda index: (weights[index], index))
                if weights[best] >= share * weights[0]:
                    return best
        return 0

    def _furniture(self) -> list[bool]:
        """Whether each box stands in furniture. What holds the text, or most prose of the page, is none."""
        boxes, every = self.page.boxes, self.every
        around = set()
        tier, least = self.tiers[self.named], 0.5 * every[self.named]
        for index, own in enumerate(self.tiers):
            if index == self.named or (self.named and own == tier and every[index] > least):
                while index >= 0 and index not in around:
                    around.add(index)
                    index = boxes[index].parent
        dropped = [False] * len(boxes)
        for index in range(1, len(boxes)):
            box = boxes[index]
            if dropped[box.parent]:
                dropped[index] = True
            elif index not in around:
                dropped[index] = self._is_furniture(index, 2 * every[index] > every[0])
        return dropped

    def _is_furniture(self, index: int, most: bool) -> bool:
        box = self.page.boxes[index]
        if box.hint and _is_comment(box.hint):
            return box.name not in ("body", "html")
        if most and (not self.named or box.name in FURNITURE_TAGS):
            return False
        if box.hidden or box.name in FURNITURE_TAGS:
            return True
        return bool(box.hint) and _is_around(box.hint)

    def main(self) -> int:
        """The box of the text."""
        total = self.weights[0]
        if self.named and self.weights[self.named] >= 0.5 * total:
            return self._innermost(self.named)
        if self.named and self.tiers[self.named] <= 2 and self.weights[self.named] >= 0.2 * total:
            return self.named
        return self._densest(total)

    def _innermost(self, index: int) -> int:
        """A named box inside a named box, where it holds nearly all of its prose: it has less furniture around it."""
        if self.tiers[index] < 3:
            return index
        floor = 0.97 * self.weights[index]
        inner = [
            other
            for other in range(index + 1, len(self.tiers))
            if self.tiers[other] == 4 and self.weights[other] >= floor and self._is_inside(other, index)
        ]
        return inner[-1] if inner else index

    def _is_inside(self, index: int, outer: int) -> bool:
        while index > outer:
            index = self.page.boxes[index].parent
        return index == outer

    def _densest(self, total: int) -> int:
        """The box with the most prose of its own, and what is around it as long as its like stand beside it."""
        boxes, weights = self.page.boxes, self.weights
        own = [0 if dropped else weight for weight, dropped in zip(self.own, self.furniture, strict=True)]
        index = max(range(len(boxes)), key=lambda i: (own[i], -i))
        while index and 2 * weights[index] < total:
            index = boxes[index].parent
        like: dict[tuple[int, str, str], int] = {}
        for i, box in enumerate(boxes):
            if i and not self.furniture[i] and weights[i]:
                key = (box.parent, box.name, box.hint)
                like[key] = like.get(key, 0) + weights[i]
        while index:
            box = boxes[index]
            beside = like.get((box.parent, box.name, box.hint), 0) - weights[index]
            if 10 * beside < weights[index]:
                break
            index = box.parent
        return index


def _is_linked(line: Line) -> bool:
    """Whether a line is a link or a row of them."""
    text = line.block.text
    return 10 * line.linked > 8 * len(text) and not (_FULL_STOP.search(text) and len(text) > 40)


def _title_line(page: Page, title: str | None, found: list[int]) -> int | None:
    """The index of the line with the title next before the text, else of one at its head."""
    wanted = letters(title or "")
    if len(wanted) < 2:
        return None
    longest = 2 * len(title or "")
    places: list[int] = [*range(found[0] - 1, -1, -1), *found[:_HEAD]]
    for index in places:
        text = page.lines[index].block.text
        if len(text) <= longest and letters(text) == wanted:
            return index
    return None


def _begins_others(lines: list[Line], index: int, end: int) -> bool:
    """Whether a line is the heading of other articles or comments, with nothing of the text behind it."""
    line = lines[index]
    text = line.key
    if not 0 < len(text) <= 24 or not RELATED_LINE.fullmatch(text):
        return False
    if line.block.kind == "heading" and 2 * index > end:
        return True
    return not any(_FULL_STOP.search(other.block.text) and not other.linked for other in lines[index + 1 : end])


def _before_tail(lines: list[Line]) -> int:
    """The index behind the last line of the text."""
    end = len(lines)
    for index in range(max(1, end - _TAIL), end):
        if _begins_others(lines, index, end):
            end = index
            break
    floor = max(1, end - _PEELED)
    while end > floor:
        line = lines[end - 1]
        text = line.key
        if not (TAIL_LINE.fullmatch(text) or TOOL_LINE.fullmatch(text) or is_meta_line(text) or _is_linked(line)):
            break
        end -= 1
    return end


def _is_author(line: Line, page: Page) -> bool:
    """Whether a line stands in a box named after the author, and is no sentence."""
    hint = page.boxes[line.box].hint
    return (
        bool(hint)
        and len(line.block.text) <= 40
        and bool(AUTHOR_HINT.search(hint))
        and not _FULL_STOP.search(line.block.text)
    )


def _without_furniture(lines: list[Line], title: str | None, page: Page) -> list[Line]:
    """The lines of a text without those of date and source, tools, adverts and other articles."""
    kept: list[Line] = []
    for index, line in enumerate(lines):
        text = line.key
        if _is_linked(line) and line.block.kind != "heading":
            continue
        if index < _HEAD and text and _is_author(line, page):
            continue
        if text and (TOOL_LINE.fullmatch(text) or ((index < _HEAD or line.linked) and is_meta_line(text))):
            continue
        if text and len(text) <= 12 and line.block.kind != "heading" and _INLINE_RELATED.fullmatch(text):
            continue
        if title and kept and len(kept) < _HEAD and letters(line.block.text) == letters(title):
            continue
        kept.append(line)
    return kept[: _before_tail(kept)]


def main_lines(page: Page, title: str | None) -> list[Line]:
    """The lines of a page's article, its title's line and its lead included.

    Args:
        page: the page.
        title: of the article, where known.
    """
    if not page.lines:
        return []
    finder = _Finder(page)
    main = finder.main()
    inside = [False] * len(page.boxes)
    inside[main] = True
    for index in range(main + 1, len(page.boxes)):
        inside[index] = inside[page.boxes[index].parent] and not finder.furniture[index]
    found = [index for index, line in enumerate(page.lines) if inside[line.box]]
    if not found:
        return []
    head: list[Line] = []
    name = _title_line(page, title, found)
    if name is not None:
        page.lines[name].block.kind = "heading"
        head.append(page.lines[name])
        head += [line for line in page.lines[name + 1 : found[0]] if _is_lead(line, finder)]
        found = [index for index in found if index > name]
    return _without_furniture(head + [page.lines[index] for index in found], title, page)


def _is_lead(line: Line, finder: _Finder) -> bool:
    """Whether a line between title and text belongs to the text."""
    text = line.block.text
    if finder.furniture[line.box] or line.linked or is_meta_line(line.key):
        return False
    named = LEAD.search(finder.page.boxes[line.box].hint)
    return len(text) >= (6 if named else 15) and bool(_FULL_STOP.search(text))
